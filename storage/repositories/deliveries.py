"""Who sends, looks for and heals which message: claims with owner, lease and fence.

Each question is a transaction of its own. A claim is written before its work begins; an outcome is
written only by the holder of that very claim (reliability.md e.4, e.8).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, CursorResult, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.outbox import BURST, LEASE, WORKSPACE_PACE, Delivery, DeliveryState
from bot.ports.points import Points, Unwatched
from storage.database import Database
from storage.repositories.claimable import (
    HISTORY,
    NOW,
    POST,
    alive,
    at,
    claim,
    held,
    in_state,
    is_any_claimable,
    pace_row,
    take,
    taken,
)
from storage.retrying import over_again
from storage.tables.outbox import outbox, paces

#: Another row is tried so often when somebody else was quicker or a workspace is spent.
TRIES = 20

T = TypeVar("T")


class SqlDeliveries:
    """The delivering half of ``bot.ports.unit_of_work.Everywhere``.

    ``own_time``: claims follow the database's clock, which all machines share, and not the moment
    a caller passes. Never on SQLite, nor when a clock was injected: then that one rules.
    """

    def __init__(
        self, database: Database, points: Points | None = None, *, own_time: bool = False
    ) -> None:
        self._database = database
        self._points = points or Unwatched()
        self._own_time = own_time and not database.is_sqlite

    async def moment(self, at: datetime) -> datetime:
        """This moment as claims see it: the database's own clock where it rules, else ``at``."""
        return await self._asking(lambda session: self._moment(session, at))

    async def claim_delivery(self, at: datetime, owner: str) -> Delivery | None:
        """Lease the most important message that is due; None when there is none.

        1. One message of a lane is on its way to a person, one a second reaches them.
        2. A workspace Slack has paused, or whose posts of this minute are spent, is passed over.
        3. Of several claimers the unique index lets one through; the others try the next row.
        """
        if not await self._is_any_claimable(at):
            return None
        for _ in range(TRIES):
            found, again = await over_again(lambda: self._claim(at, owner))
            if not again:
                return found
        return None

    async def expired_leases(self, at: datetime) -> int:
        """Messages whose sender died become ``unknown``; returns how many."""

        async def work(session: AsyncSession) -> int:
            moment = await self._moment(session, at)
            statement = (
                update(outbox)
                .where(in_state(DeliveryState.SENDING), outbox.c.lease_until <= moment)
                .values(
                    state=DeliveryState.UNKNOWN,
                    reason="lease-over",
                    next_at=moment,
                    unknown_at=moment,
                    owner="",
                    lease_until=None,
                )
            )
            return await _changed(session, statement)

        return await self._writing(work)

    async def claim_unknown(self, at: datetime, owner: str) -> list[Delivery]:
        """Lease every unknown message of one person, one of which is due for a look.

        One reading of their DM serves them all (reliability.md e.7).
        """
        return await self._claim_group(at, owner, _unknown())

    async def claim_healing(self, at: datetime, owner: str) -> list[Delivery]:
        """Lease every message of one person that was sent again, one of which is due for a heal
        look."""
        return await self._claim_group(at, owner, _resent())

    async def settle(
        self, delivery: Delivery, owner: str, was: str = DeliveryState.SENDING
    ) -> bool:
        """Write the outcome; False when the lease was lost meanwhile (the fence)."""
        columns = outbox.c
        statement = (
            update(outbox)
            .where(
                columns.id == delivery.id,
                columns.owner == owner,
                columns.fence == delivery.fence,
                columns.state == was,
            )
            .values(
                state=delivery.state,
                reason=delivery.reason[:80],
                channel=delivery.channel,
                message_ts=delivery.message_ts,
                sent_at=delivery.sent_at,
                next_at=delivery.next_at,
                unknown_at=delivery.unknown_at,
                missed_at=delivery.missed_at,
                misses=delivery.misses,
                resent=delivery.resent,
                heal_state=delivery.heal_state,
                heal_at=delivery.heal_at,
                attempt=delivery.attempt,
                owner="",
                lease_until=None,
            )
        )
        changed = await self._write(statement, before="F1")
        self._points.reach("F2")
        return changed == 1

    async def hold(self, workspace_id: str, method: str, until: datetime) -> None:
        """Slack answers this method no more in this workspace until then; all workers heed it."""

        async def work(session: AsyncSession) -> None:
            known = await self._pace(session, workspace_id, method)
            if known[0] is None or known[0] < until:
                await session.execute(pace_row(workspace_id, method).values(held_until=until))

        await self._writing(work)

    async def held_until(self, workspace_id: str, method: str) -> datetime | None:
        """Until when Slack does not want to be asked; None when it never said."""
        query = select(paces.c.held_until).where(
            paces.c.workspace_id == workspace_id, paces.c.method == method
        )
        return await self._asking(lambda session: session.scalar(query))

    # --- private ---------------------------------------------------------------------------------

    async def _is_any_claimable(self, asked: datetime) -> bool:
        """Asked without a lock: most of the time there is nothing."""

        async def work(session: AsyncSession) -> bool:
            words = at(await self._moment(session, asked))
            return (await session.scalar(is_any_claimable(), words)) is not None

        return await self._asking(work)

    async def _claim(self, asked: datetime, owner: str) -> tuple[Delivery | None, bool]:
        """The row, and whether to try another one."""
        async with self._database.writing() as session:
            moment = await self._moment(session, asked)
            found = (await session.scalars(claim(), at(moment))).first()
            if found is None:
                return None, False
            session.expunge(found)
            if not await self._spend(session, found, moment):
                return None, True
            try:
                await _take(session, found, moment, owner)
            except IntegrityError:
                return None, True
            self._points.reach("C0")
            await session.commit()
        self._points.reach("C1")
        return found, False

    async def _spend(self, session: AsyncSession, found: Delivery, moment: datetime) -> bool:
        """Take one post out of the workspace's minute; False when somebody just took the last."""
        _, spent = await self._pace(session, found.workspace_id, POST)
        from_then = max(spent or moment, moment)
        if from_then > moment + WORKSPACE_PACE * BURST[found.lane]:
            return False
        row = pace_row(found.workspace_id, POST)
        await session.execute(row.values(spent_until=from_then + WORKSPACE_PACE))
        return True

    async def _pace(
        self, session: AsyncSession, workspace_id: str, method: str
    ) -> tuple[datetime | None, datetime | None]:
        """The workspace's row, locked until the transaction ends; made at the first call."""
        query = (
            select(paces.c.held_until, paces.c.spent_until)
            .where(paces.c.workspace_id == workspace_id, paces.c.method == method)
            .with_for_update()
        )
        row = (await session.execute(query)).first()
        if row is None:
            insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
            fresh = insert(paces).values(workspace_id=workspace_id, method=method)
            await session.execute(fresh.on_conflict_do_nothing())
            row = (await session.execute(query)).one()
        return row[0], row[1]

    async def _claim_group(self, asked: datetime, owner: str, which: _Which) -> list[Delivery]:
        """Lease what waits for a look, of the one person with the most overdue row."""

        async def work(session: AsyncSession) -> list[Delivery]:
            moment = await self._moment(session, asked)
            whose = (await session.execute(which.whose, at(moment))).first()
            if whose is None:
                return []
            words = at(moment) | {"workspace": whose[0], "person": whose[1]}
            found = list(await session.scalars(which.theirs, words))
            for one in found:
                session.expunge(one)
                one.owner, one.lease_until, one.fence = owner, moment + LEASE, one.fence + 1
                one.unknown_at = one.unknown_at or moment
            statement = (
                update(outbox)
                .where(outbox.c.id.in_([one.id for one in found]))
                .values(owner=owner, lease_until=moment + LEASE, fence=outbox.c.fence + 1)
            )
            await _changed(session, statement)
            return found

        if not await self._is_any(asked, which):
            return []
        return await self._writing(work)

    async def _is_any(self, asked: datetime, which: _Which) -> bool:
        async def work(session: AsyncSession) -> bool:
            words = at(await self._moment(session, asked))
            return (await session.scalar(which.any, words)) is not None

        return await self._asking(work)

    async def _moment(self, session: AsyncSession, at: datetime) -> datetime:
        if not self._own_time:
            return at
        now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
        return now

    async def _asking(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """One look; done over when what broke it passes."""

        async def once() -> T:
            async with self._database.asking() as session:
                return await work(session)

        return await over_again(once)

    async def _writing(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """One transaction; done over when what broke it passes."""

        async def once() -> T:
            async with self._database.writing() as session:
                result = await work(session)
                await session.commit()
                return result

        return await over_again(once)

    async def _write(self, statement: Any, *, before: str = "") -> int:
        async def work(session: AsyncSession) -> int:
            changed = await _changed(session, statement)
            if before:
                self._points.reach(before)
            return changed

        return await self._writing(work)


# --- private -------------------------------------------------------------------------------------


class _Which(NamedTuple):
    """Questions about rows that wait for a look: any? whose, the most overdue? their rows."""

    any: Any
    whose: Any
    theirs: Any


@cache
def _unknown() -> _Which:
    return _which(in_state(DeliveryState.UNKNOWN), outbox.c.next_at)


@cache
def _resent() -> _Which:
    return _which(in_state(DeliveryState.SENT) & outbox.c.heal_at.is_not(None), outbox.c.heal_at)


def _which(where: ColumnElement[bool], due: ColumnElement[Any]) -> _Which:
    columns = outbox.c
    free = or_(columns.lease_until.is_(None), columns.lease_until <= NOW)
    ready = (where, free, alive(), ~held(HISTORY))
    whose = select(columns.workspace_id, columns.recipient_id).where(due <= NOW, *ready)
    them = (
        columns.workspace_id == bindparam("workspace"),
        columns.recipient_id == bindparam("person"),
    )
    theirs = select(Delivery).where(*them, *ready).order_by(columns.id)
    return _Which(
        select(columns.id).where(where, due <= NOW, alive()).limit(1),
        whose.order_by(due).limit(1),
        theirs.with_for_update(of=outbox, skip_locked=True),
    )


async def _take(session: AsyncSession, found: Delivery, moment: datetime, owner: str) -> None:
    """The claim itself. Raises IntegrityError when another of this lane is on its way."""
    found.state, found.owner, found.lease_until = DeliveryState.SENDING, owner, moment + LEASE
    found.attempt, found.fence = found.attempt + 1, found.fence + 1
    found.first_start, found.last_start = found.first_start or moment, moment
    if await _changed(session, take(), taken(found, moment)) != 1:
        raise IntegrityError("claimed by somebody else", None, Exception())


async def _changed(
    session: AsyncSession, statement: Any, words: dict[str, Any] | None = None
) -> int:
    options = {"synchronize_session": False}
    result = await session.execute(statement, words, execution_options=options)
    return result.rowcount if isinstance(result, CursorResult) else 0
