"""A backup put back: checked first, whole or not at all, nothing sent twice (R21, rule B)."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection as Session
from sqlalchemy import inspect, make_url, text

from storage import dumps
from storage.backup import copy_file, open_file, unsound, unused
from storage.database import Database, make_folder
from storage.files import beginning
from storage.private_text import KeyRing, PrivateJson, PrivateText
from storage.refusals import CannotUse, in_words
from storage.schema import is_known, migrate, problem_with
from storage.second_look import TRACES, statements
from storage.tables import metadata

_SQLITE_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True)
class Contents:
    """What a backup holds: its schema, how much, and how many encrypted texts the keys read.

    ``known`` is its last trace of life; a backup is never older than that.
    """

    revision: str
    rows: int
    texts: int
    known: datetime


def examine(url: str, file: Path, ring: KeyRing) -> Contents:
    """Whether this backup can be restored into this database; changes nothing.

    Raises ``CannotUse``, or ``CannotRead`` when its texts need a key that is not given.
    """
    wanted = make_url(url).get_backend_name()
    found = _kind_of(file)
    if found != wanted:
        raise CannotUse(f"{file} is a backup of {found}, but DATABASE_URL names {wanted}.")
    if found != "sqlite":
        return _contents(dumps.rows_of(file), ring)
    with in_words(str(file)), closing(open_file(file)) as opened:
        if problem := unsound(opened):
            raise CannotUse(f"{file} is damaged ({problem}).")
        return _contents(_rows_of(opened), ring)


async def restore(
    url: str, file: Path, ring: KeyRing, at: datetime, *, force: bool = False
) -> Contents:
    """Put a backup in the place of what is there, and bring it to the newest schema.

    ``force`` replaces a database that holds something; what it held is backed up first. A running
    Waymark is always refused. ``at`` is now: from then on messages go without a second look.
    """
    contents = examine(url, file, ring)
    rule_b = statements(contents.known, at, sqlite=bool(Database.path_of(url)))
    if path := Database.path_of(url):
        with _working_copy(file, Path(path)) as copy:
            await migrate(f"sqlite+aiosqlite:///{copy}", ring)
            _put_in_place(copy, Path(path), rule_b, force=force)
        return contents
    with in_words():
        await _make_room(url, ring, force=force)
        if force:
            dumps.dump(make_url(url), unused(file.with_name(f"{file.name}.replaced")))
        tables = [*metadata.tables, "alembic_version"]
        drops = [f'DROP TABLE IF EXISTS "{name}" CASCADE' for name in tables]
        then = ["SET search_path = public", *rule_b]  # `pg_dump` leaves it empty
        if contents.revision < "0004":  # it holds no outbox yet
            then = []
        dumps.load(file, make_url(url), first=drops, then=then)
    await migrate(url, ring)
    return contents


# --- private -------------------------------------------------------------------------------------


def _kind_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            start = opened.read(len(_SQLITE_MAGIC))
    except OSError as problem:
        raise CannotUse(f"{file} cannot be read: {problem.strerror}.") from None
    if start == _SQLITE_MAGIC:
        return "sqlite"
    if start.startswith(dumps.MAGIC):
        return "postgresql"
    raise CannotUse(f"{file} is no backup of Waymark's.")


# --- what is in it


def _contents(rows: Iterable[tuple[str, dict[str, str | None]]], ring: KeyRing) -> Contents:
    """Every row is looked at, every text opened: a backup that cannot be read is none."""
    revision, count, texts = "", 0, 0
    known = datetime(1970, 1, 1, tzinfo=UTC)
    private = {
        table.name: [c.name for c in table.c if isinstance(c.type, PrivateText | PrivateJson)]
        for table in metadata.sorted_tables
    }
    for table, row in rows:
        if table == "alembic_version":
            revision = row["version_num"] or ""
            continue
        count += 1
        for name in private.get(table, ()):
            if sealed := row.get(name):
                ring.open(sealed)
                texts += 1
        traces = (row.get(name) for name in TRACES.get(table, ()))
        known = max(known, *(_moment(trace) for trace in traces if trace), known)
    if not revision:
        raise CannotUse("This is no backup of Waymark's: it names no revision.")
    if not is_known(revision):
        raise CannotUse(problem_with(revision))
    return Contents(revision, count, texts, known)


def _rows_of(opened: sqlite3.Connection) -> Iterator[tuple[str, dict[str, str | None]]]:
    opened.row_factory = sqlite3.Row
    for (name,) in opened.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        for row in opened.execute(f'SELECT * FROM "{name}"'):
            yield name, dict(row)


def _moment(stored: str) -> datetime:
    moment = datetime.fromisoformat(stored)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# --- SQLite


@contextlib.contextmanager
def _working_copy(file: Path, place: Path) -> Iterator[Path]:
    """Beside the database, so that there is room for it; gone afterwards, whatever happens."""
    make_folder(place.parent)
    copy = unused(place.with_name(f".{place.name}.restoring"))
    copy_file(file, copy)
    try:
        yield copy
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
        for kept in copy.parent.glob(f"{copy.name}.*.backup"):  # of the migration: `file` is there
            kept.unlink()


def _put_in_place(copy: Path, place: Path, rule_b: list[str], *, force: bool) -> None:
    """One transaction of SQLite's: a crash leaves what was there."""
    with closing(open_file(copy)) as new:
        for statement in rule_b:
            new.execute(statement)
        new.commit()
        new.execute("PRAGMA journal_mode = DELETE")
        _make_place(place, force=force)
        with in_words(str(place)), closing(_alone(place)) as old:
            if _holds_something(old):
                if not force:
                    raise CannotUse(_FORCE.format(place))
                target = unused(place.with_name(f"{place.name}.replaced"))
                with beginning(target) as kept, closing(open_file(kept)) as last:
                    old.backup(last)
            new.backup(old)


_FORCE = "{} holds something: --force replaces it (and keeps a backup of it)."


def _make_place(place: Path, *, force: bool) -> None:
    """A file to write to; one that is no database any more is put aside."""
    place.touch(mode=0o600)
    with place.open("rb") as opened:
        start = opened.read(len(_SQLITE_MAGIC))
    if not start or start == _SQLITE_MAGIC:
        return
    if not force:
        raise CannotUse(_FORCE.format(place))
    for end in ("-wal", "-shm", "-journal"):
        place.with_name(place.name + end).unlink(missing_ok=True)
    place.rename(unused(place.with_name(f"{place.name}.damaged")))
    place.touch(mode=0o600)


def _alone(place: Path) -> sqlite3.Connection:
    """A connection that keeps everybody else out until it is closed.

    Leaving the write-ahead log needs the file for oneself: it fails while anybody has it open.
    """
    opened = sqlite3.connect(place, timeout=1, isolation_level=None)
    try:
        opened.execute("PRAGMA locking_mode = EXCLUSIVE")
        opened.execute("PRAGMA journal_mode = DELETE")
        opened.execute("BEGIN EXCLUSIVE")
        opened.execute("COMMIT")
    except sqlite3.OperationalError as problem:
        opened.close()
        if "locked" not in str(problem):
            raise
        raise CannotUse(_STOP_IT) from None
    return opened


_STOP_IT = "Waymark is running on this database: stop every process of it, then restore."


def _holds_something(opened: sqlite3.Connection) -> bool:
    names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = [name for (name,) in names if name != "alembic_version"]
    return any(opened.execute(f'SELECT 1 FROM "{one}" LIMIT 1').fetchone() for one in tables)


# --- PostgreSQL


async def _make_room(url: str, ring: KeyRing, *, force: bool) -> None:
    database = Database(url, ring)
    try:
        async with database.engine.connect() as connection:
            if await connection.scalar(_OTHERS):
                raise CannotUse(_STOP_IT)
            if not force and await connection.run_sync(_has_rows):
                raise CannotUse(_FORCE.format("The database"))
    finally:
        await database.close()


#: Other connections of Waymark's to this database.
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND application_name = 'waymark'"
)


def _has_rows(connection: Session) -> bool:
    there = set(inspect(connection).get_table_names()) & set(metadata.tables)
    return any(
        connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() for name in there
    )
