"""SIGTERM: what is in hand is finished, nothing more is taken, and the end comes in time (R23)."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest

from bot.bootstrap import Waymark
from bot.domain.outbox import WORKSPACE_PACE, DeliveryState
from bot.sandbox import Sandbox
from bot.scheduling.courier import SENDERS
from tests.processes.children import Child
from tests.processes.clocks import SharedClock
from tests.processes.conftest import Start
from tests.processes.promises import promise

#: The public interface (design README): SIGTERM to the end, in seconds.
LIMIT = 20.0
SOAK = pytest.mark.soak


async def states(desk: Waymark) -> dict[str, int]:
    return await desk.units.everywhere().outbox_states()


def posts(slack: Sandbox) -> int:
    return len([one for one in slack.log.entries if one.path.endswith("chat.postMessage")])


async def told_to_stop(child: Child) -> float:
    """Seconds from the signal to the end."""
    began = time.perf_counter()
    assert await child.end(signal.SIGTERM) == 0, "".join(child.said)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    "hanging", [pytest.param(1.5, id="late"), pytest.param(60, id="for-ever", marks=SOAK)]
)
async def test_with_slack_hanging_it_ends_in_time_and_leaves_nothing_in_hand(
    start: Start, slack: Sandbox, desk: Waymark, hanging: float
) -> None:
    await promise(desk, slack, 0, 12)
    slack.faults.add("chat.postMessage", "slow", times=100, seconds=hanging)
    child = start("run")
    await slack.until(lambda: posts(slack), 30)
    assert (await states(desk)).get(DeliveryState.SENDING)
    assert await told_to_stop(child) < LIMIT
    left = await states(desk)
    assert DeliveryState.SENDING not in left
    assert left[DeliveryState.PENDING] >= 12 - SENDERS, "something was claimed after the signal"


async def stop_and_start(
    start: Start, slack: Sandbox, desk: Waymark, moment: SharedClock, times: int, each: int
) -> None:
    """Stop under load, again and again; then let the last one finish the work.

    The clock goes on by the time so many posts take: a workspace gets four a second.
    """
    for number in range(times):
        moment.advance(WORKSPACE_PACE * each)
        await promise(desk, slack, number * each, each)
        slack.faults.add("chat.postMessage", "slow", times=3, seconds=0.2)
        before = posts(slack)
        child = start("run")
        await slack.until(lambda before=before: posts(slack) > before, 30)  # type: ignore[misc]
        assert await told_to_stop(child) < LIMIT
        assert DeliveryState.SENDING not in await states(desk)
    last = start("run")
    while (sent := posts(slack)) < times * each:
        moment.advance(WORKSPACE_PACE * each)
        await slack.until(lambda sent=sent: posts(slack) > sent, 60)  # type: ignore[misc]
    await last.end(signal.SIGTERM)
    assert await states(desk) == {DeliveryState.SENT: times * each}
    assert posts(slack) == times * each


async def test_two_stops_under_load_lose_and_repeat_nothing(
    start: Start, slack: Sandbox, desk: Waymark, moment: SharedClock
) -> None:
    await stop_and_start(start, slack, desk, moment, 2, 8)


@pytest.mark.soak
async def test_a_hundred_stops_under_load_lose_and_repeat_nothing(
    start: Start, slack: Sandbox, desk: Waymark, moment: SharedClock
) -> None:
    await stop_and_start(start, slack, desk, moment, 100, 12)


async def test_the_second_signal_ends_it_at_once(
    start: Start, slack: Sandbox, desk: Waymark
) -> None:
    await promise(desk, slack, 0, 1)
    slack.faults.add("chat.postMessage", "slow", times=1, seconds=60)
    child = start("run")
    await slack.until(lambda: posts(slack), 30)
    child.send(signal.SIGTERM)
    child.send(signal.SIGINT)
    began = time.perf_counter()
    assert await child.ended() == 128 + signal.SIGINT
    assert time.perf_counter() - began < LIMIT / 4


async def test_a_request_in_flight_is_answered(start: Start, slack: Sandbox) -> None:
    child = start("web")
    slack.connect(f"{await child.url()}/slack/events")
    slack.faults.add("views.open", "slow", times=1, seconds=1.0)
    saying = asyncio.create_task(slack.person("maya").slash("/mentor checkin"))
    await slack.until(lambda: any(one.path.endswith("views.open") for one in slack.log), 30)
    assert await told_to_stop(child) < LIMIT
    assert (await saying).ok
