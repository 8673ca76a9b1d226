"""An old win, brought back: once a quarter, never twice in a month (content.md 8.5)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import NotYours
from bot.domain.messages.wins import WinsJarResurface
from bot.domain.people import Actor
from bot.domain.wins import next_quarter
from bot.ports import UnitOfWork, Units


class ResurfaceDesk:
    """What its owner says to an old win that was brought back."""

    def __init__(self, units: Units) -> None:
        self.units = units

    async def key(self, actor: Actor, win_id: str) -> str:
        """The mark of the message that brought it, to its owner. Raises ``NotYours``."""
        async with self.units.reading(actor.workspace_id) as work:
            for one in await work.outbox.about(win_id, WinsJarResurface.kind):
                if one.recipient_id == actor.user_id:
                    return one.key
        raise NotYours


async def arm_resurfacing(work: UnitOfWork, owner_id: str, at: datetime) -> None:
    """Plan the next quarter's look into the jar; safe to call again, as after every new win."""
    person = await work.people.get(owner_id)
    if person is not None:
        moment = next_quarter(person.week, at)
        await work.nudges.set(WinsJarResurface.kind, owner_id, owner_id, moment)
