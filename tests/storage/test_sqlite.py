"""One trip to the connection's thread for a statement, and not a weaker transaction for it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import nullcontext

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.clock import ManualClock
from bot.domain.installations import Installation
from storage.database import Database
from storage.private_text import CannotRead, KeyRing
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM

COUNT = text("SELECT count(*) FROM inbox")
WRITE = text("INSERT INTO inbox VALUES (:team, :key, '2026-03-05 10:05:00')")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, KeyRing([KEY]))
    yield opened
    await opened.close()


def trips(caplog: pytest.LogCaptureFixture) -> int:
    """How often something was sent to a connection's thread since the log was cleared."""
    return sum(record.msg.startswith("executing") for record in caplog.records)


async def look(database: Database) -> int:
    async with database.reading() as session:
        return int(await session.scalar(COUNT) or 0)


async def write(database: Database, key: str) -> None:
    async with database.writing() as session:
        await session.execute(WRITE, {"team": TEAM, "key": key})
        await session.commit()


async def test_begin_statement_and_rows_are_one_trip(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await look(database)
    caplog.set_level(logging.DEBUG, "aiosqlite")
    caplog.clear()
    assert await look(database) == 0
    assert trips(caplog) == 2  # the question, and the end of its transaction


async def test_a_session_that_asked_nothing_makes_no_trip(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.writing() as session:
        await session.connection()
    caplog.set_level(logging.DEBUG, "aiosqlite")
    caplog.clear()
    async with database.writing() as session:
        await session.connection()
        await session.commit()
        await session.connection()
        await session.rollback()
    assert trips(caplog) == 0


async def test_a_writer_holds_the_file_from_its_first_statement(
    database: Database, database_url: str
) -> None:
    """Also when that statement only reads: otherwise two of them lose an update."""
    other = Database(database_url, KeyRing([KEY]))
    async with database.writing() as session:
        await session.execute(COUNT)
        waiting = asyncio.create_task(write(other, "second"))
        await asyncio.wait([waiting], timeout=0.1)
        assert not waiting.done()
        assert await look(other) == 0
        await session.execute(WRITE, {"team": TEAM, "key": "first"})
        await session.commit()
    await waiting
    assert await look(other) == 2
    await other.close()


async def test_a_writer_cancelled_on_the_way_leaves_nothing(database: Database) -> None:
    """The statement is on the thread and runs to its end there, after its writer is gone."""
    loop, on_the_thread, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def held() -> str:
        loop.call_soon_threadsafe(on_the_thread.set)
        go_on.wait(5)
        return "2026-03-05 10:05:00"

    async def write_slowly() -> None:
        async with database.writing() as session:
            raw = await (await session.connection()).get_raw_connection()
            await raw.driver_connection.create_function("held", 0, held)  # type: ignore[union-attr]
            await session.execute(text("INSERT INTO inbox VALUES ('T1', 'gone', held())"))

    writing = asyncio.create_task(write_slowly())
    await on_the_thread.wait()
    writing.cancel()
    go_on.set()
    await asyncio.wait([writing])
    assert writing.cancelled()
    assert await look(database) == 0
    await write(database, "stays")
    assert await look(database) == 1


async def test_many_rows_come_bit_by_bit_in_one_transaction(
    database: Database, database_url: str
) -> None:
    other = Database(database_url, KeyRing([KEY]))
    for number in range(6):
        await write(database, f"key-{number}")
    async with database.reading() as session:
        asked = text("SELECT request_key FROM inbox")
        rows = await session.stream(asked, execution_options={"yield_per": 2})
        seen = [await anext(rows)]
        await write(other, "key-after")
        seen += [row async for row in rows]
    assert len(seen) == 6
    assert await look(database) == 7
    await other.close()


async def test_what_is_compiled_for_one_key_ring_serves_no_other(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    stranger = Database(database_url, KeyRing([Fernet.generate_key().decode()]))
    ours, theirs = SqlUnits(database, clock), SqlUnits(stranger, clock)
    async with ours(TEAM) as work:
        work.installations.add(
            Installation(TEAM, "Trial", "xoxb-1", "U0", installed_at=clock.now())
        )
        await work.commit()
    async with ours.reading(TEAM) as work:
        found = await work.installations.get(TEAM)
        assert found is not None
        assert found.bot_token == "xoxb-1"
    async with theirs.reading(TEAM) as work:
        with pytest.raises(CannotRead):
            await work.installations.get(TEAM)
    await stranger.close()


async def test_a_second_database_of_the_same_keys_compiles_nothing_again(
    database: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The test suite opens one for each test, and every database has a reader and a writer."""
    await look(database)
    caplog.set_level(logging.INFO, "sqlalchemy.engine.Engine")
    other = Database(database_url, KeyRing([KEY]))
    async with other.reading() as session:
        await session.execute(COUNT)
    assert "cached since" in caplog.text
    await other.close()


async def test_after_a_commit_that_failed_others_may_write(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy's pool takes such a transaction for ended, SQLite does not."""

    def fail(_connection: object) -> None:
        monkeypatch.undo()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(database.engine.sync_engine.dialect, "do_commit", fail)
    for key, failure in (("lost", pytest.raises(OperationalError)), ("kept", nullcontext())):
        async with database.writing() as session:
            await session.execute(WRITE, {"team": TEAM, "key": key})
            with failure:
                await session.commit()
    assert await look(database) == 1
