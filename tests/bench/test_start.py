"""P7 of performance.md: from the start of the process to `/health/ready`, and what it weighs."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import aiohttp
import pytest

from tests.bench.children import SECRET, TOKEN, RawSlack
from tests.bench.table import Row
from tests.conftest import KEY

pytestmark = pytest.mark.bench

ROUNDS = 7
#: What any bot of this make has to load, before a line of its own.
BARE = """
import aiohttp, apscheduler.schedulers.asyncio, cryptography.fernet, jinja2, prometheus_client
import slack_bolt.async_app, slack_bolt.adapter.starlette.async_handler, sqlalchemy.ext.asyncio
import sqlalchemy.orm, aiosqlite, starlette.applications, uvicorn
print("ready", flush=True)
input()
"""


async def test_the_start_and_the_weight(
    database_url: str, raw_slack: RawSlack, tell: Callable[[Row], None]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": raw_slack.api_url,
        "DATABASE_URL": database_url.replace("+aiosqlite", ""),
        "WAYMARK_SECRET_KEYS": KEY,
        "PORT": str(port),
        "LOG_LEVEL": "INFO",
    }
    times, weights, ours, theirs = [], [], [], []
    for _ in range(ROUNDS):
        ours.append(await _waymark(env, port))
        theirs.append(await _bare())
        times.append(ours[-1][0] / theirs[-1][0])
        weights.append(ours[-1][1] / theirs[-1][1])
    seconds, megabytes, cpu = (
        tuple(median(one[at] for one in each) for each in (ours, theirs)) for at in (0, 1, 2)
    )
    tell(
        Row(
            "P7 start",
            "`waymark run` to /health/ready, against the bare imports",
            times,
            most=1.5,
            how=(
                f"{seconds[0]:.2f} s against {seconds[1]:.2f} s; "
                f"processor {cpu[0]:.2f} s against {cpu[1]:.2f} s"
            ),
        )
    )
    tell(
        Row(
            "P7 weight",
            "resident memory of `waymark run`, against the bare imports",
            weights,
            most=1.5,
            how=f"{megabytes[0]:.0f} MB against {megabytes[1]:.0f} MB",
        )
    )


# --- private -------------------------------------------------------------------------------------


async def _waymark(env: dict[str, str], port: int) -> tuple[float, float, float]:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=env,
        cwd=Path(__file__).parents[2],
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(60):
            while b" is at http" not in (said := await process.stderr.readline()):
                assert said, "it ended before it was ready"
        async with aiohttp.ClientSession() as session:
            ready = await session.get(f"http://127.0.0.1:{port}/health/ready")
            assert ready.status == 200, await ready.text()
        return time.perf_counter() - began, *_spent(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()


async def _bare() -> tuple[float, float, float]:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        BARE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    await process.stdout.readline()
    found = time.perf_counter() - began, *_spent(process.pid)
    process.stdin.write(b"\n")
    await process.wait()
    return found


def _spent(pid: int) -> tuple[float, float]:
    """Megabytes resident, and seconds of processor so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024, seconds
