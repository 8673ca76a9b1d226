"""Set-up and settings (content.md F1, F23)."""

from __future__ import annotations

from bot.ports import Clock, Units


class SettingsService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
