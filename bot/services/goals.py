"""Goals: said, read letter by letter, composed, kept (content.md F3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.errors import ChangedElsewhere, NotYours, TooLong
from bot.domain.goal_history import GoalChange, facts_of
from bot.domain.goals import (
    ACTIVE_GOALS,
    FIELD_LENGTH,
    HABIT_MEASURE,
    LEARNING_MEASURE,
    Fit,
    Goal,
    GoalKind,
    GoalState,
    Plan,
    Said,
    as_learning,
)
from bot.domain.messages.goals import GoalSummary
from bot.domain.people import Actor
from bot.ports import Clock, Units
from bot.services.audience import chosen_widely, with_circles
from bot.services.goal_endings import EndingGoals
from bot.services.goal_pieces import (
    GoalForm,
    OwnGoals,
    form_of,
    keep_new,
    keep_rhythm,
    label_of,
    own_goal,
    plan_date,
    refuse_odd,
    refuse_past,
    remember,
    show,
    summary_of,
    tied,
)
from bot.services.goal_sharing import SharingGoals
from bot.services.met import met

#: The day a change was made, and the change.
Past = tuple[date, GoalChange]
#: How a kind is measured when the person said nothing else.
MEASURES = {GoalKind.HABIT: HABIT_MEASURE, GoalKind.LEARNING: LEARNING_MEASURE}


class GoalService(SharingGoals, EndingGoals):
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
            at = self.clock.now()
            goal = Goal(work.workspace_id, actor.user_id, words, at)
            await keep_new(work, goal, await met(work, actor.user_id), at)
            await work.commit()
            return goal

    async def form_for(self, actor: Actor, goal_id: str) -> GoalForm:
        """The forms of a goal of one's own, as it is now."""
        async with self.units.reading(actor.workspace_id) as work:
            return await form_of(work, await own_goal(work, actor, goal_id), self.clock.now())

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
            person = await met(work, actor.user_id)
            goal = await work.goals.get(goal_id, visible_to=actor.user_id)
            if goal is None and not version:
                goal = Goal(work.workspace_id, actor.user_id, said.ambition, at, id=goal_id)
                await keep_new(work, goal, person, at)
            if goal is None or goal.owner_id != actor.user_id:
                raise NotYours
            said = replace(said, ambition=said.ambition or (goal.raw_ambition if version else ""))
            refuse_odd(said.ambition, said.measure, said.why, said.what)
            refuse_past(said.due_on, goal.due_on, person, at)
            if goal.edits != version and goal.said != said:
                raise ChangedElsewhere
            before = facts_of(goal)
            goal.describe(said)
            remember(work, goal, before, at)
            if goal.is_active:
                await plan_date(work, goal, person, at)
            await work.flush()
            form = await form_of(work, goal, at)
            await work.commit()
            return form

    async def suit(self, actor: Actor, goal_id: str, fit: Fit, *, version: int) -> GoalForm:
        """Save whether it fits the person. Raises as ``describe`` does."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            refuse_odd(goal.raw_ambition, fit.why)
            refuse_past(fit.due_on, goal.due_on, person, at)
            fit = await tied(work, goal, fit)
            if goal.edits != version and goal.fit != fit:
                raise ChangedElsewhere
            before = facts_of(goal)
            goal.suit(fit)
            remember(work, goal, before, at)
            await work.flush()
            form = await form_of(work, goal, at)
            await work.commit()
            return form

    async def history(self, actor: Actor, goal_id: str) -> tuple[Goal, list[Past]]:
        """What the owner changed in a goal of theirs, newest first, by their own days."""
        async with self.units.reading(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            found = await work.goals.changes(goal_id, owner_id=actor.user_id)
            return goal, [(person.week.local(one.at).date(), one) for one in found]

    async def finish(
        self, actor: Actor, goal_id: str, plan: Plan, audience: str, *, version: int
    ) -> GoalSummary:
        """Save the second form: the goal is active, asked about, and shown to whom was chosen.

        ``audience`` is a value of ``Audience``. Raises as ``describe`` does.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            plan = _worded(goal, plan)
            refuse_odd(plan.statement, plan.obstacle, plan.plan_then, plan.next_step)
            refuse_odd(plan.statement, plan.raise_by, plan.own_part, plan.milestone)
            refuse_past(plan.next_step_on, goal.next_step_on, person, at)
            refuse_past(plan.milestone_on, goal.milestone_on, person, at)
            if goal.edits != version and goal.plan != plan:
                raise ChangedElsewhere
            before = facts_of(goal)
            goal.keep(plan)
            goal.measure = goal.measure or MEASURES.get(plan.kind, "")
            remember(work, goal, before, at)
            if goal.is_draft:
                goal.state = GoalState.ACTIVE
            await plan_date(work, goal, person, at)
            shown_to = await chosen_widely(work, actor.user_id, audience)
            await show(work, person, goal, shown_to, at)
            active = await keep_rhythm(work, person, at)
            summary = await summary_of(work, goal, shown_to.label)
            await work.commit()
            return replace(summary, many_goals=len(active) > ACTIVE_GOALS)

    async def keep_draft(
        self, actor: Actor, goal_id: str, plan: Plan | None = None, *, version: int = 0
    ) -> GoalSummary:
        """ "Save as it is": a draft, with everything typed so far (content.md 3.1). Without a plan
        what was saved already stays as it is. Raises ``ChangedElsewhere``; nothing is saved then.
        """
        async with self.units(actor.workspace_id) as work:
            goal = await own_goal(work, actor, goal_id)
            if goal.is_draft and plan is not None:
                by_hand = plan.statement if plan.statement != goal.composed else ""
                plan = replace(plan, statement=by_hand)
                if goal.edits != version and goal.plan != plan:
                    raise ChangedElsewhere
                goal.keep(plan)
            seen = label_of(goal, await with_circles(work, actor.user_id))
            summary = await summary_of(work, goal, seen)
            await work.commit()
            return summary

    async def mine(self, actor: Actor) -> OwnGoals:
        """Active goals and drafts, oldest first."""
        async with self.units.reading(actor.workspace_id) as work:
            goals = await work.goals.of(actor.user_id, visible_to=actor.user_id)
            choices = await with_circles(work, actor.user_id)
            return OwnGoals(
                active=tuple((one, label_of(one, choices)) for one in goals if one.is_active),
                drafts=tuple(one for one in goals if one.is_draft),
                choices=tuple(choices),
            )


# --- private -------------------------------------------------------------------------------------


def _worded(goal: Goal, plan: Plan) -> Plan:
    """A day belongs to a step; a sentence nobody rewrote follows the reason and the kind."""
    plan = replace(
        plan,
        next_step_on=plan.next_step_on if plan.next_step else None,
        milestone_on=plan.milestone_on if plan.milestone else None,
    )
    if plan.why and plan.statement.rstrip(".") == goal.composed.rstrip("."):
        plan = replace(plan, statement=goal.composed_with(plan.why))
    learns = plan.kind == GoalKind.LEARNING != goal.kind
    if learns and plan.statement == goal.composed_with(plan.why or goal.why):
        return replace(plan, statement=as_learning(goal) or plan.statement)
    return plan
