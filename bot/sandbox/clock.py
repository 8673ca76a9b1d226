"""The moments the local Slack lives by.

Every rule with a duration (trigger ids, response URLs, rate buckets, signatures, message
ids) asks the clock it was given, so a test decides when three seconds have passed.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

DEFAULT_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning; where a ManualClock stands unless told otherwise."""


class SandboxClock(Protocol):
    """Anything that knows the time. Any object with an aware ``now()`` will do."""

    def now(self) -> datetime:
        """The present moment, always aware."""
        ...


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time_ns() / 1_000_000_000, UTC)


class ManualClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = DEFAULT_START) -> None:
        if start.tzinfo is None:
            raise ValueError("A clock needs an aware start.")
        self._start = self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)

    def rewind(self) -> None:
        """Back to where it began."""
        self._now = self._start


class OffsetClock:
    """Real time plus a movable offset: it ticks by itself and can also be wound on."""

    def __init__(self, start: datetime | None = None) -> None:
        self._real = RealClock()
        self._start = start
        self._offset = timedelta()
        self.rewind()

    def now(self) -> datetime:
        return self._real.now() + self._offset

    def advance(self, by: timedelta) -> None:
        self._offset += by

    def set(self, moment: datetime) -> None:
        self._offset = moment - self._real.now()

    def rewind(self) -> None:
        """Back to the moment it began with; from there it ticks again."""
        self._offset = self._start - self._real.now() if self._start else timedelta()
