"""Messages as promises, for one workspace. Claiming and settling spans workspaces:
``storage.repositories.everywhere``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import CursorResult, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.outbox import Delivery, DeliveryState, Priority, Standing
from storage.private_text import ring_of
from storage.repositories.ahead import Shelf
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

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._spent = Shelf[list[tuple[frozenset[int], datetime]]]()
        self._due = Shelf[list[Delivery]]()
        self._added: set[str] = set()

    async def add(self, delivery: Delivery, *, fresh: bool = False) -> bool:  # type: ignore[override]
        """Keep it; False when a row with its ``dedupe_key`` is there already.

        A ``fresh`` one among many is not looked for: if it were there after all, the unique key
        would undo the transaction, and each row would be planned alone, with a look.
        """
        ahead = self._spent.get(delivery.recipient_id) is not None
        if delivery.dedupe_key in self._added:
            return False
        if not (fresh and ahead) and await self._is_there(delivery.dedupe_key):
            return False
        # The mark follows from the meaning: a message planned again after a restore has the mark
        # of the one that went before it, and is found (storage.second_look).
        ring = ring_of(self.session.get_bind().dialect)
        delivery.key = ring.mark(f"{self.workspace_id}\0{delivery.dedupe_key}")
        super().add(delivery)
        self._added.add(delivery.dedupe_key)
        self._spent.forget(delivery.recipient_id)
        self.wrote = True
        return True

    async def read_ahead(self, recipient_ids: Sequence[str], since: datetime) -> None:
        """What these people got since a moment."""
        found = await self._spent_by(recipient_ids, since)
        for recipient_id in recipient_ids:
            self._spent.keep(recipient_id, found.get(recipient_id, []))

    async def read_held_ahead(self, recipient_ids: Sequence[str], at: datetime) -> None:
        """What is held for these people and due; good for one look at each of them."""
        held: dict[str, list[Delivery]] = {recipient_id: [] for recipient_id in recipient_ids}
        for one in await self.all(self._held(recipient_ids, at)):
            held[one.recipient_id].append(one)
        for recipient_id, rows in held.items():
            self._due.keep(recipient_id, rows)

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
        ahead = self._due.get(recipient_id)
        self._due.forget(recipient_id)
        return ahead if ahead is not None else await self.all(self._held([recipient_id], at))

    async def spent(
        self, recipient_id: str, since: datetime
    ) -> list[tuple[frozenset[int], datetime]]:
        """(classes, when) of messages sent or on their way since a moment, for budgets; a digest
        has the classes of everything merged into it."""
        ahead = self._spent.get(recipient_id)
        if ahead is not None:
            return [one for one in ahead if one[1] >= since]
        return (await self._spent_by([recipient_id], since)).get(recipient_id, [])

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

    def _held(self, recipient_ids: Sequence[str], at: datetime) -> Select[Delivery]:
        columns = outbox.c
        query = self.rows(
            Delivery,
            outbox,
            columns.recipient_id.in_(list(recipient_ids)),
            columns.state == DeliveryState.HELD,
            columns.next_at <= at,
        )
        return query.order_by(columns.priority, columns.due_at, columns.id)

    async def _is_there(self, dedupe_key: str) -> bool:
        columns = outbox.c
        there = select(columns.id).where(
            columns.workspace_id == self.workspace_id, columns.dedupe_key == dedupe_key
        )
        with self.session.no_autoflush:
            return bool(await self.session.scalar(there))

    async def _spent_by(
        self, recipient_ids: Sequence[str], since: datetime
    ) -> dict[str, list[tuple[frozenset[int], datetime]]]:
        columns = outbox.c
        who = columns.recipient_id.in_(list(recipient_ids))
        query = select(
            columns.recipient_id, columns.id, columns.priority, columns.sent_at, columns.next_at
        ).where(
            columns.workspace_id == self.workspace_id,
            who,
            columns.state.in_(_SPENT),
            or_(columns.sent_at >= since, columns.next_at >= since),
        )
        rows = [tuple(row) for row in await self.session.execute(query)]
        merged = select(columns.merged_into, columns.priority).where(
            columns.workspace_id == self.workspace_id,
            who,
            columns.state == DeliveryState.MERGED,
            columns.merged_into.in_([row[1] for row in rows]),
        )
        classes: dict[str, set[int]] = {}
        for whole, priority in await self.session.execute(merged) if rows else ():
            classes.setdefault(whole, set()).add(priority)
        found: dict[str, list[tuple[frozenset[int], datetime]]] = {}
        for recipient_id, whole, priority, sent_at, next_at in rows:
            held = frozenset(classes.get(whole, {priority}))
            found.setdefault(recipient_id, []).append((held, sent_at or next_at))
        return found

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
