"""A migration loses nothing, whatever happens on the way (reliability.md R20, exp 9)."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage import schema
from storage.database import Database
from storage.private_text import KeyRing
from storage.refusals import CannotUse
from storage.schema import HEAD, migrate, schema_lag, schema_problem
from storage.tables.people import people
from tests.conftest import KEY
from tests.databases import Server, address
from tests.jobs import KILLED, Crew
from tests.jobs import migrate as migrate_elsewhere
from tests.schemas import contents, fill, go_to, revisions

ROWS = 5
#: A migration of the shape that emptied ten tables in exp 9: SQLite rebuilds the parent.
REBUILD = """
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("installations", recreate="always") as batch:
        batch.alter_column("team_name", type_=sa.Text())
        {more}
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that holds nothing."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'waymark.db'}"
    server: Server = request.getfixturevalue("postgres")
    name = f"e{secrets.token_hex(8)}"
    server.psql(f"CREATE DATABASE {name}")
    return address(server, name)


async def test_every_step_up_and_down_and_up_keeps_every_row(empty_url: str) -> None:
    await _every_step(empty_url, ROWS)


@pytest.mark.soak
async def test_every_step_keeps_a_thousand_rows_a_table(empty_url: str) -> None:
    await _every_step(empty_url, 1000)


async def test_a_file_with_data_is_backed_up_before_it_changes(tmp_path: Path) -> None:
    _, url = _file(tmp_path)
    await go_to(url, "0004", KEY)
    await fill(url, KEY, ROWS)
    before = await contents(url, KEY)
    await migrate(url, KeyRing([KEY]))
    (kept,) = _backups(tmp_path)
    assert kept.name == "waymark.db.0004-1.backup"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert await contents(f"sqlite+aiosqlite:///{kept}", KEY) == before
    await migrate(url, KeyRing([KEY]))
    assert _backups(tmp_path) == [kept], "nothing to do, nothing to keep"


async def test_only_the_newest_three_are_kept(tmp_path: Path) -> None:
    path, url = _file(tmp_path)
    await go_to(url, "0004", KEY)
    await fill(url, KEY, 1)
    old = path.with_name("old.db")
    shutil.copy(path, old)
    for _ in range(5):
        shutil.copy(old, path)
        await migrate(url, KeyRing([KEY]))
    names = [one.name for one in _backups(tmp_path)]
    assert names == [f"waymark.db.0004-{number}.backup" for number in (3, 4, 5)]


async def test_an_empty_file_needs_no_backup(tmp_path: Path) -> None:
    _, url = _file(tmp_path)
    await go_to(url, "0003", KEY)
    await migrate(url, KeyRing([KEY]))
    assert not _backups(tmp_path)


async def test_without_a_backup_nothing_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = _file(tmp_path)
    await go_to(url, "0004", KEY)
    await fill(url, KEY, 1)

    def full(*_: object) -> None:
        raise CannotUse("The disk is full.")

    monkeypatch.setattr(schema, "keep_beside", full)
    with pytest.raises(CannotUse, match="full"):
        await migrate(url, KeyRing([KEY]))
    database = Database(url, KeyRing([KEY]))
    assert "at revision 0004" in await schema_problem(database)
    assert "at revision 0004" in await schema_lag(database)
    await database.close()


@pytest.mark.parametrize("killed_at", [8, 34])
def test_a_migration_killed_on_the_way_is_done_by_the_next_start(
    empty_url: str, killed_at: int
) -> None:
    asyncio.run(_prepared(empty_url))
    assert _killed_and_done(empty_url, killed_at)


@pytest.mark.soak
def test_a_migration_may_be_killed_before_any_of_its_statements(empty_url: str) -> None:
    killed_at = 1
    while True:
        asyncio.run(go_to(empty_url, "base", KEY))
        asyncio.run(_prepared(empty_url))
        if not _killed_and_done(empty_url, killed_at):
            break  # it was through before that many statements
        killed_at += 1
    assert killed_at > 40


@pytest.mark.parametrize("revision", ["base", "0003"])
def test_of_several_processes_one_migrates_and_the_others_wait(
    empty_url: str, revision: str, tmp_path: Path
) -> None:
    if revision != "base":
        asyncio.run(go_to(empty_url, revision, KEY))
        asyncio.run(fill(empty_url, KEY, ROWS))
    crew = Crew()
    for _ in range(3):
        crew.start(migrate_elsewhere, empty_url, KEY)
    assert crew.finish() == [0] * 3
    database = Database(empty_url, KeyRing([KEY]))
    assert asyncio.run(_problem(database)) == ""
    if revision != "base" and database.path:
        assert len(_backups(tmp_path)) == 1


async def test_a_rebuilt_parent_keeps_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = _file(tmp_path)
    before = await _with_a_rebuild(url, tmp_path, monkeypatch)
    await migrate(url, KeyRing([KEY]))
    assert await contents(url, KEY, like=before) == before


async def test_with_foreign_keys_on_a_rebuilt_parent_would_lose_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard taken away: this is what it guards against."""
    _, url = _file(tmp_path)
    before = await _with_a_rebuild(url, tmp_path, monkeypatch)

    def careless(*given: object, **named: object) -> Database:
        return Database(*given, **{**named, "foreign_keys": True})  # type: ignore[arg-type]

    careless.path_of = Database.path_of  # type: ignore[attr-defined]
    monkeypatch.setattr(schema, "Database", careless)
    await migrate(url, KeyRing([KEY]))
    after = await contents(url, KEY, like=before)
    assert after["installations"] == before["installations"]
    assert after["people"][1] == 0


async def test_a_migration_that_leaves_orphans_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = _file(tmp_path)
    more = 'pass\n    op.execute("DELETE FROM installations")'
    before = await _with_a_rebuild(url, tmp_path, monkeypatch, more)
    with pytest.raises(RuntimeError, match="without their parent"):
        await migrate(url, KeyRing([KEY]))
    assert await contents(url, KEY) == before


async def test_a_newer_schema_is_left_alone(empty_url: str) -> None:
    await migrate(empty_url, KeyRing([KEY]))
    database = Database(empty_url, KeyRing([KEY]))
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CannotUse, match="newer Waymark"):
        await migrate(empty_url, KeyRing([KEY]))
    assert "newer Waymark" in await schema_problem(database)
    assert await schema_lag(database) == "", "What runs already goes on."
    await database.close()


async def test_of_a_first_meeting_only_the_day_is_left(empty_url: str) -> None:
    await go_to(empty_url, "0014", KEY)
    await fill(empty_url, KEY, 3)
    database = Database(empty_url, KeyRing([KEY]))
    first = datetime(2026, 3, 5, 22, 5, 17, 123, tzinfo=UTC)
    async with database.engine.begin() as connection:
        await connection.execute(update(people).values(created_at=first))
    await database.close()
    await migrate(empty_url, KeyRing([KEY]))
    database = Database(empty_url, KeyRing([KEY]))
    async with database.reading() as session:
        met_at = list(await session.scalars(select(people.c.created_at)))
    await database.close()
    assert met_at == [datetime(2026, 3, 5, tzinfo=UTC)] * 3


# --- private -------------------------------------------------------------------------------------


def _file(folder: Path) -> tuple[Path, str]:
    path = folder / "waymark.db"
    return path, f"sqlite+aiosqlite:///{path}"


def _backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.backup"))


async def _every_step(url: str, rows: int) -> None:
    steps = revisions()
    assert steps[-1] == HEAD
    await go_to(url, steps[0], KEY)
    for older, newer in pairwise(steps):
        await fill(url, KEY, rows)
        before = await contents(url, KEY)
        for step in (newer, older, newer):
            await go_to(url, step, KEY)
            assert await contents(url, KEY, like=before) == before, (older, newer, step)


async def _prepared(url: str) -> None:
    await go_to(url, "0001", KEY)
    await fill(url, KEY, 3)


async def _problem(database: Database) -> str:
    try:
        return await schema_problem(database)
    finally:
        await database.close()


def _killed_and_done(url: str, killed_at: int) -> bool:
    """False when there were not that many statements."""
    before = asyncio.run(contents(url, KEY))
    crew = Crew()
    crew.start(migrate_elsewhere, url, KEY, killed_at)
    (code,) = crew.finish()
    if code == 0:
        return False
    assert code == KILLED
    assert asyncio.run(contents(url, KEY)) == before, "all or nothing"
    asyncio.run(migrate(url, KeyRing([KEY])))
    assert asyncio.run(contents(url, KEY, like=before)) == before
    return True


async def _with_a_rebuild(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "pass"
) -> dict[str, object]:
    """A filled database at HEAD, and one migration more that rebuilds the parent of all."""
    await migrate(url, KeyRing([KEY]))
    await fill(url, KEY, ROWS)
    before = await contents(url, KEY)
    scripts = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, scripts)
    (scripts / "versions" / "9999_rebuild.py").write_text(REBUILD.format(head=HEAD, more=more))
    monkeypatch.setattr(schema, "MIGRATIONS", scripts)
    monkeypatch.setattr(schema, "HEAD", "9999")
    return before
