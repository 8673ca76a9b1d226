"""Roadblocks and replies, read only by those who may (design D8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from bot.domain.roadblocks import Ask, HelpReply, Roadblock, RoadblockState
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.roadblocks import help_replies, roadblock_asks, roadblocks

_OPEN = (RoadblockState.OPEN, RoadblockState.ANSWERED, RoadblockState.MOVING)


class RoadblockRepository(Repository):
    """Implements ``bot.ports.repositories.Roadblocks``."""

    async def get(self, roadblock_id: str, *, visible_to: str) -> Roadblock | None:
        """The roadblock, if this viewer owns it or it was sent to them."""
        seen = may_see(roadblocks, self.workspace_id, visible_to)
        query = self.rows(Roadblock, roadblocks, roadblocks.c.id == roadblock_id, seen)
        return await self.one(query)

    async def open_of(self, owner_id: str) -> list[Roadblock]:
        """The owner's open roadblocks, oldest first."""
        columns = roadblocks.c
        query = self.rows(
            Roadblock, roadblocks, columns.owner_id == owner_id, columns.state.in_(_OPEN)
        )
        return await self.all(query.order_by(columns.raised_at))

    async def open_seen_by(self, viewer: str) -> list[Roadblock]:
        """Open roadblocks this viewer raised or was sent, oldest first."""
        columns = roadblocks.c
        seen = may_see(roadblocks, self.workspace_id, viewer)
        query = self.rows(Roadblock, roadblocks, columns.state.in_(_OPEN), seen)
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

    async def reply(self, reply_id: str, *, visible_to: str) -> HelpReply | None:
        """One answer, if this viewer wrote it or owns the roadblock."""
        own = select(roadblocks.c.id).where(
            roadblocks.c.workspace_id == self.workspace_id, roadblocks.c.owner_id == visible_to
        )
        columns = help_replies.c
        theirs = or_(columns.mentor_id == visible_to, columns.roadblock_id.in_(own))
        return await self.one(self.rows(HelpReply, help_replies, columns.id == reply_id, theirs))

    async def replies_to(self, roadblock_id: str) -> list[HelpReply]:
        """The mentor's answers, oldest first."""
        query = self.rows(HelpReply, help_replies, help_replies.c.roadblock_id == roadblock_id)
        return await self.all(query.order_by(help_replies.c.at))

    async def asks_about(self, roadblock_id: str) -> list[Ask]:
        """Every ping about it, oldest first."""
        query = self.rows(Ask, roadblock_asks, roadblock_asks.c.roadblock_id == roadblock_id)
        return await self.all(query.order_by(roadblock_asks.c.at))

    async def asks_to(self, mentor_id: str, since: datetime) -> list[Ask]:
        """Every ping to this mentor after a moment, oldest first."""
        columns = roadblock_asks.c
        here = (columns.mentor_id == mentor_id, columns.at > since)
        return await self.all(self.rows(Ask, roadblock_asks, *here).order_by(columns.at))

    async def asked_since(self, owner_id: str, moment: datetime) -> int:
        """How many pings this person caused after ``moment`` (flood gate, reliability.md T19)."""
        columns = roadblock_asks.c
        query = select(func.count()).where(
            columns.workspace_id == self.workspace_id,
            columns.owner_id == owner_id,
            columns.at > moment,
        )
        return int(await self.session.scalar(query) or 0)
