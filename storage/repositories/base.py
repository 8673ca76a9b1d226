"""What every repository shares: a session, and the workspace no query may forget."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

E = TypeVar("E")


class Repository:
    """Every query starts from ``rows``, which names the workspace (design D6)."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        self.session = session
        self.workspace_id = workspace_id

    def rows(self, entity: type[E], table: Table, *where: Any) -> Select[E]:
        """Entities of this workspace that satisfy ``where``."""
        return select(entity).where(table.c.workspace_id == self.workspace_id, *where)

    async def one(self, query: Select[E]) -> E | None:
        """The first row, or None."""
        return (await self.session.scalars(query.limit(1))).first()

    async def all(self, query: Select[E]) -> list[E]:
        """Every row."""
        return list(await self.session.scalars(query))

    def add(self, row: object) -> None:
        """Keep a new entity; it must belong to this workspace."""
        if getattr(row, "workspace_id", None) != self.workspace_id:
            raise ValueError("an entity of another workspace")
        self.session.add(row)
