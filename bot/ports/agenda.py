"""Where the lines of a pair's next conversation are kept."""

from __future__ import annotations

from typing import Protocol

from bot.domain.agenda import AgendaItem


class Agenda(Protocol):
    """Lines for the next conversation; each is seen by its owner, and once shown by the pair."""

    def add(self, row: AgendaItem) -> None:
        """Keep a new one."""
        ...

    async def waiting(self, viewer: str) -> list[AgendaItem]:
        """What this person may see of the active pairings they are in, oldest first."""
        ...

    async def get(self, item_id: str, *, visible_to: str) -> AgendaItem | None:
        """The line, to who may see it; to anybody else there is none."""
        ...

    async def waiting_about(
        self, pairing_id: str, about_id: str, *, owner_id: str
    ) -> AgendaItem | None:
        """The owner's line about one record that still waits in this pairing."""
        ...
