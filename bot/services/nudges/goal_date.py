"""A goal's date: ten working days before it, and the day after it (content.md 3.8)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.goals import GoalDate
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.breaks import GOAL_RESTS
from bot.services.goal_pieces import plan_date
from bot.services.outbox import tell


class GoalDateNudge:
    """Planned anew whenever the date or the state changes; a closed goal is not asked about."""

    kind = "goal_date"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment: a date moved away and back again is asked about again."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Ask, and plan the question of the day after."""
        goal = await work.goals.get(due.subject_id, visible_to=due.person_id)
        person = await work.people.get(due.person_id)
        if goal is None or person is None or not goal.is_active or goal.due_on is None:
            return Skipped("closed")
        if goal.paused_until is not None and goal.rests(due.due_at):
            again_at = person.week.next_slot(goal.paused_until)
            await work.nudges.set(self.kind, goal.id, due.person_id, again_at)
            return Skipped(GOAL_RESTS)
        is_near = person.week.local(at).date() <= goal.due_on
        await plan_date(work, goal, person, max(at, due.due_at))
        message = GoalDate(
            subject_id=goal.id,
            goal_title=goal.title,
            phase="near" if is_near else "past",
            due_on=goal.due_on,
        )
        key = f"{self.kind}:{goal.id}:{message.phase}:{goal.due_on}:{goal.moves}"
        return await tell(work, message, to=due.person_id, at=due.due_at, key=key)
