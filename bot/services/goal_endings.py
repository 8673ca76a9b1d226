"""How a goal ends, and what its date asks: reached, partly, moved, let go (content.md 3.8)."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.errors import PastDate
from bot.domain.goal_history import GoalChange, facts_of
from bot.domain.goals import Goal, GoalState
from bot.domain.messages.goals import GoalShared
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.people import Actor, Person
from bot.ports import Clock, UnitOfWork, Units
from bot.services.celebrations import celebrate_goal
from bot.services.goal_pieces import (
    keep_rhythm,
    own_goal,
    plan_date,
    refuse_odd,
    remember,
)
from bot.services.met import met


class EndingGoals:
    """The part of ``GoalService`` about ends and dates; each use case is one transaction."""

    units: Units
    clock: Clock

    async def reach(self, actor: Actor, goal_id: str) -> Goal:
        """Done: celebrated once, out of check-ins; a second tap changes nothing."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            if goal.is_active:
                await _close(work, person, goal, GoalState.REACHED, at)
                await celebrate_goal(work, person, goal, at)
            await work.commit()
            return goal

    async def let_go(self, actor: Actor, goal_id: str) -> Goal:
        """Set it down, without a reason; nobody is told."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            if goal.is_active or goal.is_draft:
                await _close(work, person, goal, GoalState.LET_GO, at)
            await work.commit()
            return goal

    async def take_back(self, actor: Actor, goal_id: str, *, draft: bool = False) -> Goal:
        """Undo a closing; a celebration that has not gone out yet is withdrawn."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            if goal.closed_at is not None:
                before = facts_of(goal)
                goal.reopen(GoalState.DRAFT if draft else GoalState.ACTIVE)
                remember(work, goal, before, at)
                await plan_date(work, goal, person, at)
                await work.outbox.cancel(goal.id, CelebrateGoal.kind, reason="undone")
                if goal.is_active:
                    await keep_rhythm(work, person, at)
            await work.commit()
            return goal

    async def partly(self, actor: Actor, goal_id: str) -> Goal:
        """Some of it came about: out of check-ins, without a celebration nobody asked for."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            if goal.is_active:
                await _close(work, person, goal, GoalState.PARTLY, at)
            await work.commit()
            return goal

    async def move(self, actor: Actor, goal_id: str, due_on: date, note: str = "") -> Goal:
        """Another day; the same day again changes nothing. Nobody is told, and nothing counted
        is shown. ``note`` is the answer to what has changed, for the owner's history."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            refuse_odd(goal.raw_ambition, note)
            if due_on < person.week.local(at).date():
                raise PastDate
            if goal.is_active and goal.due_on != due_on:
                before = facts_of(goal)
                goal.move(due_on)
                remember(work, goal, before, at)
                if note:
                    work.goals.add(_noted(goal, note, at))
                await plan_date(work, goal, person, at)
            await work.commit()
            return goal

    async def say_ending(self, actor: Actor, goal_id: str, words: str) -> Goal:
        """One line about how it ended, only for its owner."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            goal = await own_goal(work, actor, goal_id)
            refuse_odd(words)
            if goal.closed_at is not None and goal.ending != words:
                goal.ending = words
                work.goals.add(_noted(goal, words, at))
            await work.commit()
            return goal


# --- private -------------------------------------------------------------------------------------


async def _close(
    work: UnitOfWork, person: Person, goal: Goal, state: GoalState, at: datetime
) -> None:
    """Out of check-ins, with its date and with a word about it that has not gone out yet."""
    was_active, before = goal.is_active, facts_of(goal)
    goal.close(state, at)
    remember(work, goal, before, at)
    await plan_date(work, goal, person, at)
    await work.outbox.cancel(goal.id, GoalShared.kind, reason="closed")
    if was_active:
        await keep_rhythm(work, person, at)


def _noted(goal: Goal, words: str, at: datetime) -> GoalChange:
    return GoalChange(goal.workspace_id, goal.id, goal.owner_id, at, "note", "", words)
