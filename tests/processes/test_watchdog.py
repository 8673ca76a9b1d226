"""A part that stands still is noticed and named (reliability.md R24), on the injected clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text

from bot import bootstrap
from bot.bootstrap import Waymark
from bot.clock import ManualClock
from bot.scheduling.heartbeat import SWEEP
from tests.conftest import KEY
from tests.delivery.promises import change, promise
from tests.stage import Conversation

#: The latest moment at which a standstill must show.
NOTICED = timedelta(seconds=120)


class Frozen:
    """Stands in for one step of a beat, and does not come back by itself."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.thaw = asyncio.Event()

    async def __call__(self, *_: object) -> int:
        self.begun.set()
        await self.thaw.wait()
        return 0


@pytest.fixture
async def beating(clock: ManualClock, database_url: str) -> AsyncIterator[Conversation]:
    stage = Conversation(clock, database_url, beating=True, secret_key=KEY, migrated=True)
    await stage.start()
    yield stage
    await stage.stop()


def not_alive(waymark: Waymark) -> set[str]:
    return {part for part, check in waymark.live().checks.items() if not check.ok}


Freeze = Callable[[Waymark, Frozen], None]


def freeze_courier(waymark: Waymark, frozen: Frozen) -> None:
    waymark.heartbeat._courier.deliver_due = frozen  # type: ignore[method-assign]


def freeze_planner(waymark: Waymark, frozen: Frozen) -> None:
    waymark.heartbeat._planner.plan_due = frozen  # type: ignore[method-assign, assignment]


def freeze_reconciler(waymark: Waymark, frozen: Frozen) -> None:
    waymark.heartbeat._reconciler.settle_unknown = frozen  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("part", "freeze"),
    [
        ("delivering", freeze_courier),
        ("planning", freeze_planner),
        ("looking", freeze_reconciler),
    ],
)
async def test_a_part_that_hangs_is_named_in_time(
    beating: Conversation, part: str, freeze: Freeze
) -> None:
    waymark, frozen = beating.waymark, Frozen()
    lost = await promise(beating, "lost")
    await beating.settle()
    assert waymark.live().ok
    freeze(waymark, frozen)
    beating.clock.advance(SWEEP * 2)
    # Something is to be done for every part: to sweep, to look for, to send.
    await change(beating, lost, state="unknown", message_ts="", sent_at=None)
    next_one = await promise(beating, "next")
    await waymark.heartbeat._tick()
    try:
        await frozen.begun.wait()
        assert part not in not_alive(waymark)
        for one in (lost, next_one):  # nothing else is due, for the one that hangs either
            await change(beating, one, state="sent")
        beating.clock.advance(NOTICED)
        await waymark.heartbeat._tick()  # the timer itself is well
        await waymark.heartbeat.beat()
        for other in waymark.heartbeat._parts:
            if other.name != part:
                await other.finished()  # and so are the others
        assert not_alive(waymark) == {part}
        assert waymark.live().checks[part].detail == "has not moved for 120 s"
    finally:
        frozen.thaw.set()
    await waymark.heartbeat.stop()
    assert waymark.live().ok


async def test_a_timer_that_died_is_named(beating: Conversation) -> None:
    waymark = beating.waymark
    await waymark.heartbeat.settle()
    assert waymark.heartbeat._scheduler is not None
    waymark.heartbeat._scheduler.pause()
    beating.clock.advance(NOTICED)
    assert "timer" in not_alive(waymark)


async def test_a_long_list_is_no_standstill(beating: Conversation) -> None:
    """What goes on, however long it takes, is alive: a restart would only begin again."""
    waymark = beating.waymark
    for _ in range(10):
        beating.clock.advance(timedelta(seconds=60))
        await waymark.heartbeat._tick()
        waymark.heartbeat._planner.moved()
        assert "planning" not in not_alive(waymark)


async def test_a_web_process_has_no_heart_to_stop(waymark: Conversation) -> None:
    waymark.clock.advance(timedelta(days=1))
    assert waymark.waymark.live().checks == {}


@pytest.mark.parametrize("any_database_url", ["postgres"], indirect=True)
async def test_a_database_that_does_not_answer_is_named(
    any_database_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ANSWER_SECONDS", 0.2)
    stage = Conversation(clock, any_database_url, secret_key=KEY, migrated=True)
    await stage.start()
    blocker = await asyncpg.connect(any_database_url.replace("+asyncpg", ""))
    try:
        assert (await stage.waymark.ready()).ok
        async with blocker.transaction():
            await blocker.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
            check = (await stage.waymark.ready()).checks["database"]
        assert not check.ok
        assert "TimeoutError" in check.detail
        assert (await stage.waymark.ready()).ok
    finally:
        await blocker.close()
        await stage.stop()


async def test_a_schema_ahead_turns_no_traffic_away(waymark: Conversation) -> None:
    """In a rolling restart the database is migrated before the last old process has gone."""
    async with waymark.waymark.database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'ahead'"))
        await session.commit()
    assert (await waymark.waymark.ready()).ok
    async with waymark.waymark.database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        await session.commit()
    check = (await waymark.waymark.ready()).checks["database"]
    assert not check.ok
    assert "waymark migrate" in check.detail
