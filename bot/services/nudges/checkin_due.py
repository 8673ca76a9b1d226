"""Whose check-in is due, and what to ask (content.md 5.0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.checkins import GENERAL_TITLE, GOALS_A_PROMPT, Prompt, PromptState
from bot.domain.messages.checkins import AskedGoal, CheckinDue, CheckinRest
from bot.domain.nudges import CheckinSchedule, DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.people import Person
from bot.domain.rhythm import (
    CATCH_UP,
    Past,
    local_date,
    moved_from,
    next_question,
    slot_before,
    why_not,
)
from bot.ports import UnitOfWork
from bot.services.outbox import tell
from bot.services.rhythm import QUIET_ROUNDS, pass_by, past_of, plan_next, quiet_rounds


class CheckinDueNudge:
    """One prompt per schedule and local date, whatever zones, restarts and clock changes do."""

    kind = "checkin_due"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The local date."""
        schedule = await work.checkins.schedule(due.subject_id)
        person = await work.people.get(due.person_id)
        if schedule is None or person is None:
            return due.due_at.date().isoformat()
        return local_date(schedule, person, due.due_at).isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Plan the next one first; then ask, or say why not."""
        schedule = await work.checkins.schedule(due.subject_id)
        person = await work.people.get(due.person_id)
        if schedule is None or person is None:
            return Skipped("no-schedule")
        if schedule.resting_at is not None:
            return Skipped("resting")
        past = await past_of(work, schedule)
        day = local_date(schedule, person, due.due_at)
        then = past.and_then(day)
        after = await pass_by(work, schedule, person, then, due.due_at, at)
        await plan_next(work, schedule, person, then, after)
        if reason := await self._why_not(work, schedule, person, past, due, at):
            return Skipped(reason)
        quiet = await quiet_rounds(work, schedule)
        if quiet >= QUIET_ROUNDS:
            return await self._rest(work, schedule, person, due, at)
        return await self._ask(work, schedule, person, then, due, at, nudged=quiet > 0)

    async def _why_not(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        past: Past,
        due: DueNudge,
        at: datetime,
    ) -> str:
        day = local_date(schedule, person, due.due_at)
        if past.dealt_with is not None and day <= past.dealt_with:
            return "already-asked"
        if not person.is_here:
            return "gone"
        if person.is_paused(at):
            return "paused"
        if reason := why_not(schedule, person, past, day, due.due_at):
            return reason
        if at - due.due_at > CATCH_UP:
            return "skipped-late"
        since = max(schedule.set_at, slot_before(schedule, person, day))
        if any(not one.prompt_id for one in await work.checkins.since(person.user_id, since)):
            return "already-checked-in"
        return ""

    async def _ask(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        then: Past,
        due: DueNudge,
        at: datetime,
        *,
        nudged: bool,
    ) -> Delivery | Skipped:
        """``nudged``: this silence already had its one nudge (content.md 6.0, 6.2)."""
        day = local_date(schedule, person, due.due_at)
        goals = (await work.goals.active_of(person.user_id))[:GOALS_A_PROMPT]
        asked = replace(then, asked_at=due.due_at)
        following = next_question(schedule, person, asked, at).at
        prompt = Prompt(
            work.workspace_id,
            person.user_id,
            asked_at=at,
            closes_at=following - timedelta(days=1),
            goal_ids=[goal.id for goal in goals],
            slot_on=day,
        )
        rows = tuple(
            AskedGoal(goal_id=goal.id, title=goal.title, next_step=goal.next_step)
            for goal in goals
        ) or (AskedGoal(goal_id="", title=GENERAL_TITLE),)
        moved = moved_from(person, due.due_at)
        message = CheckinDue(
            subject_id=prompt.id,
            goal_title=rows[0].title,
            next_step=rows[0].next_step,
            last_on=schedule.last_prompt_on,
            n_goals=len(rows),
            goals=rows,
            moved_from=f"{moved:%H:%M}" if moved else "",
        )
        key = f"{self.kind}:{schedule.id}:{day.isoformat()}"
        said = await tell(
            work,
            message,
            to=person.user_id,
            at=due.due_at,
            key=key,
            due_at=due.due_at,
            fresh=True,
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
