"""One gentle nudge, one working day after a quiet check-in, then nothing (content.md 6.0)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.checkins import Prompt, PromptState
from bot.domain.goals import Goal
from bot.domain.messages.checkins import CheckinDue, CheckinNudge
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.policy import LATE
from bot.ports import UnitOfWork
from bot.services.breaks import GOAL_RESTS
from bot.services.checkin_answers import asked_goal
from bot.services.outbox import tell


class CheckinNudgeNudge:
    """Cancelled by any answer, any snooze, any check-in."""

    kind = "checkin_nudge"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment it was planned for: it moves when the question itself had to wait."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Ask again only where nothing at all was said."""
        prompt = await work.checkins.prompt(due.subject_id, owner_id=due.person_id)
        if prompt is None or not prompt.is_open(at) or prompt.state == PromptState.SNOOZED:
            return Skipped("answered")
        if await work.checkins.answers_to(prompt.id):
            return Skipped("answered")
        if await work.checkins.since(due.person_id, prompt.asked_at):
            return Skipped("already-checked-in")
        if at - due.due_at > LATE:
            return Skipped("skipped-late")
        if ready_at := await _ready_at(work, due, at):
            await work.nudges.set(self.kind, prompt.id, due.person_id, ready_at)
            return Skipped("not-asked-yet")
        goals = [
            goal
            for goal in await work.goals.active_of(due.person_id)
            if goal.id in prompt.goal_ids
        ]
        if prompt.goal_ids and not goals:
            return Skipped("closed")
        logged = await _logged(work, prompt, goals)
        goals = [goal for goal in goals if goal.id not in logged]
        if logged and not goals:
            return Skipped("logged")
        awake = [goal for goal in goals if not goal.rests(due.due_at)]
        if goals and not awake:
            return Skipped(GOAL_RESTS)
        asked = tuple(asked_goal(goal) for goal in awake) or (asked_goal(None),)
        message = CheckinNudge(
            subject_id=prompt.id,
            goal_title=asked[0].title,
            closes_at=prompt.closes_at,
            goals=asked,
        )
        return await tell(
            work, message, to=due.person_id, at=due.due_at, key=f"{self.kind}:{prompt.id}"
        )


# --- private -------------------------------------------------------------------------------------


async def _logged(work: UnitOfWork, prompt: Prompt, goals: Sequence[Goal]) -> set[str]:
    """The goals about which anything was noted or changed since they were asked about: whoever is
    at it needs no nudge (content.md 5.4)."""
    owner, since = prompt.owner_id, prompt.asked_at
    wins = await work.wins.of(owner, visible_to=owner)
    setbacks = await work.setbacks.of(owner)
    roadblocks = await work.roadblocks.open_of(owner)
    noted = {one.goal_id for one in wins if one.at > since}
    noted |= {one.goal_id for one in setbacks if one.at > since}
    noted |= {one.goal_id for one in roadblocks if one.raised_at > since}
    for goal in goals:
        if any(one.at > since for one in await work.goals.changes(goal.id, owner_id=owner)):
            noted.add(goal.id)
    return noted - {""}


async def _ready_at(work: UnitOfWork, due: DueNudge, at: datetime) -> datetime | None:
    """When one working day lies behind the question; None when it does. The question may have
    waited for room, or travelled in a digest."""
    person = await work.people.get(due.person_id)
    if person is None:
        return None
    asked = next(iter(await work.outbox.about(due.subject_id, CheckinDue.kind)), None)
    if asked is not None and asked.state == DeliveryState.MERGED:
        asked = await work.outbox.get(asked.merged_into)
    arrived = asked.sent_at if asked is not None else None
    ready = person.week.after_working_days(arrived or at, 1)
    return ready if ready > at else None
