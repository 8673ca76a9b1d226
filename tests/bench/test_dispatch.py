"""P3 and P5 of performance.md: how fast what is due goes out, with full bookkeeping, and what a
second and a fourth worker bring. Counted where it arrives: by the raw Slack's own clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from secrets import token_hex
from statistics import median
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.domain.outbox import DeliveryState
from prompts.phrasebook import Phrasebook
from storage.database import Database
from storage.private_text import KeyRing
from storage.unit_of_work import SqlUnits
from tests.bench import crowd
from tests.bench.children import TOKEN, RawSlack, child
from tests.bench.crowd import Hall
from tests.bench.table import Row
from tests.conftest import KEY

pytestmark = pytest.mark.bench

ROUNDS = 5
MESSAGES = 200
AT_ONCE = 32
#: Slack's ceiling is one a second for a person and some hundred a minute for a workspace, and ours
#: with it: what is measured here is the work, so it is spread until neither is near.
WORKSPACES = 50
PEOPLE = MESSAGES * 4


async def test_dispatch_against_the_raw_loop(
    durable_url: str,
    raw_slack: RawSlack,
    tell: Callable[[Row], None],
    request: pytest.FixtureRequest,
) -> None:
    variant = str(request.node.callspec.params["any_database_url"])
    workers = 1 if variant == "sqlite" else 2
    hall = await _hall(durable_url)
    ratios, ours, theirs = [], [], []
    async with _workers(workers, durable_url, raw_slack):
        for _ in range(ROUNDS + 1):
            ours.append(await _dispatched(hall, durable_url, raw_slack))
            theirs.append(await _looped(raw_slack))
            ratios.append(ours[-1] / theirs[-1])
    tell(
        Row(
            f"P3 {variant}",
            f"dispatch with bookkeeping, {workers} worker(s), against an AsyncWebClient loop, c32",
            ratios[1:],
            least=0.4 if variant == "sqlite" else 0.5,
            how=f"{median(ours[1:]):.0f}/s against {median(theirs[1:]):.0f}/s",
        )
    )


@pytest.mark.postgres
@pytest.mark.parametrize("any_database_url", ["postgres"], indirect=True)
async def test_more_workers_bring_more(
    durable_url: str, raw_slack: RawSlack, tell: Callable[[Row], None]
) -> None:
    hall = await _hall(durable_url)
    speeds: dict[int, list[float]] = {1: [], 2: [], 4: []}
    for _ in range(ROUNDS):
        for number, measured in speeds.items():
            async with _workers(number, durable_url, raw_slack):
                await _dispatched(hall, durable_url, raw_slack, 60)  # warm
                measured.append(await _dispatched(hall, durable_url, raw_slack))
    how = ", ".join(f"{number}: {median(each):.0f}/s" for number, each in speeds.items())
    for few, many, least in ((1, 2, 1.6), (2, 4, 1.0)):
        tell(
            Row(
                f"P5 {few} to {many}",
                f"dispatch with {many} workers against {few}, PostgreSQL, nothing claimed twice",
                [b / a for a, b in zip(speeds[few], speeds[many], strict=True)],
                least=least,
                how=how,
            )
        )


# --- private -------------------------------------------------------------------------------------


async def _hall(url: str) -> Hall:
    hall = Hall(url, KEY)
    await hall.fill(crowd.workspace(), ({"workspace_id": f"T{n}"} for n in range(WORKSPACES)))
    await hall.fill(
        crowd.member(),
        ({"workspace_id": _team(n), "user_id": f"U{n}"} for n in range(PEOPLE)),
    )
    await hall.analyze()
    return hall


_TURNS = count()


def _team(n: int) -> str:
    return f"T{n % WORKSPACES}"


class _workers:
    """So many worker processes, for the length of a block."""

    def __init__(self, number: int, url: str, slack: RawSlack) -> None:
        self._number, self._url, self._slack = number, url, slack
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> None:
        given = {"api_url": self._slack.api_url, "database_url": self._url, "key": KEY}
        children = [child("worker", **given) for _ in range(self._number)]
        await asyncio.gather(*(self._stack.enter_async_context(one) for one in children))

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()


async def _dispatched(hall: Hall, url: str, slack: RawSlack, number: int = 0) -> float:
    """Messages a second, from the first that arrived until the last was settled."""
    number = number or MESSAGES
    await slack.clear()
    at = SystemClock().now()
    round_of = token_hex(6)
    first = next(_TURNS) * MESSAGES
    await hall.fill(
        crowd.letter(at),
        (
            {
                "id": f"{round_of}{n:05}",
                "key": f"{round_of}{n:010}",
                "dedupe_key": f"{round_of}:{n}",
                "workspace_id": _team(n),
                "recipient_id": f"U{n}",
            }
            for n in (one % PEOPLE for one in range(first, first + number))
        ),
    )
    database = Database(url, KeyRing([KEY]))
    everywhere = SqlUnits(database, SystemClock()).everywhere()
    async with asyncio.timeout(300):
        await slack.until(number)
        while await _unsettled(everywhere):
            pass
    await database.close()
    books = await slack.books()
    assert books["distinct"] == books["marks"] == books["posts"] == number, books
    return (number - 1) / books["seconds"]


async def _unsettled(everywhere: Any) -> int:
    states = await everywhere.outbox_states()
    return sum(states.get(one, 0) for one in (DeliveryState.PENDING, DeliveryState.SENDING))


async def _looped(slack: RawSlack) -> float:
    """The same messages as a loop would send them: one client, one session, 32 at once."""
    text, blocks = _a_message()
    await slack.clear()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, session=session)
        waiting = list(range(MESSAGES * 4))

        async def send_on() -> None:
            while waiting:
                waiting.pop()
                await client.chat_postMessage(channel="D1", text=text, blocks=blocks)

        began = time.perf_counter()
        await asyncio.gather(*(send_on() for _ in range(AT_ONCE)))
        return MESSAGES * 4 / (time.perf_counter() - began)


def _a_message() -> tuple[str, list[dict[str, Any]]]:
    """What ours sends, rendered once."""
    from bot.domain.messages import BY_KIND
    from bot.services.people import reader_of
    from bot.slack.views.messages import letter

    written = crowd.letter(SystemClock().now())
    message = BY_KIND[written.kind].from_payload(written.payload)
    book = Phrasebook()
    at = SystemClock().now()
    wording = book.render(message, reader_of(crowd.member()), person_id="U1", turn=1, at=at)
    found = letter(message, wording, (), book.button, mark="0" * 22)
    return found.text, found.blocks
