"""Whatever Slack delivers again changes nothing (slack.md 0.8, reliability.md R7, T2)."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import TEAM
from tests.stage import Conversation


async def checkins(stage: Conversation) -> int:
    """How many check-ins of Maya's are stored."""
    async with stage.waymark.units.reading(TEAM) as work:
        return len(await work.checkins.recent(stage.maya.id, 100))


async def test_a_command_delivered_again_is_applied_once(staged: Conversation) -> None:
    await staged.maya.slash("/mentor checkin on track")
    assert await checkins(staged) == 1
    for _ in range(3):
        answer = await staged.sandbox.post.replay()
        assert answer.ok
        assert "That was already saved" in str(answer.payload), "the first answer may be lost"
    assert await checkins(staged) == 1


async def test_eight_deliveries_in_one_moment_are_applied_once(staged: Conversation) -> None:
    await staged.maya.slash("/mentor checkin")
    await staged.maya.fill(status_0="behind", note="the same words")
    await staged.maya.submit()
    assert await checkins(staged) == 1
    answers = await asyncio.gather(*(staged.sandbox.post.replay() for _ in range(8)))
    assert all(answer.ok for answer in answers)
    assert all("That was already saved" in str(answer.payload) for answer in answers)
    assert await checkins(staged) == 1


@pytest.mark.parametrize("times", [1, 4])
async def test_an_event_delivered_again_is_answered_once(staged: Conversation, times: int) -> None:
    await staged.maya.say("The review went well")
    await staged.settle()
    told = len(staged.maya.dms)
    assert told == 1
    await staged.sandbox.redeliver(times)
    await staged.settle()
    assert len(staged.maya.dms) == told


async def test_a_restart_between_two_deliveries_changes_nothing(staged: Conversation) -> None:
    await staged.maya.say("The review went well")
    await staged.settle()
    await staged.stop_bot()
    await staged.start_bot()
    await staged.sandbox.redeliver(2)
    await staged.settle()
    assert len(staged.maya.dms) == 1
