"""Slack's limits cost time, never a message, and never anybody else's time (reliability.md R5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.domain.installations import Installation
from bot.domain.messages.checkins import CheckinRest
from bot.domain.outbox import BURST, Delivery, DeliveryState, Lane, Priority
from bot.domain.people import Actor
from bot.sandbox import Team
from bot.slack.messenger import RETRY_AFTER, RETRY_AFTER_MOST, retry_after
from storage.unit_of_work import SqlUnits
from tests.conftest import TEAM
from tests.delivery.promises import asked, promise, standing
from tests.stage import Conversation

POST = "chat.postMessage"
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("given", "pause"),
    [
        ("1", SECOND),
        ("30", 30 * SECOND),
        ("007", 7 * SECOND),
        ("600", RETRY_AFTER_MOST),
        ("601", RETRY_AFTER_MOST),
        ("9000000", RETRY_AFTER_MOST),
        ("0", SECOND),
        ("00", SECOND),
        ("", RETRY_AFTER),
        (" 30 ", RETRY_AFTER),
        ("+5", RETRY_AFTER),
        ("-1", RETRY_AFTER),
        ("1.5", RETRY_AFTER),
        ("1e9", RETRY_AFTER),
        ("0x10", RETRY_AFTER),
        ("1_000", RETRY_AFTER),
        ("nan", RETRY_AFTER),
        ("inf", RETRY_AFTER),
        ("soon", RETRY_AFTER),
        ("٣", RETRY_AFTER),
        ("²", RETRY_AFTER),
        ("99999999999", RETRY_AFTER),
        ("30, 60", RETRY_AFTER),
        ("Thu, 05 Mar 2026 10:05:30 GMT", RETRY_AFTER),
        (None, RETRY_AFTER),
        (30, RETRY_AFTER),
        ([], RETRY_AFTER),
        (["45"], 45 * SECOND),
    ],
)
@pytest.mark.parametrize("name", ["Retry-After", "retry-after"])
def test_an_odd_retry_after_is_half_a_minute(name: str, given: object, pause: timedelta) -> None:
    assert retry_after({name: given}) == pause


def test_no_retry_after_is_half_a_minute() -> None:
    assert retry_after({}) == RETRY_AFTER


async def joined(stage: Conversation, number: int) -> Team:
    """Another workspace with the bot in it, whose people Waymark knows."""
    team = stage.sandbox.add_team(f"T0TEAM{number}", f"Team {number}")
    token = team.installation
    row = Installation(
        team.id, team.name, token.bot_token, token.bot_user_id, stage.clock.now(), token.bot_id
    )
    await stage.waymark.services.installations.install(row)
    return team


async def test_one_paused_workspace_pauses_nobody_else(staged: Conversation) -> None:
    """Three workspaces, twelve people, sixty messages at one moment; one answers 429 for 90 s."""
    teams = [await joined(staged, number) for number in (1, 2)]
    people = {
        team.id: [staged.sandbox.person(name, team).id for name in ("maya", "theo", "noor", "ari")]
        for team in [staged.sandbox.team, *teams]
    }
    for team, members in people.items():
        for member in members:
            await staged.waymark.services.people.meet(Actor(team, member))
    staged.sandbox.faults.add(POST, "rate_limited", seconds=90)
    await promise(staged, "the unlucky one", to=people["T0TEAM1"][0], team="T0TEAM1")
    await staged.settle()
    began = staged.clock.now()
    for team, members in people.items():
        await sixty(staged, team, members)
    await staged.settle()
    for row in await everything(staged):
        if row.workspace_id == "T0TEAM1":
            assert (row.state, row.attempt) == (DeliveryState.PENDING, 0)
        else:
            assert row.sent_at is not None
            assert row.sent_at - began <= timedelta(seconds=8)  # five each, one a second
    assert asked(staged, POST) == 1 + 40
    assert await staged.next_due() == began + timedelta(seconds=90)  # the very moment
    await staged.advance(timedelta(seconds=80))
    assert asked(staged, POST) == 1 + 40
    await staged.advance(timedelta(seconds=20))
    assert {row.state for row in await everything(staged)} == {DeliveryState.SENT}
    assert asked(staged, POST) == 1 + 40 + 21
    moments: dict[str, list[datetime]] = {}
    for entry in staged.sandbox.log.calls(POST):
        if entry.status == 200:
            moments.setdefault(entry.request["channel"], []).append(entry.at)
    for several in moments.values():
        assert min((b - a for a, b in pairwise(several)), default=SECOND) >= SECOND


async def sixty(stage: Conversation, team: str, members: list[str]) -> None:
    """A third of them: five for each of four people."""
    now = stage.clock.now()
    payload = CheckinRest().payload()
    async with stage.waymark.units(team) as work:
        for one in [f"{member}:{n}" for member in members for n in range(5)]:
            to = one.partition(":")[0]
            row = Delivery(team, to, CheckinRest.kind, payload, one, Priority.P0, now, now, now)
            await work.outbox.add(row)
        await work.commit()


async def everything(stage: Conversation) -> list[Delivery]:
    """Every promise in every workspace."""
    async with stage.waymark.database.reading() as session:
        return list(await session.scalars(select(Delivery)))


async def test_opening_a_conversation_waits_out_its_own_limit(staged: Conversation) -> None:
    staged.sandbox.faults.add("conversations.open", "rate_limited", seconds=60)
    first = await promise(staged, "first")
    second = await promise(staged, "second", to=staged.theo.id)
    await staged.settle()
    assert asked(staged, "conversations.open") <= 3  # at most one a sender
    opened = asked(staged, "conversations.open")
    await staged.advance(timedelta(seconds=50))
    assert asked(staged, "conversations.open") == opened
    await staged.advance(timedelta(seconds=15))
    for one in (first, second):
        assert (await standing(staged, one)).state == DeliveryState.SENT


async def drained(units: SqlUnits, at: datetime) -> list[Delivery]:
    """Everything that may be claimed at one moment."""
    found = []
    while (one := await units.everywhere().claim_delivery(at, "me")) is not None:
        found.append(one)
    return found


async def test_a_workspace_has_so_many_posts_a_minute_and_some_are_kept_for_roadblocks(
    units: SqlUnits, clock: ManualClock
) -> None:
    now = clock.now()

    def row(number: int, priority: int) -> Delivery:
        key = f"{priority}:{number}"
        return Delivery(TEAM, f"U{key}", "win_ack", {}, key, priority, now, now, now)

    async with units(TEAM) as work:
        for number in range(90):
            await work.outbox.add(row(number, Priority.P3))
        await work.commit()
    first = await drained(units, now)
    assert len(first) == BURST["normal"] + 1
    async with units(TEAM) as work:
        for number in range(90):
            await work.outbox.add(row(number, Priority.P1))
        await work.commit()
    urgent = await drained(units, now)
    assert {one.lane for one in urgent} == {Lane.URGENT}
    assert len(first) + len(urgent) == BURST["urgent"] + 1
    later = await drained(units, now + 10 * SECOND)
    assert {one.lane for one in later} == {Lane.URGENT}
    assert len(later) == 40  # four a second


async def test_the_urgent_lane_overtakes_also_towards_the_same_person(
    units: SqlUnits, clock: ManualClock
) -> None:
    now = clock.now()
    async with units(TEAM) as work:
        for number, priority in enumerate((Priority.P3, Priority.P2, Priority.P1)):
            due = now - timedelta(minutes=5 - number)
            row = Delivery(TEAM, "U1", "win_ack", {}, f"{number}", priority, due, due, due)
            await work.outbox.add(row)
        await work.commit()
    first = await units.everywhere().claim_delivery(now, "me")
    assert first is not None
    assert first.priority == Priority.P1
    assert await units.everywhere().claim_delivery(now, "me") is None  # one a second
    second = await units.everywhere().claim_delivery(now + SECOND, "me")
    assert second is not None
    assert second.lane == Lane.NORMAL
    assert await units.everywhere().claim_delivery(now + 3 * SECOND, "me") is None
