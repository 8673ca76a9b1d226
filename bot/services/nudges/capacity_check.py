"""Still a good season? In private, to a mentor who left three requests unanswered (21.3, 5.7)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.self_help import CapacityCheck
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.outbox import lately, tell
from bot.services.seasons import COOL_DOWN, UNANSWERED, unanswered_by


class CapacityCheckNudge:
    """Set by the third silence; at most once in two months, and nobody else is told."""

    kind = "capacity_check"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment of the silence it is about."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only while the silence stands."""
        mentor = await work.people.get(due.person_id)
        if mentor is None or not mentor.is_here:
            return Skipped("gone")
        if await lately(work, self.kind, to=mentor.user_id, at=at, rest=COOL_DOWN):
            return Skipped("cool-down")
        if await unanswered_by(work, mentor.user_id, at) < UNANSWERED:
            return Skipped("answered")
        message = CapacityCheck(subject_id=f"season-{mentor.user_id}", first_name=mentor.name)
        key = f"{self.kind}:{mentor.user_id}:{due.due_at.date().isoformat()}"
        return await tell(work, message, to=mentor.user_id, at=due.due_at, key=key)
