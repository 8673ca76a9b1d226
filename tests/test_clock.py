from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ManualClock, OffsetClock, SystemClock

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock(Protocol):
    def now(self) -> datetime: ...


@pytest.mark.parametrize("clock", [SystemClock(), OffsetClock(), ManualClock(MONDAY)])
def test_every_clock_answers_aware_utc(clock: Clock) -> None:
    assert clock.now().tzinfo is UTC


def test_the_system_clock_moves_by_itself() -> None:
    clock = SystemClock()
    first = clock.now()
    while clock.now() == first:
        pass
    assert clock.now() > first


def test_a_manual_clock_stands_still_until_wound() -> None:
    clock = ManualClock(MONDAY)
    assert clock.now() == clock.now() == MONDAY
    clock.advance(timedelta(days=7))
    assert clock.now() == MONDAY + timedelta(days=7)


def test_a_manual_clock_can_be_set_back_as_an_operator_sets_one_back() -> None:
    clock = ManualClock(MONDAY)
    clock.move_to(MONDAY - timedelta(hours=3))
    assert clock.now() == MONDAY - timedelta(hours=3)


def test_a_manual_clock_turns_any_zone_into_utc() -> None:
    clock = ManualClock(datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/London")))
    assert clock.now() == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_an_offset_clock_runs_ahead_by_what_it_was_wound() -> None:
    clock = OffsetClock()
    clock.advance(timedelta(days=1))
    clock.advance(timedelta(hours=2))
    ahead = clock.now() - SystemClock().now()
    assert abs(ahead - timedelta(days=1, hours=2)) < timedelta(seconds=5)


def test_a_naive_moment_is_refused() -> None:
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        ManualClock(naive)
    with pytest.raises(ValueError, match="aware"):
        ManualClock(MONDAY).move_to(naive)


@pytest.mark.parametrize("clock", [OffsetClock(), ManualClock(MONDAY)])
def test_no_clock_is_wound_backwards(clock: OffsetClock | ManualClock) -> None:
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))
