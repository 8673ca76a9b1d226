"""Nothing people write can be read in the file, and a tenant never sees another (D6, D7)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, insert, make_url
from sqlalchemy.exc import IntegrityError

from bot.clock import ManualClock
from bot.domain.goals import Goal
from bot.domain.installations import Installation
from bot.domain.roadblocks import Roadblock
from storage.database import Database
from storage.private_text import CannotRead, KeyRing
from storage.rotation import rotate_keys
from storage.tables import metadata
from storage.tables.installations import inbox
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM

CANARY = "canary-7f3a-my-manager-is-leaving"


async def test_no_word_stands_in_the_file_or_its_log(
    database_url: str, clock: ManualClock
) -> None:
    database = Database(database_url, KeyRing([KEY]))
    units = SqlUnits(database, clock)
    async with units(TEAM) as work:
        work.installations.add(
            Installation(TEAM, "Trial", f"xoxb-{CANARY}", "U1", installed_at=clock.now())
        )
        await work.flush()
        work.goals.add(Goal(TEAM, "U1", CANARY, clock.now(), statement=CANARY))
        work.roadblocks.add(Roadblock(TEAM, "U1", CANARY, clock.now(), tried_words=CANARY))
        await work.commit()
    path = Path(str(make_url(database_url).database))
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert len(held) > 10_000
    assert CANARY.encode() not in held
    async with units.reading(TEAM) as work:
        assert [goal.raw_ambition for goal in await work.goals.active_of("U1")] == []
        assert [one.what for one in await work.roadblocks.open_of("U1")] == [CANARY]
    await database.close()


async def test_a_wrong_key_is_refused_without_quoting_the_text(
    units: SqlUnits, any_database_url: str, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", CANARY, clock.now()))
        await work.commit()
    stranger = Database(any_database_url, KeyRing([Fernet.generate_key().decode()]))
    with pytest.raises(CannotRead) as refused:
        async with SqlUnits(stranger, clock).reading(TEAM) as work:
            await work.roadblocks.open_of("U1")
    assert CANARY not in str(refused.value)
    await stranger.close()


async def test_an_error_of_the_database_quotes_nothing(any_database_url: str) -> None:
    """It names the statement, never what was to be stored (T15)."""
    database = Database(any_database_url, KeyRing([KEY]))
    row = insert(inbox).values(workspace_id=TEAM, request_key=CANARY, handled_at=None)
    async with database.writing() as session:
        with pytest.raises(IntegrityError) as refused:
            await session.execute(row)
    told = f"{refused.value} {refused.value.statement}"
    assert "hide_parameters" in told
    assert CANARY not in told.replace(str(refused.value.orig), "")
    await database.close()


async def test_keys_are_rotated_for_every_text(
    units: SqlUnits, any_database_url: str, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", CANARY, clock.now(), tip="a tip"))
        await work.commit()
    fresh = Fernet.generate_key().decode()
    assert await rotate_keys(any_database_url, [fresh, KEY]) == 3  # token, what, tip
    rotated = Database(any_database_url, KeyRing([fresh]))
    async with SqlUnits(rotated, clock).reading(TEAM) as work:
        (roadblock,) = await work.roadblocks.open_of("U1")
        assert (roadblock.what, roadblock.tip) == (CANARY, "a tip")
    await rotated.close()


async def test_two_workspaces_with_the_same_ids_never_meet(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units("T0OTHER") as work:
        work.installations.add(
            Installation("T0OTHER", "Other", "xoxb-2", "U9", installed_at=clock.now())
        )
        await work.flush()
        work.roadblocks.add(Roadblock("T0OTHER", "U1", "theirs", clock.now()))
        await work.commit()
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", "ours", clock.now()))
        await work.commit()
    async with units.reading(TEAM) as work:
        assert [one.what for one in await work.roadblocks.open_of("U1")] == ["ours"]
    async with units.reading("T0OTHER") as work:
        (theirs,) = await work.roadblocks.open_of("U1")
        assert theirs.what == "theirs"
    async with units.reading(TEAM) as work:
        assert await work.roadblocks.get(theirs.id, visible_to="U1") is None


async def test_a_row_of_another_workspace_cannot_be_added(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        with pytest.raises(ValueError, match="another workspace"):
            work.goals.add(Goal("T0OTHER", "U1", "not here", clock.now()))


async def test_every_select_of_a_workspace_names_it(units: SqlUnits, clock: ManualClock) -> None:
    """The query log of a unit of work: no SELECT on a table of people without its workspace."""
    seen: list[str] = []
    engine = units._database.reading_engine.sync_engine

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    async with units.reading(TEAM) as work:
        await work.people.get("U1")
        await work.people.named(["U1"])
        await work.pairings.of("U1")
        await work.pairings.open_requests_by("U1")
        await work.goals.of("U1", visible_to="U2")
        await work.goals.open_seen_by("U2")
        await work.checkins.recent("U1")
        await work.checkins.open_prompt("U1", clock.now())
        await work.roadblocks.open_for_mentor("U2")
        await work.roadblocks.asked_since("U1", clock.now())
        await work.wins.of("U1", visible_to="U2")
        await work.nudges.planned_for("U1")
        await work.outbox.held_for("U1", clock.now())
        await work.outbox.spent("U1", clock.now())
    event.remove(engine, "before_cursor_execute", note)
    selects = [one for one in seen if one.startswith("SELECT") and " FROM " in one]
    assert len(selects) >= 14
    for statement in selects:
        tables = {name for name in metadata.tables if re.search(rf"\b{name}\b", statement)}
        where = statement.partition(" WHERE ")[2]
        assert all(f"{table}.workspace_id" in where for table in tables), statement
