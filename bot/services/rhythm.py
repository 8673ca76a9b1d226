"""A person's check-in rhythm: made once, planned afresh after every change (design D4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.cadence import Cadence, resolve
from bot.domain.nudges import CheckinSchedule
from bot.domain.people import Person
from bot.ports import UnitOfWork

#: Half a rhythm at least lies between two questions, whatever moves (reliability.md R11): four
#: days of a week, seven of two.
DAYS_A_WEEK = 7

#: From the first day back to the next working day, however long a closing.
_LONGEST_SHIFT = timedelta(days=7)

#: The nudge that asks; its file has the same name.
CHECKIN_DUE = "checkin_due"


#: So many questions in a row without a word, and the rhythm rests (content.md 6.4).
QUIET_ROUNDS = 6
#: Why nothing is planned, inside a sentence.
NO_RHYTHM = "you have no check-in rhythm yet; your first goal or your first pairing starts one"
RESTING = "it has been quiet, so check-ins rest; any check-in starts them again"


async def ensure_schedule(
    work: UnitOfWork, person: Person, at: datetime, *, wake: bool = True
) -> CheckinSchedule:
    """The person's rhythm, made at its defaults when they have none yet, and planned.

    A resting one wakes, unless nobody asked for it (``wake`` off: a move, a return to Slack).
    """
    schedule = await work.checkins.schedule_of(person.user_id)
    if schedule is None:
        today = person.week.local(at).date()
        schedule = CheckinSchedule(
            work.workspace_id, person.user_id, person.checkin_weekday, set_on=today, set_at=at
        )
        work.checkins.add(schedule)
        await work.flush()
    schedule.weekday = person.checkin_weekday
    if wake and schedule.resting_at is not None:
        schedule.resting_at, schedule.set_at = None, at
    await arm(work, schedule, person, at)
    return schedule


def next_slot(schedule: CheckinSchedule, person: Person, after: datetime) -> tuple[date, datetime]:
    """The next local date and instant of this rhythm, strictly after a moment.

    Never inside a pause or on the first day back, and never closer to the last question than
    half the rhythm: a new weekday, hour or zone asks neither twice on one local date nor twice
    in a row.
    """
    cadence = Cadence(schedule.weekday, person.slot, schedule.every_weeks, schedule.set_on)
    week, moment = person.week, after - _LONGEST_SHIFT
    while True:
        day, moment = cadence.next_after(moment, week.zone)
        instant = moment
        if person.returns_on(day):
            instant = week.after_working_days(moment, 1)
            day = week.local(instant).date()
        if instant > after and not (person.is_paused(instant) or is_too_close(schedule, day)):
            return day, instant


def is_too_close(schedule: CheckinSchedule, day: date) -> bool:
    """Whether a question on this local date would follow the last one too soon."""
    if schedule.last_prompt_on is None:
        return False
    apart = (day - schedule.last_prompt_on).days
    return 2 * apart < DAYS_A_WEEK * schedule.every_weeks


def slot_before(schedule: CheckinSchedule, person: Person, day: date) -> datetime:
    """The slot one interval before a local date: "since the last slot" begins here."""
    earlier = day - timedelta(days=DAYS_A_WEEK * schedule.every_weeks)
    return resolve(earlier, person.slot, person.week.zone)


async def arm(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, at: datetime
) -> datetime:
    """Plan the first check-in of a rhythm after ``at``; safe to call again after any change.

    A resting rhythm plans nothing.
    """
    _, instant = next_slot(schedule, person, at)
    if schedule.resting_at is not None:
        return instant
    await work.nudges.set(CHECKIN_DUE, schedule.id, person.user_id, instant)
    return instant


async def next_checkin_at(work: UnitOfWork, user_id: str) -> datetime | None:
    """When this person is asked next; None without a rhythm."""
    planned = await work.nudges.planned_for(user_id)
    return next((one.due_at for one in planned if one.kind == CHECKIN_DUE), None)


async def why_none(work: UnitOfWork, user_id: str) -> str:
    """Why no check-in is planned, inside a sentence."""
    return why_unplanned(await work.checkins.schedule_of(user_id))


def why_unplanned(schedule: CheckinSchedule | None) -> str:
    """The same, of a rhythm that was read already."""
    return RESTING if schedule is not None and schedule.resting_at else NO_RHYTHM


def left_out(
    schedule: CheckinSchedule, person: Person, since: datetime, until: datetime
) -> list[tuple[date, datetime, str]]:
    """Slots of this rhythm in a span of time at which nothing is asked, and why.

    Nothing is written down for these: ``next_slot`` never plans them.
    """
    cadence = Cadence(schedule.weekday, person.slot, schedule.every_weeks, schedule.set_on)
    found: list[tuple[date, datetime, str]] = []
    day, moment = cadence.next_after(since, person.week.zone)
    while moment <= until:
        if reason := _why_left_out(schedule, person, day, moment):
            found.append((day, moment, reason))
        day, moment = cadence.next_after(moment, person.week.zone)
    return found


async def quiet_rounds(work: UnitOfWork, schedule: CheckinSchedule) -> int:
    """How many questions in a row got no answer, no snooze and no check-in of any kind, since
    the rhythm began or woke."""
    latest = next(iter(await work.checkins.recent(schedule.owner_id, 1)), None)
    begin = max(schedule.set_at, latest.at) if latest is not None else schedule.set_at
    rounds = 0
    for prompt in await work.checkins.recent_prompts(schedule.owner_id, QUIET_ROUNDS):
        if prompt.snoozes or prompt.asked_at <= begin:
            break
        rounds += 1
    return rounds


# --- private -------------------------------------------------------------------------------------


def _why_left_out(schedule: CheckinSchedule, person: Person, day: date, moment: datetime) -> str:
    if not person.is_here:
        return "gone"
    if schedule.resting_at is not None and schedule.resting_at < moment:
        return "resting"
    if person.is_paused(moment):
        return "paused"
    if person.returns_on(day):
        return "first-day-back"
    return "too-close" if is_too_close(schedule, day) else ""
