"""SQLite as reliability.md exp 5 and exp 13 say; anything weaker loses updates without a word."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from storage.database import Database
from storage.disks import network_file_system
from storage.private_text import KeyRing
from storage.schema import migrate
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY
from tests.jobs import Crew, count_up
from tests.schemas import WORKSPACE, fill

CANARY = "canary-9d1f-what-i-am-afraid-of"
RING = KeyRing([KEY])


async def test_begin_immediate_is_on(database_url: str) -> None:
    """A transaction that has only read already keeps every other writer out."""
    mine, other = Database(database_url, RING), Database(database_url, RING, busy_ms=1)
    async with mine.writing() as session:
        await session.execute(text("SELECT 1 FROM people"))
        with pytest.raises(OperationalError, match="locked"):
            await _look(other)
        async with other.reading() as reading:  # and nobody waits to read
            assert (await reading.execute(text("SELECT count(*) FROM people"))).scalar() == 0
    await _look(other)
    for database in (mine, other):
        await database.close()


async def test_what_every_connection_is_told(database_url: str) -> None:
    database = Database(database_url, RING)
    told = {}
    for name, engine in (("writing", database.engine), ("reading", database.reading_engine)):
        async with engine.connect() as connection:
            for pragma in (
                "journal_mode",
                "busy_timeout",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "query_only",
            ):
                found = await connection.exec_driver_sql(f"PRAGMA {pragma}")
                told[name, pragma] = found.scalar()
    await database.close()
    for name in ("writing", "reading"):
        assert told[name, "journal_mode"] == "wal"
        assert told[name, "busy_timeout"] == 30_000
        assert told[name, "foreign_keys"] == 1
        assert told[name, "secure_delete"] == 1
    assert told["writing", "synchronous"] == 2  # FULL
    assert told["reading", "query_only"] == 1


async def test_the_reading_side_cannot_write(database_url: str) -> None:
    database = Database(database_url, RING)
    async with database.reading() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await session.execute(text("DELETE FROM people"))
    await database.close()


async def test_a_schema_change_is_undone_with_its_transaction(database_url: str) -> None:
    database = Database(database_url, RING)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("DROP TABLE people")
        await connection.rollback()
    async with database.reading() as session:
        await session.execute(text("SELECT 1 FROM people"))
    await database.close()


@pytest.mark.parametrize(("processes", "tasks"), [(1, 20), (4, 5)])
def test_sqlite_contention(database_url: str, processes: int, tasks: int) -> None:
    """Twenty writers read and then write; every one of them counts, none meets "locked"."""
    assert _counted(database_url, processes, tasks, rounds=3) == 60


@pytest.mark.soak
@pytest.mark.parametrize(("processes", "tasks"), [(1, 20), (4, 5)])
def test_sqlite_contention_of_five_hundred(database_url: str, processes: int, tasks: int) -> None:
    assert _counted(database_url, processes, tasks, rounds=25) == 500


def test_with_a_plain_begin_updates_would_be_refused(database_url: str) -> None:
    """The guard taken away: `BEGIN` lets two read the same number (exp 5: 439 of 500 refused)."""
    asyncio.run(fill(database_url, KEY, 1))
    first, second = Database(database_url, RING, busy_ms=1), Database(database_url, RING)

    async def clash() -> None:
        for database in (first, second):
            _begin_plainly(database)
        async with first.writing() as one, second.writing() as two:
            for session in (one, two):
                await session.execute(text("SELECT count FROM wording_counts"))
            await two.execute(text("UPDATE wording_counts SET count = count + 1"))
            await two.commit()
            with pytest.raises(OperationalError, match="locked"):
                await one.execute(text("UPDATE wording_counts SET count = count + 1"))
        for database in (first, second):
            await database.close()

    asyncio.run(clash())


async def test_what_was_erased_is_not_in_the_file(database_url: str) -> None:
    """`secure_delete`, and the log emptied: nothing is left in the file, the log, free pages."""
    database = Database(database_url, RING)
    path = Path(database.path)
    await fill(database_url, KEY, 1)
    async with database.engine.begin() as connection:
        for number in range(50):
            await connection.execute(
                text("INSERT INTO inbox VALUES (:team, :words, '2026-03-05')"),
                {"team": WORKSPACE, "words": f"{CANARY}-{number}"},
            )
    assert _copies_of_the_canary(path) > 0
    async with database.engine.begin() as connection:
        await connection.execute(
            text("DELETE FROM inbox WHERE request_key LIKE :words"), {"words": f"{CANARY}%"}
        )
    assert _copies_of_the_canary(path) > 0, "the log still knows"
    assert await database.scrub()
    assert _copies_of_the_canary(path) == 0
    await database.close()


async def test_a_reader_of_old_pages_is_reported(database_url: str) -> None:
    database, reader = Database(database_url, RING, busy_ms=1), Database(database_url, RING)
    await fill(database_url, KEY, 1)
    async with reader.reading() as session:
        await session.execute(text("SELECT 1 FROM inbox"))
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql("DELETE FROM inbox")
        assert not await database.scrub()
    assert await database.scrub()
    for one in (database, reader):
        await one.close()


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv rw shared:5 - nfs4 files:/srv rw,vers=4.2
31 30 8:2 / /srv/local rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/my\\040share rw - cifs //files/share rw
33 22 0:42 / /mnt/remote rw - fuse.sshfs me@there: rw
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data/waymark.db", ""),
        ("/srv/waymark.db", "nfs4"),
        ("/srv/deep/er/waymark.db", "nfs4"),
        ("/srvx/waymark.db", ""),
        ("/srv/local/waymark.db", ""),
        ("/mnt/my share/waymark.db", "cifs"),
        ("/mnt/remote/waymark.db", "fuse.sshfs"),
        ("/srv/local/../waymark.db", "nfs4"),
    ],
)
def test_a_network_file_system_is_told_by_its_kind(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert network_file_system(Path(path), mounts) == kind


async def test_a_database_on_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    _mount(mounts, f"22 1 0:40 / {tmp_path} rw - nfs4 files:/ rw\n")
    monkeypatch.setattr("storage.disks.MOUNTS", mounts)
    with pytest.raises(Exception, match="network file system \\(nfs4\\)"):
        await migrate(f"sqlite+aiosqlite:///{tmp_path / 'waymark.db'}", RING)


def test_where_nothing_can_be_told_nothing_is_refused(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "absent") == ""


# --- private -------------------------------------------------------------------------------------


def _counted(url: str, processes: int, tasks: int, *, rounds: int) -> int:
    asyncio.run(fill(url, KEY, 1))
    crew = Crew()
    for _ in range(processes):
        crew.start(count_up, url, KEY, WORKSPACE, tasks, rounds)
    assert crew.finish() == [0] * processes

    async def next_number() -> int:
        database = Database(url, RING)
        async with SqlUnits(database, SystemClock())(WORKSPACE) as work:
            found = await work.people.next_turn("U1", "count")
        await database.close()
        return found

    return asyncio.run(next_number())


async def _look(database: Database) -> None:
    """On the writing side: already this takes the lock."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("SELECT 1 FROM people")


def _begin_plainly(database: Database) -> None:
    @event.listens_for(database.engine.sync_engine, "begin")  # the last one wins
    def weaken(connection: Any) -> None:
        connection.connection.driver_connection.begin_with_next("BEGIN")


def _copies_of_the_canary(path: Path) -> int:
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    return held.count(CANARY.encode())


def _mount(mounts: Path, lines: str) -> None:
    mounts.write_text(lines)
