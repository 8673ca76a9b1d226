"""Wins: kept, shared, and the strength named back (content.md F8)."""

from __future__ import annotations

from bot.ports import Clock, Units


class WinService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
