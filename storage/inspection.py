"""Looking at a database without changing it: for `waymark doctor`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text

from bot.domain.outbox import DeliveryState
from storage.database import Database
from storage.private_text import PrivateJson, PrivateText
from storage.tables import metadata
from storage.tables.outbox import outbox

#: States somebody should look at, when messages stay in them.
STUCK = (
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.BLOCKED,
    DeliveryState.DEAD,
    DeliveryState.UNRESOLVED,
)


@dataclass(frozen=True)
class Stuck:
    """Messages in one state for one reason. ``since``: when the longest there came to it."""

    state: str
    reason: str
    count: int
    since: datetime


async def stuck(database: Database) -> list[Stuck]:
    """What is on its way, or will never get there, most first."""
    columns = outbox.c
    query = (
        select(columns.state, columns.reason, func.count(), func.min(columns.due_at))
        .where(columns.state.in_(STUCK))
        .group_by(columns.state, columns.reason)
        .order_by(func.count().desc())
    )
    async with database.reading() as session:
        return [Stuck(*row) for row in await session.execute(query)]


async def writable(database: Database) -> bool:
    """Whether this user may change rows; tried in a transaction that is taken back.

    Raises whatever the database raises when it may not.
    """
    async with database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        await session.rollback()
    return True


def free_space(database: Database) -> int | None:
    """Bytes left on the disk of a SQLite file; None when the database is somewhere else."""
    path = database.url.database
    if not database.is_sqlite or not path:
        return None
    return shutil.disk_usage(Path(path).parent).free


async def read_sample(database: Database, most: int) -> int:
    """Decrypt up to ``most`` texts of every private column; returns how many were read.

    Raises ``CannotRead`` for one that needs a key not given.
    """
    read = 0
    for table in metadata.sorted_tables:
        private = [c for c in table.c if isinstance(c.type, PrivateText | PrivateJson)]
        for column in private:
            query = select(column).where(column.is_not(None)).limit(most)
            async with database.reading() as session:
                read += sum(bool(found) for found in (await session.scalars(query)).all())
    return read
