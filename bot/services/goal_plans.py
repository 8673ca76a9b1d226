"""When a plan for the obstacle is offered once more (content.md 3.5)."""

from __future__ import annotations

from bot.domain.checkins import Checkin, Status
from bot.domain.goals import Goal
from bot.ports import UnitOfWork

#: How far back "the first time" looks: more check-ins than a goal of a year has.
LOOKED_AT = 60


async def offers_plan(work: UnitOfWork, goal: Goal | None, checkin: Checkin) -> bool:
    """The first "a bit behind" of a goal without an if-then plan, and no later one."""
    if goal is None or goal.if_then or checkin.status != Status.BEHIND:
        return False
    behind = [
        one
        for one in await work.checkins.recent(goal.owner_id, LOOKED_AT)
        if one.goal_id == goal.id and one.status == Status.BEHIND and one.id != checkin.id
    ]
    return not behind
