"""The same conversations with many processes: two web, two workers, one PostgreSQL, a balancer.

Everything a conversation test does stays as it is. The cast speaks to the local Slack; what the
test reads or writes itself goes through a program without a heart in this process. The clock is one
file, mapped by all. While it runs, one web and one worker process after the other is killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.bootstrap import build
from bot.domain.outbox import DM_PACE, LEASE, DeliveryState
from bot.scheduling.winding import LEAST
from bot.settings import Settings
from storage.tables.outbox import outbox
from tests.processes.balancer import Balancer
from tests.processes.children import PATIENCE, Child
from tests.processes.clocks import SharedClock
from tests.stage import Conversation

#: Of each kind.
PROCESSES = 2
#: Real seconds between two kills; each time a web and a worker process.
BETWEEN_KILLS = 0.4
#: Real seconds without any change after which nobody is at work: time has to pass.
CALM = 0.5
#: Real seconds a message may stay in hand before its worker counts as killed.
ORPHANED = 2.0
LOOK = 0.02

_IN_DOUBT = (DeliveryState.SENDING, DeliveryState.UNKNOWN)


class Fleet(Conversation):
    """``kills`` counts the processes that were killed; ``codes`` are ends nobody asked for."""

    clock: SharedClock

    def __init__(self, folder: Path, clock: SharedClock, url: str, key: str, **more: Any) -> None:
        super().__init__(clock, url, secret_key=key, migrated=True, **more)
        self.folder = folder
        self.balancer = Balancer()
        self.children: dict[tuple[str, int], Child] = {}
        self.kills = 0
        self.codes: list[int] = []
        self.killing = True
        self._key_of_all = key
        self._killer: asyncio.Task[None] | None = None

    async def start_bot(self) -> None:
        """All processes at once, and the killer once they are there."""
        self.waymark = build(self.settings(), self.clock)
        await self.waymark.start(heart=False, sockets=False, migrated=True)
        await self.balancer.start()
        self.url = self.balancer.url
        places = [(kind, n) for kind in ("web", "worker") for n in range(PROCESSES)]
        for place in places:
            self._begin(place)
        await asyncio.gather(*(self._ready(place) for place in places))
        self.sandbox.connect(f"{self.url}/slack/events")
        if self.killing:
            self._killer = asyncio.create_task(self._kill_on())

    async def stop_bot(self) -> None:
        """End the killer first; then every process as an operator would."""
        if self._killer is not None:
            self._killer.cancel()
            await asyncio.gather(self._killer, return_exceptions=True)
            if not self._killer.cancelled() and (problem := self._killer.exception()):
                raise problem
            self._killer = None
        ends = await asyncio.gather(*(child.end() for child in self.children.values()))
        self.codes += [code for code in ends if code != 0]
        self.children.clear()
        await self.balancer.stop()
        self.balancer.backends.clear()
        await self.waymark.stop()

    async def settle(self) -> None:
        """Return when every process has done what it can do at the clock's moment.

        A person gets one message a second: then the clock goes on by that second, as it does in one
        process. What a killed worker had in hand is delayed by its lease and the looks, as promised.
        """
        await self.sandbox.quiet()
        held = _Since()
        while True:
            await self.sandbox.quiet()
            due, now = await self.next_due(), self.clock.now()
            state = await self._in_doubt()
            sending = frozenset(row for row, of in state.items() if of == DeliveryState.SENDING)
            if not sending and (due is None or due > now):
                break
            still = held.for_(sending, due, now, len(self.sandbox.log))
            if sending and still > ORPHANED:
                await self._let_pass(sending)
                held = _Since()
            elif not sending and still > CALM:
                self.clock.advance(DM_PACE)
            await asyncio.sleep(LOOK)
        await self.sandbox.quiet()

    # --- private ---------------------------------------------------------------------------------

    async def _let_pass(self, orphans: frozenset[str]) -> None:
        """Time goes on until somebody knows what became of them."""
        self.clock.advance(LEASE + LEAST)
        began = time.monotonic()
        while orphans & set(await self._in_doubt()):
            if time.monotonic() - began > PATIENCE:
                raise AssertionError("A message of a killed worker was never settled.")
            await asyncio.sleep(CALM)
            due = await self.next_due()
            if (
                due is not None
                and due > self.clock.now()
                and orphans & set(await self._in_doubt())
            ):
                self.clock.advance(min(due - self.clock.now(), timedelta(minutes=2)))

    async def _in_doubt(self) -> dict[str, str]:
        query = select(outbox.c.id, outbox.c.state).where(outbox.c.state.in_(_IN_DOUBT))
        async with self.waymark.database.reading() as session:
            return {row[0]: row[1] for row in await session.execute(query)}

    async def _kill_on(self) -> None:
        """One of each, the other one next time; nobody is killed before the last is back."""
        turn = 0
        while True:
            await asyncio.sleep(BETWEEN_KILLS)
            for kind in ("web", "worker"):
                place = kind, turn % PROCESSES
                await self._kill(place)
                self._begin(place)
            await asyncio.gather(*(self._ready((k, turn % PROCESSES)) for k in ("web", "worker")))
            turn += 1

    async def _kill(self, place: tuple[str, int]) -> None:
        child = self.children[place]
        if not child.alive:
            self.codes.append(await child.ended())
        await child.end(signal.SIGKILL)
        self.kills += 1

    def _begin(self, place: tuple[str, int]) -> None:
        environ = _environ(self.settings())
        self.children[place] = Child([place[0]], self.folder, environ, str(self.clock.path))

    async def _ready(self, place: tuple[str, int]) -> None:
        child = self.children[place]
        url = await child.url()
        if place[0] == "web":
            backends = self.balancer.backends
            held = {p: await c.url() for p, c in self.children.items() if p[0] == "web" and c.said}
            backends[:] = sorted({*held.values(), url})


class _Since:
    """How long nothing has changed."""

    def __init__(self) -> None:
        self._held: tuple[Any, ...] = ()
        self._since = time.monotonic()

    def for_(self, *seen: Any) -> float:
        if seen != self._held:
            self._held, self._since = seen, time.monotonic()
        return time.monotonic() - self._since


def _environ(settings: Settings) -> dict[str, str]:
    """The settings as an operator would give them."""
    given = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url.replace("+asyncpg", ""),
        "WAYMARK_SECRET_KEYS": ",".join(settings.secret_keys),
        "PATH": os.environ["PATH"],
        "PORT": "0",
        "LOG_LEVEL": "INFO",
    }
    return {name: value for name, value in given.items() if value}
