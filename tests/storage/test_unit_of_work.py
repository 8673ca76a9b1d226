"""All or nothing, and each request of Slack's once (reliability.md R2, R3, R7)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.clock import ManualClock
from bot.domain.errors import AlreadyHandled
from bot.domain.nudges import DueNudge
from bot.domain.outbox import LEASE, Delivery, DeliveryState
from bot.domain.roadblocks import Roadblock
from bot.ports import request_key
from storage.database import Database
from storage.private_text import KeyRing
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM


def a_delivery(clock: ManualClock, key: str, to: str = "U1", **fields: object) -> Delivery:
    """A message that may go now."""
    now = clock.now()
    return Delivery(
        TEAM,
        to,
        "win_ack",
        {"win_title": "x"},
        key,
        1,
        now,
        now,
        now,
        **fields,  # type: ignore[arg-type]
    )


async def test_leaving_without_a_commit_undoes_everything(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", "gone", clock.now()))
        await work.outbox.add(a_delivery(clock, "one"))
        await work.flush()
    async with units.reading(TEAM) as work:
        assert await work.roadblocks.open_of("U1") == []
    assert await units.everywhere().outbox_states() == {}


async def test_a_commit_with_messages_wakes_the_courier(
    units: SqlUnits, clock: ManualClock
) -> None:
    woken: list[str] = []
    units.wake = lambda: woken.append("awake")
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", "quiet", clock.now()))
        await work.commit()
    assert woken == []
    async with units(TEAM) as work:
        assert await work.outbox.add(a_delivery(clock, "one"))
        await work.commit()
    assert woken == ["awake"]


async def test_a_message_with_the_same_meaning_is_written_once(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        assert await work.outbox.add(a_delivery(clock, "same"))
        assert not await work.outbox.add(a_delivery(clock, "same"))
        await work.commit()
    async with units(TEAM) as work:
        assert not await work.outbox.add(a_delivery(clock, "same"))
        await work.commit()
    assert await units.everywhere().outbox_states() == {"pending": 1}


async def test_a_request_is_applied_once_however_often_it_comes(
    units: SqlUnits, clock: ManualClock
) -> None:
    async def apply() -> str:
        request_key.set("event:Ev1")
        try:
            async with units(TEAM) as work:
                work.roadblocks.add(Roadblock(TEAM, "U1", "once", clock.now()))
                await work.commit()
        except AlreadyHandled:
            return "again"
        return "applied"

    outcomes = await asyncio.gather(*(asyncio.create_task(apply()) for _ in range(8)))
    assert sorted(outcomes) == ["again"] * 7 + ["applied"]
    async with units.reading(TEAM) as work:
        assert len(await work.roadblocks.open_of("U1")) == 1
    assert await units.everywhere().was_handled(TEAM, "event:Ev1")
    await units.everywhere().forget_requests(clock.now() + timedelta(seconds=1))
    assert not await units.everywhere().was_handled(TEAM, "event:Ev1")


async def test_of_several_couriers_one_gets_a_message(units: SqlUnits, clock: ManualClock) -> None:
    async with units(TEAM) as work:
        for number in range(20):
            await work.outbox.add(a_delivery(clock, f"m{number}", to=f"U{number}"))
        await work.commit()

    async def drain(name: str) -> list[str]:
        taken = []
        for _ in range(60):
            found = await units.everywhere().claim_delivery(clock.now(), name)
            taken += [found.id] if found else []
        return taken

    piles = await asyncio.gather(*(drain(f"courier-{n}") for n in range(4)))
    everything = [one for pile in piles for one in pile]
    assert len(everything) == len(set(everything)) == 20


@pytest.mark.parametrize(
    "any_database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_a_message_put_off_in_the_meantime_is_not_taken(
    units: SqlUnits, any_database_url: str, clock: ManualClock
) -> None:
    """A courier looked at it; before it takes it, another one took it and was told to wait."""
    async with units(TEAM) as work:
        await work.outbox.add(a_delivery(clock, "one"))
        await work.commit()
    database = Database(any_database_url, KeyRing([KEY]))
    everywhere = units.everywhere()
    async with database.writing() as session:
        await session.execute(text("SELECT id FROM outbox FOR UPDATE"))
        assert await everywhere.claim_delivery(clock.now(), "slow") is None  # passed over
        later = text("UPDATE outbox SET attempt = attempt + 1, next_at = :later")
        await session.execute(later, {"later": clock.now() + timedelta(seconds=90)})
        await session.commit()
    assert await everywhere.claim_delivery(clock.now(), "slow") is None
    await database.close()


async def test_one_message_at_a_time_is_on_its_way_to_a_person(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        await work.outbox.add(a_delivery(clock, "first"))
        await work.outbox.add(a_delivery(clock, "second"))
        await work.commit()
    everywhere = units.everywhere()
    first = await everywhere.claim_delivery(clock.now(), "me")
    assert first is not None
    assert await everywhere.claim_delivery(clock.now(), "me") is None
    first.state = DeliveryState.SENT
    assert await everywhere.settle(first, "me")
    assert await everywhere.claim_delivery(clock.now(), "me") is None  # one a second
    clock.advance(timedelta(seconds=1))
    assert await everywhere.claim_delivery(clock.now(), "me") is not None


async def test_only_the_holder_of_the_lease_writes_the_outcome(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        await work.outbox.add(a_delivery(clock, "one"))
        await work.commit()
    everywhere = units.everywhere()
    mine = await everywhere.claim_delivery(clock.now(), "me")
    assert mine is not None
    assert await everywhere.expired_leases(clock.now() + LEASE - timedelta(seconds=1)) == 0
    assert await everywhere.expired_leases(clock.now() + LEASE) == 1
    mine.state = DeliveryState.SENT
    assert not await everywhere.settle(mine, "me")
    assert await everywhere.outbox_states() == {"unknown": 1}


async def test_a_due_row_is_taken_by_one_planner(units: SqlUnits, clock: ManualClock) -> None:
    async with units(TEAM) as work:
        await work.nudges.set("checkin_due", "s1", "U1", clock.now())
        await work.nudges.set("checkin_due", "s1", "U1", clock.now() + timedelta(hours=1))
        await work.commit()
    assert await units.everywhere().due_nudges(clock.now(), 10) == []
    (due,) = await units.everywhere().due_nudges(clock.now() + timedelta(hours=1), 10)

    async def claim(row: DueNudge) -> bool:
        async with units(TEAM) as work:
            taken = await work.nudges.claim([row], row.due_at)
            await work.commit()
            return taken == [row]

    assert sorted(await asyncio.gather(*(claim(due) for _ in range(5)))) == [False] * 4 + [True]


async def test_a_moved_row_is_not_taken_by_its_old_time(
    units: SqlUnits, clock: ManualClock
) -> None:
    async with units(TEAM) as work:
        await work.nudges.set("checkin_due", "s1", "U1", clock.now())
        await work.commit()
    (due,) = await units.everywhere().due_nudges(clock.now(), 10)
    async with units(TEAM) as work:
        await work.nudges.set("checkin_due", "s1", "U1", clock.now() + timedelta(days=1))
        await work.commit()
    async with units(TEAM) as work:
        assert await work.nudges.claim([due], clock.now()) == []


async def test_lost_updates_do_not_happen(units: SqlUnits) -> None:
    """Twenty writers, each reading and then writing: every one counts (reliability.md exp 5)."""

    async def once() -> None:
        async with units(TEAM) as work:
            await work.people.next_turn("U1", "win_ack")
            await work.commit()

    await asyncio.gather(*(once() for _ in range(20)))
    async with units(TEAM) as work:
        assert await work.people.next_turn("U1", "win_ack") == 20


async def test_a_naive_moment_is_refused(units: SqlUnits, clock: ManualClock) -> None:
    naive = clock.now().replace(tzinfo=None)
    async with units(TEAM) as work:
        work.roadblocks.add(Roadblock(TEAM, "U1", "when?", naive))
        with pytest.raises(Exception, match="time zone"):
            await work.commit()
