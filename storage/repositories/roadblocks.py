"""Roadblocks and replies, read only by those who may (design D8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from bot.domain.roadblocks import HelpReply, Roadblock, RoadblockState
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.roadblocks import help_replies, roadblocks

_OPEN = (RoadblockState.OPEN, RoadblockState.ANSWERED, RoadblockState.MOVING)


class RoadblockRepository(Repository):
    """Implements ``bot.ports.repositories.Roadblocks``."""

    async def get(self, roadblock_id: str, *, visible_to: str) -> Roadblock | None:
        """The roadblock, if this viewer owns it or it was sent to them."""
        columns = roadblocks.c
        return await self.one(
            self.rows(
                Roadblock,
                roadblocks,
                columns.id == roadblock_id,
                may_see(roadblocks, self.workspace_id, visible_to),
            )
        )

    async def open_of(self, owner_id: str) -> list[Roadblock]:
        """The owner's open roadblocks, oldest first."""
        columns = roadblocks.c
        query = self.rows(
            Roadblock, roadblocks, columns.owner_id == owner_id, columns.state.in_(_OPEN)
        )
        return await self.all(query.order_by(columns.raised_at))

    async def open_for_mentor(self, mentor_id: str) -> list[Roadblock]:
        """Open roadblocks sent to this mentor, oldest first."""
        columns = roadblocks.c
        query = self.rows(
            Roadblock,
            roadblocks,
            columns.owner_id != mentor_id,
            columns.state.in_(_OPEN),
            may_see(roadblocks, self.workspace_id, mentor_id),
        )
        return await self.all(query.order_by(columns.raised_at))

    async def replies_to(self, roadblock_id: str) -> list[HelpReply]:
        """The mentor's answers, oldest first."""
        query = self.rows(HelpReply, help_replies, help_replies.c.roadblock_id == roadblock_id)
        return await self.all(query.order_by(help_replies.c.at))

    async def raised_since(self, owner_id: str, moment: datetime) -> int:
        """How many this person raised after ``moment`` (flood gate, reliability.md T19)."""
        columns = roadblocks.c
        return await self._count(columns.owner_id == owner_id, columns.raised_at > moment)

    async def count_open(self) -> int:
        """How many are open in this workspace (a metric; no names)."""
        return await self._count(roadblocks.c.state.in_(_OPEN))

    async def _count(self, *where: ColumnElement[bool]) -> int:
        query = select(func.count()).where(roadblocks.c.workspace_id == self.workspace_id, *where)
        return int(await self.session.scalar(query) or 0)
