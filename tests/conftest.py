"""The same cast for every test: Maya is mentored by Theo; Noor leads; Ari must see nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.clock import ManualClock
from storage.private_text import KeyRing
from storage.schema import migrate
from tests.stage import Conversation

#: A Thursday, 10:05 in London: everybody's window is open.
THURSDAY = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
#: One key for the whole run: the migrated file is copied for every test.
KEY = Fernet.generate_key().decode()


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
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """A fresh copy of the migrated file."""
    path = tmp_path / "waymark.db"
    shutil.copy(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["http"])
async def waymark(
    request: pytest.FixtureRequest, clock: ManualClock, database_url: str
) -> AsyncIterator[Conversation]:
    """The whole bot beside the local Slack; nothing in it is replaced."""
    stage = Conversation(
        clock, database_url, socket_mode=request.param == "socket", secret_key=KEY, migrated=True
    )
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()


# --- private -------------------------------------------------------------------------------------


def _is_ours(name: str) -> bool:
    return name.startswith(("SLACK_", "WAYMARK_")) or name in ("DATABASE_URL", "HOST", "PORT")
