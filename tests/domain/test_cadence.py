"""Clocks that change, windows, slots, and days as people type them (reliability.md R10 to R12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import (
    LONGEST_PAUSE,
    Cadence,
    Week,
    checked_until,
    is_zone,
    resolve,
    until_in,
    zone_meant,
    zone_named,
)
from bot.domain.errors import NotADate, PastDate, TooFarOff, TooSoon

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "posixrules", "Factory"}))
FIRST = datetime(2005, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 31 * 366 * 86_400).map(lambda s: FIRST + timedelta(seconds=s))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


def local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %z")


@pytest.mark.parametrize(
    ("zone", "day", "at", "happens"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 03:30 -0400"),
        ("America/New_York", "2026-03-09", "00:30", "2026-03-09 00:30 -0400"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 01:30 -0400"),
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29 02:30 +0100"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25 01:30 +0100"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04 02:45 +1100"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05 01:45 +1100"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-24 01:00 +0300"),
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06 01:30 -0300"),
        ("Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29 03:30 +0200"),
        ("Antarctica/Troll", "2026-10-25", "01:30", "2026-10-25 01:30 +0200"),
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 00:30 -0100"),
        ("Pacific/Apia", "2011-12-30", "10:00", "2011-12-31 10:00 +1400"),
        ("Europe/London", "2026-06-01", "10:00", "2026-06-01 10:00 +0100"),
    ],
)
def test_a_wall_time_happens_once(zone: str, day: str, at: str, happens: str) -> None:
    """In a gap on the offset before it; of two, the first."""
    moment = resolve(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert local(moment, zone) == happens


@given(zone=ZONES, start=MOMENTS, weekday=st.integers(0, 6), at=TIMES, weeks=st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_a_rhythm_goes_on_strictly_one_per_local_date(
    zone: str, start: datetime, weekday: int, at: time, weeks: int
) -> None:
    cadence, place = Cadence(weekday, at, weeks, start.date()), ZoneInfo(zone)
    day, moment = cadence.next_after(start, place)
    assert moment > start
    for _ in range(30):
        following, then = cadence.next_after(moment, place)
        assert then > moment
        assert following - day == timedelta(weeks=weeks)
        assert following.weekday() == weekday
        assert abs(then - moment - timedelta(weeks=weeks)) <= timedelta(hours=27)
        day, moment = following, then


@given(zone=ZONES, start=MOMENTS, weekday=st.integers(0, 6), at=TIMES, late=st.integers(0, 10**7))
@settings(max_examples=200, deadline=None)
def test_a_late_tick_never_shifts_a_rhythm(
    zone: str, start: datetime, weekday: int, at: time, late: int
) -> None:
    """Asked at any moment before the next one, the answer is the same."""
    cadence, place = Cadence(weekday, at, 2, date(2024, 1, 1)), ZoneInfo(zone)
    expected = cadence.next_after(start, place)
    meanwhile = start + timedelta(seconds=late)
    if meanwhile < expected[1]:
        assert cadence.next_after(meanwhile, place) == expected


@given(
    zone=ZONES,
    start=MOMENTS,
    slot=TIMES,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda s: tuple(sorted(s))),
)
@settings(max_examples=300, deadline=None)
def test_slots_are_strictly_increasing_and_never_bunched(
    zone: str, start: datetime, slot: time, days: tuple[int, ...]
) -> None:
    week = Week(ZoneInfo(zone), days, time(0, 0), time(23, 59), slot)
    before = week.next_slot(start)
    assert before >= start
    assert week.next_slot(before) == before
    for _ in range(20):
        following = week.next_slot(before + timedelta(seconds=1))
        assert timedelta(hours=20) <= following - before <= timedelta(days=8, hours=4)
        before = following


@given(zone=ZONES, moment=MOMENTS, times=st.tuples(TIMES, TIMES))
@settings(max_examples=300, deadline=None)
def test_an_opening_is_open(zone: str, moment: datetime, times: tuple[time, time]) -> None:
    start, end = sorted(times)
    if start == end:
        return
    week = Week(ZoneInfo(zone), (0, 1, 2, 3, 4), start, end)
    opening = week.next_open(moment)
    assert opening >= moment
    opens, closes = (resolve(week.local(opening).date(), at, week.zone) for at in (start, end))
    if opens < closes and week.local(opens).date() == week.local(closes).date():
        assert week.is_open(opening)


def test_a_slot_moved_over_midnight_is_not_lost() -> None:
    """Nuuk, 28 March 2026: 23:30 happens at 00:30 of the next date."""
    week = Week(ZoneInfo("America/Nuuk"), tuple(range(7)), slot=time(23, 30))
    asked = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
    assert local(asked, "America/Nuuk").startswith("2026-03-29 00:10")
    assert local(week.next_slot(asked), "America/Nuuk").startswith("2026-03-29 00:30")


def test_a_window_is_one_stretch_when_an_hour_comes_twice() -> None:
    week = Week(ZoneInfo("Europe/London"), tuple(range(7)), time(1, 30), time(3, 0))
    second_half_past = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert local(second_half_past, "Europe/London") == "2026-10-25 01:10 +0000"
    assert week.is_open(second_half_past)


def test_working_days_are_counted_and_without_any_every_day_counts() -> None:
    friday = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    week = Week(ZoneInfo("Europe/London"))
    assert week.after_working_days(friday, 1) == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    assert week.after_working_days(friday, 6) == datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
    sunday_to_thursday = Week(ZoneInfo("Asia/Riyadh"), (6, 0, 1, 2, 3))
    assert sunday_to_thursday.after_working_days(friday, 1).date() == date(2026, 3, 8)
    free = Week(ZoneInfo("Europe/London"), ())
    assert free.after_working_days(friday, 1).date() == date(2026, 3, 7)
    assert free.next_slot(friday).date() == date(2026, 3, 7)
    assert free.is_open(datetime(2026, 3, 8, 10, 0, tzinfo=UTC))


# --- zones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/London", "Europe/London"),
        ("  europe/london ", "Europe/London"),
        ("New York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("MANILA", "Asia/Manila"),
        ("Sydney", "Australia/Sydney"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("US/Eastern", "US/Eastern"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("GMT+5", ""),
        ("UTC+3", ""),
        ("Eastern", ""),
        ("localtime", ""),
        ("posix/Europe/London", ""),
        ("../../etc/passwd", ""),
        ("/etc/localtime", ""),
        ("", ""),
        ("🎉", ""),
        ("x" * 4000, ""),
        ("Europe/London\x00", ""),
    ],
)
def test_zones_as_people_type_them(typed: str, meant: str) -> None:
    assert zone_meant(typed) == meant


@pytest.mark.parametrize("name", sorted(available_timezones())[::40])
def test_every_zone_answers_to_its_own_name(name: str) -> None:
    assert zone_meant(name) == name


@pytest.mark.parametrize(
    "bad", ["", "Mars/Base", "../x", "/etc/passwd", "a" * 300, "\x00", "Europe"]
)
def test_a_bad_name_never_stops_a_prompt(bad: str) -> None:
    assert not is_zone(bad)
    assert zone_named(bad).key == "UTC"


# --- until ---------------------------------------------------------------------------------------

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 weeks", "2026-12-06"),
        ("2weeks", "2026-12-06"),
        ("1 week", "2026-11-29"),
        ("a week", "2026-11-29"),
        ("two weeks", "2026-12-06"),
        ("for 2 weeks", "2026-12-06"),
        ("“2 weeks”", "2026-12-06"),
        ("10 days", "2026-12-02"),
        ("3d", "2026-11-25"),
        ("a fortnight", "2026-12-06"),
        ("1 month", "2026-12-22"),
        ("next month", "2026-12-22"),
        ("next week", "2026-11-29"),
        ("tomorrow", "2026-11-23"),
        ("until tomorrow.", "2026-11-23"),
        ("Monday", "2026-11-23"),
        ("until next monday", "2026-11-23"),
        ("sunday", "2026-11-29"),
        ("until 15 Jan", "2027-01-15"),
        ("till 15th of January", "2027-01-15"),
        ("Jan 15", "2027-01-15"),
        ("January 15, 2027", "2027-01-15"),
        ("15 january 2027", "2027-01-15"),
        ("23 Nov", "2026-11-23"),
        ("21 Nov", "2027-11-21"),
        ("2 may", "2027-05-02"),
        ("3 mar", "2027-03-03"),
        ("sept 1", "2027-09-01"),
        ("2027-01-15", "2027-01-15"),
        ("UNTIL 2027-1-5", "2027-01-05"),
    ],
)
def test_the_day_people_mean(typed: str, day: str) -> None:
    assert until_in(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", NotADate),
        ("until further notice", NotADate),
        ("a while", NotADate),
        ("0 weeks", NotADate),
        ("-2 weeks", NotADate),
        ("2 apples", NotADate),
        ("31 Feb", NotADate),
        ("2027-13-40", NotADate),
        ("03/04/2027", NotADate),
        ("ma", NotADate),
        ("<!channel>", NotADate),
        ("🎉", NotADate),
        ("שבוע", NotADate),
        ("x" * 4000, NotADate),
        ("9" * 4000 + " weeks", NotADate),
        ("yesterday", PastDate),
        ("2026-11-21", PastDate),
        ("1 Jan 2025", PastDate),
        ("0001-01-01", PastDate),
        ("today", TooSoon),
        ("22 Nov", TooSoon),
        ("2026-11-22", TooSoon),
        ("999999999 weeks", TooFarOff),
        ("999999999 months", TooFarOff),
        ("24 months", TooFarOff),
        ("9999-12-31", TooFarOff),
        ("29 Feb", TooFarOff),
    ],
)
def test_no_day_is_refused_and_the_words_come_back(typed: str, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        until_in(typed, TODAY)
    assert refused.value.words == typed  # type: ignore[attr-defined]
    assert len(refused.value.reply) < 250  # type: ignore[attr-defined]


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_whatever_is_typed_is_a_coming_day_or_refused(typed: str) -> None:
    try:
        day = until_in(typed, TODAY)
    except (NotADate, PastDate, TooSoon, TooFarOff):
        return
    assert TODAY < day <= TODAY + LONGEST_PAUSE


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 11))
def test_a_month_later_is_the_same_day_or_the_months_last(today: date, months: int) -> None:
    day = until_in(f"{months} months", today)
    assert (day.year * 12 + day.month) - (today.year * 12 + today.month) == months
    assert day.day == today.day or (day + timedelta(days=1)).day == 1


def test_the_longest_pause_is_a_year() -> None:
    assert checked_until(TODAY + LONGEST_PAUSE, TODAY) == date(2027, 11, 23)
    with pytest.raises(TooFarOff):
        checked_until(TODAY + LONGEST_PAUSE + timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, date(2026, 4, 5)), (1, date(2026, 4, 3)), (10, date(2026, 3, 23))],
)
def test_working_days_are_counted_back_from_a_sunday(count: int, day: date) -> None:
    assert Week(ZoneInfo("Europe/London")).working_days_before(date(2026, 4, 5), count) == day
