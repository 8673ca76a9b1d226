"""When things happen in a person's own day: slots, windows, working days, summer time.

A person's schedule is local wall time plus an IANA zone; the next instant is computed afresh each
time (design D4). Rule for clock changes (reliability.md e.2, exp 8): a time inside a spring gap
happens on the offset before it (02:30 becomes 03:30), a doubled one happens once, the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import NotADate, PastDate, TooFarOff, TooSoon

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: A pause is for a time; who wants more leaves, with `/mentor delete`.
LONGEST_PAUSE = timedelta(days=366)


def zone_named(name: str | None) -> ZoneInfo:
    """The zone, or UTC when the name is unknown: a bad name must never stop a prompt."""
    return _zone(name) or ZoneInfo("UTC")


def is_zone(name: str | None) -> bool:
    """Whether the system knows a place on the map of exactly this name."""
    return _zone(name) is not None


def zone_meant(words: str) -> str:
    """The name of the zone a person typed: "europe/london", "New York", "Manila"; "" if none.

    A city alone is enough when only one zone is named after it.
    """
    typed = "_".join(words.replace("\\", "/").split())
    return _zones_by_word().get(typed.casefold(), "")


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
        """Whether a message may arrive now: a working day, inside the window.

        Compared as instants, so that a window is one stretch of time also when clocks change.
        """
        day = self.local(moment).date()
        if not self._works_on(day):
            return False
        opens = resolve(day, self.window_start, self.zone)
        return opens <= moment < resolve(day, self.window_end, self.zone)

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself when the window is open, else the start of the next window."""
        return moment if self.is_open(moment) else self.next_at((self.window_start,), moment)

    def next_slot(self, moment: datetime) -> datetime:
        """The first slot at or after ``moment``."""
        return self.next_at((self.slot,), moment)

    def next_at(self, times: tuple[time, ...], moment: datetime) -> datetime:
        """The first of these wall times, on a working day, at or after ``moment``.

        Yesterday is looked at too: a gap at midnight moves its last hour into today.
        """
        day = self.local(moment).date() - timedelta(days=1)
        found: list[datetime] = []
        while True:
            enough = bool(found)
            if self._works_on(day):
                instants = (resolve(day, at, self.zone) for at in times)
                found += [instant for instant in instants if instant >= moment]
            if enough:
                return min(found)
            day += timedelta(days=1)

    def after_working_days(self, moment: datetime, count: int) -> datetime:
        """The slot ``count`` working days later ("wd" in content.md part 2)."""
        day = self.local(moment).date()
        left = count
        while left > 0:
            day += timedelta(days=1)
            left -= self._works_on(day)
        return resolve(day, self.slot, self.zone)

    def working_days_before(self, day: date, count: int) -> date:
        """The day ``count`` working days earlier."""
        while count > 0:
            day -= timedelta(days=1)
            count -= self._works_on(day)
        return day

    def _works_on(self, day: date) -> bool:
        """Nobody works on no day at all: without any, every day counts."""
        return not self.working_days or day.weekday() in self.working_days


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


def until_in(words: str, today: date) -> date:
    """The first day after a pause, as people type it: "2 weeks", "until 15 Jan", "tomorrow".

    A day without a year is the next one of that name. Raises ``NotADate``, ``PastDate``,
    ``TooSoon`` or ``TooFarOff``, with the words.
    """
    day = _day_in(" ".join(words.casefold().replace(",", " ").split()), today)
    if day is None:
        raise NotADate(what=" ".join(words.split())[:80], words=words)
    return checked_until(day, today, words=words)


def checked_until(day: date, today: date, *, words: str = "") -> date:
    """``day``, if a pause may end on it. Raises as ``until_in`` does."""
    if day < today:
        raise PastDate(words=words)
    if day == today:
        raise TooSoon(words=words)
    if day - today > LONGEST_PAUSE:
        raise TooFarOff(words=words)
    return day


# --- private -------------------------------------------------------------------------------------

#: Names the system knows that are no place on the map.
_NO_PLACE = ("localtime", "posixrules", "Factory", "posix/", "right/")
#: Names whose last part is a direction or a coast, not a city.
_NO_CITY = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "Australia/")


@lru_cache(maxsize=2048)
def _zone(name: str | None) -> ZoneInfo | None:
    """``ZoneInfo`` raises four kinds of error for bad names (reliability.md exp 8), and takes
    "localtime" for a zone, which would be the machine's own."""
    try:
        return None if not name or name.startswith(_NO_PLACE) else ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):
        return None


@cache
def _zones_by_word() -> Mapping[str, str]:
    """Every zone by its name and by its city, in lower case; the fuller name wins."""
    known = [name for name in available_timezones() if not name.startswith(_NO_PLACE)]
    placed = [name for name in known if "/" in name and not name.startswith(_NO_CITY)]
    placed += [f"Australia/{city}" for city in _AUSTRALIAN if f"Australia/{city}" in known]
    placed.sort(key=lambda name: (len(name), name))
    cities = {name.rpartition("/")[2].casefold(): name for name in placed}
    return cities | {name.casefold(): name for name in known}


_AUSTRALIAN = (
    "Adelaide", "Brisbane", "Canberra", "Darwin", "Hobart", "Melbourne", "Perth", "Sydney"
)  # fmt: skip

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS = {"day": 1, "d": 1, "week": 7, "wk": 7, "w": 7, "fortnight": 14}
_LEAD = re.compile(r"^(?:(?:for|until|till|til|to|on|the|next|about)\s+)+")
_SPAN = re.compile(r"^(\d{1,9}|[a-z]+)\s*([a-z]+?)s?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]+)\.?(?:\s+(\d{4}))?$")
_MONTH_DAY = re.compile(r"^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?$")


def _day_in(words: str, today: date) -> date | None:
    """Words in lower case; None when they name no day."""
    plain = _LEAD.sub("", words.strip(" .!“”„\"'`"))
    if plain in ("today", "now", "yesterday", "tomorrow"):
        return today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(plain, 0))
    if plain in ("week", "month"):
        return _after(1, plain, today)
    weekday = _among(plain, tuple(day.casefold() for day in WEEKDAYS))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := _ISO.match(plain):
        return _calendar(int(found[1]), int(found[2]), int(found[3]))
    if found := _SPAN.match(plain):
        count = int(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1], 0)
        if count and (day := _after(count, found[2], today)):
            return day
    if found := _DAY_MONTH.match(plain):
        return _dated(int(found[1]), found[2], found[3], today)
    if found := _MONTH_DAY.match(plain):
        return _dated(int(found[2]), found[1], found[3], today)
    return None


def _after(count: int, unit: str, today: date) -> date | None:
    """So many units from today; a count beyond all calendars is as good as the last day."""
    if unit in ("month", "mo"):
        years, month = divmod(today.month - 1 + min(count, 1200), 12)
        days = (today.day - back for back in range(4))
        return next(day for one in days if (day := _calendar(today.year + years, month + 1, one)))
    if unit in _UNITS:
        return today + timedelta(days=min(count, 10_000) * _UNITS[unit])
    return None


def _dated(day: int, month_name: str, year: str | None, today: date) -> date | None:
    month = _among(month_name, _MONTHS)
    if month is None:
        return None
    if year:
        return _calendar(int(year), month + 1, day)
    coming = (_calendar(today.year + more, month + 1, day) for more in range(9))
    return next((one for one in coming if one is not None and one >= today), None)


def _among(word: str, names: tuple[str, ...]) -> int | None:
    """Which name is meant; three letters or more are enough."""
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
