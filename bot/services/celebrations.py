"""What is worth a celebration: facts, told at the next slot, never streaks (content.md F8).

A goal reached, the first check-in after a quiet time, a pairing's anniversary. All are written
into the outbox for the person's slot, so the heartbeat sends them and an undo can withdraw them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.checkins import GENERAL_TITLE, Checkin, Status
from bot.domain.goals import Goal
from bot.domain.messages.goals import GoalDate
from bot.domain.messages.wins import CelebrateGoal, CelebrateReturn
from bot.domain.outbox import DeliveryState
from bot.domain.people import Person
from bot.domain.visibility import Visibility
from bot.ports import UnitOfWork
from bot.services.outbox import tell

#: Without a check-in for this long, the next one is worth a fact.
QUIET = timedelta(weeks=3)
#: More check-ins than anybody has.
EVER = 10_000


async def celebrate_goal(work: UnitOfWork, person: Person, goal: Goal, at: datetime) -> None:
    """A reached goal, as a fact, at the next slot of each side that may know; its date is asked
    about no more."""
    await work.outbox.cancel(goal.id, GoalDate.kind, reason="closed")
    facts = CelebrateGoal(
        subject_id=goal.id,
        goal_title=goal.title,
        started_on=person.week.local(goal.created_at).date(),
        n_checkins=await _answered(work, person, goal.id),
    )
    await _celebrate_once(work, facts, person.user_id, at)
    pairing = await work.pairings.get(goal.pairing_id, visible_to=person.user_id)
    if pairing is None or not pairing.is_active or goal.visibility == Visibility.PRIVATE:
        return
    if pairing.rests_until(at):
        return
    told = CelebrateGoal.from_payload({**facts.payload(), "mentee_name": person.name})
    await _celebrate_once(work, told, pairing.mentor_id, at)


async def celebrate_return(
    work: UnitOfWork,
    person: Person,
    before: list[Checkin],
    checkin: Checkin,
    goal: Goal | None,
    at: datetime,
    *,
    again: bool,
) -> None:
    """The first check-in after a quiet time is worth one fact, later, never a welcome back.

    An answer changed meanwhile withdraws what was told of it; the fact is still true, so it is
    told again, unless the answer became a skip. ``again``: it stood there before.
    """
    if checkin.status == Status.SKIPPED:
        return
    told = await work.outbox.about(checkin.id, CelebrateReturn.kind) if again else []
    if told:
        if told[0].state != DeliveryState.CANCELLED:
            return
        message = CelebrateReturn.from_payload(told[0].payload)
    elif before and at - before[0].at >= QUIET:
        message = CelebrateReturn(
            subject_id=checkin.id,
            goal_title=goal.title if goal else GENERAL_TITLE,
            last_on=person.week.local(before[0].at).date(),
            n_checkins=await _answered(work, person),
        )
    else:
        return
    key = f"celebrate_return:{checkin.id}:{len(told)}"
    await tell(work, message, to=person.user_id, at=at, key=key)


# --- private -------------------------------------------------------------------------------------


async def _celebrate_once(work: UnitOfWork, facts: CelebrateGoal, to: str, at: datetime) -> None:
    """A goal taken back before anybody heard of it, and reached again, is celebrated after all."""
    rows = await work.outbox.about(facts.subject_id, facts.kind)
    told = [one for one in rows if one.recipient_id == to]
    if all(one.state == DeliveryState.CANCELLED for one in told):
        key = f"{facts.kind}:{facts.subject_id}:{to}:{len(told)}"
        await tell(work, facts, to=to, at=at, key=key)


async def _answered(work: UnitOfWork, person: Person, goal_id: str | None = None) -> int:
    """Check-ins that said something: a skip is an answer, but no fact to celebrate."""
    return len(
        [
            one
            for one in await work.checkins.recent(person.user_id, EVER)
            if one.status != Status.SKIPPED and goal_id in (None, one.goal_id)
        ]
    )
