"""Checking in: one tap is a full answer, more is optional (content.md F5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.checkins import (
    FORM_LENGTH,
    GENERAL_TITLE,
    GOALS_A_PROMPT,
    Answers,
    Checkin,
    Prompt,
    PromptState,
    Status,
)
from bot.domain.errors import NotYours, TooLong, UndoTooLate
from bot.domain.goals import Goal, GoalState
from bot.domain.messages.checkins import AskedGoal, CheckinAck, CheckinShared
from bot.domain.messages.people import NextPrompt
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.pairings import Pairing
from bot.domain.people import Actor, Person
from bot.domain.rhythm import CHECKIN_DUE, next_asked_at
from bot.domain.visibility import Visibility
from bot.ports import Clock, UnitOfWork, Units
from bot.services.celebrations import celebrate_goal, celebrate_return
from bot.services.goal_plans import offers_plan
from bot.services.outbox import how_often, tell
from bot.services.patterns import seen_together
from bot.services.rhythm import ensure_schedule, next_checkin_at

#: "8 of the last 10" (content.md P5).
WINDOW = 10


@dataclass(frozen=True)
class CheckinForm:
    """What the form needs: the goals to ask about, and the prompt an answer will belong to."""

    goals: tuple[AskedGoal, ...]
    prompt_id: str
    mentor_name: str
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
            prompt = await _prompt(work, actor, prompt_id)
            prompt = prompt or await work.checkins.open_prompt(actor.user_id, at)
            asked = await _asked(work, actor.user_id, prompt)
            if goal_id is not None:
                asked = tuple(one for one in asked if one.goal_id == goal_id) or asked
            given = await work.checkins.answers_to(prompt.id) if prompt else {}
            standing = given.get(asked[0].goal_id)
            pairings = await work.pairings.active_of_mentee(actor.user_id)
            return CheckinForm(
                goals=asked,
                prompt_id=prompt.id if prompt else "",
                mentor_name=await _mentor_name(work, pairings),
                note=note or (standing.note if standing else ""),
                status=standing.status if standing else "",
            )

    async def read(self, actor: Actor, checkin_id: str) -> tuple[Checkin, str]:
        """An answer of one's own, and the title of what it was about."""
        async with self.units.reading(actor.workspace_id) as work:
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None:
                raise NotYours
            goal = await _goal(work, actor.user_id, checkin.goal_id)
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
            person = await _person(work, actor)
            prompt = await _prompt(work, actor, prompt_id)
            stood = await work.checkins.answers_to(prompt.id) if prompt else {}
            acks = []
            for goal_id, given in answers.items():
                standing = stood.get(goal_id)
                acks.append(
                    await self._answer(work, person, prompt, standing, goal_id, given, came_by, at)
                )
            if prompt is not None and {*stood, *answers}.issuperset(prompt.subjects):
                prompt.state = PromptState.ANSWERED
            await work.commit()
            return acks

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
            goal = await _goal(work, actor.user_id, checkin.goal_id)
            was_done = checkin.status == Status.DONE
            if goal is not None and was_done and goal.state == GoalState.REACHED:
                goal.reopen(GoalState.ACTIVE)
                await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="undone")
            await work.outbox.cancel(checkin.id, reason="undone")
            prompt = await work.checkins.prompt(checkin.prompt_id, owner_id=actor.user_id)
            if prompt is not None:
                prompt.state = PromptState.OPEN
            await work.commit()
            title = goal.title if goal else GENERAL_TITLE
            return checkin.prompt_id, AskedGoal(goal_id=checkin.goal_id, title=title)

    async def snooze(self, actor: Actor, prompt_id: str, until: str) -> datetime | None:
        """Ask again this afternoon, tomorrow or next week; the third snooze is a quiet skip.

        Returns when it comes back; None when it was let go, or answered meanwhile.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            prompt = await _prompt(work, actor, prompt_id)
            if prompt is None:
                raise NotYours
            if prompt.state == PromptState.ANSWERED:
                return None
            prompt.snoozes += 1
            await work.nudges.cancel(prompt.id)
            back_at: datetime | None = None
            if prompt.snoozes >= 3:
                prompt.state = PromptState.PASSED
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
            person = await _person(work, actor)
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

    # --- private ---------------------------------------------------------------------------------

    async def _answer(
        self,
        work: UnitOfWork,
        person: Person,
        prompt: Prompt | None,
        standing: Checkin | None,
        goal_id: str,
        given: Answers,
        came_by: str,
        at: datetime,
    ) -> CheckinAck:
        goal = await _goal(work, person.user_id, goal_id)
        if goal_id and goal is None:
            raise NotYours
        before = await work.checkins.recent(person.user_id, 1)
        was_done = standing is not None and standing.status == Status.DONE
        if standing is not None:
            standing.enrich(given)
            await _take_back(work, standing)
            checkin = standing
        else:
            checkin = await self._saved(work, person, prompt, goal_id, given, came_by, at)
        if goal is not None:
            await _move_goal(work, person, goal, given, at, was_done=was_done)
        pairings = await work.pairings.active_of_mentee(person.user_id)
        await self._share(work, person, checkin, goal, pairings, at)
        again = standing is not None
        await celebrate_return(work, person, before, checkin, goal, at, again=again)
        schedule, past = await work.nudges.rhythm_of(person.user_id, CHECKIN_DUE)
        next_at = next_asked_at(schedule, person, past)
        if schedule is not None and schedule.resting_at is not None:
            await ensure_schedule(work, person, at)
            next_at = await next_checkin_at(work, person.user_id)
        kept, window = await _kept(work, person.user_id, prompt)
        ack = CheckinAck(
            turn=await work.people.next_turn(person.user_id, CheckinAck.kind),
            subject_id=prompt.id if prompt else "",
            status=checkin.status,
            goal_title=goal.title if goal else GENERAL_TITLE,
            goal_id=goal_id,
            checkin_id=checkin.id,
            next_at=next_at,
            kept=kept,
            window=window,
            mentor_name=await _mentor_name(work, pairings),
            next_step=goal.next_step if goal else "",
            plan=goal.if_then if goal else "",
            offers_plan=await offers_plan(work, goal, checkin),
        )
        return await seen_together(work, ack, checkin, goal)

    async def _saved(
        self,
        work: UnitOfWork,
        person: Person,
        prompt: Prompt | None,
        goal_id: str,
        given: Answers,
        came_by: str,
        at: datetime,
    ) -> Checkin:
        """The first answer of this row: nothing asks about it any more."""
        checkin = Checkin(
            work.workspace_id,
            person.user_id,
            Status.SKIPPED,
            at,
            goal_id=goal_id,
            prompt_id=prompt.id if prompt else "",
            came_by=came_by,
        )
        checkin.enrich(given)
        work.checkins.add(checkin)
        await work.flush()
        if prompt is not None:
            await work.nudges.cancel(prompt.id)
            await work.outbox.cancel(prompt.id, "checkin_nudge", reason="answered")
        return checkin

    async def _share(
        self,
        work: UnitOfWork,
        person: Person,
        checkin: Checkin,
        goal: Goal | None,
        pairings: list[Pairing],
        at: datetime,
    ) -> None:
        """The mentor's weekly line, as the agreement says; a skip is nobody's business.

        What this mentor was told already, word for word, is no news.
        """
        if checkin.status == Status.SKIPPED:
            return
        for pairing in pairings:
            shared = goal is None or (
                goal.visibility != Visibility.PRIVATE and goal.pairing_id == pairing.id
            )
            if not (pairing.checkins_shared and shared):
                continue
            message = CheckinShared(
                subject_id=checkin.id,
                mentee_name=person.name,
                goal_title=goal.title if goal else "",
                status=checkin.status,
                next_step=checkin.next_step,
                note=checkin.note if checkin.note_visibility != Visibility.PRIVATE else "",
                goal_id=checkin.goal_id,
                pairing_id=pairing.id,
            )
            if (number := await how_often(work, message, to=pairing.mentor_id)) is not None:
                key = f"checkin_shared:{checkin.id}:{pairing.id}:{number}"
                await tell(work, message, to=pairing.mentor_id, at=at, key=key)


# --- private -------------------------------------------------------------------------------------


async def _person(work: UnitOfWork, actor: Actor) -> Person:
    person = await work.people.get(actor.user_id)
    if person is None:
        raise NotYours
    return person


async def _prompt(work: UnitOfWork, actor: Actor, prompt_id: str) -> Prompt | None:
    if not prompt_id:
        return None
    prompt = await work.checkins.prompt(prompt_id, owner_id=actor.user_id)
    if prompt is None:
        raise NotYours
    return prompt


async def _goal(work: UnitOfWork, owner_id: str, goal_id: str) -> Goal | None:
    if not goal_id:
        return None
    goal = await work.goals.get(goal_id, visible_to=owner_id)
    return goal if goal is not None and goal.owner_id == owner_id else None


async def _asked(work: UnitOfWork, owner_id: str, prompt: Prompt | None) -> tuple[AskedGoal, ...]:
    """The goals of a prompt, also those reached meanwhile; without one, the active goals."""
    if prompt is not None and prompt.goal_ids:
        found = [await _goal(work, owner_id, goal_id) for goal_id in prompt.goal_ids]
        goals = [goal for goal in found if goal is not None]
    else:
        goals = await work.goals.active_of(owner_id)
    asked = tuple(
        AskedGoal(goal_id=goal.id, title=goal.title, next_step=goal.next_step)
        for goal in goals[:GOALS_A_PROMPT]
    )
    return asked or (AskedGoal(goal_id="", title=GENERAL_TITLE),)


async def _mentor_name(work: UnitOfWork, pairings: list[Pairing]) -> str:
    if not pairings:
        return ""
    names = await work.people.named([pairings[0].mentor_id])
    return names.get(pairings[0].mentor_id, "")


async def _move_goal(
    work: UnitOfWork, person: Person, goal: Goal, given: Answers, at: datetime, *, was_done: bool
) -> None:
    """What an answer changes in its goal. ``was_done``: this answer stood as *Done* before."""
    if given.next_step:
        goal.next_step, goal.next_step_on = given.next_step, given.next_step_on
    if given.status == Status.DONE and goal.is_active:
        goal.state, goal.closed_at = GoalState.REACHED, at
        await celebrate_goal(work, person, goal, at)
    elif given.status != Status.DONE and was_done and goal.state == GoalState.REACHED:
        goal.state, goal.closed_at = GoalState.ACTIVE, None
        await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="reopened")


async def _kept(work: UnitOfWork, owner_id: str, prompt: Prompt | None) -> tuple[int, int]:
    """How many of the last ten scheduled check-ins were answered; this one counts."""
    asked = await work.checkins.recent_prompts(owner_id, WINDOW)
    kept = [
        one
        for one in asked
        if one.state == PromptState.ANSWERED or (prompt is not None and one.id == prompt.id)
    ]
    return len(kept), len(asked)


async def _take_back(work: UnitOfWork, changed: Checkin) -> None:
    """What was to be told of an answer that was changed; of a skip, everything."""
    await work.outbox.cancel(changed.id, CheckinShared.kind, reason="replaced")
    if changed.status == Status.SKIPPED:
        await work.outbox.cancel(changed.id, reason="skipped")


def _snoozed(person: Person, at: datetime, until: str) -> datetime:
    week = person.week
    if until == "afternoon":
        today = week.local(at).date()
        for hour in (14, 16):
            moment = week.next_at((week.slot.replace(hour=hour, minute=0),), at)
            if week.local(moment).date() == today:
                return moment
    if until == "week":
        return week.next_slot(at + timedelta(days=7))
    return week.after_working_days(at, 1)
