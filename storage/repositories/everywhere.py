"""The few questions that span workspaces: what is due, and who sends it.

Each question is a transaction of its own. Claims are conditional updates, so that of several
workers exactly one gets a row, and an outcome is written only by the holder of the lease.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.installations import Installation
from bot.domain.nudges import DueNudge
from bot.domain.outbox import LEASE, Delivery, DeliveryState
from bot.domain.roadblocks import RoadblockState
from bot.ports.points import Points, Unwatched
from storage.database import Database
from storage.tables.installations import inbox, install_states, installations
from storage.tables.nudges import due_nudges
from storage.tables.outbox import outbox
from storage.tables.roadblocks import roadblocks

_IN_FLIGHT = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
_WAITING = (DeliveryState.HELD, DeliveryState.PENDING, DeliveryState.UNKNOWN)
_OPEN = (RoadblockState.OPEN, RoadblockState.ANSWERED, RoadblockState.MOVING)


class SqlEverywhere:
    """Implements ``bot.ports.unit_of_work.Everywhere``."""

    def __init__(self, database: Database, points: Points | None = None) -> None:
        self._database = database
        self._points = points or Unwatched()

    async def due_nudges(self, at: datetime, limit: int) -> list[DueNudge]:
        """What is due, soonest first, of workspaces that are alive."""
        query = select(DueNudge).where(
            due_nudges.c.due_at <= at, due_nudges.c.workspace_id.in_(_alive())
        )
        async with self._database.reading() as session:
            return list(await session.scalars(query.order_by(due_nudges.c.due_at).limit(limit)))

    async def people_with_held(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """(workspace, person) with held messages whose time has come."""
        columns = outbox.c
        query = (
            select(columns.workspace_id, columns.recipient_id)
            .where(
                columns.state == DeliveryState.HELD,
                columns.next_at <= at,
                columns.workspace_id.in_(_alive()),
            )
            .group_by(columns.workspace_id, columns.recipient_id)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return [(team, person) for team, person in await session.execute(query)]

    async def push_back(self, due: DueNudge, until: datetime) -> None:
        """Move a row that cannot be planned, so that it silences nobody else (healthchecks)."""
        await self._write(update(due_nudges).where(due_nudges.c.id == due.id).values(due_at=until))

    async def claim_delivery(self, at: datetime, owner: str) -> Delivery | None:
        """Lease the most important message that is due; None when there is none.

        One message at a time is on its way to a person, so that order is kept.
        """
        other = aliased(outbox)
        busy = exists().where(
            other.c.workspace_id == outbox.c.workspace_id,
            other.c.recipient_id == outbox.c.recipient_id,
            other.c.state.in_(_IN_FLIGHT),
            other.c.id != outbox.c.id,
        )
        query = (
            select(Delivery)
            .where(
                outbox.c.state == DeliveryState.PENDING,
                outbox.c.next_at <= at,
                outbox.c.workspace_id.in_(_alive()),
                ~busy,
            )
            .order_by(outbox.c.priority, outbox.c.next_at, outbox.c.id)
            .limit(1)
        )
        async with self._database.reading() as session:
            if (await session.scalar(query.with_only_columns(outbox.c.id))) is None:
                return None
        async with self._database.writing() as session:
            found = (await session.scalars(query)).first()
            if found is None or not await _take(session, found, at, owner):
                return None
            self._points.reach("C0")
            await session.commit()
        self._points.reach("C1")
        return found

    async def expired_leases(self, at: datetime) -> int:
        """Messages whose sender died become ``unknown``; returns how many."""
        return await self._write(
            update(outbox)
            .where(outbox.c.state == DeliveryState.SENDING, outbox.c.lease_until <= at)
            .values(state=DeliveryState.UNKNOWN, reason="lease-over", next_at=at, owner="")
        )

    async def unknown_deliveries(self, at: datetime, limit: int) -> list[Delivery]:
        """Messages that may or may not stand in Slack, due for a look."""
        query = select(Delivery).where(
            outbox.c.state == DeliveryState.UNKNOWN,
            outbox.c.next_at <= at,
            outbox.c.workspace_id.in_(_alive()),
        )
        async with self._database.reading() as session:
            return list(await session.scalars(query.order_by(outbox.c.next_at).limit(limit)))

    async def settle(self, delivery: Delivery, owner: str) -> bool:
        """Write the outcome; False when the lease was lost meanwhile (the fence)."""
        columns = outbox.c
        held = columns.owner == owner if owner else columns.state == DeliveryState.UNKNOWN
        changed = await self._write(
            update(outbox)
            .where(columns.id == delivery.id, columns.state.in_(_IN_FLIGHT), held)
            .values(
                state=delivery.state,
                reason=delivery.reason,
                channel=delivery.channel,
                message_ts=delivery.message_ts,
                sent_at=delivery.sent_at,
                next_at=delivery.next_at,
                misses=delivery.misses,
                resent=delivery.resent,
                attempt=delivery.attempt,
                owner="",
                lease_until=None,
            ),
            before="F1",
        )
        self._points.reach("F2")
        return changed == 1

    async def next_due_at(self) -> datetime | None:
        """When something will be due next, in any workspace that is alive."""
        nudges, held = due_nudges.c, outbox.c
        waiting = held.state.in_(_WAITING)
        questions = (
            select(func.min(nudges.due_at)).where(nudges.workspace_id.in_(_alive())),
            select(func.min(held.next_at)).where(waiting, held.workspace_id.in_(_alive())),
            select(func.min(held.lease_until)).where(held.state == DeliveryState.SENDING),
        )
        query = select(*(question.scalar_subquery() for question in questions))
        async with self._database.reading() as session:
            moments = (await session.execute(query)).one()
        return min((moment for moment in moments if moment), default=None)

    async def was_handled(self, workspace_id: str, key: str) -> bool:
        """Whether a request from Slack was applied already."""
        columns = inbox.c
        query = select(columns.request_key).where(
            columns.workspace_id == workspace_id, columns.request_key == key
        )
        async with self._database.reading() as session:
            return (await session.scalar(query)) is not None

    async def forget_requests(self, before: datetime) -> None:
        """Clear the inbox of requests no redelivery can follow any more."""
        await self._write(delete(inbox).where(inbox.c.handled_at < before))

    async def outbox_states(self) -> dict[str, int]:
        """How many messages are in each state (a metric)."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        async with self._database.reading() as session:
            return {row[0]: row[1] for row in await session.execute(query)}

    async def open_roadblocks(self) -> int:
        """How many roadblocks are open anywhere (a metric)."""
        query = select(func.count()).where(roadblocks.c.state.in_(_OPEN))
        async with self._database.reading() as session:
            return int(await session.scalar(query) or 0)

    async def installations(self) -> list[Installation]:
        """Every installation, dead or alive, for the start of a process."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(Installation)))

    async def keep_install_state(
        self, state_hash: str, at: datetime, until: datetime, most: int
    ) -> bool:
        """Remember an installation under way and forget the old ones; False: ``most`` wait."""
        columns = install_states.c
        waiting = select(func.count()).where(columns.expires_at > at)
        async with self._database.reading() as session:
            if int(await session.scalar(waiting) or 0) >= most:
                return False
        async with self._database.writing() as session:
            await session.execute(delete(install_states).where(columns.expires_at <= at))
            row = {"state_hash": state_hash, "expires_at": until}
            await session.execute(insert(install_states).values(row))
            await session.commit()
        return True

    async def take_install_state(self, state_hash: str, at: datetime) -> bool:
        """Redeem it: of any number of callers at once, exactly one hears True (exp 7)."""
        columns = install_states.c
        statement = (
            delete(install_states)
            .where(columns.state_hash == state_hash, columns.expires_at > at)
            .returning(columns.state_hash)
        )
        async with self._database.writing() as session:
            taken = (await session.execute(statement)).first()
            await session.commit()
        return taken is not None

    async def _write(self, statement: Any, *, before: str = "") -> int:
        async with self._database.writing() as session:
            options = {"synchronize_session": False}
            result = await session.execute(statement, execution_options=options)
            if before:
                self._points.reach(before)
            await session.commit()
            return result.rowcount if isinstance(result, CursorResult) else 0


# --- private -------------------------------------------------------------------------------------


def _alive() -> Any:
    return select(installations.c.workspace_id).where(installations.c.dead_at.is_(None))


async def _take(session: AsyncSession, found: Delivery, at: datetime, owner: str) -> bool:
    """The claim itself: conditional on the state that was read (style.md S6).

    ``attempt`` counts claims: whoever was put off in the meantime is pending too, but not due.
    """
    lease = at + LEASE
    statement = (
        update(outbox)
        .where(
            outbox.c.id == found.id,
            outbox.c.state == DeliveryState.PENDING,
            outbox.c.attempt == found.attempt,
        )
        .values(
            state=DeliveryState.SENDING,
            owner=owner,
            lease_until=lease,
            attempt=found.attempt + 1,
            first_start=found.first_start or at,
            last_start=at,
        )
    )
    options = {"synchronize_session": False}
    result = await session.execute(statement, execution_options=options)
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return False
    session.expunge(found)
    found.state, found.owner, found.lease_until = DeliveryState.SENDING, owner, lease
    found.attempt += 1
    found.first_start, found.last_start = found.first_start or at, at
    return True
