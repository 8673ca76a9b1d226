"""Words typed in the DM are never lost (content.md F5, F23)."""

from __future__ import annotations

from bot.ports import Clock, Units


class ReplyService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
