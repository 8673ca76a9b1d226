"""Where career maps are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.map_asks import MapAsk
from bot.domain.map_comments import MapComment
from bot.domain.map_history import MapChange
from bot.domain.maps import CareerMap, MapPath, MapStep


class Maps(Protocol):
    """Maps are their owners'; routes and stories also belong to whom they were shown."""

    def add(self, row: CareerMap | MapPath | MapStep | MapAsk | MapComment | MapChange) -> None:
        """Keep a new one."""
        ...

    async def of(self, owner_id: str) -> CareerMap | None:
        """Where to and today, for the owner alone."""
        ...

    async def paths(self, viewer: str) -> list[MapPath]:
        """Every path this viewer may see that was not put away, oldest first."""
        ...

    async def path(self, path_id: str, *, visible_to: str) -> MapPath | None:
        """One of them; to anybody else there is none."""
        ...

    async def steps(self, path_ids: Sequence[str]) -> list[MapStep]:
        """The steps of paths the caller was shown, in their order."""
        ...

    async def step(self, step_id: str, *, visible_to: str) -> MapStep | None:
        """One step of a path this viewer may see."""
        ...

    async def remove(self, row: MapStep | MapComment | MapAsk) -> None:
        """Take a step out of its path, or one's own words or question back."""
        ...

    async def asks(self, viewer: str) -> list[MapAsk]:
        """What this person asked, and what active pairings ask of them, oldest first."""
        ...

    async def ask(self, ask_id: str, *, visible_to: str) -> MapAsk | None:
        """One of them; to anybody else there is none."""
        ...

    async def comments(self, path_ids: Sequence[str], *, viewer: str) -> list[MapComment]:
        """Words to steps of these paths, written by or to this person, oldest first."""
        ...

    async def comment(self, step_id: str, *, by_id: str) -> MapComment | None:
        """What this mentor wrote to one step."""
        ...

    async def changes(self, owner_id: str) -> list[MapChange]:
        """What changed on this person's map, newest first, for them alone."""
        ...

    async def put_away(self, owner_id: str) -> list[MapPath]:
        """This person's own paths that were put away, the latest first."""
        ...
