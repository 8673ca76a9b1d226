"""The same program with one guard left out. Each must be seen to fail (reliability.md exp 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.outbox import LEASE, Delivery, DeliveryState
from bot.ports import DeliveryFailed, History
from bot.scheduling.courier import Courier
from bot.slack.clients import TIMEOUT, Clients
from bot.slack.messenger import SlackMessenger
from storage.repositories import deliveries
from storage.repositories.claimable import claimable
from storage.repositories.deliveries import SqlDeliveries
from storage.repositories.everywhere import SqlEverywhere
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlUnitOfWork


def without(guard: str) -> None:
    """Take one part of the program out, in this process; ``""`` leaves all as it is."""
    if guard:
        GUARDS[guard]()


# --- private -------------------------------------------------------------------------------------


def _no_reconciliation() -> None:
    """Nobody looks into the history: what is not known to be there is sent again."""

    async def read(*_: Any) -> History:
        return History({}, complete=True)

    setattr(SlackMessenger, "read", read)  # noqa: B010  the part is replaced, not called


def _sdk_retries() -> None:
    """The client slack_sdk builds by itself: it repeats a post without telling anybody."""

    def client(self: Any, token: str | None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token, base_url=self._base_url, session=self._session, timeout=TIMEOUT
        )

    setattr(Clients, "_client", client)  # noqa: B010


def _mark_then_send() -> None:
    """Written down as sent before it is, as healthchecks does: a crash in between loses it."""

    async def send(
        self: Any, delivery: Delivery, installation: Any, words: Any, **rest: Any
    ) -> None:
        (message, wording), *parts = words
        await self._settle(delivery, DeliveryState.SENT)
        try:
            await self._messenger.send(installation, delivery, message, wording, parts, **rest)
        except DeliveryFailed:
            return

    setattr(Courier, "_send", send)  # noqa: B010


def _no_fence() -> None:
    """Whoever comes last writes the outcome, whoever holds the row."""
    inner = SqlDeliveries.settle

    async def settle(
        self: Any, delivery: Delivery, owner: str, was: str = DeliveryState.SENDING
    ) -> bool:
        columns = outbox.c
        query = select(columns.owner, columns.fence, columns.state)
        async with self._database.reading() as session:
            held = (await session.execute(query.where(columns.id == delivery.id))).one()
        mine, delivery.fence = delivery.fence, held.fence
        try:
            return await inner(self, delivery, held.owner, held.state)
        finally:
            delivery.fence = mine

    setattr(SqlDeliveries, "settle", settle)  # noqa: B010


def _no_claim() -> None:
    """A row is read and taken, without a lock and without a look at what it is meanwhile."""

    async def take(session: AsyncSession, found: Delivery, moment: datetime, owner: str) -> None:
        mine = {"state": DeliveryState.SENDING, "owner": owner, "lease_until": moment + LEASE}
        for name, value in mine.items():
            setattr(found, name, value)
        await session.execute(update(outbox).where(outbox.c.id == found.id).values(**mine))

    setattr(deliveries, "claim", claimable)  # noqa: B010
    setattr(deliveries, "_take", take)  # noqa: B010


def _no_dedupe() -> None:
    """A request is not known again: neither looked up nor written down."""

    async def was_handled(*_: Any) -> bool:
        return False

    async def remember(*_: Any) -> None:
        return None

    setattr(SqlEverywhere, "was_handled", was_handled)  # noqa: B010
    setattr(SqlUnitOfWork, "_remember", remember)  # noqa: B010


GUARDS: dict[str, Callable[[], None]] = {
    "reconciliation": _no_reconciliation,
    "own retries": _sdk_retries,
    "send, then mark": _mark_then_send,
    "fence": _no_fence,
    "claim": _no_claim,
    "dedupe": _no_dedupe,
}
