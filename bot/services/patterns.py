"""What several answers about one goal say together (content.md 5.4 to 5.6, 5.2c, F9 9.0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.checkins import (
    BEHIND_QUOTES_WHY,
    STUCK_IS_HARD,
    Checkin,
    Status,
    in_a_row,
    is_heavier,
)
from bot.domain.goals import Goal
from bot.domain.messages.checkins import CheckinAck
from bot.domain.nudges import NudgeRecord
from bot.domain.pace import DATE_NEAR, HEAVY_DAYS
from bot.domain.people import Person
from bot.domain.roadblocks import excerpt
from bot.ports import UnitOfWork
from bot.services.pace import offer_hour, offer_slower, put_on_agenda

#: Answers looked back at; between two about one goal there may be others.
LOOK_BACK = 40
#: The log's word for "has been heavier lately", a row for each day it was said.
HEAVIER = "checkin_heavier"
#: So many "a bit behind" in a row, and one extra check-in is offered (content.md 5.6).
BEHIND_ASKS_SOONER = 2


async def seen_together(
    work: UnitOfWork,
    person: Person,
    ack: CheckinAck,
    checkin: Checkin,
    goal: Goal | None,
    at: datetime,
) -> CheckinAck:
    """The same acknowledgement, with what the answers before add to it.

    The third "a bit behind" in a row about a goal quotes why it matters, in its owner's words; the
    second "stuck" in a row offers to note a setback; two falls or three times behind offer a talk.
    Nothing is offered to others.
    """
    latest = await work.checkins.recent(checkin.owner_id, LOOK_BACK)
    statuses = [one.status for one in latest if one.goal_id == checkin.goal_id]
    if checkin.status == Status.ON_TRACK and goal is not None and goal.is_active:
        await offer_slower(work, person, goal, latest, at)
    if checkin.prompt_id:
        await offer_hour(work, person, latest, at)
    if checkin.status not in (Status.BEHIND, Status.STUCK):
        return ack
    times = in_a_row(checkin.status, statuses)
    heavier = await _is_heavier(work, person, checkin, goal, statuses, at)
    quoted = goal.why if goal is not None and times == BEHIND_QUOTES_WHY else ""
    is_stuck = checkin.status == Status.STUCK
    return replace(
        ack,
        hard_again=is_stuck and times >= STUCK_IS_HARD,
        why="" if is_stuck else excerpt(quoted),
        heavier=heavier,
        offers_extra=goal is not None
        and (is_stuck or times >= BEHIND_ASKS_SOONER or _date_is_near(goal, person, at)),
    )


# --- private -------------------------------------------------------------------------------------


async def _is_heavier(
    work: UnitOfWork,
    person: Person,
    checkin: Checkin,
    goal: Goal | None,
    statuses: Sequence[str],
    at: datetime,
) -> bool:
    """Said once a goal in thirty days, the day itself included; a line waits for the next talk,
    seen by nobody else."""
    if goal is None or not is_heavier(statuses):
        return False
    today = person.week.local(at).date()
    said_on = (await work.nudges.past(HEAVIER, goal.id)).dealt_with
    if said_on is not None and said_on != today and (today - said_on).days < HEAVY_DAYS:
        return False
    work.nudges.record(_heavier(work, person, goal, today, at))
    await put_on_agenda(work, person, checkin, goal, at, tapped=False)
    return True


def _heavier(
    work: UnitOfWork, person: Person, goal: Goal, today: date, at: datetime
) -> NudgeRecord:
    return NudgeRecord(
        workspace_id=work.workspace_id,
        kind=HEAVIER,
        subject_id=goal.id,
        person_id=person.user_id,
        occurrence=today.isoformat(),
        due_at=at,
        at=at,
        outcome="offered",
    )


def _date_is_near(goal: Goal, person: Person, at: datetime) -> bool:
    if goal.due_on is None:
        return False
    today = person.week.local(at).date()
    return (
        today <= goal.due_on and person.week.working_days_before(goal.due_on, DATE_NEAR) <= today
    )
