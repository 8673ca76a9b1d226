"""One reminder to whoever was asked for advice, after three working days (content.md 10.1)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.feedback import FeedbackReminder
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.policy import first_word_at
from bot.ports import UnitOfWork
from bot.services.feedback_cards import topic
from bot.services.met import met
from bot.services.outbox import tell


class FeedbackReminderNudge:
    """Cancelled by any tap of the giver."""

    kind = "feedback_reminder"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once a question; a pause puts it off."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only while nothing was tapped; in a pause it waits for the end."""
        ask = await work.feedback.ask(due.subject_id, visible_to=due.person_id)
        if ask is None or not ask.is_open:
            return Skipped("answered")
        giver = await met(work, due.person_id)
        if giver.is_paused(at):
            await work.nudges.set(self.kind, ask.id, giver.user_id, first_word_at(giver, at))
            return Skipped("paused")
        asker = await met(work, ask.receiver_id)
        message = FeedbackReminder(
            subject_id=ask.id,
            asker_name=asker.name,
            situation=ask.situation,
            focus=topic(ask.focus),
        )
        key = f"{self.kind}:{ask.id}"
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=key, due_at=due.due_at
        )
