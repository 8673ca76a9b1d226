"""A check-in the person asked to be asked again (content.md 5.0, F23)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.checkins import PromptState
from bot.domain.messages.checkins import CheckinDue
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.policy import LATE
from bot.ports import UnitOfWork
from bot.services.breaks import GOAL_RESTS
from bot.services.checkin_answers import asked_goal
from bot.services.outbox import tell


class CheckinSnoozedNudge:
    """The same question at the time the person chose, not at their slot; no nudge follows it."""

    kind = "checkin_snoozed"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment it was put off to: a prompt may be snoozed twice."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Ask again what is still unanswered."""
        prompt = await work.checkins.prompt(due.subject_id, owner_id=due.person_id)
        if prompt is None or prompt.state != PromptState.SNOOZED:
            return Skipped("answered")
        answered = await work.checkins.answers_to(prompt.id)
        goals = [
            goal
            for goal in await work.goals.active_of(due.person_id)
            if goal.id in prompt.goal_ids and goal.id not in answered
        ]
        if prompt.goal_ids and not goals:
            return Skipped("closed")
        awake = [goal for goal in goals if not goal.rests(due.due_at)]
        if goals and not awake:
            return Skipped(GOAL_RESTS)
        asked = tuple(asked_goal(goal) for goal in awake) or (asked_goal(None),)
        message = CheckinDue(
            subject_id=prompt.id,
            goal_title=asked[0].title,
            next_step=asked[0].next_step,
            n_goals=len(asked),
            goals=asked,
        )
        key = f"{self.kind}:{prompt.id}:{prompt.snoozes}"
        in_time = at - due.due_at <= LATE
        return await tell(work, message, to=due.person_id, at=due.due_at, key=key, urgent=in_time)
