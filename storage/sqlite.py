"""SQLite, asked in fewer trips and compiled once.

aiosqlite sends each call of a cursor to the connection's thread by itself: open, execute, fetch,
close, and BEGIN before them. For a small database the trips cost more than the statements. Here
one trip does all of it, and the cursor hands out what it brought back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

import aiosqlite
from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    AsyncAdapt_aiosqlite_ss_cursor,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import LRUCache, await_

from storage.private_text import ring_of

#: Far more statements than the program has.
STATEMENTS = 1000


def engine_url(url: URL) -> URL:
    """The same file, by the dialect below."""
    registry.register("sqlite.waymark", __name__, "Dialect")
    return url.set(drivername="sqlite+waymark")


def engine_options() -> dict[str, Any]:
    """What ``create_async_engine`` must know to use this file."""
    return {"execution_options": {"compiled_cache": _compiled()}}


class Dialect(SQLiteDialect_aiosqlite):
    """Equal to any other that holds the same keys: what is compiled for one serves all.

    A compiled statement keeps the dialect whose keys seal and open its texts, so only those with
    the same keys may share it.
    """

    driver = "waymark"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> _Driver:
        """aiosqlite, with the connections below."""
        return _Driver(aiosqlite, sqlite3)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dialect) and ring_of(self) == ring_of(other)

    def __hash__(self) -> int:
        return hash((Dialect, ring_of(self)))


class OneTripConnection(aiosqlite.Connection):
    """As aiosqlite's, with cursors that hold their rows. For statements that return few rows."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._opening: str | None = None
        self._used = False

    async def prepare(self, pragmas: Sequence[str]) -> list[tuple[Any, ...]]:
        """Set these, in one trip; the rows of the last one."""
        found: list[tuple[Any, ...]] = await self._execute(self._set, pragmas)  # type: ignore[no-untyped-call]
        return found

    def begin_with_next(self, begin: str) -> None:
        """The transaction opens on the same trip as its first statement."""
        self._opening = begin

    async def commit(self) -> None:
        """Ends the transaction; no trip when no statement came since the last end."""
        self._opening = None
        if self._used:
            await super().commit()
            self._used = False

    async def rollback(self) -> None:
        """Undoes the transaction; no trip when no statement came since the last end."""
        self._opening = None
        if self._used:
            await super().rollback()
            self._used = False

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        """Opens nothing yet."""
        return OneTripCursor(self)

    async def stream(self) -> aiosqlite.Cursor:
        """A cursor that brings its rows bit by bit, for more rows than one wants to hold."""
        opening, self._opening, self._used = self._opening, None, True
        if opening:
            await self._execute(self._conn.execute, opening)  # type: ignore[no-untyped-call]
        return await super().cursor()

    async def run(self, how: Callable[..., Any], *given: Any) -> tuple[Any, ...]:
        """The trip: one statement, and what a cursor knows after it.

        The opening is taken before the trip, not on it: whoever is cancelled on the way rolls
        back, and that must not meet a statement that runs later, outside of any transaction.
        """
        opening, self._opening = self._opening, None
        self._used = self._used or bool(opening)
        there = partial(self._there, opening, how, *given)
        found: tuple[Any, ...] = await self._execute(there)  # type: ignore[no-untyped-call]
        return found

    def _set(self, pragmas: Sequence[str]) -> list[tuple[Any, ...]]:
        self._conn.isolation_level = None
        return [self._conn.execute(f"PRAGMA {pragma}").fetchall() for pragma in pragmas][-1]

    def _there(self, opening: str | None, how: Callable[..., Any], *given: Any) -> tuple[Any, ...]:
        cursor = self._conn.cursor()
        try:
            if opening:
                cursor.execute(opening)
            how(cursor, *given)
            return cursor.fetchall(), cursor.description, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class OneTripCursor:
    """The part of a DB-API cursor SQLAlchemy uses; every statement is finished when it returns."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> OneTripCursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> OneTripCursor:
        """One statement and all of its rows."""
        return await self._hold(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneTripCursor:
        """One statement, many times."""
        return await self._hold(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        """Every row, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    async def _hold(self, how: Callable[..., Any], *given: Any) -> OneTripCursor:
        found = await self._connection.run(how, *given)
        self._rows, self.description, self.rowcount, self.lastrowid = found
        return self


# --- private -------------------------------------------------------------------------------------


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *given: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        connection: Any = OneTripConnection(partial(sqlite3.connect, *given, **options), 64)
        connection._thread.daemon = True  # as SQLAlchemy has it: never holds up an exit
        return _Adapted(self, await_(connection))


class _Streaming(AsyncAdapt_aiosqlite_ss_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return connection

    def _aenter_cursor(self, cursor: Any) -> Any:
        return await_(cursor.stream())


class _Adapted(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _ss_cursor_cls = _Streaming


@cache
def _compiled() -> LRUCache[Any, Any]:
    return LRUCache(STATEMENTS)
