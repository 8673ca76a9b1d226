"""Whose check-in is due, and what to ask (content.md 5.0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.cadence import resolve
from bot.domain.checkins import Prompt, PromptState
from bot.domain.goals import Goal
from bot.domain.messages.checkins import CheckinDue, CheckinRest
from bot.domain.messages.pace import CheckinFreshStart, MenteeQuiet
from bot.domain.nudges import CheckinSchedule, DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.pace import LOOK_BACK, Round, Silence, due_goals, fresh_start_on
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
from bot.services.breaks import GOAL_RESTS
from bot.services.checkin_answers import asked_goal
from bot.services.outbox import tell
from bot.services.pace import ask_pace
from bot.services.rhythm import pass_by, past_of, plan_next, silence_of


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
        prompts = await work.checkins.recent_prompts(person.user_id, LOOK_BACK)
        if reason := await self._why_not(work, schedule, person, past, prompts, due, at):
            return Skipped(reason)
        goals, reason = await _to_ask(work, schedule, person, prompts, due.due_at, day)
        if reason:
            return Skipped(reason)
        silence = await silence_of(work, schedule)
        await _tell_mentors(work, schedule, person, silence, at)
        match silence.next_round(due.due_at):
            case Round.REST:
                return await self._rest(work, schedule, person, due, at)
            case Round.PACE if said := await ask_pace(work, schedule, person, goals, due.due_at):
                await _let_pass(work, person)
                return said
            case step:
                return await self._ask(work, schedule, person, goals, then, due, at, step)

    async def _why_not(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        past: Past,
        prompts: Sequence[Prompt],
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
        return "too-close" if _was_moved_near(schedule, person, prompts, due.due_at) else ""

    async def _ask(
        self,
        work: UnitOfWork,
        schedule: CheckinSchedule,
        person: Person,
        goals: Sequence[Goal],
        then: Past,
        due: DueNudge,
        at: datetime,
        step: Round,
    ) -> Delivery | Skipped:
        """The question itself; only the first of a silence is followed by a nudge (6.0, 6.2)."""
        day = local_date(schedule, person, due.due_at)
        begins, period = fresh_start_on(person.week, day)
        fresh = step is Round.FRESH_START
        asks_at = resolve(begins, person.slot, person.week.zone) if fresh else due.due_at
        following = next_question(schedule, person, replace(then, asked_at=asks_at), at).at
        prompt = Prompt(
            work.workspace_id,
            person.user_id,
            asked_at=max(at, asks_at),
            closes_at=following - timedelta(days=1),
            goal_ids=[goal.id for goal in goals],
            slot_on=day,
        )
        message = _question(schedule, person, prompt, goals, due, period if fresh else "")
        said = await tell(
            work,
            message,
            to=person.user_id,
            at=asks_at,
            key=f"{self.kind}:{schedule.id}:{day.isoformat()}",
            due_at=due.due_at,
            fresh=True,
        )
        if isinstance(said, Skipped) and fresh:  # who wants no such word is asked as ever
            return await self._ask(work, schedule, person, goals, then, due, at, Round.ASK_ONCE)
        if isinstance(said, Delivery):
            await _let_pass(work, person)
            work.checkins.add(prompt)
            schedule.last_prompt_on, schedule.slowed_at = day, None
            again_at = person.week.after_working_days(said.next_at, 1)
            if step is Round.ASK:
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

#: A mentor may hear of a silence after so long, where clause 7 says yes (content.md 6.M); a day
#: less, for clocks that change and slots that move.
_QUIET_TOLD = timedelta(days=20)


async def _to_ask(
    work: UnitOfWork,
    schedule: CheckinSchedule,
    person: Person,
    prompts: Sequence[Prompt],
    moment: datetime,
    day: date,
) -> tuple[list[Goal], str]:
    """The goals whose turn it is and about which nothing was said since the last slot; or why
    nothing is asked (content.md 5.4)."""
    since = max(schedule.set_at, slot_before(schedule, person, day))
    said = await work.checkins.since(person.user_id, since)
    known = {one.goal_id for one in said if not one.prompt_id}
    everything = await work.goals.active_of(person.user_id)
    active = [goal for goal in everything if not goal.rests(moment)]
    if everything and not active:
        return [], GOAL_RESTS
    goals = due_goals(active, prompts, day, schedule.every_weeks)
    if active and not goals:
        return [], "no-goal-due"
    open_goals = [goal for goal in goals if goal.id not in known]
    if "" in known or (known and not open_goals):
        return [], "already-checked-in"
    return open_goals, ""


def _question(
    schedule: CheckinSchedule,
    person: Person,
    prompt: Prompt,
    goals: Sequence[Goal],
    due: DueNudge,
    period: str,
) -> CheckinDue | CheckinFreshStart:
    """What is asked, from the person's own plan and the step they chose; with a ``period``, as a
    fresh start."""
    rows = tuple(asked_goal(goal) for goal in goals) or (asked_goal(None),)
    if period:
        return CheckinFreshStart(
            subject_id=prompt.id,
            goal_title=rows[0].title,
            period=period,
            n_goals=len(rows),
            goals=rows,
        )
    moved = moved_from(person, due.due_at)
    first = goals[0] if goals else None
    return CheckinDue(
        subject_id=prompt.id,
        goal_title=rows[0].title,
        next_step=rows[0].next_step,
        next_step_on=first.next_step_on if first and first.next_step else None,
        plan=first.if_then if first and not first.next_step else "",
        last_on=schedule.last_prompt_on,
        n_goals=len(rows),
        goals=rows,
        moved_from=f"{moved:%H:%M}" if moved else "",
        slower_weeks=schedule.every_weeks if schedule.slowed_at else 0,
    )


def _was_moved_near(
    schedule: CheckinSchedule, person: Person, prompts: Sequence[Prompt], moment: datetime
) -> bool:
    """Whether the question before waited for the start of a week, and that was days ago only."""
    before = prompts[0] if prompts else None
    if before is None or before.slot_on is None:
        return False
    was_moved = person.week.local(before.asked_at).date() > before.slot_on + timedelta(days=1)
    return was_moved and moment - before.asked_at < timedelta(weeks=schedule.every_weeks) / 2


async def _tell_mentors(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, silence: Silence, at: datetime
) -> None:
    """One line, once a silence, to those mentors who may hear of it; to all others nothing."""
    if silence.since is None or at - silence.since < _QUIET_TOLD:
        return
    for pairing in await work.pairings.active_of_mentee(person.user_id):
        if pairing.may_tell_quiet and not pairing.rests_until(at):
            message = MenteeQuiet(
                subject_id=schedule.id, mentee_name=person.name, pairing_id=pairing.id
            )
            key = f"{message.kind}:{pairing.id}:{silence.since.isoformat()}"
            await tell(work, message, to=pairing.mentor_id, at=at, key=key)


async def _let_pass(work: UnitOfWork, person: Person) -> None:
    """A new question takes the place of the one before, also where that one still waits to go."""
    for earlier in await work.checkins.recent_prompts(person.user_id, 1):
        if earlier.state in (PromptState.OPEN, PromptState.SNOOZED):
            earlier.state = PromptState.PASSED
            await work.outbox.cancel(earlier.id, reason="superseded")
            await work.nudges.cancel(earlier.id)
