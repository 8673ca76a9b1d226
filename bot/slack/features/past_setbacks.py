"""`/mentor setbacks`: what one noted on hard days, for oneself."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import past_setbacks as views


async def opened(turn: Turn) -> None:
    """The newest page."""
    held = await turn.services.past_setbacks.page(turn.actor)
    await turn.open(views.page(held, turn.book.button))


async def turned(turn: Turn) -> None:
    """An older or a newer page, in the same window."""
    held = await turn.services.past_setbacks.page(turn.actor, int(turn.value))
    await turn.redraw(views.page(held, turn.book.button))
    await turn.done()


FEATURE = Feature(
    name="past_setbacks",
    subcommands=(
        Subcommand(
            "setbacks",
            "read again what you noted; only you see it",
            opened,
            home="Read old setbacks",
        ),
    ),
    actions={ids.SETBACKS_NEWER: turned, ids.SETBACKS_OLDER: turned},
)
