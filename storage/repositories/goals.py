"""Goals, read only by those who may (design D8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.goal_history import GoalChange
from bot.domain.goals import Goal, GoalState
from storage.repositories.ahead import Shelf
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.goals import goal_changes, goals


class GoalRepository(Repository):
    """Implements ``bot.ports.goals.Goals``."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._active = Shelf[list[Goal]]()

    def add(self, row: Any) -> None:
        """Keep a new goal; it must belong to this workspace."""
        super().add(row)
        self._active.forget(row.owner_id)

    async def read_ahead(self, owners: Sequence[str]) -> None:
        """The active goals of these people."""
        query = self.rows(
            Goal, goals, goals.c.owner_id.in_(list(owners)), goals.c.state == GoalState.ACTIVE
        )
        held: dict[str, list[Goal]] = {owner: [] for owner in owners}
        for goal in await self.all(query.order_by(goals.c.created_at)):
            held[goal.owner_id].append(goal)
        for owner, active in held.items():
            self._active.keep(owner, active)

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
        if (ahead := self._active.get(owner_id)) is not None:
            return ahead
        query = self.rows(
            Goal, goals, goals.c.owner_id == owner_id, goals.c.state == GoalState.ACTIVE
        )
        return await self.all(query.order_by(goals.c.created_at))

    async def changes(self, goal_id: str, *, owner_id: str) -> list[GoalChange]:
        """What the owner changed in a goal of theirs, newest first."""
        columns = goal_changes.c
        query = self.rows(
            GoalChange, goal_changes, columns.goal_id == goal_id, columns.owner_id == owner_id
        )
        return await self.all(query.order_by(columns.at.desc(), columns.id))
