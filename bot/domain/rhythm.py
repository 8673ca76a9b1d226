"""When a rhythm asks, and when it does not and why: the rule of reliability.md e.2, without I/O.

A question's identity is (schedule, local date), never an instant. Every slot that passes becomes
one occurrence with one outcome; a date that was dealt with is never looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.cadence import Cadence, resolve
from bot.domain.goals import Goal
from bot.domain.nudges import CheckinSchedule
from bot.domain.people import Person
from bot.domain.policy import after_quiet

#: The nudge that asks; its file has the same name.
CHECKIN_DUE = "checkin_due"
DAYS_A_WEEK = 7
#: How late a question may still be asked (reliability.md R13); older ones are skipped by name.
CATCH_UP = timedelta(hours=12)


@dataclass(frozen=True)
class Past:
    """What a rhythm has behind it, and the row that waits: ``planned_at``.

    ``dealt_with`` is the latest local date that has an outcome, whichever; ``asked_at`` the slot
    of the latest question that was really asked.
    """

    planned_at: datetime | None = None
    dealt_with: date | None = None
    asked_at: datetime | None = None

    def and_then(self, day: date) -> Past:
        """The same, with one more date dealt with."""
        latest = max(day, self.dealt_with) if self.dealt_with else day
        return Past(None, latest, self.asked_at)


@dataclass(frozen=True)
class Slot:
    """One local date of a rhythm, and its instant; ``skip`` is why nothing is asked then."""

    day: date
    at: datetime
    skip: str = ""


def slots(
    schedule: CheckinSchedule, person: Person, past: Past, after: datetime
) -> Iterator[Slot]:
    """Every slot of this rhythm strictly after a moment, soonest first, without end.

    On the first day back from a pause nothing is asked; the next working day takes its place.
    """
    cadence = Cadence(schedule.weekday, person.slot, schedule.every_weeks, schedule.set_on)
    week, moment, shifted = person.week, after - _LONGEST_SHIFT, None
    while True:
        day, moment = cadence.next_after(moment, week.zone)
        if shifted is not None and shifted.day != day and _counts(shifted, past, after):
            yield shifted
        slot = Slot(day, moment, why_not(schedule, person, past, day, moment))
        shifted = _day_after(schedule, person, past, slot) if person.returns_on(day) else None
        if _counts(slot, past, after):
            yield slot


def next_slot(schedule: CheckinSchedule, person: Person, past: Past, after: datetime) -> Slot:
    """The next slot, whether anything will be asked then or not."""
    return next(slots(schedule, person, past, after))


def next_question(schedule: CheckinSchedule, person: Person, past: Past, after: datetime) -> Slot:
    """The next slot at which something will be asked, as things stand."""
    return next(slot for slot in slots(schedule, person, past, after) if not slot.skip)


def next_asked_at(
    schedule: CheckinSchedule | None,
    person: Person,
    past: Past,
    rests_until: datetime | None = None,
) -> datetime | None:
    """When this person is really asked next; None when nothing is planned. A question that falls
    on a quiet day waits for the slot after it, one about goals that all rest for one of them."""
    if schedule is None or past.planned_at is None:
        return None
    after = past.planned_at
    if rests_until is not None:
        after = max(after, rests_until)
    slot = next_question(schedule, person, past, after - timedelta.resolution)
    return after_quiet(person, slot.at) if person.is_quiet(slot.at) else slot.at


def rest_of(goals: Sequence[Goal]) -> datetime | None:
    """When the first of these goals is asked about again, if every one of them was let rest; it
    may be over. None when one never was, and without goals."""
    ends = [goal.paused_until for goal in goals if goal.paused_until is not None]
    return min(ends) if ends and len(ends) == len(goals) else None


def why_not(
    schedule: CheckinSchedule, person: Person, past: Past, day: date, moment: datetime
) -> str:
    """Why nothing is asked at this slot, by its name; empty when something is."""
    if person.is_paused(moment):
        return "paused"
    if person.returns_on(day):
        return "first-day-back"
    if is_too_close(schedule, past, moment):
        return "too-close"
    return _pace_is_open(schedule, moment)


def is_too_close(schedule: CheckinSchedule, past: Past, moment: datetime) -> bool:
    """Whether less than half the rhythm lies between the last question and this slot, whatever
    weekday, hour or zone has changed meanwhile (reliability.md R11)."""
    half = timedelta(weeks=schedule.every_weeks) / 2
    return past.asked_at is not None and moment - past.asked_at < half


def local_date(schedule: CheckinSchedule, person: Person, moment: datetime) -> date:
    """The date a slot belongs to. A gap at midnight moves a late slot into the next date, and
    a zone that leaves a date out gives two dates one instant."""
    here = person.week.local(moment).date()
    found = [
        day
        for day in (here - timedelta(days=1), here)
        if resolve(day, person.slot, person.week.zone) == moment
    ]
    fitting = [day for day in found if day.weekday() == schedule.weekday]
    return (fitting or found or [here])[-1]


def moved_from(person: Person, moment: datetime) -> time | None:
    """The slot as it stands in the settings, when this one was moved out of an hour the clocks
    left out; None on every ordinary day."""
    local = person.week.local(moment)
    days = (local.date() - timedelta(days=1), local.date())
    is_slot = any(resolve(day, person.slot, person.week.zone) == moment for day in days)
    return person.slot if is_slot and local.time() != person.slot else None


def slot_before(schedule: CheckinSchedule, person: Person, day: date) -> datetime:
    """The slot one interval before a local date: "since the last slot" begins here."""
    earlier = day - timedelta(days=DAYS_A_WEEK * schedule.every_weeks)
    return resolve(earlier, person.slot, person.week.zone)


# --- private -------------------------------------------------------------------------------------

#: From the first day back to the next working day, however long a closing.
_LONGEST_SHIFT = timedelta(days=8)
#: Five working days with a week's room for clocks that change.
_WAITS = timedelta(days=7, hours=12)


def _pace_is_open(schedule: CheckinSchedule, moment: datetime) -> str:
    """While a question about the pace waits, nothing else is asked; the pace it ends in counts
    from it (content.md 6.3)."""
    if schedule.pace_asked_at is None:
        return ""
    gap = moment - schedule.pace_asked_at
    if schedule.pace_open and gap <= _WAITS:
        return "pace-open"
    is_close = gap < timedelta(weeks=schedule.every_weeks) - _WAITS / 2
    return "too-close" if is_close else ""


def _counts(slot: Slot, past: Past, after: datetime) -> bool:
    return slot.at > after and (past.dealt_with is None or slot.day > past.dealt_with)


def _day_after(schedule: CheckinSchedule, person: Person, past: Past, slot: Slot) -> Slot:
    moment = person.week.after_working_days(slot.at, 1)
    day = person.week.local(moment).date()
    return Slot(day, moment, why_not(schedule, person, past, day, moment))
