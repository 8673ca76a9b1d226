"""Clocks that change: one question for each local date, everywhere (reliability.md R10, exp 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.clock import ManualClock
from bot.domain.cadence import Week, resolve
from tests.time.memory import MemoryHouse

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: Every kind of change there is: whole hours, half an hour, two hours, at midnight, before it.
ODD_ZONES = (
    "Europe/London", "America/New_York", "America/Havana", "America/Santiago", "Africa/Cairo",
    "Asia/Beirut", "Australia/Lord_Howe", "Antarctica/Troll", "America/Nuuk", "Africa/Casablanca",
    "Europe/Chisinau", "Pacific/Easter",
)  # fmt: skip
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


@pytest.mark.parametrize(
    ("zone", "weekday", "slot", "begin", "happens"),
    [
        (  # the Monday after the change, which cron-like triggers lose (exp 2)
            "America/New_York", 0, "00:30", "2026-03-01",
            {"2026-03-02": "02 00:30", "2026-03-09": "09 00:30", "2026-03-16": "16 00:30"},
        ),
        (
            "America/New_York", 6, "02:30", "2026-03-01",
            {"2026-03-01": "01 02:30", "2026-03-08": "08 03:30", "2026-03-15": "15 02:30"},
        ),
        (  # the first of the two
            "America/New_York", 6, "01:30", "2026-10-25",
            {"2026-10-25": "25 01:30", "2026-11-01": "01 01:30", "2026-11-08": "08 01:30"},
        ),
        (
            "Africa/Cairo", 4, "00:00", "2026-04-17",
            {"2026-04-17": "17 00:00", "2026-04-24": "24 01:00", "2026-05-01": "01 00:00"},
        ),
        (
            "America/Santiago", 6, "00:30", "2026-08-30",
            {"2026-08-30": "30 00:30", "2026-09-06": "06 01:30", "2026-09-13": "13 00:30"},
        ),
        (
            "America/Havana", 6, "00:15", "2026-03-01",
            {"2026-03-01": "01 00:15", "2026-03-08": "08 01:15", "2026-03-15": "15 00:15"},
        ),
        (  # half an hour
            "Australia/Lord_Howe", 6, "02:15", "2026-09-27",
            {"2026-09-27": "27 02:15", "2026-10-04": "04 02:45", "2026-10-11": "11 02:15"},
        ),
        (  # two hours
            "Antarctica/Troll", 6, "01:30", "2026-03-22",
            {"2026-03-22": "22 01:30", "2026-03-29": "29 03:30", "2026-04-05": "05 01:30"},
        ),
        (  # into the next date; the question still belongs to Saturday
            "America/Nuuk", 5, "23:30", "2026-03-21",
            {"2026-03-21": "21 23:30", "2026-03-28": "29 00:30", "2026-04-04": "04 23:30"},
        ),
        (  # Samoa had no Friday that week
            "Pacific/Apia", 4, "10:00", "2011-12-23",
            {"2011-12-23": "23 10:00", "2011-12-30": "31 10:00", "2012-01-06": "06 10:00"},
        ),
    ],
)  # fmt: skip
async def test_one_question_for_each_date(
    zone: str, weekday: int, slot: str, begin: str, happens: dict[str, str]
) -> None:
    """Lived through, planner and all."""
    place = ZoneInfo(zone)
    start = datetime.combine(date.fromisoformat(begin), time(), place) - HOUR
    house = MemoryHouse(ManualClock(start))
    await house.arrives(
        "maya", zone, checkin_weekday=weekday, slot=time.fromisoformat(slot), working_days=""
    )
    await house.wind(start + timedelta(days=20))
    found = await house.records("maya")
    assert {one.occurrence: f"{one.due_at.astimezone(place):%d %H:%M}" for one in found} == happens
    assert [one.outcome for one in found] == ["queued"] * 3


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_every_change_of_the_next_three_years(zone: str) -> None:
    """96 times a day, from two days before each change to two days after."""
    place = ZoneInfo(zone)
    changes = list(_changes(place, date(2026, 1, 1), date(2029, 1, 1)))
    for day in changes:
        for at in QUARTERS:
            week = Week(place, (), time(0), time(23, 59), at)
            expected = [resolve(day + n * DAY, at, place) for n in range(-2, 3)]
            assert all(20 * HOUR <= b - a <= 28 * HOUR for a, b in pairwise(expected))
            lived = [week.next_slot(expected[0] - HOUR)]
            while len(lived) < 5:
                lived.append(week.next_slot(lived[-1] + timedelta.resolution))
            assert lived == expected, (zone, day, at)
    assert len(changes) >= 3


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_dst_all_zones() -> None:
    """All zones, ten years, six times a day: nothing missing, nothing doubled, in order."""
    times = (time(0, 0), time(0, 30), time(2, 30), time(9, 0), time(12, 0), time(23, 30))
    count, first = 0, date(2026, 1, 1)
    for zone in sorted(available_timezones() - {"localtime", "posixrules", "Factory"}):
        place = ZoneInfo(zone)
        for at in times:
            before = resolve(first, at, place)
            for number in range(1, 3653):
                moment = resolve(first + number * DAY, at, place)
                assert 20 * HOUR <= moment - before <= 28 * HOUR, (zone, at, number)
                before, count = moment, count + 1
    assert count >= 590 * 6 * 3652


def _changes(place: ZoneInfo, since: date, until: date) -> Iterator[date]:
    """Days in the course of which the clocks change."""
    day, offset = since, datetime.combine(since, time(), UTC).astimezone(place).utcoffset()
    while day < until:
        day += DAY
        now = datetime.combine(day, time(), UTC).astimezone(place).utcoffset()
        if now != offset:
            yield day - DAY
        offset = now
