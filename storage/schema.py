"""Bringing a database to the schema this program speaks, and saying when it is not there.

1. One process migrates at a time; the others wait, look again, and find nothing to do.
2. A SQLite file with data is backed up beside itself first.
3. Everything happens in one transaction: a crash leaves the old schema, and the next start
   begins again.
4. Foreign keys are off while SQLite tables are rebuilt (a cascade deleted every child row in
   reliability.md exp 9) and checked before the commit.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.backup import keep_beside
from storage.database import Database
from storage.disks import network_file_system
from storage.private_text import KeyRing
from storage.refusals import CannotUse, in_words

if TYPE_CHECKING:  # a start that migrates nothing does without
    from alembic.config import Config

#: The newest revision in ``storage/migrations/versions``; a test keeps it true.
HEAD = "0018"
MIGRATIONS = Path(__file__).parent / "migrations"

#: How long a second process waits on SQLite for the one that migrates.
PATIENCE_MS = 600_000
#: The same name in every process that migrates this database on PostgreSQL.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('waymark migrate', 0))")
#: Whoever waits for a table's lock makes everybody else wait behind it: give up instead (squawk).
_NO_QUEUE = text("SET LOCAL lock_timeout = '20s'")


async def migrate(url: str, ring: KeyRing) -> None:
    """Upgrade to the newest schema; on a database that is there already, nothing happens.

    Raises ``CannotUse`` when it cannot be used, or is newer than this program.
    """
    database = Database(url, ring, foreign_keys=False, busy_ms=PATIENCE_MS)
    try:
        with in_words(database.path):
            if database.path:
                _refuse_network(Path(database.path))
                _try_to_open(database.path)
            if await _revision(database) != HEAD:
                async with database.engine.begin() as connection:
                    await connection.run_sync(_upgrade, database)
    finally:
        await database.close()


async def schema_problem(database: Database) -> str:
    """Why this database cannot be used as it is; empty when it can."""
    return problem_with(await _revision(database))


async def schema_lag(database: Database) -> str:
    """Why this database is too old for a process that runs already; empty when it is not.

    A newer schema is no reason to turn traffic away: a rolling restart begins with it, and
    what runs goes on until its successor is there (expand, then contract; R20).
    """
    revision = await _revision(database)
    return problem_with(revision) if not revision or is_known(revision) else ""


def problem_with(revision: str) -> str:
    """Why a database at this revision cannot be used as it is; empty when it can."""
    if revision == HEAD:
        return ""
    if not revision:
        return "The database is empty: run `waymark migrate`."
    if not is_known(revision):
        return (
            f"The database is at revision {revision}, which this program does not know: "
            "it was written by a newer Waymark; run that one."
        )
    return (
        f"The database is at revision {revision}, this program needs {HEAD}: "
        "run `waymark migrate`."
    )


def is_known(revision: str) -> bool:
    """Whether this program can bring a database from there to ``HEAD``."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    return revision in {one.revision for one in scripts.walk_revisions()}


def revision_of(connection: Connection) -> str:
    """The revision a database is at; empty before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


# --- private -------------------------------------------------------------------------------------


async def _revision(database: Database) -> str:
    async with database.reading_engine.connect() as connection:
        return await connection.run_sync(revision_of)


def _refuse_network(path: Path) -> None:
    if kind := network_file_system(path):
        raise CannotUse(
            f"The database {path} is on a network file system ({kind}), where SQLite loses data: "
            "use a local disk, or PostgreSQL."
        )


def _try_to_open(path: str) -> None:
    """Here, not in a driver's thread, whose complaint would be a traceback."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA schema_version").fetchone()


def _upgrade(connection: Connection, database: Database) -> None:
    if not database.is_sqlite:
        connection.execute(_ONE_AT_A_TIME)
        connection.execute(_NO_QUEUE)
    found = revision_of(connection)  # again: another process may have been faster
    if found == HEAD:
        return
    if found and not is_known(found):
        raise CannotUse(problem_with(found))
    if database.path and found and _has_rows(connection):
        keep_beside(Path(database.path), found)
    from alembic import command

    command.upgrade(_config(connection), "head")
    if database.is_sqlite:
        _check_foreign_keys(connection)


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _has_rows(connection: Connection) -> bool:
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    questions = (f'SELECT 1 FROM "{name}" LIMIT 1' for name in sorted(tables))
    return any(connection.exec_driver_sql(one).first() for one in questions)


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise RuntimeError(f"a migration would leave {len(broken)} rows without their parent")
