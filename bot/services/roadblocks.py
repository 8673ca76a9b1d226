"""Roadblocks: raised, relayed, answered, solved (content.md F7)."""

from __future__ import annotations

from bot.ports import Clock, Units


class RoadblockService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
