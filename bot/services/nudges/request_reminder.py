"""One reminder to the mentor, five working days after a request, then nothing (content.md 2.3)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.pairings import RequestReminder
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.pairings import RequestState
from bot.ports import UnitOfWork
from bot.services.outbox import tell


class RequestReminderNudge:
    """Cancelled by any answer, and by the mentee taking the request back."""

    kind = "request_reminder"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once a request, whatever happens."""
        return "once"

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Remind only where the mentor has not answered at all."""
        request = await work.pairings.request(due.subject_id, visible_to=due.person_id)
        if request is None or request.state != RequestState.SENT or at >= request.closes_at:
            return Skipped("answered")
        names = await work.people.named([request.mentee_id])
        message = RequestReminder(
            subject_id=request.id,
            mentee_name=names.get(request.mentee_id, ""),
            topic=request.topic,
            closes_at=request.closes_at,
        )
        key = f"{self.kind}:{request.id}"
        return await tell(work, message, to=request.mentor_id, at=due.due_at, key=key)
