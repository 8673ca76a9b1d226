"""What rests, each with the way back (content.md 5.5)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.breaks import Resting, Scope
from bot.domain.cadence import Week
from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.goals import inline
from bot.slack.views.vocabulary import Block, button, says

#: Rows; Slack's 100 blocks are shared with the rest of a page.
ROWS = 12
#: What a break can be about, beside one goal or one person.
EVERYTHING = "everything"
#: Options of a menu (slack.md 5.2) that leave room for this one.
OPTIONS = 99


def options(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Everything, or one of these: (label, key)."""
    found = [("Everything", EVERYTHING)]
    for key, name in choices[:OPTIONS]:
        words = f"The goal: {name}" if key.startswith(Scope.GOAL) else f"You and {name}"
        found.append((words, key))
    return found


def rows(resting: Sequence[Resting], week: Week, label: Label) -> list[Block]:
    """One line for each, and *Start again*."""
    blocks: list[Block] = []
    for one in resting[:ROWS]:
        day = week.local(one.until)
        words = f"{_named(one)} rests until {day:%a} {day.day} {day:%b}, as you asked."
        back = button(label("pause_confirm.resume"), ids.BREAK_RESUME, one.key)
        blocks += says(words, subject=mark(one.key), accessory=back)
    if len(resting) > ROWS:
        blocks += says(f"and {len(resting) - ROWS} more")
    return blocks


def awake(held: Resting) -> list[Block]:
    """It goes on from now."""
    words = f"{_named(held)} goes on. Nothing of the quiet time is sent again."
    return says(words, subject=mark(held.key))


def mark(key: str) -> str:
    """The blocks about one break."""
    return f"rest-{key.partition(':')[2]}"


# --- private -------------------------------------------------------------------------------------


def _named(held: Resting) -> str:
    name = inline(held.name)
    return f"*{name}*" if held.scope is Scope.GOAL else f"Your mentoring with {name}"
