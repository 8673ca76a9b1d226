"""Where setbacks are kept."""

from __future__ import annotations

from typing import Protocol

from bot.domain.setbacks import Setback


class Setbacks(Protocol):
    """Setbacks, read by their owner and by nobody else (content.md 0.3)."""

    def add(self, row: Setback) -> None:
        """Keep a new one."""
        ...

    async def get(self, setback_id: str, *, owner_id: str) -> Setback | None:
        """The setback, to its owner; to anybody else there is none."""
        ...

    async def of(self, owner_id: str) -> list[Setback]:
        """One's own, newest first."""
        ...
