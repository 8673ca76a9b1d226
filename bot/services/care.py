"""Controls and care: why, less, pause, stop words (content.md F23)."""

from __future__ import annotations

from bot.ports import Clock, Units


class CareService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
