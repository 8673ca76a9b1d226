"""Plans for oneself, read by their owner; tips, read by everybody without a name (7.1, 7.8)."""

from __future__ import annotations

from bot.domain.self_help import SelfPlan, Tip
from storage.repositories.base import Repository
from storage.tables.self_help import roadblock_plans, roadblock_tips


class SelfHelpRepository(Repository):
    """Implements ``bot.ports.self_help.SelfHelp``."""

    async def plan_of(self, roadblock_id: str, *, owner_id: str) -> SelfPlan | None:
        """The plan for one's own roadblock; to anybody else there is none."""
        columns = roadblock_plans.c
        here = (columns.id == roadblock_id, columns.owner_id == owner_id)
        return await self.one(self.rows(SelfPlan, roadblock_plans, *here))

    async def tip_of(self, roadblock_id: str, *, owner_id: str) -> Tip | None:
        """The tip one gave out of a roadblock."""
        columns = roadblock_tips.c
        here = (columns.id == roadblock_id, columns.owner_id == owner_id)
        return await self.one(self.rows(Tip, roadblock_tips, *here))

    async def take_back(self, tip: Tip) -> None:
        """Nobody reads it from now on."""
        await self.session.delete(tip)

    async def tips_for(self, reader_id: str, limit: int) -> list[Tip]:
        """What others would tell the next person, newest first."""
        columns = roadblock_tips.c
        query = self.rows(Tip, roadblock_tips, columns.owner_id != reader_id)
        return await self.all(query.order_by(columns.at.desc(), columns.id).limit(limit))
