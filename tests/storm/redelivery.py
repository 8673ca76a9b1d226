"""Requests that come again and again, shuffled, at two web processes (reliability.md R7, T2).

People act on the local Slack; what it would send is kept back, and only then delivered, every
request several times and in any order. Each must have had one effect.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.domain.checkins import Prompt
from bot.domain.replies import StrayWords
from bot.domain.wins import Win
from bot.sandbox import Persona, Sandbox
from bot.sandbox.signing import signed_headers
from bot.slack import ids
from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import migrate
from storage.unit_of_work import SqlUnits
from tests.storm.nursery import Child, Nursery
from tests.storm.place import TEAM, Place, app
from tests.storm.timing import SharedClock, real_time

NOW = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
WEB_PROCESSES = 2
#: Requests on their way at the same time.
AT_ONCE = 16


@dataclass(frozen=True)
class Kept:
    """One request as Slack would have sent it."""

    body: bytes
    content_type: str


@dataclass
class Deliveries:
    """What came of it: effects by what should have happened once."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)
    wanted: list[str] = field(default_factory=list)

    @property
    def lost(self) -> list[str]:
        return [one for one in self.wanted if not self.effects[one]]

    @property
    def doubled(self) -> list[str]:
        return [one for one in self.wanted if self.effects[one] > 1]


async def redeliver(
    folder: Path, database_url: str, *, of_each: int, times: int, guard: str = "", seed: int = 7
) -> Deliveries:
    """``of_each`` events, commands, forms and taps, each delivered ``times`` times."""
    place = Place(str(folder), database_url, Fernet.generate_key().decode()).keep()
    clock = SharedClock.begin(place.path / "clock", NOW, 1.0)
    await migrate(database_url, KeyRing([place.key]))
    async with _slack(clock) as (slack, keeper), Nursery(folder) as nursery:
        place = Place(place.folder, place.database_url, place.key, slack.api_url).keep()
        ports = [_free_port() for _ in range(WEB_PROCESSES)]
        children = [await nursery.start("web", port=port, guard=guard) for port in ports]
        keeper.doors = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
        await _answering(keeper, children, nursery)
        database = Database(place.database_url, KeyRing([place.key]))
        done = Deliveries()
        try:
            await _act(slack, keeper, SqlUnits(database, clock), done, of_each)
            await _deliver(keeper, done, times, random.Random(seed))
            await _count(database, done)
        finally:
            await database.close()
    return done


# --- private -------------------------------------------------------------------------------------


class _Keeper:
    """Stands where the app's request URL points: keeps requests back, or hands them on."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.doors: list[str] = []
        self.kept: list[Kept] = []
        self.keeping = False
        self.session: aiohttp.ClientSession

    async def answer(self, request: web.Request) -> web.Response:
        one = Kept(await request.read(), request.headers["Content-Type"])
        if self.keeping:
            self.kept.append(one)
            return web.Response()
        status, body, content_type = await self.hand_on(one, self.doors[0])
        return web.Response(status=status, body=body, headers={"Content-Type": content_type})

    async def hand_on(self, one: Kept, door: str) -> tuple[int, bytes, str]:
        """Signed anew, as Slack does for every delivery."""
        world = self.slack.world
        signed = signed_headers(world.config.signing_secret, world.signing_seconds(), one.body)
        headers = {"Content-Type": one.content_type, **signed}
        async with self.session.post(door, data=one.body, headers=headers) as response:
            content_type = response.headers.get("Content-Type", "text/plain")
            return response.status, await response.read(), content_type


@asynccontextmanager
async def _slack(clock: SharedClock) -> AsyncIterator[tuple[Sandbox, _Keeper]]:
    slack = Sandbox(app(), clock, signing_clock=clock, ack_seconds=30.0)
    slack.rates.enabled = False
    keeper = _Keeper(slack)
    door = web.Application()
    door.router.add_post("/slack/events", keeper.answer)
    runner = web.AppRunner(door, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with slack, aiohttp.ClientSession() as keeper.session:
        slack.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield slack, keeper
    await runner.cleanup()


async def _answering(keeper: _Keeper, children: list[Child], nursery: Nursery) -> None:
    """Until both web processes take requests."""
    for door, child in zip(keeper.doors, children, strict=True):
        live = door.replace("/slack/events", "/health/live")
        async with asyncio.timeout(60):
            while True:
                assert not child.ended.done(), nursery.log
                try:
                    async with keeper.session.get(live):
                        break
                except aiohttp.ClientConnectorError:
                    await real_time(0.05)


async def _act(
    slack: Sandbox, keeper: _Keeper, units: SqlUnits, done: Deliveries, of_each: int
) -> None:
    """Maya does everything; nothing of it arrives yet."""
    maya = slack.person("maya")
    await maya.slash("/mentor help")
    keeper.keeping = True
    for number in range(of_each):
        await maya.say(f"said {number:05d}")
        await maya.slash(f"/mentor win typed {number:05d}")
        await _fill_in(maya, keeper, f"filled {number:05d}")
        await _put_off(maya, units, done)
    for what in ("said", "typed", "filled"):
        done.wanted += [f"{what} {number:05d}" for number in range(of_each)]


async def _fill_in(maya: Persona, keeper: _Keeper, title: str) -> None:
    keeper.keeping = False
    await maya.slash("/mentor win")
    keeper.keeping = True
    await maya.submit(title=title)
    if maya.modal is not None:
        await maya.close_modal()


async def _put_off(maya: Persona, units: SqlUnits, done: Deliveries) -> None:
    """A tap whose effect adds up when it is applied again."""
    async with units(TEAM) as work:
        prompt = Prompt(TEAM, maya.id, NOW, NOW + timedelta(days=6), goal_ids=[])
        work.checkins.add(prompt)
        await work.commit()
    option = {
        "text": {"type": "plain_text", "text": "Tomorrow"},
        "value": f"tomorrow:{prompt.id}:",
    }
    await maya.press(
        {"type": "overflow", "action_id": ids.CHECKIN_MORE, "selected_option": option}
    )
    done.wanted.append(f"put off {prompt.id}")


async def _deliver(keeper: _Keeper, done: Deliveries, times: int, dice: random.Random) -> None:
    """All of them, shuffled, several at once, at any of the web processes."""
    queue = keeper.kept * times
    dice.shuffle(queue)
    done.sent = len(queue)
    waiting = iter(queue)

    async def one_line() -> None:
        for one in waiting:
            status, _, _ = await keeper.hand_on(one, dice.choice(keeper.doors))
            done.statuses[status] += 1

    await asyncio.gather(*(one_line() for _ in range(AT_ONCE)))


async def _count(database: Database, done: Deliveries) -> None:
    async with database.reading() as session:
        done.effects.update([one.words for one in await session.scalars(select(StrayWords))])
        done.effects.update([one.title for one in await session.scalars(select(Win))])
        for prompt in await session.scalars(select(Prompt)):
            done.effects[f"put off {prompt.id}"] = prompt.snoozes


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])
