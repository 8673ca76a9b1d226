"""Options for the mentee when no answer came in twice the reply time (content.md 7.5, 5.7)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.roadblocks import RoadblockNoAnswer
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.breaks import put_off
from bot.services.outbox import tell
from bot.services.roadblock_asking import has_circle, mentor_of, other_mentor
from bot.services.seasons import look_at_season


class RoadblockNoAnswerNudge:
    """Said once for a request. After it nothing comes by itself: every next step is a tap."""

    kind = "roadblock_no_answer"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once for a request: twice the time its answer was hoped for."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Without blame, and only where nobody did anything."""
        roadblock = await work.roadblocks.get(due.subject_id, visible_to=due.person_id)
        if roadblock is None or not roadblock.is_open or roadblock.answered_at is not None:
            return Skipped("answered")
        mentor = await mentor_of(work, roadblock)
        if mentor is None:
            return Skipped("not-shared")
        if rests := await put_off(work, self.kind, due, roadblock, at, after_reply=True):
            return rests
        await look_at_season(work, mentor, at)
        message = RoadblockNoAnswer(
            subject_id=roadblock.id,
            mentor_name=mentor.name,
            asked_at=roadblock.asked_at,
            alt_label=await other_mentor(work, roadblock),
            has_circle=await has_circle(work, roadblock),
        )
        key = f"{self.kind}:{roadblock.id}:{roadblock.asks}"
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=key, due_at=due.due_at
        )
