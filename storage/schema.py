"""Bringing a database to the schema this program speaks, and saying when it is not there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.private_text import KeyRing

#: The newest revision in ``storage/migrations/versions``; a test keeps it true.
HEAD = "0006"
MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(url: str, ring: KeyRing) -> None:
    """Upgrade to the newest schema; on a database that is there already, nothing happens.

    Foreign keys are off while SQLite tables are rebuilt (a cascade deleted every child row in
    reliability.md exp 9) and checked before the commit.
    """
    database = Database(url, ring, foreign_keys=False)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade)
            if database.is_sqlite:
                await connection.run_sync(_check_foreign_keys)
    finally:
        await database.close()


async def schema_problem(database: Database) -> str:
    """Why this database cannot be used as it is; empty when it can."""
    async with database.reading_engine.connect() as connection:
        found = await connection.run_sync(revision_of)
    if found == HEAD:
        return ""
    if not found:
        return "The database is empty: run `waymark migrate`."
    return (
        f"The database is at revision {found}, this program needs {HEAD}: run `waymark migrate`."
    )


def revision_of(connection: Connection) -> str:
    """The revision a database is at; empty before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


# --- private -------------------------------------------------------------------------------------


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise RuntimeError(f"a migration would leave {len(broken)} rows without their parent")
