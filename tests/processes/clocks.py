"""One clock for several processes: a moment in a file that all of them have mapped."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

#: Microseconds, and whether hearts beat.
_MOMENT = struct.Struct("=qB")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SharedClock:
    """Stands still until the stage winds it, as ManualClock does, in every process at once."""

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        """``start``: begin the file; without it, look at one that is there."""
        if start is not None:
            path.write_bytes(_MOMENT.pack(0, 1))
        self.path = path
        with path.open("r+b") as file:
            self._moment = mmap.mmap(file.fileno(), _MOMENT.size)
        if start is not None:
            self._start = start
            self._set(start)

    def now(self) -> datetime:
        return _EPOCH + timedelta(microseconds=_MOMENT.unpack(self._moment[:])[0])

    @property
    def beats(self) -> bool:
        """Whether hearts may beat: on a stage they do so when it settles, as one process does."""
        return bool(_MOMENT.unpack(self._moment[:])[1])

    @beats.setter
    def beats(self, on: bool) -> None:
        self._moment[8:] = bytes([on])

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
