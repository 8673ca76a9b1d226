"""A goal's draft, a week later: one offer to finish it (content.md 1.1a)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.goals import GoalDraft
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.outbox import tell


class GoalDraftNudge:
    """Planned with the draft; finishing or dropping it takes the offer back."""

    kind = "goal_draft"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once a draft, whatever happens."""
        return "once"

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """The draft is private, so its words do not stand in the message."""
        goal = await work.goals.get(due.subject_id, visible_to=due.person_id)
        if goal is None or not goal.is_draft:
            return Skipped("finished")
        message = GoalDraft(subject_id=goal.id)
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=f"{self.kind}:{goal.id}"
        )
