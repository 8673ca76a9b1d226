"""Each way a promise may end or wait (reliability.md e.4), through the whole program."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.outbox import DeliveryState, HealState, Priority
from tests.conftest import TEAM
from tests.delivery.promises import asked, change, promise, standing
from tests.stage import Conversation

POST, READ = "chat.postMessage", "conversations.history"
HOUR = timedelta(hours=1)


async def test_a_workspace_that_comes_back_gets_what_it_missed(staged: Conversation) -> None:
    waiting = await promise(staged)
    staged.sandbox.config.events = ()
    await staged.sandbox.revoke_tokens()
    await staged.settle()
    held = await standing(staged, waiting)
    assert (held.state, held.reason) == (DeliveryState.BLOCKED, "token_revoked")
    await staged.advance(HOUR)
    assert asked(staged, POST) == 0
    async with staged.waymark.units.reading(TEAM) as work:
        installation = await work.installations.get(TEAM)
    assert installation is not None
    installation.bot_token = staged.sandbox.reinstall()
    await staged.waymark.services.installations.install(installation)
    await staged.settle()
    assert (await standing(staged, waiting)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1


@pytest.mark.parametrize("priority", [Priority.P1, Priority.P2])
async def test_when_nobody_can_look_a_prompt_stays_and_an_answer_is_sent_again(
    staged: Conversation, priority: int
) -> None:
    staged.sandbox.faults.add(POST, "drop_after")
    staged.sandbox.faults.add(READ, "error_500", times=10_000)
    said = await promise(staged, priority=priority)
    await staged.settle()
    await staged.advance(timedelta(minutes=4))
    assert (await standing(staged, said)).state == DeliveryState.UNKNOWN
    await staged.advance(timedelta(minutes=3))
    held = await standing(staged, said)
    if priority == Priority.P1:
        assert (held.state, held.resent, held.heal_state) == ("sent", 1, HealState.FIRST)
        assert len(staged.maya.dm) == 2  # to be healed as soon as somebody can look
        staged.sandbox.faults.clear()
        await staged.advance(HOUR)
        assert len(staged.maya.dm) == 1
    else:
        await staged.advance(2 * HOUR)
        assert (await standing(staged, said)).state == DeliveryState.UNKNOWN
        await change(staged, said, unknown_at=staged.clock.now() - timedelta(hours=24))
        await staged.advance(timedelta(minutes=2))
        assert (await standing(staged, said)).state == DeliveryState.UNRESOLVED
        assert (len(staged.maya.dm), asked(staged, POST)) == (1, 1)


async def test_what_nobody_needs_any_more_is_not_sent(staged: Conversation) -> None:
    late = await promise(staged, expires_at=staged.clock.now())
    await staged.settle()
    held = await standing(staged, late)
    assert (held.state, held.reason) == (DeliveryState.CANCELLED, "expired")
    assert staged.maya.dm == []


async def test_whoever_pauses_meanwhile_is_not_asked(staged: Conversation) -> None:
    question = await promise(staged, priority=Priority.P2)
    async with staged.waymark.units(TEAM) as work:
        maya = await work.people.get(staged.maya.id)
        assert maya is not None
        maya.paused_until = staged.clock.now() + HOUR * 24
        await work.commit()
    await staged.settle()
    held = await standing(staged, question)
    assert (held.state, held.reason) == (DeliveryState.CANCELLED, "paused")


async def test_a_conversation_slack_forgot_is_opened_once_more(staged: Conversation) -> None:
    await promise(staged, "first")
    await staged.settle()
    async with staged.waymark.units(TEAM) as work:
        maya = await work.people.get(staged.maya.id)
        assert maya is not None
        maya.dm_channel = "D0FORGOTTEN"
        await work.commit()
    await staged.advance(timedelta(seconds=5))
    again = await promise(staged, "second")
    await staged.settle()
    assert (await standing(staged, again)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 2


async def test_one_reading_settles_everything_unknown_in_a_conversation(
    staged: Conversation,
) -> None:
    """As after a restore (rule B): rows that are in Slack already, by the dozen."""
    rows = [await promise(staged, f"number {n}") for n in range(6)]
    await staged.settle()
    assert len(staged.maya.dm) == 6
    for one in rows:
        await change(staged, one, state="unknown", message_ts="", sent_at=None, channel="")
    before = asked(staged, READ)
    await staged.settle()
    assert [(await standing(staged, one)).state for one in rows] == ["sent"] * 6
    assert asked(staged, READ) == before + 1
    assert len(staged.maya.dm) == 6


async def test_a_long_conversation_is_read_page_by_page_but_not_without_end(
    staged: Conversation,
) -> None:
    staged.sandbox.faults.add(POST, "drop_after")
    said = await promise(staged, priority=Priority.P2)
    await staged.settle()
    for n in range(40):  # three pages lie between the mark and now
        await staged.maya.say(f"thought {n}")
    await staged.advance(timedelta(minutes=1))
    assert (await standing(staged, said)).state == DeliveryState.SENT
    assert asked(staged, POST) >= 1
    assert asked(staged, READ) <= 8


async def test_a_refused_page_is_not_an_absence(staged: Conversation) -> None:
    staged.sandbox.faults.add(POST, "drop_after")
    said = await promise(staged)
    await staged.settle()
    staged.sandbox.faults.add(READ, "rate_limited", seconds=120)
    await staged.advance(timedelta(seconds=10))
    reads = asked(staged, READ)
    await staged.advance(timedelta(seconds=100))
    assert asked(staged, READ) == reads  # nobody asks while Slack does not want to be asked
    await staged.advance(timedelta(seconds=60))
    assert (await standing(staged, said)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1
