"""Career maps: the owner's, and what was shown to the other side of a pair."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, not_, or_, select

from bot.domain.map_asks import MapAsk
from bot.domain.map_comments import MapComment
from bot.domain.map_history import MapChange
from bot.domain.maps import CareerMap, MapPath, MapStep, PathKind
from bot.domain.pairings import PairingState
from bot.domain.visibility import Visibility
from storage.repositories.base import Repository
from storage.repositories.visibility import may_see
from storage.tables.maps import (
    career_maps,
    map_asks,
    map_changes,
    map_comments,
    map_paths,
    map_steps,
)
from storage.tables.pairings import pairings

#: Changes read at once: what a window shows, and enough to count the rest.
CHANGES = 200


class MapRepository(Repository):
    """Implements ``bot.ports.maps.Maps``."""

    async def of(self, owner_id: str) -> CareerMap | None:
        """Where to and today, for the owner alone."""
        return await self.one(
            self.rows(CareerMap, career_maps, career_maps.c.owner_id == owner_id)
        )

    async def paths(self, viewer: str) -> list[MapPath]:
        """Every path this viewer may see that was not put away, oldest first."""
        columns = map_paths.c
        query = self.rows(MapPath, map_paths, columns.archived_at.is_(None), self._may_see(viewer))
        return await self.all(query.order_by(columns.at, columns.id))

    async def path(self, path_id: str, *, visible_to: str) -> MapPath | None:
        """One of them; to anybody else there is none."""
        here = map_paths.c.id == path_id
        return await self.one(self.rows(MapPath, map_paths, here, self._may_see(visible_to)))

    async def steps(self, path_ids: Sequence[str]) -> list[MapStep]:
        """The steps of paths the caller was shown, in their order."""
        columns = map_steps.c
        query = self.rows(MapStep, map_steps, columns.path_id.in_(list(path_ids)))
        return await self.all(query.order_by(columns.path_id, columns.position))

    async def step(self, step_id: str, *, visible_to: str) -> MapStep | None:
        """One step of a path this viewer may see."""
        seen = select(map_paths.c.id).where(
            map_paths.c.workspace_id == self.workspace_id, self._may_see(visible_to)
        )
        here = (map_steps.c.id == step_id, map_steps.c.path_id.in_(seen))
        return await self.one(self.rows(MapStep, map_steps, *here))

    async def remove(self, row: MapStep | MapComment | MapAsk) -> None:
        """Take a step out of its path, or one's own words or question back."""
        await self.session.delete(row)

    async def asks(self, viewer: str) -> list[MapAsk]:
        """What this person asked, and what active pairings ask of them, oldest first."""
        query = self.rows(MapAsk, map_asks, self._may_see_ask(viewer))
        return await self.all(query.order_by(map_asks.c.at, map_asks.c.id))

    async def ask(self, ask_id: str, *, visible_to: str) -> MapAsk | None:
        """One of them; to anybody else there is none."""
        here = map_asks.c.id == ask_id
        return await self.one(self.rows(MapAsk, map_asks, here, self._may_see_ask(visible_to)))

    async def comments(self, path_ids: Sequence[str], *, viewer: str) -> list[MapComment]:
        """Words to steps of these paths, written by or to this person, oldest first."""
        columns = map_comments.c
        theirs = or_(columns.owner_id == viewer, columns.by_id == viewer)
        here = columns.path_id.in_(list(path_ids))
        query = self.rows(MapComment, map_comments, here, theirs)
        return await self.all(query.order_by(columns.at, columns.id))

    async def comment(self, step_id: str, *, by_id: str) -> MapComment | None:
        """What this mentor wrote to one step."""
        columns = map_comments.c
        here = (columns.step_id == step_id, columns.by_id == by_id)
        return await self.one(self.rows(MapComment, map_comments, *here))

    async def changes(self, owner_id: str) -> list[MapChange]:
        """What changed on this person's map, newest first, for them alone."""
        columns = map_changes.c
        query = self.rows(MapChange, map_changes, columns.owner_id == owner_id)
        return await self.all(query.order_by(columns.at.desc(), columns.id).limit(CHANGES))

    async def put_away(self, owner_id: str) -> list[MapPath]:
        """This person's own paths that were put away, the latest first."""
        columns = map_paths.c
        here = (columns.owner_id == owner_id, columns.archived_at.is_not(None))
        query = self.rows(MapPath, map_paths, *here)
        return await self.all(query.order_by(columns.archived_at.desc(), columns.id))

    # --- private ---------------------------------------------------------------------------------

    def _may_see(self, viewer: str) -> ColumnElement[bool]:
        """A route goes up to the mentor it was shown to, a story down to its writer's mentees."""
        paths = map_paths.c
        told = (
            select(pairings.c.id)
            .where(
                pairings.c.workspace_id == self.workspace_id,
                pairings.c.state == PairingState.ACTIVE,
                pairings.c.mentee_id == viewer,
                pairings.c.mentor_id == paths.owner_id,
                or_(paths.pairing_id == "", paths.pairing_id == pairings.c.id),
            )
            .exists()
        )
        story = and_(paths.kind == PathKind.STORY, paths.visibility != Visibility.PRIVATE, told)
        put_away = and_(paths.archived_at.is_not(None), paths.owner_id != viewer)
        seen = or_(may_see(map_paths, self.workspace_id, viewer), story)
        return and_(seen, not_(put_away))

    def _may_see_ask(self, viewer: str) -> ColumnElement[bool]:
        """Who asked, and the mentor asked, while they are one."""
        theirs = select(pairings.c.id).where(
            pairings.c.workspace_id == self.workspace_id,
            pairings.c.mentor_id == viewer,
            pairings.c.state == PairingState.ACTIVE,
        )
        return or_(map_asks.c.owner_id == viewer, map_asks.c.pairing_id.in_(theirs))
