"""A backup holds everything, and comes back whole or not at all (reliability.md R21, exp 9)."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.clock import ManualClock
from bot.domain.roadblocks import Roadblock
from storage import dumps
from storage.backup import back_up
from storage.database import Database
from storage.private_text import CannotRead, KeyRing
from storage.refusals import CannotUse
from storage.restore import examine, restore
from storage.schema import HEAD, migrate, schema_problem
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM
from tests.schemas import contents, fill, go_to

CANARY = "canary-51c0-what-theo-told-me"
RING = KeyRing([KEY])


pytestmark = pytest.mark.usefixtures("postgres_programs")


@pytest.fixture
async def written(units: SqlUnits, clock: ManualClock) -> SqlUnits:
    """A database with something private in it; nobody is at it any more."""
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", CANARY, clock.now()))
        await work.commit()
    await units._database.close()
    return units


@pytest.mark.usefixtures("written")
async def test_what_was_backed_up_comes_back(
    any_database_url: str, tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "deep" / "monday.backup"
    before = await contents(any_database_url, KEY)
    done = back_up(any_database_url, file)
    assert (done.path, done.size) == (file, _size(file))
    assert _mode(file) == 0o600
    assert CANARY.encode() not in file.read_bytes()
    assert [one.name for one in _beside(file)] == ["monday.backup"], "nothing is left lying about"
    held = examine(any_database_url, file, RING)
    assert (held.revision, held.rows, held.texts) == (HEAD, 2, 2)  # the token, what is in the way
    assert held.known.year == 1970, "nothing was ever sent"
    await _spoil(any_database_url)
    assert await contents(any_database_url, KEY) != before
    with pytest.raises(CannotUse, match="holds something: --force"):
        await restore(any_database_url, file, RING, clock.now())
    assert await restore(any_database_url, file, RING, clock.now(), force=True) == held
    assert await contents(any_database_url, KEY) == before


@pytest.mark.usefixtures("written")
async def test_what_was_replaced_is_kept(
    any_database_url: str, tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "monday.backup"
    back_up(any_database_url, file)
    await _spoil(any_database_url)
    spoiled = await contents(any_database_url, KEY)
    await restore(any_database_url, file, RING, clock.now(), force=True)
    where = Path(Database.path_of(any_database_url) or file)  # of PostgreSQL, beside the backup
    (kept,) = (one for one in _beside(where) if "replaced" in one.name)
    assert _mode(kept) == 0o600
    await restore(any_database_url, kept, RING, clock.now(), force=True)
    assert await contents(any_database_url, KEY) == spoiled


@pytest.mark.usefixtures("written")
async def test_a_backup_needs_its_key(any_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    back_up(any_database_url, file)
    with pytest.raises(CannotRead, match="WAYMARK_SECRET_KEYS"):
        examine(any_database_url, file, KeyRing([Fernet.generate_key().decode()]))


@pytest.mark.usefixtures("written")
async def test_a_backup_never_replaces_a_file(any_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    file.write_text("my letters")
    with pytest.raises(CannotUse, match="never replaces"):
        back_up(any_database_url, file)
    assert file.read_text() == "my letters"


async def test_a_running_waymark_is_not_restored_under(
    units: SqlUnits, any_database_url: str, tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "monday.backup"
    async with units.reading(TEAM) as work:
        assert await work.people.get("U1") is None
    back_up(any_database_url, file)
    with pytest.raises(CannotUse, match="Waymark is running"):
        await restore(any_database_url, file, RING, clock.now(), force=True)
    assert len(await units.everywhere().installations()) == 1


@pytest.mark.usefixtures("written")
async def test_a_damaged_backup_changes_nothing(
    any_database_url: str, tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "monday.backup"
    back_up(any_database_url, file)
    before = await contents(any_database_url, KEY)
    whole = file.read_bytes()
    for name, bytes_held, said in (
        ("nothing.backup", b"", "no backup"),
        ("words.backup", b"my letters", "no backup"),
        ("half.backup", whole[: len(whole) // 2], "damaged|cannot be read"),
        ("absent.backup", None, "cannot be read: No such file"),
    ):
        broken = tmp_path / name
        if bytes_held is not None:
            broken.write_bytes(bytes_held)
        with pytest.raises(CannotUse, match=said):
            await restore(any_database_url, broken, RING, clock.now(), force=True)
    assert await contents(any_database_url, KEY) == before


async def test_an_older_backup_is_brought_to_the_newest_schema(
    tmp_path: Path, clock: ManualClock
) -> None:
    old, new = tmp_path / "old" / "waymark.db", tmp_path / "new" / "waymark.db"
    url = f"sqlite+aiosqlite:///{old}"
    await go_to(url, "0003", KEY)
    before = await contents(url, KEY)
    back_up(url, tmp_path / "old.backup")
    there = f"sqlite+aiosqlite:///{new}"
    held = await restore(there, tmp_path / "old.backup", RING, clock.now())
    assert held.revision == "0003"
    assert await contents(there, KEY, like=before) == before
    database = Database(there, RING)
    assert await schema_problem(database) == ""
    await database.close()
    assert [one.name for one in _beside(new)] == ["waymark.db"]
    assert _mode(new) == 0o600


async def test_a_backup_of_a_newer_waymark_is_refused(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "newer.backup"
    back_up(database_url, file)
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
        opened.commit()
    with pytest.raises(CannotUse, match="newer Waymark"):
        examine(database_url, file, RING)


async def test_a_database_that_is_damaged_is_put_aside(
    database_url: str, tmp_path: Path, clock: ManualClock
) -> None:
    file, path = tmp_path / "monday.backup", Path(Database.path_of(database_url))
    back_up(database_url, file)
    _overwrite(path, b"the disk wrote this")
    with pytest.raises(CannotUse, match="not a SQLite database"):
        await migrate(database_url, RING)
    with pytest.raises(CannotUse, match="--force"):
        await restore(database_url, file, RING, clock.now())
    await restore(database_url, file, RING, clock.now(), force=True)
    assert path.with_name("waymark.db.damaged-1.backup").read_bytes() == b"the disk wrote this"
    await migrate(database_url, RING)


async def test_the_other_kind_of_database_is_refused(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    back_up(database_url, file)
    with pytest.raises(CannotUse, match="is a backup of sqlite"):
        examine("postgresql+asyncpg://nobody@nowhere/none", file, RING)


def test_without_pg_dump_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotUse, match="pg_dump was not found: install"):
        back_up("postgresql+asyncpg://nobody@nowhere/none", tmp_path / "x.backup")
    assert _beside(tmp_path / "x.backup") == []


def test_a_password_is_handed_over_where_nobody_looks() -> None:
    from sqlalchemy import make_url

    place = make_url("postgresql+asyncpg://me:se%40cret@db.example:5433/waymark?ssl=require")
    given = dumps._environment(place)
    wanted = {"PGHOST": "db.example", "PGPORT": "5433", "PGUSER": "me", "PGPASSWORD": "se@cret"}
    assert wanted.items() <= given.items()
    assert (given["PGDATABASE"], given["PGSSLMODE"]) == ("waymark", "require")


async def test_a_backup_under_load_misses_nothing(database_url: str, tmp_path: Path) -> None:
    await _backups_under_load(database_url, tmp_path, 3)


@pytest.mark.soak
async def test_a_hundred_backups_under_load_miss_nothing(
    database_url: str, tmp_path: Path
) -> None:
    await _backups_under_load(database_url, tmp_path, 100)


async def test_a_copy_of_the_file_would_miss_rows(units: SqlUnits, clock: ManualClock) -> None:
    """Why it is not a copy: what was committed still stands in the log (exp 9)."""
    database = units._database
    if not database.path:
        return
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", CANARY, clock.now()))
        await work.commit()
    copied, backed = Path(f"{database.path}.copied"), Path(f"{database.path}.backed")
    shutil.copy(database.path, copied)
    back_up(f"sqlite+aiosqlite:///{database.path}", backed)
    assert (_roadblocks(copied), _roadblocks(backed)) == (0, 1)


# --- private -------------------------------------------------------------------------------------


async def _spoil(url: str) -> None:
    """What happens to people: half of it is gone."""
    database = Database(url, RING)
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM roadblocks")
    await database.close()


async def _backups_under_load(url: str, folder: Path, times: int) -> None:
    """Four writers never rest; each row committed before a backup began must be in it."""
    await fill(url, KEY, 1)
    database = Database(url, RING)
    committed, stop = [0], asyncio.Event()

    async def write(number: int) -> None:
        while not stop.is_set():
            async with database.writing() as session:
                connection = await session.connection()
                await connection.exec_driver_sql(
                    "INSERT INTO inbox VALUES ('T0KEPT', ?, '2026-03-05 10:00:00')",
                    (f"{number}-{committed[0]}",),
                )
                await session.commit()
            committed[0] += 1

    writers = [asyncio.create_task(write(number)) for number in range(4)]
    try:
        for number in range(times):
            file, known = folder / f"{number}.backup", committed[0]
            await asyncio.to_thread(back_up, url, file)
            with closing(sqlite3.connect(file)) as opened:
                assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                (found,) = opened.execute("SELECT count(*) FROM inbox").fetchone()
            assert found >= known
            file.unlink()
        assert committed[0] > times, "there was a load"
    finally:
        stop.set()
        await asyncio.gather(*writers)
        await database.close()


def _roadblocks(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        (count,) = opened.execute("SELECT count(*) FROM roadblocks").fetchone()
    return int(count)


def _beside(file: Path) -> list[Path]:
    return sorted(file.parent.iterdir()) if file.parent.exists() else []


def _overwrite(file: Path, held: bytes) -> None:
    file.write_bytes(held)


def _mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def _size(file: Path) -> int:
    return file.stat().st_size
