"""Goals: said, composed, shared with whom the owner chose (content.md F3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.errors import (
    ChangedElsewhere,
    Empty,
    NobodyHome,
    NotYours,
    PastDate,
    TooLong,
)
from bot.domain.goals import ACTIVE_GOALS, FIELD_LENGTH, Goal, GoalState, Plan, Said
from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.goals import GoalQuestion, GoalShared, GoalSummary
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.nudges import Skipped
from bot.domain.people import Actor, Person
from bot.domain.policy import PATIENCE
from bot.ports import Clock, UnitOfWork, Units
from bot.services.audience import Audience, audiences, chosen
from bot.services.celebrations import celebrate_goal
from bot.services.outbox import tell
from bot.services.rhythm import arm, ensure_schedule

#: Characters of a mentor's question: one question, not a letter.
QUESTION_LENGTH = 1000


@dataclass(frozen=True)
class GoalForm:
    """What both forms need. ``suggested`` is the audience shown chosen (content.md 0.3);
    ``in_a_week`` the day a first step is suggested for (3.5)."""

    goal: Goal
    choices: tuple[Audience, ...]
    suggested: str
    in_a_week: date


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


class GoalService:
    """Use cases of goals; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def say(self, actor: Actor, words: str) -> Goal:
        """Keep an ambition as a draft at once; the same words again are the same draft (1.1a)."""
        if len(words) > FIELD_LENGTH:
            raise TooLong(limit=f"{FIELD_LENGTH:,}", words=words)
        async with self.units(actor.workspace_id) as work:
            for known in await work.goals.of(actor.user_id, visible_to=actor.user_id):
                if known.is_draft and known.raw_ambition == words:
                    return known
            goal = Goal(work.workspace_id, actor.user_id, words, self.clock.now())
            work.goals.add(goal)
            await work.commit()
            return goal

    async def form_for(self, actor: Actor, goal_id: str) -> GoalForm:
        """The forms of a goal of one's own, as it is now."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _form(work, await _own(work, actor, goal_id), self.clock.now())

    async def describe(
        self, actor: Actor, goal_id: str, said: Said, *, version: int = 0
    ) -> GoalForm:
        """Save the first form: from here on there is a draft, whatever happens to the window.

        ``goal_id`` is minted when the form opens, so sending it twice makes one goal; ``version``
        is ``Goal.edits`` as the form knew it. Raises ``ChangedElsewhere``, ``Empty``, ``PastDate``
        and ``TooLong``; nothing is saved then.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await work.goals.get(goal_id, visible_to=actor.user_id)
            if goal is None and not version:
                goal = Goal(work.workspace_id, actor.user_id, said.ambition, at, id=goal_id)
                work.goals.add(goal)
            if goal is None or goal.owner_id != actor.user_id:
                raise NotYours
            said = replace(said, ambition=said.ambition or (goal.raw_ambition if version else ""))
            _refuse_odd(said.ambition, said.measure, said.why)
            _refuse_past(said.due_on, goal.due_on, person, at)
            if goal.edits != version and goal.said != said:
                raise ChangedElsewhere
            goal.describe(said)
            await work.flush()
            form = await _form(work, goal, at)
            await work.commit()
            return form

    async def finish(
        self, actor: Actor, goal_id: str, plan: Plan, audience: str, *, version: int
    ) -> GoalSummary:
        """Save the second form: the goal is active, asked about, and shown to whom was chosen.

        ``audience`` is a value of ``Audience``. Raises as ``describe`` does.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await _own(work, actor, goal_id)
            plan = replace(plan, next_step_on=plan.next_step_on if plan.next_step else None)
            _refuse_odd(plan.statement, plan.obstacle, plan.plan_then, plan.next_step)
            _refuse_past(plan.next_step_on, goal.next_step_on, person, at)
            if goal.edits != version and goal.plan != plan:
                raise ChangedElsewhere
            goal.keep(plan)
            if goal.is_draft:
                goal.state = GoalState.ACTIVE
            shown_to = await chosen(work, actor.user_id, audience)
            await _show(work, person, goal, shown_to, at)
            active = await _keep_rhythm(work, person, at)
            summary = await _summary(work, goal, shown_to.label)
            await work.commit()
            return replace(summary, many_goals=len(active) > ACTIVE_GOALS)

    async def keep_draft(self, actor: Actor, goal_id: str, plan: Plan) -> GoalSummary:
        """ "Save as it is": a draft, with everything typed so far (content.md 3.1)."""
        async with self.units(actor.workspace_id) as work:
            goal = await _own(work, actor, goal_id)
            if goal.is_draft:
                by_hand = plan.statement if plan.statement != goal.composed else ""
                goal.keep(replace(plan, statement=by_hand))
            seen = label_of(goal, await audiences(work, actor.user_id))
            summary = await _summary(work, goal, seen)
            await work.commit()
            return summary

    async def mine(self, actor: Actor) -> OwnGoals:
        """Active goals and drafts, oldest first."""
        async with self.units.reading(actor.workspace_id) as work:
            goals = await work.goals.of(actor.user_id, visible_to=actor.user_id)
            choices = await audiences(work, actor.user_id)
            return OwnGoals(
                active=tuple((one, label_of(one, choices)) for one in goals if one.is_active),
                drafts=tuple(one for one in goals if one.is_draft),
                choices=tuple(choices),
            )

    async def reach(self, actor: Actor, goal_id: str) -> Goal:
        """Done: celebrated once, out of check-ins; a second tap changes nothing."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await _own(work, actor, goal_id)
            if goal.is_active:
                goal.close(GoalState.REACHED, at)
                await work.outbox.cancel(goal.id, GoalShared.kind, reason="closed")
                await celebrate_goal(work, person, goal, at)
                await _keep_rhythm(work, person, at)
            await work.commit()
            return goal

    async def let_go(self, actor: Actor, goal_id: str) -> Goal:
        """Set it down, without a reason; nobody is told."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await _own(work, actor, goal_id)
            if goal.is_active or goal.is_draft:
                was_active = goal.is_active
                goal.close(GoalState.LET_GO, at)
                await work.outbox.cancel(goal.id, GoalShared.kind, reason="closed")
                if was_active:
                    await _keep_rhythm(work, person, at)
            await work.commit()
            return goal

    async def take_back(self, actor: Actor, goal_id: str, *, draft: bool = False) -> Goal:
        """Undo a closing; a celebration that has not gone out yet is withdrawn."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await _own(work, actor, goal_id)
            if goal.closed_at is not None:
                goal.reopen(GoalState.DRAFT if draft else GoalState.ACTIVE)
                await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="undone")
                if goal.is_active:
                    await _keep_rhythm(work, person, at)
            await work.commit()
            return goal

    async def share(self, actor: Actor, goal_id: str, audience: str) -> Shown:
        """Show it to whom was chosen, or to nobody; a draft stays with its owner.

        ``audience`` is a value of ``Audience``, or "share" for the one mentor there is.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await _person(work, actor)
            goal = await _own(work, actor, goal_id)
            choices = await audiences(work, actor.user_id)
            if audience == "share" and len(choices) == 2:
                audience = choices[1].value
            before = next((one for one in choices if one.label == label_of(goal, choices)), None)
            shown_to = await chosen(work, actor.user_id, "private" if goal.is_draft else audience)
            goal.edits += 1
            await _show(work, person, goal, shown_to, at)
            await work.commit()
            return Shown(goal, shown_to, tuple(choices), before.mentor_name if before else "")

    async def row(self, actor: Actor, goal_id: str) -> Shown:
        """One goal of one's own, and who sees it now."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await _own(work, actor, goal_id)
            choices = await audiences(work, actor.user_id)
            seen = label_of(goal, choices)
            audience = next(one for one in choices if one.label == seen)
            return Shown(goal, audience, tuple(choices))

    async def looks_right(self, actor: Actor, goal_id: str) -> str:
        """The mentor looked; returns the owner's name. The owner sees it in their list."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            goal = await _shown(work, actor, goal_id)
            goal.looked_at = goal.looked_at or at
            names = await work.people.named([goal.owner_id])
            await work.commit()
            return names.get(goal.owner_id, "")

    async def question_for(self, actor: Actor, goal_id: str) -> tuple[Goal, str]:
        """A goal somebody showed this person, and that somebody's name."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await _shown(work, actor, goal_id)
            names = await work.people.named([goal.owner_id])
            return goal, names.get(goal.owner_id, "")

    async def ask(self, actor: Actor, goal_id: str, words: str, asking: str) -> str:
        """Carry the mentor's question to the owner, word for word; returns the owner's name.

        ``asking`` is minted when the form opens: the same form asks once.
        """
        at = self.clock.now()
        _refuse_odd(words, limit=QUESTION_LENGTH)
        async with self.units(actor.workspace_id) as work:
            mentor = await _person(work, actor)
            goal = await _shown(work, actor, goal_id)
            owner = await work.people.get(goal.owner_id)
            message = GoalQuestion(
                subject_id=goal.id,
                mentor_name=mentor.name,
                goal_title=goal.title,
                question=words,
            )
            key = f"{GoalQuestion.kind}:{goal.id}:{asking}"
            said = await tell(work, message, to=goal.owner_id, at=at, key=key)
            name = owner.name if owner else ""
            if isinstance(said, Skipped) and said.reason == "recipient-gone":
                raise NobodyHome(who=name or "This person", words=words)
            await work.commit()
            return name


def label_of(goal: Goal, choices: list[Audience] | tuple[Audience, ...]) -> str:
    """Who sees a goal at this moment, in words; a pairing that rests or ended shows nobody."""
    if goal.is_shared:
        for one in choices:
            if one.pairing_id == goal.pairing_id:
                return one.label
    return choices[0].label


# --- private -------------------------------------------------------------------------------------


async def _person(work: UnitOfWork, actor: Actor) -> Person:
    person = await work.people.get(actor.user_id)
    if person is None:
        raise NotYours
    return person


async def _own(work: UnitOfWork, actor: Actor, goal_id: str) -> Goal:
    goal = await work.goals.get(goal_id, visible_to=actor.user_id)
    if goal is None or goal.owner_id != actor.user_id:
        raise NotYours
    return goal


async def _shown(work: UnitOfWork, actor: Actor, goal_id: str) -> Goal:
    """A goal of somebody else's that this person may read."""
    goal = await work.goals.get(goal_id, visible_to=actor.user_id)
    if goal is None or goal.owner_id == actor.user_id:
        raise NotYours
    return goal


async def _form(work: UnitOfWork, goal: Goal, at: datetime) -> GoalForm:
    choices = await audiences(work, goal.owner_id)
    person = await work.people.get(goal.owner_id)
    values = {one.pairing_id: one.value for one in choices if one.pairing_id}
    if goal.is_draft:
        suggested = choices[1].value if len(choices) == 2 else choices[0].value
    else:
        suggested = values.get(goal.pairing_id, "private") if goal.is_shared else "private"
    today = person.week.local(at).date() if person else at.date()
    return GoalForm(goal, tuple(choices), suggested, today + timedelta(days=7))


async def _show(
    work: UnitOfWork, person: Person, goal: Goal, shown_to: Audience, at: datetime
) -> None:
    """Set the audience and tell a mentor who sees it for the first time. A mentor who was not
    told yet is told the words as they are now."""
    was_shared = goal.is_shared
    changed = goal.show_to(shown_to.visibility, shown_to.pairing_id)
    if changed and was_shared:
        await _hold_back_checkins(work, goal, at)
    waiting = await work.outbox.cancel(goal.id, GoalShared.kind, reason="replaced")
    if not (goal.is_shared and goal.is_active and (changed or waiting)):
        return
    message = GoalShared(
        subject_id=goal.id,
        mentee_name=person.name,
        statement=goal.statement,
        why=goal.why,
    )
    key = f"{GoalShared.kind}:{goal.id}:{goal.pairing_id}:{goal.edits}"
    await tell(work, message, to=shown_to.mentor_id, at=at, key=key)


async def _hold_back_checkins(work: UnitOfWork, goal: Goal, at: datetime) -> None:
    """Lines about this goal that wait for the mentor's digest do not go out any more."""
    for checkin in await work.checkins.since(goal.owner_id, at - PATIENCE):
        if checkin.goal_id == goal.id:
            await work.outbox.cancel(checkin.id, CheckinShared.kind, reason="unshared")


async def _keep_rhythm(work: UnitOfWork, person: Person, at: datetime) -> list[Goal]:
    """Ask as often as the goal that wants it most often; returns the active goals."""
    await work.flush()
    active = await work.goals.active_of(person.user_id)
    if active:
        schedule = await ensure_schedule(work, person, at)
        often = min(goal.every_weeks for goal in active)
        if schedule.every_weeks != often:
            schedule.every_weeks = often
            await arm(work, schedule, person, at)
    return active


async def _summary(work: UnitOfWork, goal: Goal, audience: str) -> GoalSummary:
    return GoalSummary(
        turn=await work.people.next_turn(goal.owner_id, GoalSummary.kind),
        subject_id=goal.id,
        statement=goal.statement or goal.raw_ambition,
        audience=audience,
        due_on=goal.due_on,
        plan=goal.if_then,
        first_step=goal.next_step,
        is_draft=goal.is_draft,
    )


def _refuse_odd(first: str, *others: str, limit: int = FIELD_LENGTH) -> None:
    """The first field may not be empty; none may be longer than it can be kept."""
    if not first.strip():
        raise Empty
    if any(len(words) > limit for words in (first, *others)):
        raise TooLong(limit=f"{limit:,}")


def _refuse_past(day: date | None, before: date | None, person: Person, at: datetime) -> None:
    """A date picked now lies ahead; one that has passed since may stay as it is."""
    if day is not None and day != before and day < person.week.local(at).date():
        raise PastDate
