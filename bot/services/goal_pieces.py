"""What the use cases of goals share: loading, showing, refusing (content.md F3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.cadence import resolve
from bot.domain.errors import Empty, NotYours, PastDate, TooLong
from bot.domain.goal_history import changes
from bot.domain.goals import DRAFT_DAYS, FIELD_LENGTH, Fit, Goal, Plan
from bot.domain.maps import MapStep, PathKind
from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.goals import GoalDate, GoalDraft, GoalShared, GoalSummary
from bot.domain.people import Actor, Person
from bot.domain.policy import PATIENCE
from bot.domain.smart import LetterChecks
from bot.ports import UnitOfWork
from bot.services.audience import Audience, with_circles
from bot.services.outbox import tell
from bot.services.pace import repace
from bot.services.rhythm import ensure_schedule

#: Working days before its date at which a goal's date is asked about (content.md 3.8).
NEAR = 10


@dataclass(frozen=True)
class GoalForm:
    """What the forms need. ``suggested`` is the audience shown chosen (content.md 0.3);
    ``in_a_week`` the day a first step is suggested for (3.5); ``letters`` what was read; ``steps``
    those of the owner's own map that may be its reason (3.3), (words, id)."""

    goal: Goal
    choices: tuple[Audience, ...]
    suggested: str
    in_a_week: date
    today: date
    letters: LetterChecks
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan as saved; without a sentence the composed one, a draft's step in a week."""
        plan = self.goal.plan
        if not plan.statement:
            plan = replace(plan, statement=self.goal.composed)
        if self.goal.is_draft and plan.next_step_on is None:
            plan = replace(plan, next_step_on=self.in_a_week)
        return plan


@dataclass(frozen=True)
class OwnGoals:
    """The owner's goals, with the audience of each in words; drafts apart."""

    active: tuple[tuple[Goal, str], ...]
    drafts: tuple[Goal, ...]
    choices: tuple[Audience, ...]


@dataclass(frozen=True)
class Shown:
    """A goal and who sees it from now on; ``before`` names the mentor who saw it until now."""

    goal: Goal
    audience: Audience
    choices: tuple[Audience, ...]
    before: str = ""


def label_of(goal: Goal, choices: list[Audience] | tuple[Audience, ...]) -> str:
    """Who sees a goal at this moment, in words; a pairing that rests or ended shows nobody."""
    if goal.is_shared:
        for one in choices:
            if (one.pairing_id, one.circle_id) == (goal.pairing_id, goal.circle_id):
                return one.label
    return choices[0].label


async def own_goal(work: UnitOfWork, actor: Actor, goal_id: str) -> Goal:
    goal = await work.goals.get(goal_id, visible_to=actor.user_id)
    if goal is None or goal.owner_id != actor.user_id:
        raise NotYours
    return goal


async def shown_goal(work: UnitOfWork, actor: Actor, goal_id: str) -> Goal:
    """A goal of somebody else's that this person may read."""
    goal = await work.goals.get(goal_id, visible_to=actor.user_id)
    if goal is None or goal.owner_id == actor.user_id:
        raise NotYours
    return goal


async def form_of(work: UnitOfWork, goal: Goal, at: datetime) -> GoalForm:
    choices = await with_circles(work, goal.owner_id)
    mentors = [one.value for one in choices if one.pairing_id]
    person = await work.people.get(goal.owner_id)
    if goal.is_draft:
        suggested = mentors[0] if len(mentors) == 1 else choices[0].value
    else:
        seen = label_of(goal, choices)
        suggested = next(one.value for one in choices if one.label == seen)
    today = person.week.local(at).date() if person else at.date()
    others = [one for one in await work.goals.active_of(goal.owner_id) if one.id != goal.id]
    locale = person.locale if person else "en"
    letters = goal.letters(today, locale=locale, active_goals=len(others) + 1)
    week_on = today + timedelta(days=7)
    steps = tuple((one.text, one.id) for one in await _open_steps(work, goal))
    return GoalForm(goal, tuple(choices), suggested, week_on, today, letters, steps)


async def tied(work: UnitOfWork, goal: Goal, fit: Fit) -> Fit:
    """A step of the owner's own map as the reason of a goal, and the goal as the one of that step
    (3.3, 1.2c); any other step is none."""
    if fit.step_id == goal.step_id:
        return fit
    steps = {one.id: one for one in await _open_steps(work, goal)}
    if (before := steps.get(goal.step_id)) is not None:
        before.goal_id = ""
    if (step := steps.get(fit.step_id)) is None:
        return replace(fit, step_id="")
    step.goal_id = goal.id
    return fit


async def show(
    work: UnitOfWork, person: Person, goal: Goal, shown_to: Audience, at: datetime
) -> None:
    """Set the audience and tell a mentor who sees it for the first time. A mentor who was not
    told yet is told the words as they are now."""
    was_shared = goal.is_shared
    changed = goal.show_to(shown_to.visibility, shown_to.pairing_id, shown_to.circle_id)
    if changed and was_shared:
        await _hold_back_checkins(work, goal, at)
    waiting = await work.outbox.cancel(goal.id, GoalShared.kind, reason="replaced")
    is_told = goal.is_shared and goal.is_active and shown_to.mentor_id  # a circle hears nothing
    if not (is_told and (changed or waiting)):
        return
    message = GoalShared(
        subject_id=goal.id,
        mentee_name=person.name,
        statement=goal.statement,
        why=goal.why,
    )
    key = f"{GoalShared.kind}:{goal.id}:{goal.pairing_id}:{goal.edits}"
    await tell(work, message, to=shown_to.mentor_id, at=at, key=key)


async def keep_rhythm(work: UnitOfWork, person: Person, at: datetime) -> list[Goal]:
    """Ask as often as the goal that wants it most often; returns the active goals."""
    await work.flush()
    active = await work.goals.active_of(person.user_id)
    if active:
        schedule = await ensure_schedule(work, person, at)
        often = min(goal.every_weeks for goal in active)
        if schedule.every_weeks != often:
            await repace(work, schedule, person, at)
    return active


async def summary_of(work: UnitOfWork, goal: Goal, audience: str) -> GoalSummary:
    return GoalSummary(
        turn=await work.people.next_turn(goal.owner_id, GoalSummary.kind),
        subject_id=goal.id,
        statement=goal.statement or goal.raw_ambition,
        audience=audience,
        due_on=goal.due_on,
        plan=goal.if_then,
        first_step=goal.next_step,
        milestone=goal.milestone,
        is_draft=goal.is_draft,
    )


async def keep_new(work: UnitOfWork, goal: Goal, person: Person, at: datetime) -> None:
    """A draft; it is offered once more in a week if it is one still (1.1a)."""
    work.goals.add(goal)
    again = person.week.next_slot(at + timedelta(days=DRAFT_DAYS))
    await work.nudges.set(GoalDraft.kind, goal.id, person.user_id, again)


async def plan_date(work: UnitOfWork, goal: Goal, person: Person, at: datetime) -> None:
    """Ask about its date ten working days before it, else the day after it (3.8).

    Call it after every change of the date or of the state: what was planned before is gone.
    """
    await work.nudges.cancel(goal.id, GoalDate.kind, GoalDraft.kind)
    await work.outbox.cancel(goal.id, GoalDate.kind, reason="changed")
    await work.outbox.cancel(goal.id, GoalDraft.kind, reason="changed")
    if goal.due_on is None or not goal.is_active:
        return
    week = person.week
    near = resolve(week.working_days_before(goal.due_on, NEAR), week.slot, week.zone)
    after = resolve(goal.due_on + timedelta(days=1), time.min, week.zone)
    moment = near if near > at else week.next_slot(after)
    if moment > at:
        await work.nudges.set(GoalDate.kind, goal.id, person.user_id, moment)


def remember(work: UnitOfWork, goal: Goal, before: Mapping[str, str], at: datetime) -> None:
    """Keep for the owner what is different now; a draft has no history yet."""
    if before["state"] != "draft":
        for change in changes(before, goal, at):
            work.goals.add(change)


def refuse_odd(first: str, *others: str, limit: int = FIELD_LENGTH) -> None:
    """The first field may not be empty; none may be longer than it can be kept."""
    if not first.strip():
        raise Empty
    if any(len(words) > limit for words in (first, *others)):
        raise TooLong(limit=f"{limit:,}")


def refuse_past(day: date | None, before: date | None, person: Person, at: datetime) -> None:
    """A date picked now lies ahead; one that has passed since may stay as it is."""
    if day is not None and day != before and day < person.week.local(at).date():
        raise PastDate


# --- private -------------------------------------------------------------------------------------


async def _open_steps(work: UnitOfWork, goal: Goal) -> list[MapStep]:
    """Steps of the owner's own ways that wait to be reached, and have no other goal."""
    paths = await work.maps.paths(goal.owner_id)
    own = [one.id for one in paths if (one.owner_id, one.kind) == (goal.owner_id, PathKind.ROUTE)]
    steps = await work.maps.steps(own) if own else []
    return [one for one in steps if one.reached_at is None and one.goal_id in ("", goal.id)]


async def _hold_back_checkins(work: UnitOfWork, goal: Goal, at: datetime) -> None:
    """Lines about this goal that wait for the mentor's digest do not go out any more."""
    for checkin in await work.checkins.since(goal.owner_id, at - PATIENCE):
        if checkin.goal_id == goal.id:
            await work.outbox.cancel(checkin.id, CheckinShared.kind, reason="unshared")
