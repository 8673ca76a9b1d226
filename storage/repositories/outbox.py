"""Messages as promises, for one workspace. Claiming and settling spans workspaces:
``storage.repositories.everywhere``."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy import CursorResult, func, or_, select, update

from bot.domain.outbox import Delivery, DeliveryState, Priority, Standing
from storage.private_text import ring_of
from storage.repositories.base import Repository
from storage.tables.outbox import outbox

_WAITING = (DeliveryState.HELD, DeliveryState.PENDING, DeliveryState.BLOCKED)
_SPENT = (
    DeliveryState.PENDING,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.UNKNOWN,
    DeliveryState.UNRESOLVED,
)


class OutboxRepository(Repository):
    """Implements ``bot.ports.repositories.Outbox``. ``wrote`` tells the unit of work to wake."""

    wrote = False

    async def add(self, delivery: Delivery) -> bool:  # type: ignore[override]
        """Keep it; False when a row with its ``dedupe_key`` is there already."""
        await self.session.flush()
        columns = outbox.c
        there = select(columns.id).where(
            columns.workspace_id == self.workspace_id, columns.dedupe_key == delivery.dedupe_key
        )
        if await self.session.scalar(there):
            return False
        # The mark follows from the meaning: a message planned again after a restore has the mark
        # of the one that went before it, and is found (storage.second_look).
        ring = ring_of(self.session.get_bind().dialect)
        delivery.key = ring.mark(f"{self.workspace_id}\0{delivery.dedupe_key}")
        super().add(delivery)
        self.wrote = True
        return True

    async def get(self, delivery_id: str) -> Delivery | None:
        """One row."""
        return await self.one(self.rows(Delivery, outbox, outbox.c.id == delivery_id))

    async def about(self, subject_id: str, *kinds: str) -> list[Delivery]:
        """Rows about a subject, newest first."""
        only = (outbox.c.kind.in_(kinds),) if kinds else ()
        query = self.rows(Delivery, outbox, outbox.c.subject_id == subject_id, *only)
        return await self.all(query.order_by(outbox.c.created_at.desc()))

    async def cancel(self, subject_id: str, *kinds: str, reason: str) -> int:
        """Withdraw what was not sent yet; returns how many."""
        only = (outbox.c.kind.in_(kinds),) if kinds else ()
        return await self._cancel(outbox.c.subject_id == subject_id, *only, reason=reason)

    async def cancel_for(self, recipient_id: str, *, reason: str, budgeted_only: bool) -> int:
        """Withdraw everything not sent yet for a person."""
        only = (outbox.c.priority >= Priority.P2,) if budgeted_only else ()
        return await self._cancel(outbox.c.recipient_id == recipient_id, *only, reason=reason)

    async def unblock(self, at: datetime) -> int:
        """The workspace is back: what was blocked may go; returns how many."""
        await self.session.flush()
        statement = (
            update(outbox)
            .where(
                outbox.c.workspace_id == self.workspace_id,
                outbox.c.state == DeliveryState.BLOCKED,
            )
            .values(state=DeliveryState.PENDING, reason="", next_at=at)
        )
        options = {"synchronize_session": "fetch"}
        result = await self.session.execute(statement, execution_options=options)
        self.wrote = True
        return result.rowcount if isinstance(result, CursorResult) else 0

    async def held_for(self, recipient_id: str, at: datetime) -> list[Delivery]:
        """Held rows whose time has come, most important first."""
        query = self.rows(
            Delivery,
            outbox,
            outbox.c.recipient_id == recipient_id,
            outbox.c.state == DeliveryState.HELD,
            outbox.c.next_at <= at,
        )
        return await self.all(query.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id))

    async def spent(
        self, recipient_id: str, since: datetime
    ) -> list[tuple[frozenset[int], datetime]]:
        """(classes, when) of messages sent or on their way since a moment, for budgets; a digest
        has the classes of everything merged into it."""
        columns = outbox.c
        query = select(columns.id, columns.priority, columns.sent_at, columns.next_at).where(
            columns.workspace_id == self.workspace_id,
            columns.recipient_id == recipient_id,
            columns.state.in_(_SPENT),
            or_(columns.sent_at >= since, columns.next_at >= since),
        )
        rows = [tuple(row) for row in await self.session.execute(query)]
        merged = select(columns.merged_into, columns.priority).where(
            columns.workspace_id == self.workspace_id,
            columns.recipient_id == recipient_id,
            columns.state == DeliveryState.MERGED,
            columns.merged_into.in_([row[0] for row in rows]),
        )
        classes: dict[str, set[int]] = {}
        for whole, priority in await self.session.execute(merged) if rows else ():
            classes.setdefault(whole, set()).add(priority)
        return [
            (frozenset(classes.get(whole, {priority})), sent_at or next_at)
            for whole, priority, sent_at, next_at in rows
        ]

    async def by_key(self, key: str, *, recipient_id: str) -> Delivery | None:
        """The row with this mark, to the person it was written for only."""
        columns = outbox.c
        return await self.one(
            self.rows(Delivery, outbox, columns.key == key, columns.recipient_id == recipient_id)
        )

    async def merged_in(self, delivery_id: str) -> list[Delivery]:
        """What a digest was made of, in its order."""
        query = self.rows(Delivery, outbox, outbox.c.merged_into == delivery_id)
        return await self.all(query.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id))

    async def waiting_for(self, recipient_id: str) -> list[Delivery]:
        """Everything not sent yet for a person, whenever it may go."""
        columns = outbox.c
        return await self.all(
            self.rows(
                Delivery,
                outbox,
                columns.recipient_id == recipient_id,
                columns.state.in_(_WAITING),
            )
        )

    async def last_sent(self, recipient_id: str, kind: str, before: datetime) -> datetime | None:
        """When a person last got something of this kind before a moment, alone or in a digest."""
        columns = outbox.c
        whole = outbox.alias()
        arrived = func.coalesce(columns.sent_at, whole.c.sent_at)
        query = (
            select(func.max(arrived))
            .select_from(outbox.outerjoin(whole, whole.c.id == columns.merged_into))
            .where(
                columns.workspace_id == self.workspace_id,
                columns.recipient_id == recipient_id,
                columns.kind == kind,
                arrived < before,
            )
        )
        return await self.session.scalar(query)

    async def newest(self, limit: int) -> list[Standing]:
        """How the workspace's latest promises stand, newest first; their words stay unread."""
        columns = outbox.c
        query = (
            select(*(columns[field.name] for field in fields(Standing)))
            .where(columns.workspace_id == self.workspace_id)
            .order_by(columns.created_at.desc(), columns.id.desc())
            .limit(limit)
        )
        return [Standing(*row) for row in await self.session.execute(query)]

    async def _cancel(self, *where: object, reason: str) -> int:
        await self.session.flush()
        statement = (
            update(outbox)
            .where(
                outbox.c.workspace_id == self.workspace_id,
                outbox.c.state.in_(_WAITING),
                *where,  # type: ignore[arg-type]
            )
            .values(state=DeliveryState.CANCELLED, reason=reason)
        )
        options = {"synchronize_session": "fetch"}
        result = await self.session.execute(statement, execution_options=options)
        return result.rowcount if isinstance(result, CursorResult) else 0
