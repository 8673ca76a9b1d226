"""The same program with one guard left out. Each must be seen to fail (reliability.md exp 6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine, event, select

from bot.domain.outbox import Delivery, DeliveryState
from bot.ports import DeliveryFailed, History
from bot.scheduling.courier import Courier
from bot.slack.clients import TIMEOUT, Clients
from bot.slack.messenger import SlackMessenger
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

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def unlocked(_: Any, __: Any, statement: str, words: Any, *___: Any) -> tuple[str, Any]:
        if statement.startswith("UPDATE outbox"):
            statement = statement.replace(" AND outbox.state = 'pending'", "")
            statement = _FENCE.sub(r" AND \1 IS NOT NULL", statement)
        return statement.replace(" FOR UPDATE OF outbox SKIP LOCKED", ""), words


def _no_dedupe() -> None:
    """A request is not known again: neither looked up nor written down."""

    async def was_handled(*_: Any) -> bool:
        return False

    async def remember(*_: Any) -> None:
        return None

    setattr(SqlEverywhere, "was_handled", was_handled)  # noqa: B010
    setattr(SqlUnitOfWork, "_remember", remember)  # noqa: B010


#: The claim's own look at the fence, with its parameter.
_FENCE = re.compile(r" AND outbox\.fence = (\$\d+(?:::INTEGER)?|\?)(?= |$)")

GUARDS: dict[str, Callable[[], None]] = {
    "reconciliation": _no_reconciliation,
    "own retries": _sdk_retries,
    "send, then mark": _mark_then_send,
    "fence": _no_fence,
    "claim": _no_claim,
    "dedupe": _no_dedupe,
}
