"""What changed on one's own map, and what was put away (content.md 4.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.map_history import MapChange
from bot.domain.maps import CareerMap, Line, MapPath, PathKind
from bot.domain.people import Actor
from bot.domain.visibility import Visibility
from bot.ports import Clock, UnitOfWork, Units
from bot.services.map_pieces import keep_steps, own_path, page_of
from bot.services.map_seen import MapPage
from bot.services.met import met

#: The nudge that looks at a route again, and after how long without a change (4.6).
STILL, STILL_AFTER = "map_still", timedelta(days=60)


@dataclass(frozen=True)
class ChangeSeen:
    """One change: the day on its owner's calendar, which path, and who else made it."""

    on: date
    change: MapChange
    path_name: str
    by_name: str


@dataclass(frozen=True)
class AwaySeen:
    """A path that was put away: what it was, and since when."""

    path: MapPath
    steps: tuple[str, ...]
    on: date


class MapHistoryService:
    """Use cases; each is one transaction. Everything here is its owner's alone."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def changes(self, actor: Actor) -> tuple[ChangeSeen, ...]:
        """What changed, newest first."""
        me = actor.user_id
        async with self.units.reading(actor.workspace_id) as work:
            changes = await work.maps.changes(me)
            paths = [*await work.maps.paths(me), *await work.maps.put_away(me)]
            steps = await work.maps.steps([one.id for one in paths])
            first = {one.path_id: one.text for one in reversed(steps)}
            named = {one.id: one.name or first.get(one.id, "") for one in paths}
            names = await work.people.named(sorted({one.by_id for one in changes} - {me}))
            week = (await met(work, me)).week
            return tuple(
                ChangeSeen(
                    week.local(one.at).date(),
                    one,
                    named.get(one.path_id, ""),
                    names.get(one.by_id, ""),
                )
                for one in changes
            )

    async def put_away(self, actor: Actor) -> tuple[AwaySeen, ...]:
        """Paths that were put away, the latest first."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _put_away(work, actor)

    async def bring_back(self, actor: Actor, path_id: str) -> tuple[MapPage, tuple[AwaySeen, ...]]:
        """A path of one's own is on the map again, and nobody else's to read until it is shown
        anew. Twice is once. Returns the map, and what is still put away."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            if path.archived_at is not None:
                path.archived_at = None
                path.visibility, path.pairing_id = Visibility.PRIVATE, ""
                note_change(work, path, "back", by=actor.user_id, at=at)
                await look_again(work, path, at)
            await work.flush()
            held = await page_of(work, actor, at), await _put_away(work, actor)
            await work.commit()
            return held


async def look_again(work: UnitOfWork, path: MapPath, at: datetime) -> None:
    """Look at a route that is shown once it stood still for so long from here on (4.6); at one
    that is its owner's alone, not at all. Call it whenever it changes."""
    await work.nudges.cancel(path.id, STILL)
    if path.is_shown and path.kind == PathKind.ROUTE:
        await work.nudges.set(STILL, path.id, path.owner_id, at + STILL_AFTER)


def note_change(
    work: UnitOfWork,
    path: MapPath,
    fact: str,
    *,
    by: str,
    at: datetime,
    before: str = "",
    after: str = "",
) -> None:
    """Keep one change of a path for its owner."""
    change = MapChange(work.workspace_id, path.owner_id, path.id, by, at, fact, before, after)
    work.maps.add(change)


def note_answers(
    work: UnitOfWork,
    owner_id: str,
    row: CareerMap | MapPath,
    facts: Sequence[str],
    now: Mapping[str, str],
    at: datetime,
) -> None:
    """Put answers into the map or a route of one's own, and keep what they were before."""
    path_id = row.id if isinstance(row, MapPath) else ""
    for fact in facts:
        before, after = str(getattr(row, fact)), now[fact]
        if before != after:
            setattr(row, fact, after)
            work.maps.add(
                MapChange(work.workspace_id, owner_id, path_id, owner_id, at, fact, before, after)
            )


def take(work: UnitOfWork, path: MapPath, me: str, at: datetime) -> None:
    """Its owner takes over what a mentor wrote; of anything else nothing changes."""
    if me == path.owner_id != path.writer_id:
        path.taken_at = at
        note_change(work, path, "taken", by=me, at=at)


async def rewrite(
    work: UnitOfWork, path: MapPath, name: str, lines: Sequence[Line], *, by: str, at: datetime
) -> None:
    """A path as it was typed now; what is different is kept, where there was something before."""
    old = await work.maps.steps([path.id])
    was, now = [f"{one.kind}: {one.text}" for one in old], [f"{a.kind}: {a.text}" for a in lines]
    if old and path.name != name:
        note_change(work, path, "name", by=by, at=at, before=path.name, after=name)
    if old and was != now:
        gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
        before, after = ("; ".join(one) for one in ((gone, come) if gone or come else (was, now)))
        note_change(work, path, "steps", by=by, at=at, before=before, after=after)
    path.name = name
    await keep_steps(work, path, lines)


# --- private -------------------------------------------------------------------------------------


async def _put_away(work: UnitOfWork, actor: Actor) -> tuple[AwaySeen, ...]:
    paths = await work.maps.put_away(actor.user_id)
    steps = await work.maps.steps([one.id for one in paths])
    week = (await met(work, actor.user_id)).week
    return tuple(
        AwaySeen(
            path,
            tuple(one.text for one in steps if one.path_id == path.id),
            week.local(path.archived_at or path.at).date(),
        )
        for path in paths
    )
