"""Several workers on one PostgreSQL: no overlap, one clock, and everybody hears at once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bootstrap import Waymark, build
from bot.clock import ManualClock
from bot.domain.installations import Installation
from bot.domain.outbox import DM_PACE, LEASE, Delivery, DeliveryState, Priority
from storage.database import Database
from storage.listening import Listening
from storage.private_text import KeyRing
from storage.repositories.deliveries import SqlDeliveries
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM
from tests.databases import address
from tests.delivery.promises import promise, standing
from tests.stage import Conversation

#: Nothing here takes so long, however busy the machine.
PATIENCE = 30


@pytest.fixture(params=[pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database_url(request: pytest.FixtureRequest) -> str:
    """Only PostgreSQL has several workers."""
    server = request.getfixturevalue("postgres")
    name = f"t{secrets.token_hex(8)}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE waymark_template")
    return address(server, name)


@pytest.fixture
async def other(any_database_url: str) -> AsyncIterator[Database]:
    """The connections of another process."""
    database = Database(any_database_url, KeyRing([KEY]))
    yield database
    await database.close()


async def two_for_maya(units: SqlUnits, clock: ManualClock) -> list[Delivery]:
    """Two messages of one lane that may go now."""
    now = clock.now()
    rows = [Delivery(TEAM, "U1", "win_ack", {}, key, 1, now, now, now) for key in ("a", "b")]
    async with units(TEAM) as work:
        for one in rows:
            await work.outbox.add(one)
        await work.commit()
    return rows


async def claimed_meanwhile(
    units: SqlUnits, clock: ManualClock, other: Database
) -> Delivery | None:
    """What a worker gets while another one's claim of the same lane is not committed yet."""
    await two_for_maya(units, clock)
    async with other.engine.connect() as rival, other.engine.connect() as onlooker:
        taken = (
            "UPDATE outbox SET state = 'sending', owner = 'rival', last_start = NULL "
            "WHERE id = (SELECT id FROM outbox ORDER BY id LIMIT 1)"
        )
        await rival.execute(text(taken))
        claim = asyncio.create_task(units.everywhere().claim_delivery(clock.now(), "me"))
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(PATIENCE):
            while not claim.done() and not (await onlooker.execute(waiting)).scalar():
                await onlooker.rollback()
        await rival.commit()
        return await claim


async def test_of_two_claims_in_one_moment_one_is_let_through(
    units: SqlUnits, clock: ManualClock, other: Database
) -> None:
    assert await claimed_meanwhile(units, clock, other) is None


async def test_without_the_index_two_would_be_on_their_way_at_once(
    units: SqlUnits, clock: ManualClock, other: Database
) -> None:
    """The guard is needed: the same moment, without it."""
    async with other.engine.begin() as connection:
        await connection.execute(text("DROP INDEX uq_outbox_in_flight"))
    assert await claimed_meanwhile(units, clock, other) is not None


async def test_whoever_heard_of_us_since_the_look_waits_for_the_next_second(
    units: SqlUnits, clock: ManualClock, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between choosing a row and taking it, another worker sends the same person something."""
    await two_for_maya(units, clock)
    spend, rival = SqlDeliveries._spend, SqlUnits(other, clock).everywhere()

    async def sent_meanwhile(
        self: SqlDeliveries, session: AsyncSession, found: Delivery, moment: datetime
    ) -> bool:
        monkeypatch.setattr(SqlDeliveries, "_spend", spend)
        theirs = await rival.claim_delivery(clock.now(), "rival")
        assert theirs is not None
        assert theirs.id != found.id, "a locked row is passed over"
        theirs.state, theirs.sent_at = DeliveryState.SENT, clock.now()
        assert await rival.settle(theirs, "rival")
        return await spend(self, session, found, moment)

    monkeypatch.setattr(SqlDeliveries, "_spend", sent_meanwhile)
    assert await units.everywhere().claim_delivery(clock.now(), "me") is None
    clock.advance(DM_PACE)
    assert await units.everywhere().claim_delivery(clock.now(), "me") is not None


async def test_claims_follow_the_databases_clock_when_no_clock_is_injected(
    any_database_url: str, other: Database
) -> None:
    """A worker whose machine is a year behind claims, and leases, like all others."""
    wrong = ManualClock((await now_of(other)) - timedelta(days=365))
    units = SqlUnits(other, wrong, own_time=True)
    async with units(TEAM) as work:
        work.installations.add(Installation(TEAM, "Trial", "xoxb-1", "U0", wrong.now()))
        now = await units.everywhere().moment(wrong.now())
        row = Delivery(TEAM, "U1", "win_ack", {}, "a", 1, now, now, now)
        await work.outbox.add(row)
        await work.commit()
    claimed = await units.everywhere().claim_delivery(wrong.now(), "me")
    assert claimed is not None
    assert claimed.lease_until is not None
    assert abs(claimed.lease_until - LEASE - await now_of(other)) < timedelta(seconds=PATIENCE)


async def now_of(database: Database) -> datetime:
    async with database.engine.connect() as connection:
        now: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return now


async def test_another_process_hears_of_a_commit_at_once_and_calls_again_when_cut_off(
    units: SqlUnits, clock: ManualClock, other: Database
) -> None:
    heard = asyncio.Event()
    listening = Listening(other, heard.set)
    listening.start()
    async with asyncio.timeout(PATIENCE):
        await heard.wait()  # the line is open
        heard.clear()
        await two_for_maya(units, clock)
        await heard.wait()
        heard.clear()
        async with other.engine.begin() as connection:
            cut = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query ILIKE 'listen%' AND datname = current_database()"
            )
            assert (await connection.execute(text(cut))).scalar() is True
        await heard.wait()  # open again, and looked at what was missed
        heard.clear()
        async with units(TEAM) as work:
            assert await work.outbox.cancel("", reason="test") == 2
            now = clock.now()
            row = Delivery(TEAM, "U2", "win_ack", {}, "c", 1, now, now, now)
            await work.outbox.add(row)
            await work.commit()
        await heard.wait()
    await listening.stop()


async def test_a_commit_that_says_nothing_wakes_nobody(
    units: SqlUnits, clock: ManualClock, other: Database
) -> None:
    heard: list[int] = []
    woken = asyncio.Event()

    def wake() -> None:
        heard.append(1)
        woken.set()

    listening = Listening(other, wake)
    listening.start()
    async with asyncio.timeout(PATIENCE):
        await woken.wait()
        async with units(TEAM) as work:
            await work.commit()
        woken.clear()
        await two_for_maya(units, clock)
        await woken.wait()
    await listening.stop()
    assert len(heard) == 2


@pytest.fixture
async def worker(staged: Conversation) -> AsyncIterator[Waymark]:
    """A worker process beside the web process, with a heart of its own."""
    waymark = build(staged.settings(), staged.clock)
    await waymark.start(heart=True, sockets=False, migrated=True)
    yield waymark
    await waymark.stop()


async def test_what_the_web_process_promises_the_worker_delivers(
    staged: Conversation, worker: Waymark
) -> None:
    said = await promise(staged)
    await staged.sandbox.until(lambda: staged.maya.dm, PATIENCE)
    assert len(staged.maya.dm) == 1
    assert (await standing(staged, said)).state in (DeliveryState.SENDING, DeliveryState.SENT)


async def test_two_couriers_share_the_work_and_nothing_is_said_twice(
    staged: Conversation,
) -> None:
    second = build(staged.settings(), staged.clock)
    await second.start(heart=False, sockets=False, migrated=True)
    people = (staged.maya, staged.theo, staged.noor, staged.ari)
    for number in range(3):
        for person in people:
            await promise(staged, f"{person.id}{number}", to=person.id, priority=Priority.P0)
    for _ in range(6):
        await asyncio.gather(staged.waymark.heartbeat.settle(), second.heartbeat.settle())
        staged.clock.advance(timedelta(seconds=1))
    await second.stop()
    assert [len(person.dm) for person in people] == [3, 3, 3, 3]
