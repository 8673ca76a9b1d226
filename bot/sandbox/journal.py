"""Everything that crossed the border between the app and the local Slack, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TO_SLACK = "to_slack"
TO_APP = "to_app"
INSIDE = "inside"


@dataclass
class LogEntry:
    """One exchange.

    ``at`` is the sandbox clock when it began, ``seconds`` the real time it took;
    ``status`` is an HTTP status, or None where there was none (Socket Mode, cut lines).
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


class Journal:
    """An append-only list of LogEntry that also behaves as one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.entries: list[LogEntry] = []
        self.on_add: Callable[[], None] | None = None

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
    ) -> LogEntry:
        entry = LogEntry(
            number=len(self.entries) + 1,
            direction=direction,
            path=path,
            request=request,
            response=response,
            status=status,
            at=at or self._now(),
            seconds=seconds,
            note=note,
        )
        self.entries.append(entry)
        if self.on_add is not None:
            self.on_add()
        return entry

    def calls(self, method: str) -> list[LogEntry]:
        """Web API calls of one method, oldest first, refused ones included."""
        return [e for e in self.entries if e.direction == TO_SLACK and e.path == method]

    def deliveries(self, kind: str = "") -> list[LogEntry]:
        """What was sent to the app; ``kind`` is the beginning of the entry's path."""
        return [e for e in self.entries if e.direction == TO_APP and e.path.startswith(kind)]

    def __iter__(self) -> Iterator[LogEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> LogEntry:
        return self.entries[index]
