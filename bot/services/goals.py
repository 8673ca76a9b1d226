"""Goals: said, composed, shared with whom the owner chose (content.md F3)."""

from __future__ import annotations

from bot.ports import Clock, Units


class GoalService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
