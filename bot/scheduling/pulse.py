"""Which part of the program stands still (reliability.md R24).

A part is still when it has not come to its end, nor one step further, for too long. The beat that
starts them all is a part too: a timer may die without a word (reliability.md exp 1).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.ports import Clock

#: A part that has not moved for this long is not alive; with the beat, noticed within 120 s.
STILL = timedelta(seconds=90)

HEARTBEAT = "heartbeat"
COURIER = "courier"
PLANNER = "planner"
RECONCILER = "reconciler"
PARTS = (HEARTBEAT, COURIER, PLANNER, RECONCILER)


class Pulse:
    """Remembers when each part moved last, on the injected clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._moved: dict[str, datetime] = {}
        self._busy: set[str] = set()

    def moved(self, part: str) -> None:
        """It came a step further."""
        self._moved[part] = self._clock.now()

    @contextlib.contextmanager
    def during(self, part: str) -> Iterator[None]:
        """It has begun; it must move or end."""
        self.moved(part)
        self._busy.add(part)
        try:
            yield
        finally:
            self._busy.discard(part)
            self.moved(part)

    def still_for(self, part: str) -> timedelta:
        """How long it has not moved; none while it has nothing to do, except for the beat."""
        if part not in self._moved or (part != HEARTBEAT and part not in self._busy):
            return timedelta()
        return max(self._clock.now() - self._moved[part], timedelta())
