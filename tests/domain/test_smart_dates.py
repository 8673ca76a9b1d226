"""Times in words become days of the calendar (content.md F3, letter T)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.smart import Fields, Found, Letter, read
from bot.domain.smart.dates import due, times_in
from bot.domain.smart.text import prepare

#: A Thursday.
TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("within 18 months", date(2027, 9, 5)),
        ("18 months", date(2027, 9, 5)),
        ("within 6 weeks", date(2026, 4, 16)),
        ("in six weeks", date(2026, 4, 16)),
        ("in the next two quarters", date(2026, 9, 5)),
        ("within a year", date(2027, 3, 5)),
        ("within a year and a half", date(2027, 9, 5)),
        ("in half a year", date(2026, 9, 5)),
        ("in a couple of weeks", date(2026, 3, 19)),
        ("over the coming 12 months", date(2027, 3, 5)),
        ("in 3 months from now", date(2026, 6, 5)),
        ("by Friday", date(2026, 3, 6)),
        ("by Thursday", date(2026, 3, 12)),
        ("next Friday", date(2026, 3, 13)),
        ("next Monday", date(2026, 3, 9)),
        ("tomorrow", date(2026, 3, 6)),
        ("by the end of the week", date(2026, 3, 6)),
        ("this week", date(2026, 3, 6)),
        ("next week", date(2026, 3, 13)),
        ("this month", date(2026, 3, 31)),
        ("next month", date(2026, 4, 30)),
        ("by the end of the month", date(2026, 3, 31)),
        ("by June", date(2026, 6, 30)),
        ("before June", date(2026, 5, 31)),
        ("by February", date(2027, 2, 28)),
        ("by mid-May", date(2026, 5, 16)),
        ("by early April", date(2026, 4, 5)),
        ("by late April", date(2026, 4, 30)),
        ("in May", date(2026, 5, 31)),
        ("by June 2027", date(2027, 6, 30)),
        ("by 15 April", date(2026, 4, 15)),
        ("by April 15th", date(2026, 4, 15)),
        ("by the 15th of April 2027", date(2027, 4, 15)),
        ("by 1 March", date(2027, 3, 1)),
        ("on 2027-01-15", date(2027, 1, 15)),
        ("by 15.1.2027", date(2027, 1, 15)),
        ("by 15/1/27", date(2027, 1, 15)),
        ("before the April review", date(2026, 3, 31)),
        ("end of Q2", date(2026, 6, 30)),
        ("in Q1 2027", date(2027, 3, 31)),
        ("by the end of the second quarter", date(2026, 6, 30)),
        ("this quarter", date(2026, 3, 31)),
        ("next quarter", date(2026, 6, 30)),
        ("H2", date(2026, 12, 31)),
        ("next summer", date(2026, 8, 31)),
        ("by the end of spring", date(2026, 5, 31)),
        ("this autumn", date(2026, 11, 30)),
        ("by winter", date(2027, 2, 28)),
        ("by summer 2027", date(2027, 8, 31)),
        ("this year", date(2026, 12, 31)),
        ("by the end of next year", date(2027, 12, 31)),
        ("by year end", date(2026, 12, 31)),
        ("by the end of 2027", date(2027, 12, 31)),
    ],
)
def test_a_time_in_words_is_a_day(words: str, day: date) -> None:
    plain = prepare(f"Ship the release {words}").plain
    assert due(times_in(plain, TODAY)) == day


@pytest.mark.parametrize(
    "words",
    [
        "three days a week",
        "every Friday",
        "each month",
        "twice a year",
        "an hour per week",
        "with 5 years of experience",
        "as I may march on",
        "at the conference",
        "on 3 teams",
        "on 31/02/2027",
        "",
    ],
)
def test_what_is_no_time_is_left_alone(words: str) -> None:
    assert times_in(prepare(f"Ship the release {words}").plain, TODAY) == []


@pytest.mark.parametrize(
    "words", ["soon", "someday", "eventually", "later", "asap", "at some point", "one day"]
)
def test_what_puts_off_is_asked_about_kindly(words: str) -> None:
    check = read(f"Ship the release {words}", Fields(), TODAY)[Letter.T]
    assert (check.state, check.evidence) == (Found.NUDGE, words)


def test_the_last_day_named_is_the_day() -> None:
    plain = prepare("Interview ten people by Friday and present by the end of April").plain
    assert due(times_in(plain, TODAY)) == date(2026, 4, 30)


def test_the_evidence_is_what_was_written() -> None:
    check = read("Present it before the April Review, please", Fields(), TODAY)[Letter.T]
    assert check.evidence == "before the April Review"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_today_gives_a_day_ahead(month: int) -> None:
    """Nothing read from a month, quarter or season without a year has gone by."""
    today = date(2026, month, 28)
    for words in ("by June", "by the end of Q2", "next summer", "this winter", "by Monday"):
        day = due(times_in(words.split(), today))
        assert day is None or day >= today or "this" in words, (words, today, day)
