"""The processes of a benchmark: a raw Slack, the bot, and what it is measured against.

Each is a Python process of its own, as in life, and all of them take the same client in turn.
`python -m tests.bench.children ROLE` is one of them; it reads its settings as JSON from standard
input, writes its port, and serves until its standard input is closed.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

SECRET = "a signing secret for benchmarks"
TOKEN = "xoxb-bench"
TEAM = "T1"
_ROOT = Path(__file__).parents[2]
#: A folder named here gets a profile of every child; the ratios are no good then.
PROFILES = "BENCH_PROFILES"


@dataclass(frozen=True)
class Child:
    """A running process and the port it listens on."""

    process: asyncio.subprocess.Process
    port: int


@dataclass(frozen=True)
class RawSlack:
    """The raw Slack's address and its books."""

    port: int

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    async def books(self) -> dict[str, float]:
        """Posts since ``clear``: how many, in how many seconds, and how many distinct marks."""
        return await self._ask("books")

    async def clear(self) -> None:
        await self._ask("clear")

    async def until(self, posts: int) -> None:
        """Return when so many posts arrived since ``clear``."""
        await self._ask(f"until-{posts}")

    async def _ask(self, what: str) -> dict[str, float]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}/{what}") as answer,
        ):
            held: dict[str, float] = await answer.json()
            return held


@asynccontextmanager
async def child(role: str, **settings: Any) -> AsyncIterator[Child]:
    """A process of ours for the length of a block; ended by its own id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *_profiled(role),
        "-m",
        "tests.bench.children",
        role,
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(settings).encode() + b"\n")
    try:
        async with asyncio.timeout(60):
            port = int(await process.stdout.readline())
        yield Child(process, port)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


# --- in the child --------------------------------------------------------------------------------


def _profiled(role: str) -> list[str]:
    folder = os.environ.get(PROFILES)
    if not folder:
        return []
    return ["-m", "cProfile", "-o", str(Path(folder) / f"{role}-{secrets.token_hex(3)}.prof")]


def _main(role: str) -> None:
    given = json.loads(sys.stdin.readline())
    if role in ("web", "worker", "run"):
        asyncio.run(_waymark(role, **given))
        return
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    _say(listener.getsockname()[1])
    if role == "slack":
        from tests.bench.raw_slack import serve_raw

        with suppress(asyncio.CancelledError, KeyboardInterrupt):
            asyncio.run(serve_raw(listener))
    else:
        import uvicorn

        from tests.bench.rivals import rival

        config = uvicorn.Config(
            rival(role, **given), log_level="error", access_log=False, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[listener])


def _say(port: int) -> None:
    print(port, flush=True)  # noqa: T201  the parent reads it


async def _waymark(role: str, **given: Any) -> None:
    """As `waymark run|web|worker`, with settings no operator would write."""
    from bot.bootstrap import build
    from bot.serving import serve
    from bot.settings import Settings

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings = Settings(
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=given["api_url"],
        database_url=given["database_url"],
        secret_keys=(given["key"],),
    )
    waymark = build(settings)
    await waymark.start(heart=role != "web", migrated=True)
    await serve(
        waymark.web(slack=role != "worker"),
        "127.0.0.1",
        0,
        stop=stop,
        ready_message=lambda url: _say(int(url.rpartition(":")[2])),
    )
    await waymark.stop()


if __name__ == "__main__":
    _main(sys.argv[1])
