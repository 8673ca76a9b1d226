"""The few questions that span workspaces: what is due, and who sends it.

Each question is a transaction of its own. Claiming and settling messages is in ``deliveries``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.installations import Installation
from bot.domain.nudges import DueNudge
from bot.domain.outbox import DeliveryState
from bot.domain.roadblocks import RoadblockState
from bot.ports.unit_of_work import Ahead
from storage.repositories.claimable import HISTORY, POST, alive, in_state, living
from storage.repositories.deliveries import SqlDeliveries
from storage.tables.installations import inbox, install_states
from storage.tables.nudges import due_nudges
from storage.tables.outbox import outbox, paces
from storage.tables.roadblocks import roadblocks

#: What Slack is asked for a message in this state.
_METHODS = {DeliveryState.PENDING: POST, DeliveryState.UNKNOWN: HISTORY}
#: Whose the answers of ``_next_due`` are, in the order of ``Ahead``.
_PARTS = (("pending", "may_post"), ("nudge", "held"), ("unknown", "may_read", "lease", "heal"))
_OPEN = (RoadblockState.OPEN, RoadblockState.ANSWERED, RoadblockState.MOVING)


class SqlEverywhere(SqlDeliveries):
    """Implements ``bot.ports.unit_of_work.Everywhere``."""

    async def due_nudges(self, at: datetime, limit: int) -> list[DueNudge]:
        """What is due, soonest first, of workspaces that are alive."""
        query = select(DueNudge).where(
            due_nudges.c.due_at <= at, due_nudges.c.workspace_id.in_(living())
        )
        query = query.order_by(due_nudges.c.due_at).limit(limit)
        return await self._asking(lambda session: _all(session, query))

    async def people_with_held(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """(workspace, person) with held messages whose time has come."""
        columns = outbox.c
        query = (
            select(columns.workspace_id, columns.recipient_id)
            .where(
                columns.state == DeliveryState.HELD,
                columns.next_at <= at,
                alive(),
            )
            .group_by(columns.workspace_id, columns.recipient_id)
            .limit(limit)
        )
        return [(team, person) for team, person in await self._rows(query)]

    async def push_back(self, due: DueNudge, until: datetime) -> None:
        """Move a row that cannot be planned, so that it silences nobody else (healthchecks)."""
        await self._write(update(due_nudges).where(due_nudges.c.id == due.id).values(due_at=until))

    async def next_due(self) -> Ahead:
        """When something will be due next, in any workspace that is alive.

        What a workspace has to say while Slack has paused it is due when the pause ends.
        """

        async def work(session: AsyncSession) -> dict[str, datetime | None]:
            return dict((await session.execute(_next_due())).one()._mapping)

        found = await self._asking(work)
        return Ahead(*(_first(found[name] for name in names) for names in _PARTS))

    async def next_due_at(self) -> datetime | None:
        """The soonest of these."""
        return (await self.next_due()).soonest

    async def was_handled(self, workspace_id: str, key: str) -> bool:
        """Whether a request from Slack was applied already."""
        columns = inbox.c
        query = select(columns.request_key).where(
            columns.workspace_id == workspace_id, columns.request_key == key
        )
        return bool(await self._rows(query))

    async def forget_requests(self, before: datetime) -> None:
        """Clear the inbox of requests no redelivery can follow any more."""
        await self._write(delete(inbox).where(inbox.c.handled_at < before))

    async def outbox_states(self) -> dict[str, int]:
        """How many messages are in each state (a metric)."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        return {row[0]: row[1] for row in await self._rows(query)}

    async def oldest_due(self) -> dict[str, datetime]:
        """Since when the longest waiting message that may go is due, by lane (a metric)."""
        going = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
        query = (
            select(outbox.c.lane, func.min(outbox.c.due_at))
            .where(outbox.c.state.in_(going), alive())
            .group_by(outbox.c.lane)
        )
        return {row[0]: row[1] for row in await self._rows(query)}

    async def open_roadblocks(self) -> int:
        """How many roadblocks are open anywhere (a metric)."""
        query = select(func.count()).where(roadblocks.c.state.in_(_OPEN))
        return int((await self._rows(query))[0][0])

    async def installations(self) -> list[Installation]:
        """Every installation, dead or alive, for the start of a process."""
        return await self._asking(lambda session: _all(session, select(Installation)))

    async def keep_install_state(
        self, state_hash: str, at: datetime, until: datetime, most: int
    ) -> bool:
        """Remember an installation under way and forget the old ones; False: ``most`` wait."""
        columns = install_states.c
        waiting = select(func.count()).where(columns.expires_at > at)
        if int((await self._rows(waiting))[0][0]) >= most:
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

    async def _rows(self, query: Any) -> list[tuple[Any, ...]]:
        async def work(session: AsyncSession) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in await session.execute(query)]

        return await self._asking(work)


# --- private -------------------------------------------------------------------------------------


async def _all(session: AsyncSession, query: Any) -> list[Any]:
    return list(await session.scalars(query))


@cache
def _next_due() -> Any:
    nudges, rows = due_nudges.c, outbox.c
    questions = {
        "nudge": select(func.min(nudges.due_at)).where(nudges.workspace_id.in_(living())),
        "held": _soonest(DeliveryState.HELD),
        "pending": _soonest(DeliveryState.PENDING),
        "may_post": _end_of_pause(DeliveryState.PENDING, POST),
        "unknown": _soonest(DeliveryState.UNKNOWN),
        "may_read": _end_of_pause(DeliveryState.UNKNOWN, HISTORY),
        "lease": select(func.min(rows.lease_until)).where(in_state(DeliveryState.SENDING)),
        "heal": select(func.min(rows.heal_at)).where(rows.heal_at.is_not(None), alive()),
    }
    return select(*(asked.scalar_subquery().label(name) for name, asked in questions.items()))


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def _soonest(state: DeliveryState) -> Any:
    """The first moment a message in this state is due, paused workspaces left out. The index
    gives the first row and stops: a `min` over several states reads them all."""
    return (
        select(outbox.c.next_at)
        .where(in_state(state), alive(), ~_is_paused(_METHODS.get(state, "")))
        .order_by(outbox.c.next_at)
        .limit(1)
    )


def _end_of_pause(state: DeliveryState, method: str) -> Any:
    """When Slack may be asked again for what waits in this state."""
    return select(func.min(paces.c.held_until)).where(
        paces.c.method == method,
        exists().where(
            outbox.c.workspace_id == paces.c.workspace_id,
            in_state(state),
            outbox.c.next_at < paces.c.held_until,
            alive(),
        ),
    )


def _is_paused(method: str) -> ColumnElement[bool]:
    return exists().where(
        paces.c.workspace_id == outbox.c.workspace_id,
        paces.c.method == method,
        paces.c.held_until > outbox.c.next_at,
    )
