"""Finding a mentor, agreeing, being paired (content.md F2)."""

from __future__ import annotations

from bot.ports import Clock, Units
from bot.services.people import PeopleService


class PairingService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock, people: PeopleService) -> None:
        self.units = units
        self.clock = clock
        self.people = people
