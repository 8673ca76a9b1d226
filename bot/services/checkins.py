"""Checking in: one tap is a full answer, more is optional (content.md F5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.checkins import (
    FORM_LENGTH,
    GENERAL_TITLE,
    GOALS_A_PROMPT,
    Answers,
    Checkin,
    Prompt,
    PromptState,
    Status,
    has_number,
    trend,
)
from bot.domain.errors import NotYours, TooLong, UndoTooLate
from bot.domain.goals import Goal, GoalState
from bot.domain.messages.checkins import AskedGoal, CheckinAck, CheckinDue
from bot.domain.messages.pace import CheckinCadenceAsk, CheckinFreshStart
from bot.domain.messages.people import NextPrompt
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.pace import BACK_FILL
from bot.domain.people import Actor, Person
from bot.domain.policy import may_arrive
from bot.ports import Clock, UnitOfWork, Units
from bot.services.checkin_answers import (
    Given,
    answer,
    asked_goal,
    own_goal,
    prompt_of,
    readers,
)
from bot.services.goal_pieces import keep_rhythm
from bot.services.met import met
from bot.services.pace import off_agenda
from bot.services.patterns import LOOK_BACK
from bot.services.rhythm import ensure_schedule, next_checkin_at

#: Messages that ask: one that still waits to go has nothing left to ask.
ASKING = (CheckinDue.kind, CheckinFreshStart.kind)
#: Put off so often, a question is let go (content.md 5.5).
SNOOZES = 3


@dataclass(frozen=True)
class CheckinForm:
    """What the form needs: the goals to ask about, and the prompt an answer will belong to."""

    goals: tuple[AskedGoal, ...]
    prompt_id: str
    #: Who may be shown the note, (words, value); nobody else is told of these goals.
    readers: tuple[tuple[str, str], ...] = ()
    note: str = ""
    status: str = ""


class CheckinService:
    """Use cases of check-ins; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def form_for(
        self, actor: Actor, prompt_id: str = "", goal_id: str | None = None, *, note: str = ""
    ) -> CheckinForm:
        """The form of an open prompt, or a fresh one; a ``goal_id`` asks about that one only.

        ``note`` are words to start with. A status already given is shown chosen. Raises
        ``TooLong`` with the words for more than a form of Slack's can hold.
        """
        if len(note) > FORM_LENGTH:
            raise TooLong(words=note, limit=f"{FORM_LENGTH:,}")
        async with self.units.reading(actor.workspace_id) as work:
            at = self.clock.now()
            prompt = await prompt_of(work, actor, prompt_id)
            prompt = prompt or await work.checkins.open_prompt(actor.user_id, at)
            goals = await _asked(work, actor.user_id, prompt, goal_id)
            latest = await work.checkins.recent(actor.user_id, LOOK_BACK)
            asked = tuple(_row(goal, latest) for goal in goals)
            given = await work.checkins.answers_to(prompt.id) if prompt else {}
            standing = given.get(asked[0].goal_id)
            pairings = await work.pairings.active_of_mentee(actor.user_id)
            return CheckinForm(
                goals=asked,
                prompt_id=prompt.id if prompt else "",
                readers=await readers(work, pairings, goals, at),
                note=note or (standing.note if standing else ""),
                status=standing.status if standing else "",
            )

    async def read(self, actor: Actor, checkin_id: str) -> tuple[Checkin, str]:
        """An answer of one's own, and the title of what it was about."""
        async with self.units.reading(actor.workspace_id) as work:
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None:
                raise NotYours
            goal = await own_goal(work, actor.user_id, checkin.goal_id)
            return checkin, goal.title if goal else GENERAL_TITLE

    async def tap(
        self,
        actor: Actor,
        prompt_id: str,
        goal_id: str,
        status: str,
        *,
        came_by: str = "tap",
        note: str = "",
    ) -> CheckinAck:
        """One tap: saved, shared as agreed, acknowledged. A second tap on the same row replaces
        the first; the same tap twice changes nothing."""
        answers = Answers(Status(status), note=note)
        return (await self.submit(actor, prompt_id, {goal_id: answers}, came_by=came_by))[0]

    async def submit(
        self, actor: Actor, prompt_id: str, answers: dict[str, Answers], *, came_by: str = "form"
    ) -> list[CheckinAck]:
        """Save an answer for each goal. Without a prompt it counts as a check-in of its own."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            prompt = await prompt_of(work, actor, prompt_id)
            stood = await work.checkins.answers_to(prompt.id) if prompt else {}
            acks, several = [], len(prompt.subjects if prompt else answers) > 1
            for goal_id, given in answers.items():
                one = Given(goal_id, given, came_by, at, prompt, stood.get(goal_id), several)
                acks.append(await answer(work, person, one))
            if prompt is not None and {*stood, *answers}.issuperset(prompt.subjects):
                prompt.answered(at, BACK_FILL)
                await work.outbox.cancel(prompt.id, *ASKING, reason="answered")
            await work.commit()
            return acks

    async def smaller_step(
        self, actor: Actor, checkin_id: str, words: str, by: date | None
    ) -> Checkin:
        """A smaller next step for the goal of an answer that stands; the answer itself stays.

        Raises ``NotYours``.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None or checkin.undone_at is not None:
                raise NotYours
            prompt = await prompt_of(work, actor, checkin.prompt_id)
            given = Answers(checkin.status, next_step=words, next_step_on=by)
            one = Given(checkin.goal_id, given, checkin.came_by, at, prompt, checkin)
            await answer(work, person, one)
            await work.commit()
            return checkin

    async def undo(self, actor: Actor, checkin_id: str) -> tuple[str, AskedGoal]:
        """Take a tap back within ten minutes; returns the prompt and the question to ask again."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None:
                raise NotYours
            if not checkin.can_be_undone(at):
                raise UndoTooLate
            checkin.undone_at = at
            goal = await own_goal(work, actor.user_id, checkin.goal_id)
            was_done = checkin.status == Status.DONE
            if goal is not None and was_done and goal.state == GoalState.REACHED:
                goal.reopen(GoalState.ACTIVE)
                await keep_rhythm(work, await met(work, actor.user_id), at)
                await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="undone")
            await work.outbox.cancel(checkin.id, reason="undone")
            await work.outbox.cancel(checkin.goal_id, CheckinCadenceAsk.kind, reason="undone")
            await off_agenda(work, checkin, at)
            prompt = await work.checkins.prompt(checkin.prompt_id, owner_id=actor.user_id)
            if prompt is not None:
                prompt.reopen(at)
            await work.commit()
            title = goal.title if goal else GENERAL_TITLE
            return checkin.prompt_id, AskedGoal(goal_id=checkin.goal_id, title=title)

    async def snooze(self, actor: Actor, prompt_id: str, until: str) -> datetime | None:
        """Ask again this afternoon, tomorrow or next week; the third snooze is a quiet skip.

        Returns when it comes back; None when it was let go, or answered meanwhile.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            prompt = await prompt_of(work, actor, prompt_id)
            if prompt is None:
                raise NotYours
            if prompt.state in (PromptState.ANSWERED, PromptState.REPAIRED):
                return None
            prompt.snoozes += 1
            await work.nudges.cancel(prompt.id)
            back_at: datetime | None = None
            if prompt.snoozes >= SNOOZES:
                await _skip_quietly(work, prompt, at)
            else:
                prompt.state = PromptState.SNOOZED
                back_at = _snoozed(person, at, until)
                prompt.closes_at = max(prompt.closes_at, back_at + timedelta(days=1))
                await work.nudges.set("checkin_snoozed", prompt.id, person.user_id, back_at)
            await work.commit()
            return back_at

    async def restart(self, actor: Actor, schedule_id: str) -> NextPrompt:
        """Wake a resting rhythm; says when the next question comes."""
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            schedule = await work.checkins.schedule(schedule_id)
            if schedule is None or schedule.owner_id != actor.user_id:
                raise NotYours
            await ensure_schedule(work, person, self.clock.now())
            told = NextPrompt(
                subject_id=schedule_id,
                turn=await work.people.next_turn(person.user_id, NextPrompt.kind),
                next_at=await next_checkin_at(work, person.user_id),
                zone=person.time_zone,
            )
            await work.commit()
            return told


# --- private -------------------------------------------------------------------------------------


async def _asked(
    work: UnitOfWork, owner_id: str, prompt: Prompt | None, goal_id: str | None
) -> list[Goal | None]:
    """The goals of a prompt, also those reached meanwhile; without one, the active goals. None
    stands for "in general"."""
    goals: Sequence[Goal] = ()
    if goal_id:
        goals = [one for one in [await own_goal(work, owner_id, goal_id)] if one is not None]
    if not goals and prompt is not None and prompt.goal_ids:
        found = [await own_goal(work, owner_id, one) for one in prompt.goal_ids]
        goals = [goal for goal in found if goal is not None]
    if not goals:
        goals = await work.goals.active_of(owner_id)
    return [*goals[:GOALS_A_PROMPT]] or [None]


def _row(goal: Goal | None, latest: Sequence[Checkin]) -> AskedGoal:
    """One goal in the form: its step, how it is measured, and how it went lately."""
    statuses = [one.status for one in latest if one.goal_id == (goal.id if goal else "")]
    measure = goal.measure if goal is not None and has_number(goal.measure) else ""
    return replace(asked_goal(goal), measure=measure, trend=trend(statuses))


async def _skip_quietly(work: UnitOfWork, prompt: Prompt, at: datetime) -> None:
    """Set aside for the third time: a skip for every row, which counts as an answer (5.5)."""
    stood = await work.checkins.answers_to(prompt.id)
    for goal_id in prompt.subjects:
        if goal_id not in stood:
            work.checkins.add(
                Checkin(
                    work.workspace_id,
                    prompt.owner_id,
                    Status.SKIPPED,
                    at,
                    goal_id=goal_id,
                    prompt_id=prompt.id,
                    came_by="snooze",
                )
            )
    prompt.answered(at, BACK_FILL)


def _snoozed(person: Person, at: datetime, until: str) -> datetime:
    """When it comes back, as it will really come: an afternoon that lies outside the window, a
    pause and a quiet day are looked at now, not then."""
    week = person.week
    if until == "afternoon":
        today = week.local(at).date()
        for hour in (14, 16):
            moment = week.next_at((week.slot.replace(hour=hour, minute=0),), at)
            if week.local(moment).date() == today and may_arrive(_CLASS, person, moment) == moment:
                return moment
    then = week.next_slot(at + timedelta(days=7)) if until == "week" else None
    return may_arrive(_CLASS, person, then or week.after_working_days(at, 1))


#: What a question is that comes when its reader chose.
_CLASS = CheckinDue.priority
