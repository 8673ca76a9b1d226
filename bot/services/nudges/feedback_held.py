"""Advice that was put off: said once more, at the moment its reader chose (content.md 10.3)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.feedback_cards import held_card
from bot.services.outbox import tell


class FeedbackHeldNudge:
    """Each *In 3 days* plans one; reading it cancels it."""

    kind = "feedback_held"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment that was chosen."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only while it is unread."""
        row = await work.feedback.words(due.subject_id, visible_to=due.person_id)
        if row is None or row.read_at is not None:
            return Skipped("answered")
        row.holds += 1
        message = await held_card(work, row)
        key = f"{self.kind}:{row.id}:{row.holds}"
        return await tell(
            work,
            message,
            to=due.person_id,
            at=due.due_at,
            key=key,
            due_at=due.due_at,
            urgent=True,
        )
