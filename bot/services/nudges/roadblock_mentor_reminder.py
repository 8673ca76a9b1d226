"""One reminder to the mentor when the agreed reply time has passed (content.md 7.5, 5.7)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.roadblocks import RoadblockMentorReminder, UrgentMentorReminder
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.breaks import put_off
from bot.services.met import met
from bot.services.outbox import tell
from bot.services.roadblock_asking import pairing_of


class RoadblockMentorReminderNudge:
    """Cancelled by any answer of the mentor and by every end of the roadblock."""

    kind = "roadblock_mentor_reminder"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once for a request: the time its answer was hoped for."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only while this mentor may still see it and has done nothing."""
        roadblock = await work.roadblocks.get(due.subject_id, visible_to=due.person_id)
        if roadblock is None:
            return Skipped("not-shared")
        if not roadblock.is_open or roadblock.answered_at is not None:
            return Skipped("answered")
        pairing = await pairing_of(work, roadblock)
        if pairing is None or pairing.mentor_id != due.person_id:
            return Skipped("not-shared")
        if rests := await put_off(work, self.kind, due, roadblock, at):
            return rests
        owner = await met(work, roadblock.owner_id)
        kind = UrgentMentorReminder if roadblock.is_urgent else RoadblockMentorReminder
        message = kind(
            subject_id=roadblock.id,
            mentee_name=owner.name,
            help_label=roadblock.help_label,
            asked_at=roadblock.asked_at,
            help_wanted=roadblock.help_wanted,
        )
        key = f"{self.kind}:{roadblock.id}:{roadblock.asks}"
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=key, due_at=due.due_at
        )
