"""A question nobody answered in ten working days ends; nobody hears of it (content.md 10.1)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.feedback import AskState
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.feedback_endings import lapse_later, withdraw
from bot.services.met import met


class FeedbackLapseNudge:
    """Not in a pause of the reader. Words that come later are welcome all the same."""

    kind = "feedback_lapse"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """A yes to an observation begins a time of its own."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Close what is still open, without a word."""
        ask = await work.feedback.ask(due.subject_id, visible_to=due.person_id)
        if ask is None or ask.state not in (AskState.ASKED, AskState.PERMISSION):
            return Skipped("answered")
        reader = await met(work, due.person_id)
        if reader.is_paused(at):
            await lapse_later(work, ask.id, reader, at)
            return Skipped("paused")
        ask.close(AskState.LAPSED, at)
        await withdraw(work, ask.id, "lapsed")
        return Skipped("lapsed")
