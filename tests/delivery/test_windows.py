"""Windows of time and of crashes (reliability.md e.5): Z, L, K, and that every label is passed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.domain.outbox import HEALS, DeliveryState, HealState
from bot.ports.points import LABELS
from bot.slack.messenger import SlackMessenger
from tests.conftest import KEY, TEAM
from tests.delivery.promises import asked, promise, standing
from tests.factories import paired
from tests.stage import Conversation

POST, READ = "chat.postMessage", "conversations.history"


class Steps:
    """Writes down which points were passed, and may do something at one."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.at: dict[str, ManualClock] = {}
        self.by = timedelta(seconds=16)

    def reach(self, label: str) -> None:
        self.passed.append(label)
        clock = self.at.pop(label, None)
        if clock is not None:
            clock.advance(self.by)


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
async def watched(
    any_database_url: str, clock: ManualClock, steps: Steps
) -> AsyncIterator[Conversation]:
    """The bot, whose crash windows are watched."""
    stage = Conversation(clock, any_database_url, secret_key=KEY, migrated=True, points=steps)
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()


async def post_late(stage: Conversation, delivery_id: str) -> None:
    """Slack does what it was asked long ago: the same message, with the same mark, once more."""
    held = await standing(stage, delivery_id)
    held.channel = stage.maya.channel.id
    async with stage.waymark.units.reading(TEAM) as work:
        installation = await work.installations.get(TEAM)
    assert installation is not None
    messenger = SlackMessenger(stage.waymark.clients, stage.waymark.book)
    client = stage.waymark.clients.with_token(installation.bot_token)
    await messenger._post(client, held, "Late", None, lambda: True)


async def test_every_window_has_its_point_in_the_code(watched: Conversation, steps: Steps) -> None:
    await paired(watched)
    await watched.maya.slash("/mentor checkin on track")
    watched.sandbox.faults.add(POST, "drop_before")
    said = await promise(watched)
    await watched.advance(timedelta(minutes=4))
    await post_late(watched, said)
    await watched.advance(timedelta(days=5))
    assert set(LABELS) - set(steps.passed) == set()


async def test_a_sender_that_was_frozen_does_not_send_on(
    watched: Conversation, steps: Steps, clock: ManualClock
) -> None:
    steps.at["C1"] = clock
    said = await promise(watched)
    await watched.waymark.heartbeat._courier.deliver_due()
    assert steps.passed.count("C1") == 2  # claimed, given back unsent, claimed anew
    assert asked(watched, POST) == 1
    held = await standing(watched, said)
    assert (held.state, held.attempt, held.resent) == (DeliveryState.SENT, 1, 0)


async def test_a_sender_whose_lease_is_over_writes_nothing(
    watched: Conversation, steps: Steps, clock: ManualClock
) -> None:
    """Somebody else has it by now: the fence."""
    said = await promise(watched)
    everywhere = watched.waymark.units.everywhere()
    slow = await everywhere.claim_delivery(clock.now(), "slow")
    assert slow is not None
    clock.advance(timedelta(minutes=2))
    await watched.settle()
    await watched.advance(timedelta(minutes=4))
    assert (await standing(watched, said)).state == DeliveryState.SENT
    slow.state = DeliveryState.DEAD
    assert not await everywhere.settle(slow, "slow")
    assert (await standing(watched, said)).state == DeliveryState.SENT


async def test_a_post_whose_sender_died_is_looked_for_where_it_was_posted(
    watched: Conversation, clock: ManualClock
) -> None:
    """The row does not know the conversation yet: its outcome was never written."""
    await promise(watched, "first")
    await watched.settle()
    clock.advance(timedelta(seconds=5))
    said = await promise(watched, "second")
    everywhere = watched.waymark.units.everywhere()
    assert await everywhere.claim_delivery(clock.now(), "dead") is not None
    await post_late(watched, said)
    await watched.advance(timedelta(minutes=5))
    held = await standing(watched, said)
    assert (held.state, held.resent) == (DeliveryState.SENT, 0)
    assert len(watched.maya.dm) == 2


async def test_what_slack_does_late_is_taken_away_again(watched: Conversation) -> None:
    watched.sandbox.faults.add(POST, "drop_before")
    said = await promise(watched)
    await watched.advance(timedelta(minutes=4))
    first = watched.maya.last_dm.ts
    await post_late(watched, said)
    assert len(watched.maya.dm) == 2
    await watched.advance(HEALS[0] - timedelta(minutes=4))
    assert len(watched.maya.dm) == 2
    await watched.advance(timedelta(minutes=5))
    assert [message.ts for message in watched.maya.dm] == [first]
    held = await standing(watched, said)
    assert (held.heal_state, held.message_ts) == (HealState.LAST, first)
    registry = watched.waymark.metrics.registry
    assert registry.get_sample_value("waymark_duplicates_healed_total") == 1
    await watched.advance(HEALS[1])
    assert (await standing(watched, said)).heal_state == HealState.DONE


async def test_a_copy_that_cannot_be_deleted_is_tried_again(watched: Conversation) -> None:
    watched.sandbox.faults.add(POST, "drop_before")
    said = await promise(watched)
    await watched.advance(timedelta(minutes=4))
    await post_late(watched, said)
    watched.sandbox.faults.add("chat.delete", "error_500")
    await watched.advance(HEALS[0] + timedelta(minutes=1))
    assert len(watched.maya.dm) == 2
    await watched.advance(HEALS[0] + timedelta(minutes=1))
    assert len(watched.maya.dm) == 1


class Ahead(ManualClock):
    """A machine whose clock is wrong."""

    def __init__(self, true: ManualClock, by: timedelta) -> None:
        super().__init__(true.now() + by)


@pytest.mark.parametrize("minutes", [-15, -4, 4, 9, 15])
async def test_a_wrong_clock_sends_nothing_twice(
    staged: Conversation, clock: ManualClock, minutes: int
) -> None:
    """Ours is wrong, Slack's is right; what is unknown is there."""
    right = staged.sandbox.clock
    wrong = ManualClock(clock.now() + timedelta(minutes=minutes))
    staged.sandbox.faults.add(POST, "drop_after")
    staged.sandbox.world.clock = wrong  # Slack stands elsewhere than we do
    said = await promise(staged)
    await staged.settle()
    for _ in range(8):
        clock.advance(timedelta(minutes=1))
        wrong.advance(timedelta(minutes=1))
        await staged.settle()
    staged.sandbox.world.clock = right
    held = await standing(staged, said)
    assert held.resent == 0
    assert len(staged.maya.dm) == 1
    if abs(minutes) < 10:
        assert held.state == DeliveryState.SENT
