from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.bootstrap import Waymark, build
from bot.sandbox import AppConfig, Sandbox
from bot.settings import Settings
from bot.slack.manifest import manifest
from tests.conftest import KEY, THURSDAY
from tests.processes.children import Child
from tests.processes.clocks import SharedClock

Start = Callable[..., Child]


@pytest.fixture
def moment(tmp_path: Path) -> SharedClock:
    """Stands still in every process at once, on the usual Thursday morning."""
    return SharedClock(tmp_path / "clock", THURSDAY)


@pytest.fixture
async def slack(moment: SharedClock) -> AsyncIterator[Sandbox]:
    """A local Slack beside the processes."""
    config = AppConfig.from_manifest(manifest("socket"))
    async with Sandbox(config, moment, signing_clock=moment) as sandbox:
        sandbox.rates.enabled = False  # on a clock that stands still no bucket fills again
        yield sandbox


@pytest.fixture
async def start(
    slack: Sandbox, moment: SharedClock, tmp_path: Path, database_url: str
) -> AsyncIterator[Start]:
    """Starts a process of the program against the local Slack and one database."""
    children: list[Child] = []

    def start(process: str, **given: str) -> Child:
        environ = environment(slack, database_url) | given
        kept = {name: value for name, value in environ.items() if value}
        child = Child([process], tmp_path, kept, str(moment.path))
        children.append(child)
        return child

    yield start
    for child in children:
        if child.alive:
            await child.end(signal.SIGKILL)


@pytest.fixture
async def desk(slack: Sandbox, moment: SharedClock, database_url: str) -> AsyncIterator[Waymark]:
    """The same program in this process, without a heart: to promise and to look."""
    waymark = build(Settings.from_env(environment(slack, database_url)), moment)
    await waymark.start(heart=False, sockets=False, migrated=True)
    yield waymark
    await waymark.stop()


def environment(slack: Sandbox, database_url: str) -> dict[str, str]:
    """What an operator would set."""
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": slack.config.bot_token,
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url.replace("+aiosqlite", "").replace("+asyncpg", ""),
        "WAYMARK_SECRET_KEYS": KEY,
        "PORT": "0",
    }
