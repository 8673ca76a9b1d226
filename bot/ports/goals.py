"""Questions the core asks of its store about goals."""

from __future__ import annotations

from typing import Protocol

from bot.domain.goal_history import GoalChange
from bot.domain.goals import Goal


class Goals(Protocol):
    """Goals, read only by those who may (design D8)."""

    def add(self, row: Goal | GoalChange) -> None:
        """Keep a new one."""
        ...

    async def get(self, goal_id: str, *, visible_to: str) -> Goal | None:
        """The goal, if this viewer owns it or it was shared with them."""
        ...

    async def of(self, owner_id: str, *, visible_to: str) -> list[Goal]:
        """Every goal of the owner this viewer may see, oldest first."""
        ...

    async def open_seen_by(self, viewer: str) -> list[Goal]:
        """Active goals this viewer may see, anybody's, and their own drafts; oldest first."""
        ...

    async def active_of(self, owner_id: str) -> list[Goal]:
        """The owner's own active goals, oldest first."""
        ...

    async def changes(self, goal_id: str, *, owner_id: str) -> list[GoalChange]:
        """What the owner changed in a goal of theirs, newest first."""
        ...
