"""How much, and when: windows, slots, caps and the weekly budget (content.md part 5).

Pure rules. What was sent before comes in as arguments; what may go now comes out with a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.cadence import Cadence, Week
from bot.domain.outbox import Priority
from bot.domain.people import Person

#: Wall times at which P1 that had to wait may go, beside the person's slot (content.md 5.3).
P1_SLOTS = (time(13, 0), time(16, 0))
#: P1 a day before further ones wait for the next slot (content.md 5.2).
P1_A_DAY = 1
#: P2 to P4: one merged message a day, so many a week, a hard ceiling over everything a day.
BUDGETED_A_DAY = 1
MENTEE_A_WEEK = 3
MENTOR_A_WEEK = 2
CEILING_A_DAY = 2
P4_A_WEEK = 1
#: A follow-up nobody had room for is let go after this long; the agreed rhythm (P2) never is.
PATIENCE = timedelta(days=10)


@dataclass(frozen=True)
class Placement:
    """Where a message goes: ``held`` ones are looked at again, with all others, at ``at``."""

    held: bool
    at: datetime


@dataclass(frozen=True)
class Spent:
    """What a person already got, as (priority, moment)."""

    sent: Sequence[tuple[int, datetime]]

    def on_day(self, week: Week, moment: datetime) -> list[int]:
        """Priorities of that local day."""
        day = week.local(moment).date()
        return [priority for priority, at in self.sent if week.local(at).date() == day]

    def in_week(self, moment: datetime) -> list[int]:
        """Priorities of the seven days before ``moment``."""
        start = moment - timedelta(days=7)
        return [priority for priority, at in self.sent if at > start]


def place(
    priority: Priority,
    person: Person,
    at: datetime,
    spent: Spent,
    *,
    urgent: bool = False,
    weekly: bool = False,
) -> Placement:
    """Where a message of this class goes for this person at this moment (content.md 5.1, 5.3).

    P1 goes at once inside the window; outside, at the next opening; a second one the same day
    waits for the next P1 slot unless it is ``urgent``. P2 to P4 wait for the slot.
    """
    week = person.week
    if priority.is_budgeted:
        return Placement(held=True, at=next_weekly(person, at) if weekly else week.next_slot(at))
    if priority is Priority.P0:
        return Placement(held=False, at=at)
    opening = week.next_open(at)
    day = [p for p in spent.on_day(week, opening) if p == Priority.P1]
    if urgent or len(day) < P1_A_DAY:
        return Placement(held=False, at=opening)
    return Placement(held=False, at=_next_p1_slot(week, opening))


def room_for(
    priority: Priority, person: Person, at: datetime, spent: Spent, *, is_mentee: bool
) -> str:
    """Why a P2 to P4 message cannot go now; empty when there is room (content.md 5.2)."""
    week = person.week
    if not week.is_open(at):
        return "quiet-hours"
    today, past = spent.on_day(week, at), spent.in_week(at)
    budgeted = [p for p in past if p >= Priority.P2]
    if len([p for p in today if p >= Priority.P2]) >= BUDGETED_A_DAY:
        return "day-full"
    if priority is not Priority.P2 and len([p for p in today if p > 0]) >= CEILING_A_DAY:
        return "day-full"
    if len(budgeted) >= (MENTEE_A_WEEK if is_mentee else MENTOR_A_WEEK):
        return "week-full"
    if priority is Priority.P4:
        if person.is_new(at):
            return "new-person"
        if len([p for p in past if p == Priority.P4]) >= P4_A_WEEK:
            return "week-full"
    return ""


def next_weekly(person: Person, at: datetime) -> datetime:
    """The person's next weekly slot, strictly after ``at``."""
    week = person.week
    _, instant = Cadence(person.checkin_weekday, person.slot).next_after(at, week.zone)
    return instant


# --- private -------------------------------------------------------------------------------------


def _next_p1_slot(week: Week, after: datetime) -> datetime:
    inside = [t for t in (*P1_SLOTS, week.slot) if week.window_start <= t < week.window_end]
    return week.next_at(tuple(inside) or (week.window_start,), after + timedelta(seconds=1))
