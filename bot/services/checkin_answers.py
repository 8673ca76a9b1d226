"""What one answer changes: saved, moving its goal, shared as agreed (content.md F5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.checkins import (
    GENERAL_TITLE,
    Answers,
    Checkin,
    Prompt,
    PromptState,
    Status,
    note_for,
)
from bot.domain.errors import NotYours
from bot.domain.goal_history import facts_of
from bot.domain.goals import Goal, GoalState
from bot.domain.messages.checkins import AskedGoal, CheckinAck, CheckinShared
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.pace import RECORD, Record, record_of
from bot.domain.pairings import Pairing
from bot.domain.people import Actor, Person
from bot.domain.rhythm import CHECKIN_DUE, next_asked_at, rest_of
from bot.domain.visibility import Visibility, in_words
from bot.ports import UnitOfWork
from bot.services.celebrations import celebrate_goal, celebrate_return
from bot.services.goal_pieces import keep_rhythm, remember
from bot.services.goal_plans import offers_plan
from bot.services.outbox import how_often, tell
from bot.services.pace import answered
from bot.services.patterns import seen_together
from bot.services.rhythm import ensure_schedule, next_checkin_at


@dataclass(frozen=True)
class Given:
    """One answer on its way in: about which goal, in which prompt, and what stood there before."""

    goal_id: str
    answers: Answers
    came_by: str
    at: datetime
    prompt: Prompt | None = None
    standing: Checkin | None = None
    is_one_of_several: bool = False


async def answer(work: UnitOfWork, person: Person, given: Given) -> CheckinAck:
    """Save it, and say what fits next. Raises ``NotYours`` for somebody else's goal."""
    goal = await own_goal(work, person.user_id, given.goal_id)
    if given.goal_id and goal is None:
        raise NotYours
    before = await work.checkins.recent(person.user_id, 1)
    standing = given.standing
    was_done = standing is not None and standing.status == Status.DONE
    if standing is not None:
        standing.enrich(given.answers)
        await _take_back(work, standing)
        checkin = standing
    else:
        checkin = await _saved(work, person, given)
    if goal is not None:
        await _move_goal(work, person, goal, given, was_done=was_done)
    pairings = await work.pairings.active_of_mentee(person.user_id)
    await _share(work, person, checkin, goal, pairings, given.at)
    again = standing is not None
    await celebrate_return(work, person, before, checkin, goal, given.at, again=again)
    next_at = await _next_at(work, person, given.at)
    record = await record_for(work, person, given.at, answering=given.prompt)
    ack = CheckinAck(
        turn=await work.people.next_turn(person.user_id, CheckinAck.kind),
        subject_id=given.prompt.id if given.prompt else "",
        status=checkin.status,
        goal_title=goal.title if goal else GENERAL_TITLE,
        goal_id=given.goal_id,
        checkin_id=checkin.id,
        next_at=next_at,
        kept=record.kept,
        window=record.window,
        mentor_name=await mentor_name(work, pairings, goal),
        next_step=goal.next_step if goal else "",
        plan=goal.if_then if goal else "",
        offers_plan=await offers_plan(work, goal, checkin),
        is_one_of_several=given.is_one_of_several,
    )
    return await seen_together(work, person, ack, checkin, goal, given.at)


async def record_for(
    work: UnitOfWork, person: Person, at: datetime, *, answering: Prompt | None = None
) -> Record:
    """ "8 of the last 10" and the breathers left; a question that is being answered counts."""
    prompts = await work.checkins.recent_prompts(person.user_id, RECORD)
    today = person.week.local(at).date()
    if answering is not None and answering.state in (PromptState.OPEN, PromptState.SNOOZED):
        state, answering.state = answering.state, PromptState.ANSWERED
        record = record_of(prompts, today)
        answering.state = state
        return record
    return record_of(prompts, today)


async def prompt_of(work: UnitOfWork, actor: Actor, prompt_id: str) -> Prompt | None:
    """A prompt of one's own; None without an id. Raises ``NotYours``."""
    if not prompt_id:
        return None
    prompt = await work.checkins.prompt(prompt_id, owner_id=actor.user_id)
    if prompt is None:
        raise NotYours
    return prompt


async def own_goal(work: UnitOfWork, owner_id: str, goal_id: str) -> Goal | None:
    """The goal, if it is the person's own."""
    if not goal_id:
        return None
    goal = await work.goals.get(goal_id, visible_to=owner_id)
    return goal if goal is not None and goal.owner_id == owner_id else None


async def mentor_name(
    work: UnitOfWork, pairings: Sequence[Pairing], goal: Goal | None = None
) -> str:
    """Who would be asked for help: who sees the goal, else the first mentor; empty without one."""
    if not pairings:
        return ""
    closest = next((one for one in pairings if _hears_of(one, goal)), pairings[0])
    names = await work.people.named([closest.mentor_id])
    return names.get(closest.mentor_id, "")


async def readers(
    work: UnitOfWork, pairings: Sequence[Pairing], goals: Sequence[Goal | None], at: datetime
) -> tuple[tuple[str, str], ...]:
    """The mentors to whom a check-in about one of these goals is told, who may be shown its note
    as well: (words, value)."""
    told = [
        one
        for one in pairings
        if one.checkins_shared
        and not one.rests_until(at)
        and any(goal is None or _hears_of(one, goal) for goal in goals)
    ]
    names = await work.people.named([one.mentor_id for one in told])
    return tuple(
        (in_words(Visibility.MENTOR, names.get(one.mentor_id, "")), note_for(one.id))
        for one in told
    )


def asked_goal(goal: Goal | None) -> AskedGoal:
    """One row of a question, built from the person's own plan and next step."""
    if goal is None:
        return AskedGoal(goal_id="", title=GENERAL_TITLE)
    return AskedGoal(goal_id=goal.id, title=goal.title, next_step=goal.next_step)


# --- private -------------------------------------------------------------------------------------


def _hears_of(pairing: Pairing, goal: Goal | None) -> bool:
    """Whether this goal is shown to the mentor of this pairing."""
    return (
        goal is not None
        and goal.visibility != Visibility.PRIVATE
        and goal.pairing_id == pairing.id
    )


async def _next_at(work: UnitOfWork, person: Person, at: datetime) -> datetime | None:
    """When the next question comes; an answer wakes a rhythm that rests, and ends a question
    about its pace."""
    schedule, past = await work.nudges.rhythm_of(person.user_id, CHECKIN_DUE)
    if schedule is None:
        return None
    await answered(work, schedule)
    if schedule.resting_at is None:
        rests = rest_of(await work.goals.active_of(person.user_id))
        return next_asked_at(schedule, person, past, rests)
    await ensure_schedule(work, person, at)
    return await next_checkin_at(work, person.user_id)


async def _saved(work: UnitOfWork, person: Person, given: Given) -> Checkin:
    """The first answer of this row: nothing asks about it any more."""
    prompt = given.prompt
    checkin = Checkin(
        work.workspace_id,
        person.user_id,
        Status.SKIPPED,
        given.at,
        goal_id=given.goal_id,
        prompt_id=prompt.id if prompt else "",
        came_by=given.came_by,
    )
    checkin.enrich(given.answers)
    work.checkins.add(checkin)
    await work.flush()
    if prompt is not None:
        await work.nudges.cancel(prompt.id)
        await work.outbox.cancel(prompt.id, "checkin_nudge", reason="answered")
    return checkin


async def _share(
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
        shared = goal is None or _hears_of(pairing, goal)
        if not (pairing.checkins_shared and shared) or pairing.rests_until(at):
            continue
        reads = checkin.note_visibility == note_for(pairing.id)
        message = CheckinShared(
            subject_id=checkin.id,
            mentee_name=person.name,
            goal_title=goal.title if goal else "",
            status=checkin.status,
            next_step=checkin.next_step,
            next_step_on=checkin.next_step_on if checkin.next_step else None,
            note=checkin.note if reads else "",
            goal_id=checkin.goal_id,
            pairing_id=pairing.id,
        )
        if (number := await how_often(work, message, to=pairing.mentor_id)) is not None:
            key = f"checkin_shared:{checkin.id}:{pairing.id}:{number}"
            await tell(work, message, to=pairing.mentor_id, at=at, key=key)


async def _move_goal(
    work: UnitOfWork, person: Person, goal: Goal, given: Given, *, was_done: bool
) -> None:
    """What an answer changes in its goal. ``was_done``: this answer stood as *Done* before."""
    answers, before = given.answers, facts_of(goal)
    if answers.next_step:
        goal.next_step, goal.next_step_on = answers.next_step, answers.next_step_on
    if answers.status == Status.DONE and goal.is_active:
        goal.state, goal.closed_at = GoalState.REACHED, given.at
        await celebrate_goal(work, person, goal, given.at)
        await keep_rhythm(work, person, given.at)
    elif answers.status != Status.DONE and was_done and goal.state == GoalState.REACHED:
        goal.state, goal.closed_at = GoalState.ACTIVE, None
        await keep_rhythm(work, person, given.at)
        await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="reopened")
    remember(work, goal, before, given.at)


async def _take_back(work: UnitOfWork, changed: Checkin) -> None:
    """What was to be told of an answer that was changed; of a skip, everything."""
    await work.outbox.cancel(changed.id, CheckinShared.kind, reason="replaced")
    if changed.status == Status.SKIPPED:
        await work.outbox.cancel(changed.id, reason="skipped")
