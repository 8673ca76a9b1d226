"""How much, and when: windows, slots, caps and the weekly budget (content.md part 5).

Pure rules. What was sent before comes in as arguments; what may go now comes out with a name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.cadence import Cadence, Week
from bot.domain.outbox import Priority
from bot.domain.people import Person

#: Wall times at which P1 that had to wait may go, beside the person's slot (content.md 5.3).
P1_SLOTS = (time(13, 0), time(16, 0))
#: P1 a day before further ones wait for the next slot, where they merge (content.md 5.2).
P1_A_DAY = 1
#: P2 to P4: one merged message a day, so many a week, a hard ceiling over everything a day.
BUDGETED_A_DAY = 1
MENTEE_A_WEEK = 3
MENTOR_A_WEEK = 2
CEILING_A_DAY = 2
P4_A_WEEK = 1
MENTEE_P4_A_MONTH = 3
MENTOR_P4_A_MONTH = 2
#: A follow-up nobody had room for is let go after this long; the agreed rhythm (P2) never is.
PATIENCE = timedelta(days=10)
#: So long after its slot a message may still go the same day; later P2 waits for the next slot,
#: P3 and P4 are let go (content.md 5.3).
LATE = timedelta(hours=4)
#: How far back the caps look.
MEMORY = timedelta(days=31)
WEEK, MONTH = 7, 30


@dataclass(frozen=True)
class Placement:
    """Where a message goes: ``held`` ones are looked at again, with all others, at ``at``."""

    held: bool
    at: datetime


@dataclass(frozen=True)
class Spent:
    """What a person already got: each message as (its classes, moment). A digest has several."""

    sent: Sequence[tuple[Collection[int], datetime]]

    def last_days(self, week: Week, moment: datetime, days: int) -> list[Collection[int]]:
        """Classes of what went in so many local days, today included.

        Days, not hours: a message a second late must not move next week's.
        """
        first = week.local(moment).date() - timedelta(days=days - 1)
        return [classes for classes, at in self.sent if week.local(at).date() >= first]


def place(
    priority: Priority,
    person: Person,
    at: datetime,
    spent: Spent,
    *,
    urgent: bool = False,
    weekly: bool = False,
    answers: bool = False,
) -> Placement:
    """Where a message of this class goes for this person at this moment (content.md 5.1, 5.3).

    P1 goes at once inside the window, once a day, what ``answers`` an act of the reader's own more
    often, up to the day's ceiling; else it waits for the next opening or P1 slot, unless it is
    ``urgent``. P2 to P4 wait for the slot; ``urgent`` ones were asked for at exactly
    this moment by the reader. In a pause everything waits for its end; on a quiet day, the day of
    a setback and the next, P2 to P4 do, whatever their hour (content.md 5.3, 9.1).
    """
    if priority is Priority.P0:
        return Placement(held=False, at=at)
    if person.is_paused(at):
        return Placement(held=True, at=first_word_at(person, at))
    week = person.week
    if priority.is_budgeted and person.is_quiet(at):
        over = person.quiet_until or at
        after = next_weekly(person, over) if weekly else after_quiet(person, at)
        return Placement(held=True, at=after)
    opening = week.next_open(at)
    if urgent:
        return Placement(held=False, at=opening)
    if priority.is_budgeted:
        return Placement(held=True, at=next_weekly(person, at) if weekly else week.next_slot(at))
    if opening > at:
        return Placement(held=True, at=opening)
    today = spent.last_days(week, at, 1)
    if (answers or _count(today, Priority.P1) < P1_A_DAY) and not _day_is_full(today):
        return Placement(held=False, at=at)
    return Placement(held=True, at=next_moment(priority, person, at + timedelta(seconds=1)))


def room_for(
    priority: Priority,
    person: Person,
    at: datetime,
    spent: Spent,
    *,
    is_mentee: bool,
    beside: Collection[int] = (),
) -> str:
    """Why a waiting message cannot go now; empty when there is room (content.md 5.2).

    ``beside`` are the classes of what goes in the same message.
    """
    week = person.week
    if not week.is_open(at):
        return "quiet-hours"
    if priority.is_budgeted and person.is_quiet(at):
        return "quiet-day"
    today, past = spent.last_days(week, at, 1), spent.last_days(week, at, WEEK)
    if _day_is_full(today):
        return "day-full"
    if not priority.is_budgeted:
        return ""
    if _count(today, *_BUDGETED) >= BUDGETED_A_DAY:
        return "day-full"
    if _count(past, *_BUDGETED) >= (MENTEE_A_WEEK if is_mentee else MENTOR_A_WEEK):
        return "week-full"
    if priority is Priority.P4:
        if person.is_new(at):
            return "new-person"
        if Priority.P4 in beside or _count(past, Priority.P4) >= P4_A_WEEK:
            return "week-full"
        month = _count(spent.last_days(week, at, MONTH), Priority.P4)
        if month >= (MENTEE_P4_A_MONTH if is_mentee else MENTOR_P4_A_MONTH):
            return "month-full"
    return ""


def next_moment(priority: Priority, person: Person, at: datetime) -> datetime:
    """When a message that cannot go now is looked at again, at or after ``at``.

    P1 at the next opening, or in an open window at the next P1 slot; P2 to P4 at the slot, the
    first one after a quiet day.
    """
    week = person.week
    if priority.is_budgeted:
        return after_quiet(person, at)
    if not week.is_open(at):
        return week.next_open(at)
    inside = [t for t in (*P1_SLOTS, week.slot) if week.window_start <= t < week.window_end]
    return week.next_at(tuple(inside) or (week.window_start,), at)


def may_arrive(priority: Priority, person: Person, at: datetime) -> datetime:
    """The moment itself when a message may reach this person now, else when it may.

    The last look before the wire: a retry or a downtime may have crossed the window's end.
    """
    if priority is Priority.P0:
        return at
    if person.is_paused(at):
        return first_word_at(person, at)
    if priority.is_budgeted and person.is_quiet(at):
        return after_quiet(person, at)
    return at if person.week.is_open(at) else next_moment(priority, person, at)


def first_word_at(person: Person, at: datetime) -> datetime:
    """When a person hears again after their pause: everything at one slot, so that it is one
    message."""
    return person.week.next_slot(max(at, person.paused_until or at))


def after_quiet(person: Person, at: datetime) -> datetime:
    """The first slot at or after ``at`` that is on no quiet day: what is Waymark's own waits for
    it, people are heard before (content.md 9.1)."""
    return person.week.next_slot(max(at, person.quiet_until or at))


def next_weekly(person: Person, at: datetime) -> datetime:
    """The person's next weekly slot, strictly after ``at``."""
    week = person.week
    _, instant = Cadence(person.checkin_weekday, person.slot).next_after(at, week.zone)
    return instant


# --- private -------------------------------------------------------------------------------------

_BUDGETED = (Priority.P2, Priority.P3, Priority.P4)


def _count(messages: Sequence[Collection[int]], *classes: Priority) -> int:
    """How many messages hold one of these classes."""
    return sum(1 for held in messages if any(one in held for one in classes))


def _day_is_full(today: Sequence[Collection[int]]) -> bool:
    return _count(today, Priority.P1, *_BUDGETED) >= CEILING_A_DAY
