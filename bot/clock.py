"""Where the time comes from. One clock is built at the start and injected (README.md D4).

All of them answer aware UTC. Only this file may ask the machine; `bot/sandbox/clock.py` is its
counterpart on the other side of the wire.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's wall clock. It may jump: an operator sets it, a laptop wakes up."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetClock(SystemClock):
    """The machine's clock, ahead by what it was wound: the demo's clock, which keeps ticking."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    def now(self) -> datetime:
        return super().now() + self._offset

    def advance(self, by: timedelta) -> None:
        """Wind forward. Raises ValueError for a step backwards."""
        self._offset += _forward(by)


class ManualClock:
    """Stands still until it is told otherwise: the tests' clock."""

    def __init__(self, start: datetime) -> None:
        """Raises ValueError unless `start` is aware."""
        self._start = self._now = _utc(start)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        """Wind forward. Raises ValueError for a step backwards; `move_to` may go back."""
        self._now += _forward(by)

    def rewind(self) -> None:
        """Back to where it began."""
        self._now = self._start

    def move_to(self, moment: datetime) -> None:
        """Stand at `moment`, earlier or later. Raises ValueError unless it is aware."""
        self._now = _utc(moment)


def uptime() -> float:
    """Seconds since the machine started, its sleep included; no step of the wall clock moves it.

    Where the system does not count sleep, at least nobody sets it.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


# --- checks --------------------------------------------------------------------------------------


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A clock is set to an aware moment.")
    return moment.astimezone(UTC)


def _forward(by: timedelta) -> timedelta:
    if by < timedelta():
        raise ValueError("A clock is wound forward.")
    return by
