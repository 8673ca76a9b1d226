"""Old setbacks as a window, for their owner alone: their own words, no count, no question."""

from __future__ import annotations

from bot.services.past_setbacks import PastPage, PastSetback
from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    button,
    divider,
    modal,
    note,
    plainly,
    row,
    says,
)

ALONE = "Only you see this. Nobody hears that you opened it."
NOTHING = "Nothing is noted here. `/mentor setback` notes one, with a line or without."


def page(held: PastPage, label: Label) -> View:
    """Newest first: the day, what was said, and what its owner made of it."""
    blocks: list[Block] = [note(ALONE, part="alone")]
    for one in held.lines:
        blocks += [*_one(one), divider()]
    if not held.lines:
        blocks += says(NOTHING)
    turns = []
    if held.page:
        turns.append(button(label("forms.newer"), ids.SETBACKS_NEWER, str(held.page - 1)))
    if held.more:
        turns.append(button(label("forms.older"), ids.SETBACKS_OLDER, str(held.page + 1)))
    blocks += [row(*turns)] if turns else []
    return modal(ids.SETBACKS_PAGE, "What you noted", blocks, close=label("forms.close"))


# --- private -------------------------------------------------------------------------------------


def _one(seen: PastSetback) -> list[Block]:
    held, mark = seen.setback, seen.setback.id
    day = f"{seen.on:%a} {seen.on.day} {seen.on:%b %Y}"
    first = f"{day} · {seen.goal_title}" if seen.goal_title else day
    by = ""
    if held.next_step_on is not None:
        by = f" (by {held.next_step_on:%a} {held.next_step_on.day} {held.next_step_on:%b})"
    pieces = {
        "day": first,
        "words": held.words or "Noted without words.",
        "plan": held.if_then,
        "step": f"A smaller step: {held.next_step}{by}" if held.next_step else "",
        "friend": f"To a friend you would say: {held.friend}" if held.friend else "",
    }
    return [plainly(text, subject=mark, part=part) for part, text in pieces.items() if text]
