"""Every way Slack can answer, and what becomes of the message (slack.md 4.1, reliability.md e.4).

Real HTTP against the local Slack with a fault switched on, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.messages.wins import PraiseReceived
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.people import Actor
from bot.services.outbox import tell
from tests.conftest import TEAM
from tests.stage import Conversation

#: Slack did it, or may have done it, although we saw an error: never send again unseen.
IN_DOUBT_BUT_POSTED = [
    "drop_after",
    "internal_error_after",
    "fatal_error_after",
    "html_after",
    "broken_json_after",
    "cut_body_after",
]
IN_DOUBT_NOT_POSTED = ["drop_before", "error_500", "error_503"]


async def say_something(stage: Conversation, words: str = "You kept the room with you") -> str:
    """Promise Maya a message; returns its id."""
    await stage.waymark.services.people.meet(Actor(TEAM, stage.maya.id))
    async with stage.waymark.units(TEAM) as work:
        message = PraiseReceived(
            mentor_name="Theo", win_title="The demo", praise_kind="strength", words=words
        )
        delivery = await tell(
            work, message, to=stage.maya.id, at=stage.clock.now(), key=f"praise:{words}"
        )
        assert isinstance(delivery, Delivery)
        await work.commit()
        return delivery.id


async def row(stage: Conversation, delivery_id: str) -> Delivery:
    """The promise as it stands now."""
    async with stage.waymark.units.reading(TEAM) as work:
        found = await work.outbox.get(delivery_id)
        assert found is not None
        return found


def posts(stage: Conversation) -> int:
    """How often the bot asked Slack to post."""
    return len([e for e in stage.sandbox.log if e.path.endswith("chat.postMessage")])


async def test_a_message_arrives_with_its_mark_and_nothing_private_in_it(
    staged: Conversation,
) -> None:
    delivery_id = await say_something(staged)
    await staged.settle()
    assert "kept the room" in staged.maya.last_dm.all_text
    assert "kept the room" not in staged.maya.last_dm.text
    held = await row(staged, delivery_id)
    assert held.state == DeliveryState.SENT
    assert held.message_ts == staged.maya.last_dm.ts
    metadata = staged.maya.last_dm.metadata
    assert metadata is not None
    assert metadata["event_payload"] == {"v": 1, "k": held.key}
    assert staged.theo.dm == []


@pytest.mark.parametrize("fault", IN_DOUBT_BUT_POSTED)
async def test_a_message_slack_took_in_silence_is_found_and_never_repeated(
    staged: Conversation, fault: str
) -> None:
    staged.sandbox.faults.add("chat.postMessage", fault)
    delivery_id = await say_something(staged)
    await staged.settle()
    assert (await row(staged, delivery_id)).state == DeliveryState.UNKNOWN
    await staged.advance(timedelta(minutes=5))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1
    assert posts(staged) == 1


@pytest.mark.parametrize("fault", IN_DOUBT_NOT_POSTED)
async def test_a_message_slack_never_took_is_sent_again_after_the_settle_time(
    staged: Conversation, fault: str
) -> None:
    staged.sandbox.faults.add("chat.postMessage", fault)
    delivery_id = await say_something(staged)
    await staged.settle()
    await staged.advance(timedelta(seconds=60))
    assert staged.maya.dm == []
    await staged.advance(timedelta(minutes=5))
    held = await row(staged, delivery_id)
    assert (held.state, held.resent) == (DeliveryState.SENT, 1)
    assert len(staged.maya.dm) == 1
    assert posts(staged) == 2


async def test_when_the_history_cannot_be_read_nothing_is_guessed(staged: Conversation) -> None:
    staged.sandbox.faults.add("chat.postMessage", "drop_after")
    staged.sandbox.faults.add("conversations.history", "error_500", times=3)
    delivery_id = await say_something(staged)
    await staged.advance(timedelta(minutes=3))
    assert (await row(staged, delivery_id)).state == DeliveryState.UNKNOWN
    await staged.advance(timedelta(minutes=10))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1


async def test_a_rate_limit_is_waited_out_for_as_long_as_slack_says(staged: Conversation) -> None:
    staged.sandbox.faults.add("chat.postMessage", "rate_limited", seconds=90)
    delivery_id = await say_something(staged)
    await staged.settle()
    held = await row(staged, delivery_id)
    assert (held.state, held.reason) == (DeliveryState.PENDING, "ratelimited")
    assert held.next_at - staged.clock.now() == timedelta(seconds=90)
    await staged.advance(timedelta(seconds=89))
    assert staged.maya.dm == []
    await staged.advance(timedelta(seconds=2))
    assert len(staged.maya.dm) == 1


async def test_refused_blocks_become_plain_words_once(staged: Conversation) -> None:
    staged.sandbox.faults.add("chat.postMessage", "invalid_blocks")
    await say_something(staged)
    await staged.settle()
    assert len(staged.maya.dm) == 1
    assert "kept the room" in staged.maya.last_dm.all_text
    assert staged.maya.last_dm.buttons == []
    assert posts(staged) == 2


async def test_a_person_who_left_is_not_written_to_again(staged: Conversation) -> None:
    delivery_id = await say_something(staged)
    staged.sandbox.config.events = ()  # the event that would tell us is lost
    await staged.maya.deactivate()
    await staged.settle()
    held = await row(staged, delivery_id)
    assert (held.state, held.reason) == (DeliveryState.DEAD, "user_disabled")
    async with staged.waymark.units.reading(TEAM) as work:
        maya = await work.people.get(staged.maya.id)
        assert maya is not None
        assert not maya.is_here
    assert posts(staged) == 0


async def test_a_revoked_token_stops_the_workspace_and_nothing_is_lost(
    staged: Conversation,
) -> None:
    delivery_id = await say_something(staged)
    staged.sandbox.config.events = ()
    await staged.sandbox.revoke_tokens()
    await staged.settle()
    asked = len(staged.sandbox.log)
    await staged.advance(timedelta(hours=5))
    assert len(staged.sandbox.log) == asked
    assert (await row(staged, delivery_id)).state == DeliveryState.BLOCKED
    async with staged.waymark.units.reading(TEAM) as work:
        installation = await work.installations.get(TEAM)
        assert installation is not None
        assert not installation.is_alive


async def test_a_courier_that_died_in_the_middle_is_followed_up(staged: Conversation) -> None:
    delivery_id = await say_something(staged)
    everywhere = staged.waymark.units.everywhere()
    assert await everywhere.claim_delivery(staged.clock.now(), "the-dead-one") is not None
    await staged.settle()
    assert (await row(staged, delivery_id)).state == DeliveryState.SENDING
    await staged.advance(timedelta(minutes=5))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1


async def test_a_restart_forgets_nothing(staged: Conversation) -> None:
    delivery_id = await say_something(staged)
    await staged.stop_bot()
    await staged.start_bot()
    await staged.settle()
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 1


async def test_a_row_nobody_can_phrase_waits_and_the_others_go(staged: Conversation) -> None:
    broken = await say_something(staged, "broken")
    async with staged.waymark.units(TEAM) as work:
        held = await work.outbox.get(broken)
        assert held is not None
        held.payload = {"mentor_name": "Theo"}
        await work.commit()
    await say_something(staged, "whole")
    await staged.settle()
    assert ["whole" in m.all_text for m in staged.maya.dm] == [True]
    assert (await row(staged, broken)).state == DeliveryState.PENDING
