"""What nobody answered, or what did not move, waits on the owner's own list (content.md 5.7)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.agenda import AgendaSource
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.roadblocks import RoadblockState
from bot.ports import UnitOfWork
from bot.services.agenda import suggest
from bot.services.roadblock_asking import pairing_of


class RoadblockAgendaNudge:
    """Five reply times after a request, or after the last "did it move?". A line, no message: the
    line is the owner's alone until they show it, and nobody hears of it."""

    kind = "roadblock_agenda"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once for a request."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only what is open still; a pair that ended has no next talk."""
        roadblock = await work.roadblocks.get(due.subject_id, visible_to=due.person_id)
        if roadblock is None or not roadblock.is_open:
            return Skipped("closed")
        if roadblock.state == RoadblockState.ANSWERED and roadblock.follow_ups == 0:
            return Skipped("answered")
        pairing = await pairing_of(work, roadblock)
        if pairing is None:
            return Skipped("not-shared")
        await suggest(
            work,
            pairing,
            by=roadblock.owner_id,
            text=roadblock.what,
            source=AgendaSource.ROADBLOCK,
            about_id=roadblock.id,
            at=at,
        )
        return Skipped("on-the-agenda")
