"""The same cast for every test: Maya is mentored by Theo; Noor leads; Ari must see nothing."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.clock import ManualClock
from bot.domain.installations import Installation
from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import migrate
from storage.unit_of_work import SqlUnits
from tests.databases import Server, address, empty, migrated, postgres_server, programs, stop
from tests.lengths import too_long
from tests.payload_lint import complaints
from tests.processes import again
from tests.processes.again import DISTURBED
from tests.stage import Conversation

#: A Thursday, 10:05 in London: everybody's window is open.
THURSDAY = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
#: One key for the whole run: the migrated file is copied for every test.
KEY = Fernet.generate_key().decode()
#: Memory that looks like a disk, on Linux.
SHARED_MEMORY = Path("/dev/shm")
#: Less of it is left to whoever else needs it: a container often has no more than 64 MB.
ROOM = 256 * 2**20
#: PostgreSQL databases no test uses at the moment.
_POOL = pytest.StashKey[list[str]]()
#: The workspace of the local Slack.
TEAM = "T0WAYMARK"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests first.

    `--dist worksteal` gives each worker one stretch of this list, so that they begin at once, on
    one worker with one Chromium. Another one opens its own only to take over what is left.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--fleet``: the conversations run against many processes that are killed meanwhile."""
    parser.addoption("--fleet", action="store_true", help="many processes instead of one")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A kill of the fleet's may take the very answer a conversation looks at: see ``again``."""
    return again.play(item, nextitem) if item.config.getoption("--fleet") else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was played again, and why: it is part of the result."""
    reports = [one for some in ("passed", "failed") for one in terminalreporter.getreports(some)]
    if lines := again.summary(reports):
        terminalreporter.section(f"played again: {len(lines)}")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """The developer's own settings must not reach a test."""
    held = {name: os.environ.pop(name) for name in list(os.environ) if _is_ours(name)}
    yield
    os.environ.update(held)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated SQLite file; tests copy it (6 ms) instead of migrating (style.md 3.2)."""
    path = tmp_path_factory.mktemp("schema") / "waymark.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}", KeyRing([KEY])))
    return path


@pytest.fixture
def clock() -> ManualClock:
    """Stands still until the test winds it."""
    return ManualClock(THURSDAY)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for databases, gone after the test; in memory where the system offers that.

    Every commit waits for the disk (`synchronous = FULL`). The disk is no part of what is tested.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-", dir=_memory()) as folder:
        yield Path(folder)


@pytest.fixture
def database_url(migrated_file: Path, scratch: Path) -> str:
    """A fresh copy of the migrated file."""
    path = scratch / "waymark.db"
    shutil.copy(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL with one migrated template, for the whole run of this worker.

    Not below pytest's own folder: the server runs as another user, who may not enter there.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-pg-", ignore_cleanup_errors=True) as folder:
        server = postgres_server(Path(folder))
        asyncio.run(migrated(server, KeyRing([KEY])))
        yield server
        stop(server)


@pytest.fixture
def postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` and its like, of the server's own version, before any other."""
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: once a SQLite file, once a PostgreSQL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("database_url"))
    return _fresh(request)


@pytest.fixture
async def units(any_database_url: str, clock: ManualClock) -> AsyncIterator[SqlUnits]:
    """The store alone, with one installed workspace, on both databases."""
    database = Database(any_database_url, KeyRing([KEY]))
    units = SqlUnits(database, clock)
    async with units(TEAM) as work:
        work.installations.add(
            Installation(TEAM, "Trial", "xoxb-1", "U0WAYMARK", installed_at=clock.now())
        )
        await work.commit()
    yield units
    await database.close()


@pytest.fixture
async def staged(any_database_url: str, clock: ManualClock) -> AsyncIterator[Conversation]:
    """The whole bot beside the local Slack, on both databases."""
    stage = Conversation(clock, any_database_url, secret_key=KEY, migrated=True)
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()


@pytest.fixture
def staging(
    request: pytest.FixtureRequest, clock: ManualClock, database_url: str, scratch: Path
) -> Callable[[bool], Conversation]:
    """Makes the stage of ``waymark``: one process, or with ``--fleet`` many.

    Not a coroutine, because a PostgreSQL server is started outside of any loop.
    """
    if request.config.getoption("--fleet"):
        if request.node.get_closest_marker("one_process"):
            pytest.skip("is about one process that does nothing by itself")
        return partial(_fleet_for, request.fixturenames, _fresh(request), scratch)

    def alone(socket_mode: bool) -> Conversation:
        return Conversation(
            clock, database_url, socket_mode=socket_mode, secret_key=KEY, migrated=True
        )

    return alone


@pytest.fixture(params=["http"])
async def waymark(
    request: pytest.FixtureRequest, staging: Callable[[bool], Conversation]
) -> AsyncIterator[Conversation]:
    """The whole bot beside the local Slack; nothing in it is replaced."""
    stage = staging(request.param == "socket")
    await stage.start()
    try:
        yield stage
    finally:
        request.node.stash[DISTURBED] = stage.disturbed
        await stage.stop()
    assert complaints(stage.sandbox) == []
    assert not stage.file or too_long(stage.file) == []


# --- private -------------------------------------------------------------------------------------


def _memory() -> Path | None:
    """Where small files need no disk; None: wherever temporary files live."""
    if not os.access(SHARED_MEMORY, os.W_OK):
        return None
    return SHARED_MEMORY if shutil.disk_usage(SHARED_MEMORY).free > ROOM else None


def _fresh(request: pytest.FixtureRequest) -> str:
    """A clean, migrated PostgreSQL database: emptying one takes a tenth of copying one."""
    server: Server = request.getfixturevalue("postgres")
    pool = request.config.stash.setdefault(_POOL, [])
    if pool:
        empty(server, name := pool.pop())
    else:
        name = f"t{secrets.token_hex(8)}"
        server.psql(f"CREATE DATABASE {name} TEMPLATE waymark_template")
    changes_schema = "storage" in request.path.parts or "postgres_programs" in request.fixturenames
    if not changes_schema:
        request.addfinalizer(lambda: pool.append(name))
    return address(server, name)


def _fleet_for(asked: Sequence[str], url: str, folder: Path, socket_mode: bool) -> Conversation:
    """Skips what looks into the one process it knows, and what is about one kind of line."""
    from tests.processes.clocks import SharedClock
    from tests.processes.fleet import Fleet

    if inside := {"caplog", "monkeypatch"} & set(asked):
        pytest.skip(f"looks inside one process ({', '.join(inside)})")
    if socket_mode:
        pytest.skip("the fleet listens for HTTP")
    return Fleet(folder, SharedClock(folder / "clock", THURSDAY), url, KEY)


def _is_ours(name: str) -> bool:
    return name.startswith(("SLACK_", "WAYMARK_")) or name in ("DATABASE_URL", "HOST", "PORT")
