"""SQLite keeps a text of any length; PostgreSQL refuses what its column does not hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from sqlalchemy import String

from storage.tables import metadata


def too_long(path: str) -> list[str]:
    """Columns of this file with a text PostgreSQL would have refused, by name."""
    with closing(sqlite3.connect(path)) as store:
        return [name for (name,) in store.execute(_question())]


@cache
def _question() -> str:
    return " UNION ALL ".join(
        f"SELECT '{table.name}.{column.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\""
        f' WHERE length("{column.name}") > {column.type.length})'
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String) and column.type.length
    )
