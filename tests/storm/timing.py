"""One clock for every process of a storm: real time, faster, and wound on by whoever directs.

Sixty times as fast, a storm of minutes covers hours, and every constant of the product (lease,
settle time, looks, heal) keeps its own value and its proportion to the others.
"""

from __future__ import annotations

import asyncio
import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock

#: Real start, shown start, how much faster; all seconds. One page, read anew at every look.
_FORM = struct.Struct("ddd")


class SharedClock:
    """Reads a small file that all processes have mapped; ``wind`` moves it for all of them."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._held = mmap.mmap(file.fileno(), _FORM.size)
        self._real = SystemClock()

    @classmethod
    def begin(cls, path: Path, start: datetime, scale: float) -> SharedClock:
        """A new clock in ``path`` that shows ``start`` now; with a scale of 0 it stands still."""
        real = SystemClock().now().timestamp()
        path.write_bytes(_FORM.pack(real, start.timestamp(), scale))
        return cls(path)

    @property
    def scale(self) -> float:
        """Shown seconds in a real one."""
        return float(_FORM.unpack_from(self._held)[2])

    def now(self) -> datetime:
        """The shown moment."""
        began, shown, scale = _FORM.unpack_from(self._held)
        real = self._real.now().timestamp()
        return datetime.fromtimestamp(shown + (real - began) * scale, UTC)

    def go(self, scale: float) -> None:
        """From now on so much faster than real time."""
        shown = self.now().timestamp()
        _FORM.pack_into(self._held, 0, SystemClock().now().timestamp(), shown, scale)

    def wind(self, by: timedelta) -> None:
        """On by so much, in every process at once. One aligned number changes."""
        shown = _FORM.unpack_from(self._held)[1]
        struct.pack_into("d", self._held, 8, shown + by.total_seconds())


async def real_time(seconds: float) -> None:
    """Real time goes by: a storm is the one place where that is the point."""
    loop = asyncio.get_running_loop()
    gone = loop.create_future()
    timer = loop.call_later(seconds, gone.set_result, None)
    try:
        await gone
    finally:
        timer.cancel()
