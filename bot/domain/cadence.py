"""When things happen in a person's own day: slots, windows, working days, summer time.

A person's schedule is local wall time plus an IANA zone; the next instant is computed afresh each
time (design D4). Rule for clock changes (reliability.md e.2, exp 8): a time inside a spring gap
happens on the offset before it (02:30 becomes 03:30), a doubled one happens once, the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zone_named(name: str) -> ZoneInfo:
    """The zone, or UTC when the name is unknown: a bad name must never stop a prompt.

    ``ZoneInfo`` raises three kinds of error for bad names (reliability.md exp 8).
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether the system knows a zone of exactly this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def resolve(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The one instant, in UTC, at which this local date and wall time happens."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


@dataclass(frozen=True)
class Week:
    """One person's week: their zone, working days, daily window and fixed slot (content.md 5.3).

    ``working_days`` are numbers, Monday is 0. ``slot`` is where the agreed rhythm (P2 to P4) goes.
    """

    zone: ZoneInfo
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    window_start: time = time(9, 30)
    window_end: time = time(16, 30)
    slot: time = time(10, 0)

    def local(self, moment: datetime) -> datetime:
        """``moment`` on this person's wall clock."""
        return moment.astimezone(self.zone)

    def is_open(self, moment: datetime) -> bool:
        """Whether a message may arrive now: a working day, inside the window."""
        here = self.local(moment)
        inside = self.window_start <= here.time() < self.window_end
        return here.weekday() in self.working_days and inside

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself when the window is open, else the start of the next window."""
        return moment if self.is_open(moment) else self.next_at((self.window_start,), moment)

    def next_slot(self, moment: datetime) -> datetime:
        """The first slot at or after ``moment``."""
        return self.next_at((self.slot,), moment)

    def next_at(self, times: tuple[time, ...], moment: datetime) -> datetime:
        """The first of these wall times, on a working day, at or after ``moment``."""
        for day in self._days_from(self.local(moment).date()):
            if day.weekday() not in self.working_days and self.working_days:
                continue
            for at in sorted(times):
                if (instant := resolve(day, at, self.zone)) >= moment:
                    return instant
        raise AssertionError("a week without end always has a next slot")  # pragma: no cover

    def after_working_days(self, moment: datetime, count: int) -> datetime:
        """The slot ``count`` working days later ("wd" in content.md part 2)."""
        day = self.local(moment).date()
        left = count
        while left > 0:
            day += timedelta(days=1)
            if day.weekday() in self.working_days or not self.working_days:
                left -= 1
        return resolve(day, self.slot, self.zone)

    def _days_from(self, day: date) -> Iterator[date]:
        while True:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True)
class Cadence:
    """ "Mondays 10:00, every week": one weekday, one wall time, every so many weeks.

    ``every_weeks`` counts from ``anchor``, the Monday of the week in which the rhythm was set, so
    a restart or a late tick never shifts a fortnightly rhythm.
    """

    weekday: int
    at: time
    every_weeks: int = 1
    anchor: date = date(2024, 1, 1)

    def next_after(self, moment: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
        """The next local date and its instant strictly after ``moment``."""
        day = moment.astimezone(zone).date() - timedelta(days=1)
        while True:
            if day.weekday() == self.weekday and self._is_on_week(day):
                instant = resolve(day, self.at, zone)
                if instant > moment:
                    return day, instant
            day += timedelta(days=1)

    def _is_on_week(self, day: date) -> bool:
        monday = day - timedelta(days=day.weekday())
        start = self.anchor - timedelta(days=self.anchor.weekday())
        return ((monday - start).days // 7) % self.every_weeks == 0
