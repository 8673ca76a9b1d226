"""A rolling restart: the old and the new process overlap, and nobody is turned away."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter

import aiohttp
import pytest

from bot.sandbox import Sandbox
from tests.processes.conftest import Start

TAKEN = "HOST and PORT name an address nobody can listen at: Address already in use.\n"


async def requests_until(url: str, stop: asyncio.Event, most: int) -> Counter[str]:
    """Ask as Slack does, each time over a fresh connection, until told to stop."""
    told: Counter[str] = Counter()
    connector = aiohttp.TCPConnector(force_close=True, limit=20)

    async def ask(session: aiohttp.ClientSession) -> None:
        while not stop.is_set() or told.total() < most:
            try:
                async with session.get(f"{url}/health/live") as answer:
                    told["ok" if answer.status == 200 else str(answer.status)] += 1
            except aiohttp.ClientError as problem:
                told[type(problem).__name__] += 1

    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(ask(session) for _ in range(8)))
    return told


async def test_two_hundred_requests_during_a_restart_and_none_is_refused(
    start: Start, slack: Sandbox
) -> None:
    old = start("web")
    url = await old.url()
    port = url.rpartition(":")[2]
    done = asyncio.Event()
    asking = asyncio.create_task(requests_until(url, done, 200))
    new = start("web", PORT=port)
    assert await new.url() == url
    assert await old.end(signal.SIGTERM) == 0
    slack.connect(f"{url}/slack/events")
    assert (await slack.person("maya").slash("/mentor checkin on track")).ok
    done.set()
    told = await asking
    assert set(told) == {"ok"}, told
    assert told["ok"] >= 200
    assert await new.end() == 0


@pytest.mark.parametrize(
    ("first", "second", "changed"),
    [
        ("web", "worker", {}),
        ("worker", "web", {}),
        ("worker", "worker", {}),
        ("web", "web", {"SLACK_SIGNING_SECRET": "of-another-installation"}),
    ],
)
async def test_a_port_is_shared_by_nobody_else(
    start: Start, first: str, second: str, changed: dict[str, str]
) -> None:
    """A worker would answer Slack with "not found", a stranger with "not signed"."""
    house = start(first)
    port = (await house.url()).rpartition(":")[2]
    other = start(second, PORT=port, **changed)
    assert await other.ended() == 2
    assert other.said[-1] == TAKEN
