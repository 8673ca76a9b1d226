"""Databases at any revision, with rows in every table: what a migration must not lose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect

from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import MIGRATIONS

#: The workspace every row belongs to.
WORKSPACE = "T0KEPT"


def revisions() -> list[str]:
    """Every revision, oldest first."""
    found = ScriptDirectory.from_config(_config()).walk_revisions()
    return [one.revision for one in reversed(list(found))]


async def go_to(url: str, revision: str, key: str) -> None:
    """Migrate up or down to a revision; "base" is nothing at all."""
    database = Database(url, KeyRing([key]), foreign_keys=False)

    def move(connection: Connection) -> None:
        there = inspect(connection).has_table("alembic_version")
        now = (
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if there
            else None
        )
        up = revision != "base" and (now is None or now < revision)
        (command.upgrade if up else command.downgrade)(_config(connection), revision)

    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(move)
    finally:
        await database.close()


async def fill(url: str, key: str, rows: int) -> None:
    """Put so many rows into every table that has none, as the schema is now."""
    database = Database(url, KeyRing([key]))

    def write(connection: Connection) -> None:
        for table in _empty(connection):
            count = 1 if table.name == "installations" else rows
            made = [_row(connection, table, number) for number in range(count)]
            connection.execute(insert(table), made)

    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(write)
    finally:
        await database.close()


async def contents(url: str, key: str, like: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of every table its columns, how many rows it has, and a hash of what they say.

    ``like``: only those tables and columns, in order to compare with what was before.
    """
    database = Database(url, KeyRing([key]))

    def read(connection: Connection) -> dict[str, Any]:
        found = {}
        for table, names in (_columns(connection) if like is None else like).items():
            listed = ", ".join(f'"{name}"' for name in (names if like is None else names[0]))
            rows = connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"').all()
            said = sorted(json.dumps([str(value) for value in row]) for row in rows)
            found[table] = (
                names if like is None else names[0],
                len(rows),
                hashlib.sha256("\n".join(said).encode()).hexdigest(),
            )
        return found

    try:
        async with database.reading_engine.connect() as connection:
            return await connection.run_sync(read)
    finally:
        await database.close()


# --- private -------------------------------------------------------------------------------------


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _columns(connection: Connection) -> dict[str, Any]:
    looking = inspect(connection)
    return {
        table: sorted(column["name"] for column in looking.get_columns(table))
        for table in looking.get_table_names()
        if table != "alembic_version"
    }


def _empty(connection: Connection) -> list[Table]:
    """Tables without a row, those others refer to first; a full one is not even read."""
    names = [
        name
        for name in inspect(connection).get_table_names()
        if name != "alembic_version"
        and connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() is None
    ]
    held = MetaData()
    held.reflect(connection, only=names)
    return [table for table in held.sorted_tables if table.name in names]


def _row(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    return {
        column.name: WORKSPACE
        if column.name == "workspace_id"
        else _value(connection, column, number)
        for column in table.columns
    }


def _value(connection: Connection, column: Column[Any], number: int) -> Any:
    length = getattr(column.type, "length", None)
    moment = datetime(2026, 3, 5, 10, number // 60 % 60, number % 60, 123_000, tzinfo=UTC)
    if str(column) == "people.created_at":  # a day, and 0017 makes it one
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    values: dict[type, Any] = {
        str: f"{number} é <&> {column.name}"[:length],
        int: number,
        bool: bool(number % 2),
        date: moment.date(),
        time: time(9, number % 60),
        datetime: moment.replace(tzinfo=None) if connection.dialect.name == "sqlite" else moment,
    }
    return values.get(column.type.python_type, [column.name, number])  # JSON
