"""Where plans for oneself and tips for others are kept."""

from __future__ import annotations

from typing import Protocol

from bot.domain.self_help import SelfPlan, Tip


class SelfHelp(Protocol):
    """Plans to their owners alone; tips to everybody, without names."""

    def add(self, row: SelfPlan | Tip) -> None:
        """Keep a new one."""
        ...

    async def plan_of(self, roadblock_id: str, *, owner_id: str) -> SelfPlan | None:
        """The plan for one's own roadblock; to anybody else there is none."""
        ...

    async def tip_of(self, roadblock_id: str, *, owner_id: str) -> Tip | None:
        """The tip one gave out of a roadblock."""
        ...

    async def take_back(self, tip: Tip) -> None:
        """Nobody reads it from now on."""
        ...

    async def tips_for(self, reader_id: str, limit: int) -> list[Tip]:
        """What others would tell the next person, newest first."""
        ...
