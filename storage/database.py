"""Engines and sessions: SQLite as one file, or PostgreSQL when one machine is outgrown.

SQLite (reliability.md exp 5): write-ahead log, foreign keys on, `BEGIN IMMEDIATE` for every
writing transaction, one writer at a time inside the process, and a second engine for reading.
Anything weaker loses updates without a word.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, event, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util import await_

from storage import sqlite
from storage.private_text import KeyRing, attach
from storage.refusals import CannotUse

#: How long a writer waits for another process's writer; in this process the lock below waits.
BUSY_TIMEOUT_MS = 30_000


class UTCDateTime(TypeDecorator[datetime]):
    """Aware moments in, aware UTC moments out; a naive one is refused (design D4)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses naive moments: they are a bug, not a time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


class Database:
    """The engines of one process, with its key ring. Nothing happens until the first session.

    ``durable`` off: a SQLite file nobody needs after a crash, such as a copy to try things on.
    """

    def __init__(
        self,
        url: str,
        ring: KeyRing,
        *,
        pool_size: int = 5,
        foreign_keys: bool = True,
        durable: bool = True,
        busy_ms: int = BUSY_TIMEOUT_MS,
    ) -> None:
        self.url = make_url(url)
        self.ring = ring
        self._foreign_keys = foreign_keys
        self._durable = durable
        self._busy_ms = busy_ms
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        #: Of the SQLite file; empty for PostgreSQL.
        self.path = self.path_of(url)
        if self.path:
            make_folder(Path(self.path).parent)
        self.engine = self._engine(pool_size, writes=True)
        self.reading_engine = (
            self._engine(pool_size, writes=False) if self.is_sqlite else self.engine
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(self.reading_engine, expire_on_commit=False)
        alone = self.reading_engine.execution_options(**(_ALONE if self.is_sqlite else _AUTO))
        self._asking = async_sessionmaker(alone, expire_on_commit=False)
        self._writer = asyncio.Lock() if self.is_sqlite else None

    @staticmethod
    def path_of(url: str) -> str:
        """The SQLite file an address names; empty for PostgreSQL."""
        place = make_url(url)
        return (place.database or "") if place.get_backend_name() == "sqlite" else ""

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that may write; on SQLite one at a time, so nobody meets "locked"."""
        async with self._writer or contextlib.nullcontext(), self._sessions() as session:
            yield session

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads and never waits for a writer."""
        async with self._reading() as session:
            yield session

    @contextlib.asynccontextmanager
    async def asking(self) -> AsyncIterator[AsyncSession]:
        """A session for one question: a statement alone needs no transaction, which would cost
        another trip. Of two statements each sees its own moment."""
        async with self._asking() as session:
            yield session

    async def scrub(self) -> bool:
        """After an erasure: nothing of it is left in the file or its log (reliability.md exp 13).

        `secure_delete` blanks the rows; the log keeps the pages from before until it is emptied.
        False when a reader is still at one of them: ask again. PostgreSQL sees to it by itself.
        """
        if not self.is_sqlite:
            return True
        async with self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            rows = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(next(iter(rows))[0] == 0)

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
        if self.reading_engine is not self.engine:
            await self.reading_engine.dispose()

    def _engine(self, pool_size: int, *, writes: bool) -> AsyncEngine:
        if self.is_sqlite:
            engine = create_async_engine(
                sqlite.engine_url(self.url), hide_parameters=True, **sqlite.engine_options()
            )
        else:
            engine = create_async_engine(
                self.url,
                hide_parameters=True,
                pool_size=pool_size,
                pool_pre_ping=True,
                # `waymark restore` asks the server whether anybody of us is there.
                connect_args={"server_settings": {"application_name": "waymark"}},
            )
        attach(engine.sync_engine.dialect, self.ring)
        _end_what_is_open(engine)
        if self.is_sqlite:
            _teach_sqlite(
                engine,
                writes=writes,
                foreign_keys=self._foreign_keys,
                sync="FULL" if self._durable else "OFF",
                busy_ms=self._busy_ms,
            )
        return engine


def make_folder(folder: Path) -> None:
    """Where a SQLite file is to be. Raises ``CannotUse``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        why = problem.strerror
        raise CannotUse(f"The folder {folder} of the database cannot be made: {why}.") from None


# --- private -------------------------------------------------------------------------------------


def _teach_sqlite(
    engine: AsyncEngine, *, writes: bool, foreign_keys: bool, sync: str, busy_ms: int
) -> None:
    """The events SQLAlchemy's SQLite page still asks for; without them DDL survives a rollback.

    ``sync`` is FULL: with NORMAL a power cut takes the last commits along, and a `sending` row
    that is gone would be sent twice, a "saved" that was said would be untrue.
    """
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    pragmas = (
        f"busy_timeout = {busy_ms}",
        "journal_mode = WAL",
        f"synchronous = {sync}" if writes else "query_only = ON",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "secure_delete = ON",
        "foreign_keys",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        try:
            told = await_(connection.driver_connection.prepare(pragmas))
            if told != [(int(foreign_keys),)]:  # a build without them says nothing
                raise CannotUse(_NO_FOREIGN_KEYS)
        except BaseException:
            connection.close()  # the pool does not know it yet
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        if not connection.get_execution_options().keys() & _ALONE.keys():
            connection.connection.driver_connection.begin_with_next(begin)


#: Of a statement that is a transaction by itself. SQLite's own level is never set: it is none
#: always, and SQLAlchemy would set it back to another.
_ALONE = {"waymark_alone": True}
_AUTO = {"isolation_level": "AUTOCOMMIT"}
_NO_FOREIGN_KEYS = "This SQLite keeps no foreign keys: use a Python that was built with another."


def _end_what_is_open(engine: AsyncEngine) -> None:
    """After a commit that failed the pool takes the transaction for ended though it may be open:
    on SQLite nobody could begin another one any more, on PostgreSQL the next would be part of it.
    Costs nothing when none is open."""

    @event.listens_for(engine.sync_engine, "reset")
    def on_reset(connection: Any, _record: Any, state: Any) -> None:
        if state.asyncio_safe:
            connection.rollback()
