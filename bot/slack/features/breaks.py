"""Breaks of one goal or one pairing end by themselves, or with *Start again* (content.md 5.5)."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import breaks as views
from bot.slack.views import care as care_views


async def resume(turn: Turn) -> None:
    """It goes on from now."""
    held = await turn.services.care.breaks.resume(turn.actor, turn.value)
    await turn.settle_as(views.mark(held.key), "Started again", views.awake(held))


async def stay(turn: Turn) -> None:
    """*Stay paused*: the card becomes one quiet line."""
    resting = await turn.services.care.breaks.resting(turn.actor)
    held = [one for one in resting if one.key == turn.value]
    mark = views.mark(turn.value)
    blocks = views.rows(held, turn.person.week, turn.book.button)
    line = care_views.quiet_line("The break is over.", mark)
    await turn.settle_as(mark, "Paused", blocks or line)


FEATURE = Feature(name="breaks", actions={ids.BREAK_RESUME: resume, ids.BREAK_STAY: stay})
