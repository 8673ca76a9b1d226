"""Goals, read only by those who may (design D8)."""

from __future__ import annotations

from sqlalchemy import and_, or_

from bot.domain.goals import Goal, GoalState
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.goals import goals


class GoalRepository(Repository):
    """Implements ``bot.ports.repositories.Goals``."""

    async def get(self, goal_id: str, *, visible_to: str) -> Goal | None:
        """The goal, if this viewer owns it or it was shared with them."""
        return await self.one(
            self.rows(
                Goal, goals, goals.c.id == goal_id, may_see(goals, self.workspace_id, visible_to)
            )
        )

    async def of(self, owner_id: str, *, visible_to: str) -> list[Goal]:
        """Every goal of the owner this viewer may see, oldest first."""
        query = self.rows(
            Goal,
            goals,
            goals.c.owner_id == owner_id,
            may_see(goals, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(goals.c.created_at))

    async def open_seen_by(self, viewer: str) -> list[Goal]:
        """Active goals this viewer may see, anybody's, and their own drafts; oldest first."""
        query = self.rows(
            Goal,
            goals,
            or_(
                goals.c.state == GoalState.ACTIVE,
                and_(goals.c.state == GoalState.DRAFT, goals.c.owner_id == viewer),
            ),
            may_see(goals, self.workspace_id, viewer),
        )
        return await self.all(query.order_by(goals.c.created_at, goals.c.id))

    async def active_of(self, owner_id: str) -> list[Goal]:
        """The owner's own active goals, oldest first."""
        query = self.rows(
            Goal, goals, goals.c.owner_id == owner_id, goals.c.state == GoalState.ACTIVE
        )
        return await self.all(query.order_by(goals.c.created_at))
