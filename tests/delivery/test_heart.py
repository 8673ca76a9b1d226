"""The beating heart: nothing slow holds up what somebody waits for (reliability.md R6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.launcher import Stage
from bot.ports import Ahead
from bot.sandbox import OffsetClock
from storage.repositories.everywhere import SqlEverywhere
from tests.conftest import KEY, TEAM, THURSDAY
from tests.delivery.promises import change, promise
from tests.stage import Conversation

POST, READ = "chat.postMessage", "conversations.history"
LATER = THURSDAY + timedelta(minutes=9)
#: Nothing here takes so long, however busy the machine.
PATIENCE = 30


async def test_a_slow_history_holds_no_message_up(waymark: Conversation) -> None:
    lost = await promise(waymark, "lost")
    await waymark.settle()
    await change(waymark, lost, state="unknown", message_ts="", sent_at=None)
    waymark.sandbox.faults.add(READ, "slow", seconds=PATIENCE)
    waymark.waymark.units.wake = waymark.waymark.heartbeat.wake
    waymark.waymark.heartbeat.start()
    await waymark.sandbox.until(lambda: waymark.sandbox.log.calls(READ), PATIENCE)
    await promise(waymark, "urgent", to=waymark.theo.id)
    await waymark.sandbox.until(lambda: waymark.theo.dm, PATIENCE)
    assert [entry.done for entry in waymark.sandbox.log.calls(READ)] == [False]
    await waymark.waymark.heartbeat.stop()


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({}, "delivering"),
        ({"state": "held"}, "planning"),
        ({"state": "unknown"}, "looking"),
        ({"state": "sending", "lease_until": LATER}, "looking"),
        ({"state": "sent", "heal_at": LATER}, "looking"),
    ],
)
async def test_what_is_due_is_due_for_the_part_that_does_it(
    staged: Conversation, row: dict[str, Any], part: str
) -> None:
    await promise(staged, next_at=LATER, **row)
    ahead = await staged.waymark.units.everywhere().next_due()
    assert ahead == replace(Ahead(), **{part: LATER})


@pytest.mark.parametrize(
    ("method", "state", "part"), [(POST, "pending", "delivering"), (READ, "unknown", "looking")]
)
async def test_what_slack_paused_is_due_when_the_pause_ends(
    staged: Conversation, method: str, state: str, part: str
) -> None:
    ends = staged.clock.now() + timedelta(minutes=3)
    await promise(staged, state=state)
    await staged.waymark.units.everywhere().hold(TEAM, method, ends)
    ahead = await staged.waymark.units.everywhere().next_due()
    assert ahead == replace(Ahead(), **{part: ends})


async def test_a_database_that_does_not_say_what_is_due_holds_nothing_up(
    waymark: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: SqlEverywhere) -> Ahead:
        raise ConnectionRefusedError

    await promise(waymark)
    monkeypatch.setattr(SqlEverywhere, "next_due", away)
    await waymark.waymark.heartbeat.beat()
    assert len(waymark.maya.dms) == 1


async def test_what_is_due_between_two_beats_does_not_wait_for_the_next(
    database_url: str,
) -> None:
    """On a clock that ticks: the alarm rings at the very moment."""
    stage = Stage(OffsetClock(), database_url, secret_key=KEY, migrated=True)
    await stage.start()
    heart, loop = stage.waymark.heartbeat, asyncio.get_running_loop()
    heart.start()
    try:
        await heart.beat()
        assert heart._alarm is None
        maya = stage.sandbox.person("maya")
        due = stage.clock.now() + timedelta(seconds=2)
        await promise(stage, to=maya.id, priority=0, next_at=due)
        await heart.beat()
        assert heart._alarm is not None
        assert heart._alarm.when() - loop.time() <= 2
        await stage.sandbox.until(lambda: maya.dm, PATIENCE)
        assert stage.clock.now() >= due
    finally:
        await stage.stop()
        await heart.stop()


async def test_an_end_cuts_no_question_to_the_database_short(
    waymark: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was cancelled on its way to SQLite kept the process from ending."""
    asked, may_answer = asyncio.Event(), asyncio.Event()
    ends: list[str] = []
    inner = SqlEverywhere.next_due

    async def slow(self: SqlEverywhere) -> Ahead:
        asked.set()
        try:
            await may_answer.wait()
        except asyncio.CancelledError:
            ends.append("cut short")
            raise
        ends.append("answered")
        return await inner(self)

    monkeypatch.setattr(SqlEverywhere, "next_due", slow)
    waymark.waymark.heartbeat.start()
    await asked.wait()
    ending = asyncio.create_task(waymark.waymark.heartbeat.stop())
    for _ in range(20):  # it goes as far as it can without the answer
        await asyncio.sleep(0)
    may_answer.set()
    await ending
    assert ends == ["answered"]
