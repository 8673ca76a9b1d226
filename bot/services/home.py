"""What the Home tab shows: one person's own view of everything."""

from __future__ import annotations

from bot.ports import Clock, Units


class HomeService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
