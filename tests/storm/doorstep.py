"""A web process that dies while it answers (crash windows D1 and D2 of reliability.md e.5).

People write to the bot; Slack delivers each message again until it is acknowledged. Every word
must be kept once.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.domain.replies import StrayWords
from storage.private_text import KeyRing
from storage.schema import migrate
from tests.storm import checker
from tests.storm.nursery import Child, Nursery
from tests.storm.place import Place
from tests.storm.slack import Line
from tests.storm.storm import START
from tests.storm.timing import SharedClock, real_time
from tests.storm.worker import crash_point

#: Real seconds in an hour of Slack's waits: a new process is there before the next delivery.
HOUR = 1.0
#: Words on their way at the same time.
AT_ONCE = 3
PATIENCE = 60.0


@dataclass
class Heard:
    """How often each of the ``said`` words is kept, and how often the process died meanwhile."""

    said: list[str]
    crashes: int = 0
    kept: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> list[str]:
        return [one for one in self.said if not self.kept[one]]

    @property
    def doubled(self) -> list[str]:
        return [one for one in self.said if self.kept[one] > 1]


async def knock(
    folder: Path,
    database_url: str,
    label: str,
    *,
    words: int,
    chance: float = 0.35,
    guard: str = "",
) -> Heard:
    """``words`` messages to a web process that ends at ``label`` by ``chance``."""
    place = Place(str(folder), database_url, Fernet.generate_key().decode()).keep()
    SharedClock.begin(place.path / "clock", START, 1.0)
    await migrate(database_url, KeyRing([place.key]))
    async with Nursery(folder) as nursery:
        door = _Door(nursery, label, chance, guard)
        heard = Heard([f"word {number:04d}" for number in range(words)])
        place = await _slack_at(place, nursery)
        line = Line(place)
        await line.ask("connect", url=f"http://127.0.0.1:{door.port}/slack/events")
        holding = asyncio.create_task(door.hold_open(heard))
        try:
            for one in heard.said:
                await line.ask("say", user="maya", text=one)
                await _few(line)
            await _all_kept(place, heard)
        finally:
            holding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await holding
    return heard


# --- private -------------------------------------------------------------------------------------


class _Door:
    """One web process after the other on the same port."""

    def __init__(self, nursery: Nursery, label: str, chance: float, guard: str) -> None:
        self._nursery = nursery
        self._words = {"label": label, "chance": chance, "guard": guard}
        self._born = 0
        with socket.create_server(("127.0.0.1", 0)) as held:
            self.port = int(held.getsockname()[1])

    async def hold_open(self, heard: Heard) -> None:
        while True:
            child = await self._open()
            if not crash_point(await child.ended):
                raise AssertionError(f"The web process ended by itself.\n{self._nursery.log}")
            heard.crashes += 1

    async def _open(self) -> Child:
        self._born += 1
        return await self._nursery.start("web", port=self.port, seed=self._born, **self._words)


async def _slack_at(place: Place, nursery: Nursery) -> Place:
    child = await nursery.start("slack", people=0, seed=1, scale=3600 / HOUR)
    while not (place.path / "slack.ready").exists():
        assert not child.ended.done(), nursery.log
        await real_time(0.02)
    return Place.of(place.folder)


async def _few(line: Line) -> None:
    """Until there is room for one more."""
    async with asyncio.timeout(PATIENCE):
        while await line.ask("waiting") >= AT_ONCE:
            await real_time(0.05)


async def _all_kept(place: Place, heard: Heard) -> None:
    """Until every word is there and no delivery is on its way any more, or for too long."""
    database = checker.opened(place)
    line = Line(place)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with database.reading() as session:
                    rows = await session.scalars(select(StrayWords))
                    heard.kept = Counter(row.words for row in rows)
                if not heard.lost and not await line.ask("waiting"):
                    return
                await real_time(0.1)
    except TimeoutError:
        return
    finally:
        await database.close()
