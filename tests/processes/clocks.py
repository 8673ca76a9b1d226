"""One clock for several processes: a moment in a file that all of them have mapped."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SharedClock:
    """Stands still until the stage winds it, as ManualClock does, in every process at once."""

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        """``start``: begin the file; without it, look at one that is there."""
        if start is not None:
            path.write_bytes(b"\0" * 8)
        self.path = path
        with path.open("r+b") as file:
            self._moment = mmap.mmap(file.fileno(), 8)
        if start is not None:
            self._start = start
            self._set(start)

    def now(self) -> datetime:
        (micros,) = struct.unpack("=q", self._moment[:8])
        return _EPOCH + timedelta(microseconds=micros)

    def advance(self, by: timedelta) -> None:
        if by < timedelta():
            raise ValueError("A clock is wound forward.")
        self._set(self.now() + by)

    def rewind(self) -> None:
        self._set(self._start)

    def move_to(self, moment: datetime) -> None:
        self._set(moment)

    def _set(self, moment: datetime) -> None:
        self._moment[:8] = struct.pack("=q", (moment - _EPOCH) // timedelta(microseconds=1))
