"""How often check-ins come, as tables (content.md 5.4 to 5.6, F6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Week
from bot.domain.checkins import (
    Prompt,
    PromptState,
    Status,
    has_number,
    is_heavier,
    trend,
)
from bot.domain.goals import Goal, GoalState
from bot.domain.pace import (
    Record,
    Round,
    Silence,
    due_goals,
    fresh_start_on,
    record_of,
    slower,
    usual_hour,
)
from bot.domain.rhythm import rest_of

MONDAY = date(2026, 3, 9)
AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
WEEK = Week(ZoneInfo("Europe/London"))
ON, BEHIND, STUCK, SKIP = Status.ON_TRACK, Status.BEHIND, Status.STUCK, Status.SKIPPED
KEPT, PASSED, OPEN = PromptState.ANSWERED, PromptState.PASSED, PromptState.OPEN


def goal(name: str, weeks: int = 1) -> Goal:
    made = Goal("T1", "U1", name, AT, every_weeks=weeks, state=GoalState.ACTIVE, id=name)
    return made


def asked(week: int, *goals: str, state: str = KEPT) -> Prompt:
    """The question of that week, counted from Monday 9 March."""
    at = AT + timedelta(weeks=week)
    slot = MONDAY + timedelta(weeks=week)
    return Prompt("T1", "U1", at, at + timedelta(days=6), list(goals), slot, state)


# --- what comes after a silence ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounds", "weeks", "pace_asked", "asked_before", "expected"),
    [
        (0, 0, False, None, Round.ASK),
        (1, 1, False, None, Round.ASK_ONCE),
        (2, 2, False, None, Round.FRESH_START),
        (3, 3, False, None, Round.PACE),
        (3, 5, True, 2, Round.ASK_ONCE),
        (3, 3, False, 4, Round.ASK_ONCE),  # asked less than thirty days ago, before this silence
        (4, 4, False, 5, Round.PACE),
        (3, 6, True, 3, Round.REST),
        (3, 6, False, None, Round.PACE),  # a monthly rhythm: weeks alone end nothing
        (5, 5, True, 2, Round.ASK_ONCE),
        (6, 5, True, 2, Round.REST),
        (6, 6, False, None, Round.REST),
    ],
)
def test_what_comes_after_so_much_silence(
    rounds: int, weeks: int, pace_asked: bool, asked_before: int | None, expected: Round
) -> None:
    since = AT - timedelta(weeks=weeks) if rounds else None
    at = AT - timedelta(weeks=asked_before) if asked_before is not None else None
    assert Silence(rounds, since, pace_asked, at).next_round(AT) == expected


def test_a_slower_rhythm_ends_at_eight_weeks() -> None:
    assert [slower(weeks) for weeks in (1, 2, 4, 8, 12)] == [2, 4, 8, 8, 12]


# --- whose turn it is ----------------------------------------------------------------------------


def turns(*goals: Goal, weeks: int, base: int) -> list[list[str]]:
    """What is asked in the next slots, each asking remembered."""
    past: list[Prompt] = []
    found = []
    for week in range(0, weeks, base):
        due = [one.id for one in due_goals(goals, past, MONDAY + timedelta(weeks=week), base)]
        past.insert(0, asked(week, *due))
        found.append(due)
    return found


def test_each_goal_at_its_own_rhythm() -> None:
    weekly, monthly = goal("w"), goal("m", 4)
    assert turns(weekly, monthly, weeks=6, base=1) == [
        ["w", "m"], ["w"], ["w"], ["w"], ["w", "m"], ["w"],
    ]  # fmt: skip
    fortnightly = goal("f", 2)
    assert turns(fortnightly, monthly, weeks=6, base=2) == [["f", "m"], ["f"], ["f", "m"]]


def test_five_goals_take_turns() -> None:
    goals = [goal(name) for name in "abcde"]
    assert turns(*goals, weeks=4, base=1) == [
        ["a", "b", "c"], ["a", "d", "e"], ["a", "b", "c"], ["a", "d", "e"],
    ]  # fmt: skip


# --- 8 of the last 10 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "kept", "window", "breathers"),
    [
        ([], 0, 0, 2),
        ([KEPT] * 3, 3, 3, 2),
        ([KEPT, PASSED, KEPT], 2, 2, 1),
        ([PASSED, PASSED, PASSED], 0, 1, 0),
        ([KEPT, PromptState.AWAY, KEPT], 2, 2, 2),
        ([KEPT, PASSED, PromptState.REPAIRED], 2, 2, 1),
        ([KEPT, OPEN], 1, 1, 2),
        ([KEPT, PromptState.SNOOZED], 1, 1, 2),
    ],
)
def test_what_counts(states: list[str], kept: int, window: int, breathers: int) -> None:
    rounds = [asked(number - 5, state=state) for number, state in enumerate(states)]
    expected = Record(kept, window, breathers)
    assert record_of(rounds[::-1], date(2026, 3, 20)) == expected


def test_a_quarter_has_its_own_breathers_and_ten_are_looked_at() -> None:
    first = [asked(number - 9, state=PASSED) for number in range(4)]  # January
    then = [asked(number + 4, state=KEPT) for number in range(9)]  # from 6 April on
    record = record_of([*first, *then][::-1], date(2026, 6, 1))
    assert record == Record(9, 10, 2), "of the four that passed two were breathers"
    assert record.in_words == (
        "You checked in 9 of the last 10 times; 2 breathers left this quarter."
    )


@pytest.mark.parametrize(("kept", "window", "said"), [(2, 2, False), (0, 3, False), (2, 3, True)])
def test_fewer_than_three_times_are_no_pattern(kept: int, window: int, said: bool) -> None:
    assert bool(Record(kept, window, 2).in_words) == said


# --- fresh starts, hours, patterns ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "begins", "period"),
    [
        (date(2026, 3, 9), date(2026, 3, 9), "week"),
        (date(2026, 3, 12), date(2026, 3, 16), "week"),
        (date(2026, 3, 31), date(2026, 4, 1), "month"),
        (date(2026, 6, 1), date(2026, 6, 1), "month"),
        (date(2026, 5, 29), date(2026, 6, 1), "month"),
    ],
)
def test_a_fresh_start_is_a_working_day(day: date, begins: date, period: str) -> None:
    assert fresh_start_on(WEEK, day) == (begins, period)


def test_a_week_from_sunday_to_thursday_begins_on_sunday() -> None:
    week = Week(ZoneInfo("Asia/Riyadh"), (6, 0, 1, 2, 3))
    assert fresh_start_on(week, date(2026, 3, 10)) == (date(2026, 3, 15), "week")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (["14:20"] * 6, time(14)),
        (["14:20", "14:50", "13:40", "14:05", "10:00", "10:10"], time(14)),
        (["14:20", "14:50", "13:40", "10:05", "10:00", "10:10"], None),
        (["12:30"] * 6, None),  # less than three hours away
        (["17:10"] * 6, None),  # outside the window
        (["14:20"] * 5, None),
    ],
)
def test_the_hour_of_most_answers(hours: list[str], expected: time | None) -> None:
    moments = [
        datetime.fromisoformat(f"2026-03-0{n + 1}T{one}+00:00") for n, one in enumerate(hours)
    ]
    assert usual_hour(moments, WEEK) == expected


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        ([STUCK, BEHIND, ON], True),
        ([STUCK, SKIP, BEHIND, ON], True),
        ([BEHIND, BEHIND, BEHIND], True),
        ([BEHIND, BEHIND, ON], False),
        ([STUCK, ON, BEHIND], False),
        ([STUCK, BEHIND], False),
        ([STUCK, STUCK, BEHIND], False),
    ],
)
def test_heavier_is_two_falls_or_three_times_behind(
    newest_first: list[str], expected: bool
) -> None:
    assert is_heavier(newest_first) is expected


def test_the_trend_is_in_words_oldest_first() -> None:
    assert trend([STUCK, SKIP, BEHIND, ON, ON]) == "on track, then a bit behind, then stuck"
    assert trend([]) == ""


def test_a_measure_with_a_number() -> None:
    assert has_number("below 3 days")
    assert not has_number("the team says so")


@pytest.mark.parametrize(
    ("days", "first"),
    [([], None), ([None], None), ([3], 3), ([3, None], None), ([5, 3], 3), ([-1, 3], -1)],
)
def test_a_rhythm_rests_until_the_first_of_its_goals_wakes(
    days: list[int | None], first: int | None
) -> None:
    def day(number: int | None) -> datetime | None:
        return None if number is None else AT + timedelta(days=number)

    goals = [Goal("T1", "maya", "x", AT, paused_until=day(one)) for one in days]
    assert rest_of(goals) == day(first)
