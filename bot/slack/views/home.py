"""The Home tab as blocks: what waits, what comes next, goals, people, and every command.

Every list is counted and cut to a share of Slack's 100 blocks (slack.md 5.2); what has no room is
named as a number, with the way to the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cadence import Week
from bot.domain.first_things import Step
from bot.domain.pairings import RequestState
from bot.domain.roadblocks import Roadblock, Severity
from bot.services.home import HomePage, Partner
from bot.slack import ids
from bot.slack.views import breaks, goals, pairings
from bot.slack.views.cards import Builder, Label
from bot.slack.views.commands import HOME_RUN, Menu, everything, quick
from bot.slack.views.vocabulary import (
    Block,
    View,
    button,
    divider,
    heading,
    home,
    note,
    row,
    says,
)

#: Rows of each list. All full, with the notes and headings, they stay below 100 blocks.
ASKED, REQUESTS, GOALS, DRAFTS, ROADBLOCKS, MENTEES, THEIR_GOALS = 8, 3, 14, 4, 6, 8, 14
#: Names in one line, and characters of a roadblock's first words.
NAMES, WORDS = 30, 140


@dataclass(frozen=True)
class Words:
    """What the tab says, phrased already: the hello, the first thing to do, what comes next."""

    hello: str
    step: str
    next: str
    week: Week


def page(held: HomePage, words: Words, menu: Menu, label: Label, mark: str = "") -> View:
    """The whole tab: first the one thing to do, last the menu of everything.

    Somebody who only mentors reads of the people they mentor, and nothing of a rhythm they do not
    have. ``mark`` makes the menu forget what was picked from it last.
    """
    blocks: list[Block] = []
    if held.welcome and held.step.step != Step.ANSWER:  # people before hellos
        blocks += _welcome(words.hello, label)
    else:
        blocks += _first(held, words.step, menu, label)
    blocks += _waiting(held, label)
    if held.goals or held.next.next_at:
        blocks += [heading("Next check-in"), *says(words.next)]
        blocks += [note(held.record.in_words)] if held.record.in_words else []
    blocks += breaks.rows(held.resting, words.week, label)
    if held.is_mentee:
        blocks += _goals(held, label)
    blocks += _roadblocks(held.roadblocks)
    blocks += _people(held, label)
    blocks += [divider(), *everything(menu, mark)]
    return home(blocks)


CARDS: dict[str, Builder] = {}

# --- private -------------------------------------------------------------------------------------

#: The subcommand each step begins with.
_TWINS = {
    Step.GOAL: "goal",
    Step.WAITING: "checkin",
    Step.CHECKIN: "checkin",
    Step.SET_UP: "start",
    Step.LISTED: "settings",
    Step.QUIET: "agenda",
}


def _welcome(hello: str, label: Label) -> list[Block]:
    """The first hello (content.md 1.0). Nothing here waits for a pairing."""
    return [
        *says(hello),
        row(
            button(label("onboard_welcome.set_up"), ids.HOME_RUN_START, "start", style="primary"),
            button(label("onboard_welcome.privacy"), ids.HOME_RUN_PRIVACY, "privacy"),
            button(label("onboard_welcome.later"), ids.HOME_NOT_NOW, "later"),
        ),
        note("Goals, check-ins and wins work on your own, too."),
    ]


def _first(held: HomePage, words: str, menu: Menu, label: Label) -> list[Block]:
    """The one thing to do first, with its button; beside it what is said most.

    Who is asked something answers right below: no other button comes between (content.md 5.4).
    """
    step, known = held.step.step, dict(menu)
    name = _TWINS.get(step, "")
    first = {
        Step.AGREE: (label("agreement_invite.open"), ids.PAIRING_OPEN, held.step_id),
        Step.DRAFT: (label("goal_draft.finish"), ids.GOAL_RESIZE, held.step_id),
        Step.MENTOR: (label("home.pair"), ids.PAIRING_ASK, "new"),
    }.get(step)
    if first is None and name in known:
        first = (known[name], HOME_RUN + name, "home")
    buttons = [button(*first, style="primary")] if first else []
    if held.is_mentee and held.goals and step != Step.ANSWER:
        buttons += [button(text, HOME_RUN + one, "home") for one, text in quick(menu, but=name)]
    blocks = [heading("What to do next"), *says(words)]
    return [*blocks, *([row(*buttons)] if buttons else [])]


def _waiting(held: HomePage, label: Label) -> list[Block]:
    """What somebody hopes to hear from this person; only what was sent to them."""
    to_answer = [one for one in held.requests_to if one[0].state == RequestState.SENT]
    if not (held.asked or to_answer):
        return []
    blocks = [heading("For you to answer")]
    for roadblock, name in held.asked[:ASKED]:
        answer = button("Open", ids.ROADBLOCK_OPEN, roadblock.id)
        words = f"*{goals.inline(name)}* · {_about(roadblock)}"
        blocks += says(words, subject=f"asked.{roadblock.id}", accessory=answer)
    blocks += goals.and_more(len(held.asked) - ASKED)
    for request, name in to_answer[:REQUESTS]:
        words = f"*{goals.inline(name)}* asks you to be their mentor: {_opening(request.topic)}"
        blocks += [*says(words, subject=request.id), pairings.answers(request.id, label)]
    return blocks + goals.and_more(len(to_answer) - REQUESTS)


def _goals(held: HomePage, label: Label) -> list[Block]:
    """One's own goals with who sees them and the next step; then the drafts."""
    blocks = [heading("Your goals")]
    if not (held.goals or held.drafts):
        blocks += says("No goal here yet. One rough line is enough to start.")
    for goal, seen_by in held.goals[:GOALS]:
        blocks += goals.goal_row(goal, seen_by, held.choices, label)
    for draft in held.drafts[:DRAFTS]:
        blocks += goals.draft_row(draft, label)
    more = max(len(held.goals) - GOALS, 0) + max(len(held.drafts) - DRAFTS, 0)
    if more:
        rest = button(label("goal_summary.show_all"), ids.GOAL_OPEN_LIST, "all")
        blocks += says(f"and {more} more", subject="more-goals", accessory=rest)
    return blocks


def _roadblocks(own: Sequence[Roadblock]) -> list[Block]:
    if not own:
        return []
    blocks = [heading("Open roadblocks")]
    for roadblock in own[:ROADBLOCKS]:
        opened = button("Open", ids.ROADBLOCK_OPEN, roadblock.id)
        blocks += says(_about(roadblock), subject=f"own.{roadblock.id}", accessory=opened)
    return blocks + goals.and_more(len(own) - ROADBLOCKS)


def _people(held: HomePage, label: Label) -> list[Block]:
    """Mentors, mentees with the goals they share, and requests on their way."""
    blocks: list[Block] = []
    if held.mentors:
        blocks += says(f"*Your mentors*\n{_names(held.mentors)}")
    for request, name in held.requests_by[:REQUESTS]:
        turn = "has suggested a change" if request.state == RequestState.CHANGED else "was asked"
        blocks.append(note(f"{goals.inline(name)} {turn}. “Ask someone” shows it again."))
    blocks += goals.and_more(len(held.requests_by) - REQUESTS)
    if held.mentees:
        blocks += says(f"*People you mentor*\n{_names(held.mentees)}")
        blocks += _their_goals(held.mentees, label)
    return [heading("Your people"), *blocks] if blocks else []


def _their_goals(mentees: Sequence[Partner], label: Label) -> list[Block]:
    """What each person chose to show; a few of each, so that nobody crowds out the others."""
    sharing = [one for one in mentees if one.goals]
    blocks: list[Block] = []
    left = THEIR_GOALS
    for place, partner in enumerate(sharing[:MENTEES]):
        others = min(len(sharing), MENTEES) - place - 1
        shown = partner.goals[: max(left - others, 1)]
        left -= len(shown)
        more = len(partner.goals) - len(shown)
        rest = f", and {more} more" if more else ""
        blocks.append(note(f"{goals.inline(partner.name)} shares with you{rest}:"))
        for goal in shown:
            blocks += goals.mentee_goal(goal, label)
    return blocks + goals.and_more(len(sharing) - MENTEES)


def _names(partners: Sequence[Partner]) -> str:
    shown = [
        goals.inline(one.name) + ("" if one.pairing.is_active else " (not active)")
        for one in partners[:NAMES]
    ]
    more = len(partners) - NAMES
    return ", ".join(shown) + (f", and {more} more" if more > 0 else "")


def _about(roadblock: Roadblock) -> str:
    return f"{Severity(roadblock.severity).label}: {_opening(roadblock.what)}"


def _opening(words: str) -> str:
    """The first words, on one line."""
    line = " ".join(words.split())
    return goals.inline(line if len(line) <= WORDS else line[: WORDS - 1] + "…")
