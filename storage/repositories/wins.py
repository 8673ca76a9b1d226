"""Wins and praise, read only by those who may (design D8)."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from bot.domain.wins import Praise, Win
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.wins import praises, wins


class WinRepository(Repository):
    """Implements ``bot.ports.repositories.Wins``."""

    async def get(self, win_id: str, *, visible_to: str) -> Win | None:
        """The win, if this viewer owns it or it was shared with them."""
        return await self.one(
            self.rows(Win, wins, wins.c.id == win_id, may_see(wins, self.workspace_id, visible_to))
        )

    async def of(self, owner_id: str, *, visible_to: str, limit: int = 50) -> list[Win]:
        """The jar, newest first."""
        query = self.rows(
            Win,
            wins,
            wins.c.owner_id == owner_id,
            wins.c.hidden_at.is_(None),
            may_see(wins, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(wins.c.at.desc()).limit(limit))

    async def jar(self, owner_id: str) -> list[Win]:
        """Every win of one's own, hidden ones too, newest first."""
        query = self.rows(Win, wins, wins.c.owner_id == owner_id)
        return await self.all(query.order_by(wins.c.at.desc(), wins.c.id))

    async def praise(self, praise_id: str, *, visible_to: str) -> Praise | None:
        """One praise, if this viewer wrote it or it was written to them."""
        theirs = or_(praises.c.by_id == visible_to, praises.c.owner_id == visible_to)
        return await self.one(self.rows(Praise, praises, praises.c.id == praise_id, theirs))

    async def praise_by(
        self, by_id: str, *, win_id: str = "", goal_id: str = "", checkin_id: str = ""
    ) -> list[Praise]:
        """What this mentor wrote about one win, goal or check-in, oldest first."""
        query = self.rows(
            Praise,
            praises,
            praises.c.by_id == by_id,
            praises.c.win_id == win_id,
            praises.c.goal_id == goal_id,
            praises.c.checkin_id == checkin_id,
        )
        return await self.all(query.order_by(praises.c.at))

    async def kept(self, owner_id: str) -> list[Praise]:
        """Words the owner kept, newest first."""
        query = self.rows(
            Praise, praises, praises.c.owner_id == owner_id, praises.c.kept_at.is_not(None)
        )
        return await self.all(query.order_by(praises.c.kept_at.desc()))

    async def count_in(self, pairing_id: str) -> int:
        """Wins shared within a pairing."""
        query = select(func.count()).where(
            wins.c.workspace_id == self.workspace_id, wins.c.pairing_id == pairing_id
        )
        return int(await self.session.scalar(query) or 0)
