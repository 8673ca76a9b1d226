"""The wins jar as text."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import win_texts as views


async def opened(turn: Turn) -> None:
    """A page of it, on top of the jar."""
    page, chosen = turn.values
    held = await turn.services.win_texts.page(turn.actor, chosen, int(page))
    await turn.open(views.page(held))


FEATURE = Feature(name="win_texts", actions={ids.WIN_JAR_TEXT: opened})
