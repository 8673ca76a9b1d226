"""The window of a break, which more than one feature opens."""

from __future__ import annotations

from datetime import timedelta

from bot.slack.turn import Turn
from bot.slack.views import care as views


async def open_pause(turn: Turn) -> None:
    """What rests, for how long, and whether somebody hears of it."""
    care = turn.services.care
    view = views.pause_form(
        turn.book.button,
        tomorrow=turn.person.week.local(turn.now).date() + timedelta(days=1),
        has_partner=await care.has_partner(turn.actor),
        choices=await care.breaks.choices(turn.actor),
    )
    await turn.open(view)
