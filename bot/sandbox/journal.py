"""Everything that crossed the border between the app and the local Slack, in order."""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.masking import headers_to_show

if TYPE_CHECKING:
    from bot.sandbox.results import Answer

TO_SLACK = "to_slack"
TO_APP = "to_app"
INSIDE = "inside"
MOST_KEPT = 5_000
"""Older exchanges are forgotten, so that a sandbox may run for weeks. Numbers keep rising."""


@dataclass
class LogEntry:
    """One exchange.

    ``at`` is the sandbox clock when it began, ``seconds`` the real time it took;
    ``status`` is an HTTP status, or None where there was none (Socket Mode, cut lines).
    ``done`` is False while it is under way. ``retry`` counts repeated deliveries of one event,
    ``fault`` names the trouble that was switched on, ``instead`` is what the app got in place of
    ``response`` because of it. ``envelope`` is what Socket Mode wraps around the payload.
    ``size`` and ``response_size`` are bytes on the wire.
    """

    number: int
    direction: str
    path: str
    request: Any
    response: Any
    status: int | None
    at: datetime
    seconds: float
    note: str = ""
    done: bool = True
    retry: int = 0
    retry_reason: str = ""
    fault: str = ""
    instead: Any = None
    envelope: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    response_size: int = 0

    def answered(self, answer: Answer) -> None:
        """What became of a delivery to the app."""
        self.status, self.response = answer.status, answer.payload
        self.response_headers = headers_to_show(answer.headers)
        self.response_size = answer.size
        notes = [f"retry {self.retry}" if self.retry else "", answer.error or ""]
        self.note = ", ".join(note for note in notes if note)


class Journal:
    """A list of LogEntry that also behaves as one; ``most`` newest ones are kept.

    ``on_change`` is called for each entry that comes or is finished. ``key`` is another one in
    every journal: after a reset or a restart the numbers begin at one again.
    """

    def __init__(self, now: Callable[[], datetime], most: int = MOST_KEPT) -> None:
        self.key = secrets.token_hex(8)
        self._now = now
        self._most = most
        self._last = 0
        self.entries: list[LogEntry] = []
        self.on_change: list[Callable[[], None]] = []

    def add(
        self,
        direction: str,
        path: str,
        *,
        request: Any = None,
        response: Any = None,
        status: int | None = None,
        seconds: float = 0.0,
        note: str = "",
        at: datetime | None = None,
        done: bool = True,
    ) -> LogEntry:
        """Write down an exchange; with ``done=False`` one that will be finished later."""
        self._last += 1
        entry = LogEntry(
            number=self._last,
            direction=direction,
            path=path,
            request=request,
            response=response,
            status=status,
            at=at or self._now(),
            seconds=seconds,
            note=note,
            done=done,
        )
        self.entries.append(entry)
        if len(self.entries) > self._most:
            del self.entries[: -self._most]
        self._tell()
        return entry

    def finish(self, entry: LogEntry, seconds: float) -> None:
        """The exchange is over and took this long."""
        entry.seconds, entry.done = seconds, True
        self._tell()

    def calls(self, method: str) -> list[LogEntry]:
        """Web API calls of one method, oldest first, refused ones included."""
        return [e for e in self.entries if e.direction == TO_SLACK and e.path == method]

    def deliveries(self, kind: str = "") -> list[LogEntry]:
        """What was sent to the app; ``kind`` is the beginning of the entry's path."""
        return [e for e in self.entries if e.direction == TO_APP and e.path.startswith(kind)]

    def after(self, number: int) -> list[LogEntry]:
        """The kept entries with a higher number, oldest first."""
        return self.entries[bisect_left(self.entries, number + 1, key=lambda e: e.number) :]

    def find(self, number: int) -> LogEntry | None:
        """One entry by its number; None when it is forgotten or not there yet."""
        found = self.after(number - 1)[:1]
        return found[0] if found and found[0].number == number else None

    def __iter__(self) -> Iterator[LogEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> LogEntry:
        return self.entries[index]

    # --- private -----------------------------------------------------------------

    def _tell(self) -> None:
        for listener in self.on_change:
            listener()
