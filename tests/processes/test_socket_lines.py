"""Socket Mode over two lines: whatever Slack does to them, nothing is lost, nothing done twice.

reliability.md R9: refreshes, warnings and cuts while people write.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.domain.replies import StrayWords
from bot.sandbox import LogEntry
from bot.slack.sockets import LINES
from tests.conftest import KEY
from tests.stage import Conversation

#: Slack's minutes between retries become milliseconds; its three seconds stay patient enough for
#: a busy machine and short enough for a test.
TIME_SCALE = 0.001
ACK_SECONDS = 1.0
MOST_UNDER_WAY = 60


@asynccontextmanager
async def by_socket(clock: ManualClock, url: str) -> AsyncIterator[Conversation]:
    stage = Conversation(
        clock,
        url,
        socket_mode=True,
        secret_key=KEY,
        migrated=True,
        time_scale=TIME_SCALE,
        ack_seconds=ACK_SECONDS,
    )
    stage.sandbox.rates.enabled = False  # two hundred answers in a second are the test's doing
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()


async def refresh(stage: Conversation) -> None:
    await stage.sandbox.sockets.disconnect("refresh_requested", which=0)


async def warn(stage: Conversation) -> None:
    await stage.sandbox.sockets.disconnect("warning")


async def cut_one(stage: Conversation) -> None:
    stage.sandbox.sockets.connections[0].cut()


async def cut_all(stage: Conversation) -> None:
    stage.sandbox.sockets.cut()


async def close_all(stage: Conversation) -> None:
    await stage.sandbox.sockets.disconnect("link_disabled")


FLAPS: tuple[Callable[[Conversation], Awaitable[None]], ...] = (
    refresh,
    warn,
    cut_one,
    cut_all,
    close_all,
)


async def storm(stage: Conversation, flaps: int, envelopes: int) -> Counter[str]:
    """What was kept of ``envelopes`` messages, each counted, after ``flaps`` troubles."""
    sockets, maya = stage.sandbox.sockets, stage.maya
    each = envelopes // flaps
    saying: list[asyncio.Task[object]] = []
    for number in range(flaps):
        await sockets.connected(1)
        words = [f"word {number * each + nth}" for nth in range(each)]
        saying += [asyncio.create_task(maya.say(one)) for one in words]
        await stage.sandbox.until(partial(under_way, stage), 20)
        with contextlib.suppress(ConnectionError):  # that line went a moment ago
            await FLAPS[number % len(FLAPS)](stage)
        if len(saying) > MOST_UNDER_WAY:
            await asyncio.gather(*saying)
            saying.clear()
            await stage.sandbox.until(lambda: not unanswered(stage), 40)
    await asyncio.gather(*saying)
    await stage.sandbox.until(lambda: not unanswered(stage), 40)
    return await kept(stage)


def under_way(stage: Conversation) -> bool:
    """Whether some message is on the wire."""
    return any(not one.done for one in messages(stage))


def messages(stage: Conversation) -> Iterator[LogEntry]:
    return (one for one in stage.sandbox.log.entries if one.path == "events_api/message")


def unanswered(stage: Conversation) -> set[str]:
    """Events of which no delivery was acknowledged, in time or late."""
    late = stage.sandbox.sockets.acked_late
    told = {str(one.request["event_id"]): False for one in messages(stage)}
    for one in messages(stage):
        told[str(one.request["event_id"])] |= one.status == 200
    return {event for event, ok in told.items() if not ok and not late(event)}


async def kept(stage: Conversation) -> Counter[str]:
    async with stage.waymark.database.reading() as session:
        found = await session.scalars(select(StrayWords))
        return Counter(one.words for one in found)


async def test_two_lines_are_opened_and_both_are_used(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        assert len(stage.sandbox.sockets.connections) == LINES == 2
        for number in range(8):
            assert (await stage.maya.slash("/mentor help")).ok, number
        metrics = stage.waymark.metrics.registry
        assert metrics.get_sample_value("waymark_socket_connections") == 2
        assert (await stage.waymark.ready()).checks["socket"].ok


async def test_the_next_line_is_there_before_the_old_one_goes(
    clock: ManualClock, database_url: str
) -> None:
    """Slack's own count of lines never falls below what it was."""
    async with by_socket(clock, database_url) as stage:
        sockets = stage.sandbox.sockets
        old = list(sockets.connections)
        counts: list[int] = []
        stage.sandbox.log.on_change.append(lambda: counts.append(len(sockets.connections)))
        await sockets.disconnect("refresh_requested")
        await stage.sandbox.until(
            lambda: not set(old) & set(sockets.connections) and counts[-1] == LINES, 20
        )
        assert min(counts) == LINES < max(counts)


async def test_a_socket_flap_loses_nothing_and_applies_nothing_twice(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        found = await storm(stage, flaps=8, envelopes=80)
        assert found == Counter({f"word {number}": 1 for number in range(80)})
        again = [one for one in messages(stage) if one.retry]
        assert again, "nothing was delivered twice: the test proved nothing"


async def test_a_gap_is_told_by_ready_and_by_a_metric(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        stage.sandbox.faults.add("apps.connections.open", "error_503", times=1000)
        stage.sandbox.sockets.cut()
        sockets = stage.waymark.sockets
        assert sockets is not None
        await stage.sandbox.until(lambda: sockets.count == 0 and sockets.problem, 20)
        check = (await stage.waymark.ready()).checks["socket"]
        assert not check.ok
        assert "no connection" in check.detail
        metrics = stage.waymark.metrics.registry
        assert metrics.get_sample_value("waymark_socket_connections") == 0
        stage.sandbox.faults.clear()
        await stage.sandbox.sockets.connected(1)
        assert (await stage.maya.slash("/mentor help")).ok
        assert (await stage.waymark.ready()).checks["socket"].ok


async def test_with_all_ten_places_taken_the_old_line_makes_room(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        sockets = stage.waymark.sockets
        assert sockets is not None
        others = [
            type(sockets)(
                stage.waymark.app,
                stage.settings().slack_app_token or "",
                stage.waymark.clients,
                clock,
            )
            for _ in range(4)
        ]
        try:
            for other in others:
                await other.open()
            hub = stage.sandbox.sockets
            assert len(hub.connections) == 10
            before = set(hub.connections)
            await hub.disconnect("refresh_requested", which=0)
            await stage.sandbox.until(
                lambda: len(hub.connections) == 10 and len(before & set(hub.connections)) == 9, 20
            )
        finally:
            for other in others:
                await other.close()


async def test_a_stopping_process_finishes_what_it_is_answering(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        saying = asyncio.create_task(stage.maya.slash("/mentor checkin on track"))
        await stage.sandbox.until(
            lambda: any(
                not one.done and one.path.startswith("slash") for one in stage.sandbox.log.entries
            ),
            20,
        )
        sockets = stage.waymark.sockets
        assert sockets is not None
        await sockets.close()
        assert (await saying).ok
        assert stage.sandbox.sockets.connections == []
        assert sockets.count == 0


@pytest.mark.soak
async def test_two_hundred_flaps_under_five_thousand_envelopes(
    clock: ManualClock, database_url: str
) -> None:
    async with by_socket(clock, database_url) as stage:
        found = await storm(stage, flaps=200, envelopes=5000)
        assert found == Counter({f"word {number}": 1 for number in range(5000)})
