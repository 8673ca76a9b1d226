"""A pairing's year: planned when it starts, and again after every year (content.md F8)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.pairings import Pairing
from bot.ports import UnitOfWork

#: The nudge that celebrates; its file has the same name.
CELEBRATE_ANNIVERSARY = "celebrate_anniversary"


async def arm_anniversary(work: UnitOfWork, pairing: Pairing, at: datetime) -> None:
    """Plan the next year's note, at the mentee's slot; safe to call again after any change."""
    mentee = await work.people.get(pairing.mentee_id)
    if mentee is None or not pairing.is_active:
        return
    moment = pairing.next_anniversary(at, mentee.week)
    await work.nudges.set(CELEBRATE_ANNIVERSARY, pairing.id, mentee.user_id, moment)
