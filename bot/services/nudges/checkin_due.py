"""Whose check-in is due, and what to ask (content.md 5.0)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.checkins import GENERAL_TITLE, GOALS_A_PROMPT, Prompt, PromptState
from bot.domain.messages.checkins import AskedGoal, CheckinDue, CheckinRest
from bot.domain.nudges import CheckinSchedule, DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.people import Person
from bot.ports import UnitOfWork
from bot.services.nudges.base import CATCH_UP_HOURS
from bot.services.outbox import tell
from bot.services.rhythm import (
    QUIET_ROUNDS,
    arm,
    is_too_close,
    next_slot,
    quiet_rounds,
    slot_before,
)

#: After a longer downtime only the latest question that is not older than this is asked.
CATCH_UP = timedelta(hours=CATCH_UP_HOURS)


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
        late = at - due.due_at > CATCH_UP
        await arm(work, schedule, person, max(due.due_at, at - CATCH_UP) if late else at)
        if reason := await self._why_not(work, schedule, person, due, at):
            return Skipped(reason)
        quiet = await quiet_rounds(work, schedule)
        if quiet >= QUIET_ROUNDS:
            return await self._rest(work, schedule, person, due, at)
        return await self._ask(work, schedule, person, due, at, nudged=quiet > 0)

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
        if at - due.due_at > CATCH_UP:
            return "skipped-late"
        day = person.week.local(due.due_at).date()
        if schedule.last_prompt_on == day:
            return "already-asked"
        if is_too_close(schedule, day):
            return "too-close"
        since = max(schedule.set_at, slot_before(schedule, person, day))
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
        *,
        nudged: bool,
    ) -> Delivery | Skipped:
        """``nudged``: this silence already had its one nudge (content.md 6.0, 6.2)."""
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
        asked = tuple(
            AskedGoal(goal_id=goal.id, title=goal.title, next_step=goal.next_step)
            for goal in goals
        ) or (AskedGoal(goal_id="", title=GENERAL_TITLE),)
        message = CheckinDue(
            subject_id=prompt.id,
            goal_title=asked[0].title,
            next_step=asked[0].next_step,
            last_on=schedule.last_prompt_on,
            n_goals=len(asked),
            goals=asked,
        )
        key = f"{self.kind}:{schedule.id}:{day.isoformat()}"
        said = await tell(
            work, message, to=person.user_id, at=due.due_at, key=key, due_at=due.due_at
        )
        if isinstance(said, Delivery):
            await _let_pass(work, person)
            work.checkins.add(prompt)
            schedule.last_prompt_on = day
            again_at = person.week.after_working_days(said.next_at, 1)
            if not nudged:
                await work.nudges.set("checkin_nudge", prompt.id, person.user_id, again_at)
        return said

    async def _rest(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        due: DueNudge,
        at: datetime,
    ) -> Delivery | Skipped:
        """One last word, then nothing until the person comes back (content.md 6.4)."""
        await _let_pass(work, person)
        schedule.resting_at = at
        await work.nudges.cancel(schedule.id, self.kind)
        message = CheckinRest(subject_id=schedule.id)
        key = f"{message.kind}:{schedule.id}:{due.due_at.date().isoformat()}"
        return await tell(work, message, to=person.user_id, at=due.due_at, key=key)


# --- private -------------------------------------------------------------------------------------


async def _let_pass(work: UnitOfWork, person: Person) -> None:
    """A new question takes the place of the one before, also where that one still waits to go."""
    for earlier in await work.checkins.recent_prompts(person.user_id, 1):
        if earlier.state in (PromptState.OPEN, PromptState.SNOOZED):
            earlier.state = PromptState.PASSED
            await work.outbox.cancel(earlier.id, reason="superseded")
            await work.nudges.cancel(earlier.id)
