"""A whole database copied into a private SQLite file, to try things on.

The source is only read, in one snapshot: nobody waits for the copy, and it is of one moment.
Private words travel sealed; the copy is read with the same key ring.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.nudges import NudgeRecord
from storage.database import Database
from storage.private_text import PrivateJson, PrivateText
from storage.tables import map_entities, metadata
from storage.tables.nudges import nudge_records
from storage.tables.outbox import outbox
from storage.tables.people import people

#: Rows read and written in one go.
BATCH = 500


@dataclass(frozen=True)
class Change:
    """A message of the outbox went from one state to another, or waits for another moment."""

    delivery_id: str
    workspace_id: str
    recipient_id: str
    kind: str
    priority: int
    merged_into: str
    was: str
    state: str
    reason: str


class Copy:
    """A database of its own, which also notes each change of a message in the order made."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._last = 0

    async def changes(self) -> list[Change]:
        """What happened to messages since this was asked last."""
        query = (
            select(
                _journal.c.number,
                _journal.c.delivery_id,
                outbox.c.workspace_id,
                outbox.c.recipient_id,
                outbox.c.kind,
                outbox.c.priority,
                outbox.c.merged_into,
                _journal.c.was,
                _journal.c.state,
                _journal.c.reason,
            )
            .join_from(_journal, outbox, outbox.c.id == _journal.c.delivery_id)
            .where(_journal.c.number > self._last)
            .order_by(_journal.c.number)
        )
        async with self.database.reading() as session:
            rows = [tuple(row) for row in await session.execute(query)]
        self._last = rows[-1][0] if rows else self._last
        return [Change(*row[1:]) for row in rows]

    async def records(self, since: datetime) -> list[NudgeRecord]:
        """What became of the occurrences dealt with since a moment, in any workspace."""
        query = select(NudgeRecord).where(nudge_records.c.at >= since)
        async with self.database.reading() as session:
            return list(await session.scalars(query.order_by(nudge_records.c.at)))

    async def everybody(self) -> list[tuple[str, str]]:
        """(workspace, person) of all people."""
        columns = people.c
        query = select(columns.workspace_id, columns.user_id)
        async with self.database.reading() as session:
            return [(team, person) for team, person in await session.execute(query)]


@contextlib.asynccontextmanager
async def copy_of(source: Database) -> AsyncIterator[Copy]:
    """A copy of everything as it is at this moment; gone again afterwards."""
    map_entities()
    with tempfile.TemporaryDirectory(prefix="waymark-copy-") as folder:  # for its owner only
        path = Path(folder) / "copy.db"
        path.touch(mode=0o600)
        database = Database(f"sqlite+aiosqlite:///{path}", source.ring, durable=False)
        try:
            async with (
                source.reading_engine.connect() as old,
                database.engine.begin() as new,
            ):
                if not source.is_sqlite:
                    await old.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                await new.run_sync(_sealed().create_all)
                for table in _sealed().sorted_tables:
                    await _copy_rows(table, old, new)
                await new.run_sync(_journal.metadata.create_all)
                await new.execute(_KEEP_JOURNAL)
            yield Copy(database)
        finally:
            await database.close()


# --- private -------------------------------------------------------------------------------------


@cache
def _sealed() -> MetaData:
    """Every table as it lies on the disk: private columns are plain text here, never opened."""
    held = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(held).columns:
            if isinstance(column.type, PrivateText | PrivateJson):
                column.type = Text()
    return held


_journal = Table(
    "copy_journal",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("delivery_id", String, nullable=False),
    Column("was", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
)

#: Written down by the database itself, so that nothing in the bot knows it is being watched.
_KEEP_JOURNAL = text(
    """
    CREATE TRIGGER keep_copy_journal AFTER UPDATE OF state, next_at ON outbox
    WHEN OLD.state <> NEW.state OR OLD.next_at <> NEW.next_at
    BEGIN
        INSERT INTO copy_journal (delivery_id, was, state, reason)
        VALUES (NEW.id, OLD.state, NEW.state, NEW.reason);
    END
    """
)


async def _copy_rows(table: Table, old: AsyncConnection, new: AsyncConnection) -> None:
    async with old.stream(select(table)) as rows:
        async for batch in rows.mappings().partitions(BATCH):
            await new.execute(insert(table), [dict(row) for row in batch])
