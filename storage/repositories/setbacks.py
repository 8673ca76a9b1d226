"""Setbacks, read by their owner and by nobody else (content.md 0.3)."""

from __future__ import annotations

from bot.domain.setbacks import Setback
from storage.repositories.base import Repository
from storage.tables.setbacks import setbacks


class SetbackRepository(Repository):
    """Implements ``bot.ports.repositories.Setbacks``."""

    async def get(self, setback_id: str, *, owner_id: str) -> Setback | None:
        """The setback, to its owner; to anybody else there is none."""
        return await self.one(
            self.rows(
                Setback, setbacks, setbacks.c.id == setback_id, setbacks.c.owner_id == owner_id
            )
        )

    async def of(self, owner_id: str) -> list[Setback]:
        """One's own, newest first."""
        query = self.rows(Setback, setbacks, setbacks.c.owner_id == owner_id)
        return await self.all(query.order_by(setbacks.c.at.desc(), setbacks.c.id))
