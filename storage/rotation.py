"""Re-encrypting everything under the newest key (design D7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import text

from storage.database import Database
from storage.private_text import KeyRing, PrivateJson, PrivateText
from storage.refusals import in_words
from storage.tables import metadata

#: Rows changed in one transaction, so that nobody waits long for the writer.
BATCH = 200
#: Rows of each table whose texts are opened when a process starts.
LOOKED_AT = 20


async def rotate_keys(url: str, keys: Sequence[str]) -> int:
    """Put every private text under the first of ``keys``; safe to stop and start again.

    Returns how many texts there are. Raises ``CannotRead`` when a text needs a key not given.
    """
    ring = KeyRing(keys)
    database = Database(url, ring)
    with in_words(database.path):
        return await _rotate(database, ring)


async def check_keys(database: Database) -> None:
    """A look at a few texts of each table. Raises ``CannotRead`` when the keys do not open one."""
    async with database.reading() as session:
        for table in metadata.sorted_tables:
            if private := _private(table):
                raw = [text(f'"{column.name}"') for column in private]
                query = select(*raw).select_from(table).limit(LOOKED_AT)
                for row in await session.execute(query):
                    for sealed in filter(None, row):
                        database.ring.open(sealed)


# --- private -------------------------------------------------------------------------------------


async def _rotate(database: Database, ring: KeyRing) -> int:
    try:
        tables = metadata.sorted_tables
        done = sum([await _rotate_table(database, ring, table) for table in tables])
        await database.scrub()  # what the old key can read is gone from the file as well
        return done
    finally:
        await database.close()


async def _rotate_table(database: Database, ring: KeyRing, table: Table) -> int:
    private = _private(table)
    if not private:
        return 0
    identity = list(table.primary_key.columns)
    async with database.reading() as session:
        raw = [text(f'"{c.name}"') for c in (*identity, *private)]
        rows = (await session.execute(select(*raw).select_from(table))).all()
    done = 0
    for start in range(0, len(rows), BATCH):
        async with database.writing() as session:
            for row in rows[start : start + BATCH]:
                done += await _rotate_row(session, ring, table, identity, private, tuple(row))
            await session.commit()
    return done


async def _rotate_row(
    session: AsyncSession,
    ring: KeyRing,
    table: Table,
    identity: list[Column[object]],
    private: list[Column[object]],
    row: tuple[str, ...],
) -> int:
    where, sealed = row[: len(identity)], row[len(identity) :]
    fresh = {c.name: ring.rotate(v) for c, v in zip(private, sealed, strict=True) if v}
    if not fresh:
        return 0
    names = ", ".join(f'"{name}" = :new_{name}' for name in fresh)
    match = " AND ".join(f'"{c.name}" = :id_{c.name}' for c in identity)
    still = " AND ".join(f'"{name}" = :old_{name}' for name in fresh)
    values = {f"new_{name}": value for name, value in fresh.items()}
    values |= {f"id_{c.name}": v for c, v in zip(identity, where, strict=True)}
    values |= {f"old_{c.name}": v for c, v in zip(private, sealed, strict=True) if v}
    statement = text(f'UPDATE "{table.name}" SET {names} WHERE {match} AND {still}')
    await session.execute(statement, values)
    return len(fresh)


def _private(table: Table) -> list[Column[Any]]:
    return [c for c in table.c if isinstance(c.type, PrivateText | PrivateJson)]
