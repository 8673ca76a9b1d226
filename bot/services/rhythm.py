"""A person's check-in rhythm: made once, planned afresh after every change (design D4)."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.cadence import Cadence
from bot.domain.nudges import CheckinSchedule
from bot.domain.people import Person
from bot.ports import UnitOfWork

#: The nudge that asks; its file has the same name.
CHECKIN_DUE = "checkin_due"


async def ensure_schedule(work: UnitOfWork, person: Person, at: datetime) -> CheckinSchedule:
    """The person's rhythm, made at its defaults when they have none yet, and planned."""
    schedule = await work.checkins.schedule_of(person.user_id)
    if schedule is None:
        today = person.week.local(at).date()
        schedule = CheckinSchedule(
            work.workspace_id, person.user_id, person.checkin_weekday, set_on=today, set_at=at
        )
        work.checkins.add(schedule)
        await work.flush()
    schedule.weekday = person.checkin_weekday
    await arm(work, schedule, person, at)
    return schedule


def next_slot(schedule: CheckinSchedule, person: Person, after: datetime) -> tuple[date, datetime]:
    """The next local date and instant of this rhythm, strictly after a moment."""
    cadence = Cadence(schedule.weekday, person.slot, schedule.every_weeks, schedule.set_on)
    return cadence.next_after(after, person.week.zone)


async def arm(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, at: datetime
) -> datetime:
    """Plan the next check-in of a rhythm; safe to call again after any change of settings."""
    _, instant = next_slot(schedule, person, at)
    await work.nudges.set(CHECKIN_DUE, schedule.id, person.user_id, instant)
    return instant


async def next_checkin_at(work: UnitOfWork, user_id: str) -> datetime | None:
    """When this person is asked next; None without a rhythm."""
    planned = await work.nudges.planned_for(user_id)
    return next((one.due_at for one in planned if one.kind == CHECKIN_DUE), None)
