"""Did you try it? Asked once, two weeks after the reading or the step (content.md 10.5, 4.1c)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.feedback_cards import tried_card
from bot.services.outbox import tell


class FeedbackTriedNudge:
    """A step that is made of it afterwards moves it."""

    kind = "feedback_tried"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once for these words."""
        return "once"

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only to the receiver, and only while nothing was said about it."""
        row = await work.feedback.words(due.subject_id, visible_to=due.person_id)
        if row is None or row.receiver_id != due.person_id:
            return Skipped("not-shared")
        if row.used:
            return Skipped("answered")
        message = await tried_card(work, row)
        key = f"{self.kind}:{row.id}"
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=key, due_at=due.due_at
        )
