"""Whose check-in is due, and what to ask (content.md 5.0)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.domain.cadence import resolve
from bot.domain.checkins import GENERAL_TITLE, GOALS_A_PROMPT, Prompt, PromptState
from bot.domain.messages.checkins import AskedGoal, CheckinDue
from bot.domain.nudges import CheckinSchedule, DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.people import Person
from bot.ports import UnitOfWork
from bot.services.nudges.base import CATCH_UP_HOURS
from bot.services.outbox import tell
from bot.services.rhythm import arm, next_slot


class CheckinDueNudge:
    """One prompt per schedule and local date, whatever zones, restarts and clock changes do."""

    kind = "checkin_due"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The local date."""
        person = await work.people.get(due.person_id)
        return (person.week.local(due.due_at) if person else due.due_at).date().isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Plan the next one first; then ask, or say why not."""
        schedule = await work.checkins.schedule(due.subject_id)
        person = await work.people.get(due.person_id)
        if schedule is None or person is None:
            return Skipped("no-schedule")
        await arm(work, schedule, person, at)
        if reason := await self._why_not(work, schedule, person, due, at):
            return Skipped(reason)
        return await self._ask(work, schedule, person, due, at)

    async def _why_not(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        due: DueNudge,
        at: datetime,
    ) -> str:
        if not person.is_here:
            return "gone"
        if person.is_paused(due.due_at) or person.is_paused(at):
            return "paused"
        if at - due.due_at > timedelta(hours=CATCH_UP_HOURS):
            return "skipped-late"
        if schedule.last_prompt_on == person.week.local(due.due_at).date():
            return "already-asked"
        since = _last_slot(schedule, person, at)
        if any(not one.prompt_id for one in await work.checkins.since(person.user_id, since)):
            return "already-checked-in"
        return ""

    async def _ask(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        due: DueNudge,
        at: datetime,
    ) -> Delivery | Skipped:
        earlier = await work.checkins.open_prompt(person.user_id, at)
        if earlier is not None:
            earlier.state = PromptState.PASSED
            await work.outbox.cancel(earlier.id, reason="superseded")
            await work.nudges.cancel(earlier.id)
        day = person.week.local(due.due_at).date()
        goals = (await work.goals.active_of(person.user_id))[:GOALS_A_PROMPT]
        _, following = next_slot(schedule, person, at)
        prompt = Prompt(
            work.workspace_id,
            person.user_id,
            asked_at=at,
            closes_at=following - timedelta(days=1),
            goal_ids=[goal.id for goal in goals],
            slot_on=day,
        )
        work.checkins.add(prompt)
        last_on, schedule.last_prompt_on = schedule.last_prompt_on, day
        asked = tuple(
            AskedGoal(goal_id=goal.id, title=goal.title, next_step=goal.next_step)
            for goal in goals
        ) or (AskedGoal(goal_id="", title=GENERAL_TITLE),)
        await work.nudges.set(
            "checkin_nudge", prompt.id, person.user_id, person.week.after_working_days(at, 1)
        )
        message = CheckinDue(
            subject_id=prompt.id,
            goal_title=asked[0].title,
            next_step=asked[0].next_step,
            last_on=last_on,
            n_goals=len(asked),
            goals=asked,
        )
        key = f"{self.kind}:{schedule.id}:{day.isoformat()}"
        return await tell(
            work, message, to=person.user_id, at=due.due_at, key=key, due_at=due.due_at
        )


# --- private -------------------------------------------------------------------------------------


def _last_slot(schedule: CheckinSchedule, person: Person, at: datetime) -> datetime:
    """When this person was last asked; for a first time, one interval ago."""
    if schedule.last_prompt_on is not None:
        return resolve(schedule.last_prompt_on, time(0, 0), person.week.zone)
    return max(schedule.set_at, at - timedelta(weeks=schedule.every_weeks))
