"""The same conversations with many processes: two web, two workers, one PostgreSQL, a balancer.

Everything a conversation test does stays as it is. The cast speaks to the local Slack; what the
test reads or writes itself goes through a program without a heart in this process. The clock is
one file, mapped by all. While it runs, one web and one worker process after the other is killed.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.bootstrap import build
from bot.domain.outbox import DM_PACE, LEASE, DeliveryState
from bot.scheduling.winding import LEAST
from bot.settings import Settings
from storage.tables.outbox import outbox
from tests.processes.balancer import Balancer
from tests.processes.children import Child
from tests.processes.clocks import SharedClock
from tests.stage import Conversation
from tests.storm.timing import real_time

#: Of each kind.
PROCESSES = 2
#: Real seconds between two kills; each time a web and a worker process.
BETWEEN_KILLS = 1.0
#: Real seconds without any change, and without a kill, after which nobody is at work: time has to
#: pass. Less than between two kills.
CALM = 0.7
LOOK = 0.02

#: What a child of ``tests.processes.entry`` says of itself.
COURIER = re.compile(r"courier is (\S+)")
SENDING, UNKNOWN = DeliveryState.SENDING, DeliveryState.UNKNOWN


class Fleet(Conversation):
    """``kills`` counts the processes that were killed; ``codes`` are ends nobody asked for."""

    clock: SharedClock

    def __init__(self, folder: Path, clock: SharedClock, url: str, key: str, **more: Any) -> None:
        super().__init__(clock, url, secret_key=key, migrated=True, **more)
        self.folder = folder
        self.balancer = Balancer()
        self.children: dict[tuple[str, int], Child] = {}
        self.kills = 0
        self.held_up = 0
        self.codes: list[int] = []
        self._dead: set[str] = set()
        self._lost: set[str] = set()
        self.killing = True
        self._key_of_all = key
        self._killer: asyncio.Task[None] | None = None

    @property
    def disturbed(self) -> str:
        """What a kill took from the eyes of a person, though nothing was lost; empty: nothing.

        A request that was applied has only its answer to lose: sent again, it is told to be saved
        already. A message in the hands of a killed worker comes after its lease. A conversation
        that looks at the very answer, or at the minute, cannot hold then.
        """
        if self.balancer.cut:
            return f"{self.balancer.cut} requests were cut and sent again"
        return f"{self.held_up} messages waited for their lease" if self.held_up else ""

    async def start_bot(self) -> None:
        """All processes at once, and the killer once they are there."""
        self.clock.beats = False
        self.waymark = build(self.settings(), self.clock)
        await self.waymark.start(heart=False, sockets=False, migrated=True)
        await self.balancer.start()
        self.url = self.balancer.url
        places = [(kind, n) for kind in ("web", "worker") for n in range(PROCESSES)]
        for place in places:
            self._begin(place)
        await asyncio.gather(*(self._ready(place) for place in places))
        self.sandbox.connect(f"{self.url}/slack/events")
        self._config.install_url = f"{self.url}/slack/install"
        self._config.redirect_urls = (f"{self.url}/slack/oauth_redirect",)
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

        A person gets one message a second: then the clock goes on by that second, as it does in
        one process. What a killed worker had in hand is delayed by its lease and the looks.
        """
        self.clock.beats = True
        since = _Since()
        while True:
            await self.sandbox.quiet()
            # In this order: what is claimed between the two looks is seen by the second.
            due, rows, now = await self.next_due(), await self._in_doubt(), self.clock.now()
            owners = {row: owner for row, (state, owner) in rows.items() if state == SENDING}
            orphans = {row for row, owner in owners.items() if owner in self._dead}
            self._lost = (self._lost | orphans) & set(rows)
            is_due = due is not None and due <= now
            calm = since.unchanged(rows, due, now, len(self.sandbox.log), self.kills) > CALM
            if len(owners) > len(orphans):
                since = _Since()  # somebody alive is at it
            elif orphans:
                self.held_up += len(orphans)
                self.clock.advance(LEASE + LEAST)
            elif is_due and calm:
                self.clock.advance(DM_PACE)
            elif self._lost and due is not None and not is_due:
                self.clock.advance(due - now)
            elif not is_due:
                break
            await real_time(LOOK)
        self.clock.beats = False
        await self.sandbox.quiet()

    # --- private ---------------------------------------------------------------------------------

    async def _in_doubt(self) -> dict[str, tuple[str, str]]:
        """State and owner of what is on its way, by id."""
        columns = outbox.c
        query = select(columns.id, columns.state, columns.owner)
        async with self.waymark.database.reading() as session:
            found = await session.execute(query.where(columns.state.in_((SENDING, UNKNOWN))))
            return {row[0]: (row[1], row[2]) for row in found}

    async def _kill_on(self) -> None:
        """One of each, the other one next time; nobody is killed before the last is back."""
        turn = 0
        while True:
            await real_time(BETWEEN_KILLS)
            for kind in ("web", "worker"):
                place = kind, turn % PROCESSES
                await self._kill(place)
                self._begin(place)
            await asyncio.gather(*(self._ready((k, turn % PROCESSES)) for k in ("web", "worker")))
            self.kills += 2
            turn += 1

    async def _kill(self, place: tuple[str, int]) -> None:
        child = self.children[place]
        if not child.alive:
            self.codes.append(await child.ended())
        await child.end(signal.SIGKILL)
        self._dead |= {name for said in child.said for name in COURIER.findall(said)}

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

    def unchanged(self, *seen: Any) -> float:
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
