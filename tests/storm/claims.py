"""Many processes that do nothing but claim: of two, never both get a row (reliability.md R3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.domain.installations import Installation
from bot.domain.outbox import Delivery, Priority
from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import migrate
from storage.unit_of_work import SqlUnits
from tests.storm.guards import without
from tests.storm.nursery import Nursery
from tests.storm.place import Place
from tests.storm.timing import SharedClock

NOW = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
#: Rows of one workspace: fewer than what it may post at once.
A_TEAM = 20


@dataclass(frozen=True)
class Race:
    """What came of it: how many claims, and of how many rows."""

    claims: int
    rows: int

    @property
    def doubles(self) -> int:
        return self.claims - self.rows


async def race(
    folder: Path, database_url: str, *, processes: int, rows: int, guard: str = ""
) -> Race:
    """``processes`` claim ``rows`` rows, each to another person, as fast as they can."""
    place = Place(str(folder), database_url, Fernet.generate_key().decode()).keep()
    SharedClock.begin(place.path / "clock", NOW, 1.0)
    await migrate(database_url, KeyRing([place.key]))
    await _promised(place, rows)
    async with Nursery(folder) as nursery:
        children = [
            await nursery.start("claimer", number=number, guard=guard)
            for number in range(processes)
        ]
        for child in children:
            assert await child.ended == 0, nursery.log
    claimed: list[str] = []
    for number in range(processes):
        claimed += json.loads((folder / f"claims-{number}.json").read_text())
    return Race(len(claimed), len(set(claimed)))


async def run(place: Place, *, number: int, guard: str = "") -> None:
    """One claimer: until nothing is left."""
    without(guard)
    database = Database(place.database_url, KeyRing([place.key]))
    units = SqlUnits(database, place.clock)
    everywhere, claimed = units.everywhere(), list[str]()
    at = place.clock.now() + timedelta(seconds=1)
    while (found := await everywhere.claim_delivery(at, f"claimer-{number}")) is not None:
        claimed.append(found.id)
    (place.path / f"claims-{number}.json").write_text(json.dumps(claimed))
    await database.close()


# --- private -------------------------------------------------------------------------------------


async def _promised(place: Place, rows: int) -> None:
    database = Database(place.database_url, KeyRing([place.key]))
    units = SqlUnits(database, place.clock)
    for first in range(0, rows, A_TEAM):
        await _team(units, first, min(rows, first + A_TEAM))
    await database.close()


async def _team(units: SqlUnits, first: int, end: int) -> None:
    team = f"T{first:06d}"
    async with units(team) as work:
        work.installations.add(Installation(team, "Trial", "xoxb-1", "U0", installed_at=NOW))
        await work.flush()
        for number in range(first, end):
            delivery = Delivery(
                workspace_id=team,
                recipient_id=f"U{number:06d}",
                kind="checkin_due",
                payload={},
                dedupe_key=f"race:{number}",
                priority=Priority.P1,
                created_at=NOW,
                next_at=NOW,
                due_at=NOW,
            )
            await work.outbox.add(delivery)
        await work.commit()
