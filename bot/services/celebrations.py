"""What is worth a celebration: facts, told at the next slot, never streaks (content.md F8).

A goal reached, the first check-in after a quiet time, a pairing's anniversary. All are written
into the outbox for the person's slot, so the heartbeat sends them and an undo can withdraw them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.checkins import GENERAL_TITLE, Checkin, Status
from bot.domain.goals import Goal
from bot.domain.messages.wins import CelebrateGoal, CelebrateReturn
from bot.domain.people import Person
from bot.domain.visibility import Visibility
from bot.ports import UnitOfWork
from bot.services.outbox import tell

#: Without a check-in for this long, the next one is worth a fact.
QUIET = timedelta(weeks=3)


async def celebrate_goal(work: UnitOfWork, person: Person, goal: Goal, at: datetime) -> None:
    """A reached goal, as a fact, at the next slot of each side that may know."""
    facts = CelebrateGoal(
        subject_id=goal.id,
        goal_title=goal.title,
        started_on=person.week.local(goal.created_at).date(),
        n_checkins=len(
            [c for c in await work.checkins.recent(person.user_id, 1000) if c.goal_id == goal.id]
        ),
    )
    stamp = f"{at.timestamp():.3f}"
    await tell(work, facts, to=person.user_id, at=at, key=f"celebrate_goal:{goal.id}:own:{stamp}")
    pairing = await work.pairings.get(goal.pairing_id, visible_to=person.user_id)
    if pairing is None or not pairing.is_active or goal.visibility == Visibility.PRIVATE:
        return
    told = CelebrateGoal.from_payload({**facts.payload(), "mentee_name": person.name})
    key = f"celebrate_goal:{goal.id}:{pairing.mentor_id}:{stamp}"
    await tell(work, told, to=pairing.mentor_id, at=at, key=key)


async def celebrate_return(
    work: UnitOfWork,
    person: Person,
    before: list[Checkin],
    checkin: Checkin,
    goal: Goal | None,
    at: datetime,
) -> None:
    """The first check-in after a quiet time is worth one fact, later, never a welcome back."""
    if not before or at - before[0].at < QUIET or checkin.status == Status.SKIPPED:
        return
    message = CelebrateReturn(
        subject_id=checkin.id,
        goal_title=goal.title if goal else GENERAL_TITLE,
        last_on=person.week.local(before[0].at).date(),
        n_checkins=len(await work.checkins.recent(person.user_id, 1000)),
    )
    await tell(work, message, to=person.user_id, at=at, key=f"celebrate_return:{checkin.id}")
