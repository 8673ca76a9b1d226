"""One gentle nudge, one working day after a quiet check-in, then nothing (content.md 6.0)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.checkins import GENERAL_TITLE, PromptState
from bot.domain.messages.checkins import AskedGoal, CheckinNudge
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.outbox import tell


class CheckinNudgeNudge:
    """Cancelled by any answer, any snooze, any check-in."""

    kind = "checkin_nudge"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once a prompt, whatever happens."""
        return "once"

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Ask again only where nothing at all was said."""
        prompt = await work.checkins.prompt(due.subject_id, owner_id=due.person_id)
        if prompt is None or not prompt.is_open(at) or prompt.state == PromptState.SNOOZED:
            return Skipped("answered")
        if await work.checkins.answers_to(prompt.id):
            return Skipped("answered")
        if await work.checkins.since(due.person_id, prompt.asked_at):
            return Skipped("already-checked-in")
        goals = [
            goal
            for goal in await work.goals.active_of(due.person_id)
            if goal.id in prompt.goal_ids
        ]
        asked = tuple(AskedGoal(goal_id=goal.id, title=goal.title) for goal in goals) or (
            AskedGoal(goal_id="", title=GENERAL_TITLE),
        )
        message = CheckinNudge(
            subject_id=prompt.id,
            goal_title=asked[0].title,
            closes_at=prompt.closes_at,
            goals=asked,
        )
        return await tell(work, message, to=due.person_id, at=at, key=f"{self.kind}:{prompt.id}")
