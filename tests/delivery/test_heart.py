"""The beating heart: nothing slow holds up what somebody waits for (reliability.md R6)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.launcher import Stage
from bot.sandbox import OffsetClock
from tests.conftest import KEY
from tests.delivery.promises import change, promise
from tests.stage import Conversation

READ = "conversations.history"
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
