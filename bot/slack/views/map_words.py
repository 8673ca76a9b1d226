"""Whose words a route is in, what its menu offers, and who may see it (content.md 4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.maps import MapPath
from bot.services.audience import Audience
from bot.services.map_seen import PathSeen
from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import Options, View, ask_one, modal, note, plainly

#: Options of a menu, and lines of an overflow (slack.md 5.2).
CHOICES, LINES = 100, 5


def name_of(path: MapPath) -> str:
    """Its own name, or plain words for one without."""
    return path.name or "A way there"


def steps(seen: PathSeen) -> str:
    """The name of a route, and its steps as lines."""
    lines = [name_of(seen.path)]
    for number, step in enumerate(seen.steps, start=1):
        reached = ", reached" if step.reached_at else ""
        lines.append(f"{number}. {step.text} ({step.kind}{reached})")
    return "\n".join(lines)


def for_owner(seen: PathSeen) -> str:
    """Whose words the owner reads; nothing where they are their own from the start."""
    if not seen.by_name:
        return ""
    if seen.path.taken_at:
        return f"{seen.by_name}'s idea, your words now."
    return f"{seen.by_name}'s idea, in their words: they may change it until you take it over."


def for_mentor(seen: PathSeen) -> str:
    """Whose words the mentor reads who added it; nothing for any other route."""
    name = seen.owner_name
    if seen.may_rewrite:
        return f"In your words. You can change them until {name} takes it over."
    return f"Your idea, in {name}'s words now." if seen.mine_once else ""


def menu(seen: PathSeen) -> Options:
    """What its owner can do with a route; with more than one mentor, who sees it is a form."""
    path = seen.path
    theirs = path.writer_id != path.owner_id
    first = ("Take it over", f"take:{path.id}") if theirs else ("Change it", f"edit:{path.id}")
    lines = [first, ("Weigh it", f"weigh:{path.id}")]
    if path.first_test:
        lines.append(("Make the test a goal", f"test:{path.id}"))
    mentors = [one for one in seen.choices if one.pairing_id]
    if len(mentors) > 1:
        lines.append(("Who sees it", f"who:{path.id}"))
    elif not path.is_shown:
        lines += [
            (f"Show it to {a.mentor_name}", f"show:{path.id}:{a.pairing_id}") for a in mentors
        ]
    if path.is_shown and len(lines) < LINES - 1:
        lines.append(("Keep it to myself", f"hide:{path.id}"))
    return [*lines, ("Put it away", f"away:{path.id}")]


def who_form(path: MapPath, choices: Sequence[Audience], label: Label) -> View:
    """Only you, or one of all active mentors."""
    people = [(one.label, one.value) for one in choices][:CHOICES]
    held = f"mentor:{path.pairing_id}" if path.is_shown else people[0][1]
    known = held if held in [value for _, value in people] else people[0][1]
    blocks = [
        plainly(name_of(path)),
        ask_one("audience", "Who sees it?", people, initial=known, menu=True),
        note("One mentor at a time. What was read cannot be unread."),
    ]
    return modal(ids.MAP_WHO_FORM, "Who sees it", blocks, submit=label("forms.save"))
