"""Did it move? Three times at most, further and further apart (content.md 7.6)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.roadblocks import RoadblockFollowup
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.roadblocks import FOLLOW_UPS, excerpt
from bot.ports import UnitOfWork
from bot.services.breaks import put_off
from bot.services.met import met
from bot.services.outbox import tell
from bot.services.roadblock_asking import ON_AGENDA, follow_up_later, mentor_of


class RoadblockFollowupNudge:
    """Begins with an answer, a roadblock kept private, or *Wait*; ends with the roadblock."""

    kind = "roadblock_followup"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The number of the asking; *Moving* may put it off, so the day belongs to it."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Ask, count, and plan the next one. A private roadblock is not quoted in a message."""
        roadblock = await work.roadblocks.get(due.subject_id, visible_to=due.person_id)
        if roadblock is None or not roadblock.is_open:
            return Skipped("closed")
        if rests := await put_off(work, self.kind, due, roadblock, at):
            return rests
        if roadblock.next_follow_up is None:
            return Skipped("asked-enough")
        owner = await met(work, due.person_id)
        mentor = await mentor_of(work, roadblock)
        shared = roadblock.is_shared
        message = RoadblockFollowup(
            subject_id=roadblock.id,
            roadblock=excerpt(roadblock.what) if shared else "",
            help_label=roadblock.help_label if mentor else "",
            mentor_name=mentor.name if mentor else "",
            raised_at=roadblock.raised_at,
            help_wanted=roadblock.help_wanted,
        )
        key = f"{self.kind}:{roadblock.id}:{roadblock.follow_ups}"
        roadblock.follow_ups += 1
        if await follow_up_later(work, roadblock, owner, at) is None:
            talk = owner.week.after_working_days(at, FOLLOW_UPS[0])
            await work.nudges.set(ON_AGENDA, roadblock.id, owner.user_id, talk)
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=key, due_at=due.due_at
        )
