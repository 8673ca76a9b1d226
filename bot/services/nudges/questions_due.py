"""Twice a day what was asked without a name goes out, for everybody at once (content.md 16.1)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.questions import QUESTIONS_DUE, post_waiting


class QuestionsDueNudge:
    """One row a slot; it names no person, and its subject is the slot."""

    kind = QUESTIONS_DUE

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The slot."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Post what waits."""
        posted = await post_waiting(work, due.subject_id, at)
        return Skipped("posted" if posted else "nothing-waits")
