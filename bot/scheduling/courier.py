"""Due messages go out: lease, phrase, send, write down what became of it (reliability.md e.4).

Delivery promise: a committed ``sending`` row before the wire; after it *sent*, *not sent* or
*unknown*. An unknown one is looked up in Slack's own history and only re-sent when it is surely
not there.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.domain.ids import new_id
from bot.domain.installations import Installation
from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.people import DigestMentee, DigestMentor
from bot.domain.outbox import Delivery, DeliveryState, Priority
from bot.domain.people import Person
from bot.domain.policy import may_arrive
from bot.domain.wording import Wording
from bot.ports import (
    Clock,
    DeliveryFailed,
    Messenger,
    Outcome,
    Phrasebook,
    Points,
    Sent,
    Units,
    Unwatched,
)
from bot.services.last_look import may_still_read
from bot.services.people import mark_gone, reader_of
from bot.services.watch import Watch

logger = logging.getLogger(__name__)

Phrased = tuple[Message, Wording]

#: Messages one courier sends at the same time (reliability.md e.6).
SENDERS = 3
#: Slack may take so long to show what it took; absence counts only later (reliability.md e.6).
SETTLE = timedelta(seconds=120)
#: Looks into the history after an unknown outcome; two absences, 30 s apart, allow a resend.
LOOKS = (timedelta(seconds=5), timedelta(seconds=35), timedelta(seconds=120))
#: Pauses after passing failures; the last one repeats.
BACK_OFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 3600))
#: A message nobody could deliver for this long is closed, with its reason; longer than a weekend.
GIVE_UP = timedelta(days=4)


class Courier:
    """Delivers what is due; any number of couriers may run at once."""

    def __init__(
        self,
        units: Units,
        messenger: Messenger,
        phrasebook: Phrasebook,
        clock: Clock,
        watch: Watch,
        points: Points | None = None,
    ) -> None:
        self._units = units
        self._messenger = messenger
        self._phrasebook = phrasebook
        self._clock = clock
        self._watch = watch
        self._points = points or Unwatched()
        self._name = new_id()
        #: Set when the process ends: what is in hand is finished, nothing more is claimed.
        self.stopping = False

    async def deliver_due(self) -> int:
        """Send everything that may go now; returns how many messages were taken in hand.

        Several senders at once: one that waits for a slow answer holds nobody else up. A person
        still gets one message at a time, because the claim sees to it.
        """
        return sum(await asyncio.gather(*(self._drain() for _ in range(SENDERS))))

    async def _drain(self) -> int:
        taken = 0
        everywhere = self._units.everywhere()
        while not self.stopping:
            delivery = await everywhere.claim_delivery(self._clock.now(), self._name)
            if delivery is None:
                break
            await self._deliver(delivery)
            taken += 1
        return taken

    async def settle_unknown(self) -> int:
        """Look for messages whose fate is unknown; returns how many were looked for."""
        at = self._clock.now()
        everywhere = self._units.everywhere()
        await everywhere.expired_leases(at)
        unknown = await everywhere.unknown_deliveries(at, 50)
        for delivery in unknown:
            await self._look_for(delivery, at)
        return len(unknown)

    # --- private ---------------------------------------------------------------------------------

    async def _deliver(self, delivery: Delivery) -> None:
        """One claimed row to its outcome; nothing escapes."""
        try:
            ready = await self._prepare(delivery)
        except DeliveryFailed as failure:
            await self._failed(delivery, failure)
        except Exception as problem:  # noqa: BLE001  one broken row must not silence everybody
            self._stumbled(delivery, problem)
            await self._settle(delivery, DeliveryState.PENDING, BACK_OFF[-1])
        else:
            if ready is not None:
                await self._send(delivery, *ready)

    async def _prepare(self, delivery: Delivery) -> tuple[Installation, list[Phrased]] | None:
        """Addressee, words and channel; None when it must not go any more. Posts nothing."""
        found = await self._addressee(delivery)
        if found is None:
            return None
        installation, person = found
        readable = await self._readable(delivery)
        if not readable:
            delivery.reason = "not-shared"
            await self._settle(delivery, DeliveryState.CANCELLED)
            return None
        words = [(one, self._phrased(one, person, delivery.turn)) for one in readable]
        delivery.channel = person.dm_channel or await self._open_dm(installation, person)
        return installation, words

    async def _send(
        self, delivery: Delivery, installation: Installation, words: list[Phrased]
    ) -> None:
        """On the wire: whatever goes wrong from here on, Slack may have taken it."""
        (message, wording), *parts = words
        try:
            sent = await self._messenger.send(installation, delivery, message, wording, parts)
        except DeliveryFailed as failure:
            await self._failed(delivery, failure)
        except Exception as problem:  # noqa: BLE001  unknown is a state, not an error
            self._stumbled(delivery, problem)
            await self._settle(delivery, DeliveryState.UNKNOWN, LOOKS[0])
        else:
            self._points.reach("S2")
            await self._sent(delivery, sent)

    def _stumbled(self, delivery: Delivery, problem: Exception) -> None:
        delivery.reason = type(problem).__name__
        logger.error(
            "A %s could not be prepared or sent: %s",
            delivery.kind,
            type(problem).__name__,
            extra={"action": "delivery_poison", "delivery_id": delivery.id},
        )

    def _phrased(self, message: Message, person: Person, turn: int) -> Wording:
        return self._phrasebook.render(
            message,
            reader_of(person),
            person_id=person.user_id,
            turn=turn,
            at=self._clock.now(),
        )

    async def _addressee(self, delivery: Delivery) -> tuple[Installation, Person] | None:
        """Whom it goes to, checked at the last moment; None when it must not go any more."""
        async with self._units.reading(delivery.workspace_id) as work:
            installation = await work.installations.get(delivery.workspace_id)
            person = await work.people.get(delivery.recipient_id)
        now = self._clock.now()
        if installation is None or not installation.is_alive:
            await self._settle(delivery, DeliveryState.PENDING, BACK_OFF[-1])
        elif person is None or not person.is_here:
            delivery.reason = "recipient-gone"
            await self._settle(delivery, DeliveryState.CANCELLED)
        elif person.is_paused(now) and delivery.priority >= 2:
            delivery.reason = "paused"
            await self._settle(delivery, DeliveryState.CANCELLED)
        elif (when := may_arrive(Priority(delivery.priority), person, now)) > now:
            delivery.reason = "paused" if person.is_paused(now) else "quiet-hours"
            await self._settle(delivery, DeliveryState.PENDING, when - now)
        else:
            return installation, person
        return None

    async def _readable(self, delivery: Delivery) -> list[Message]:
        """The message and its parts, as far as the reader may see them now; empty: nothing."""
        message = BY_KIND[delivery.kind].from_payload(delivery.payload)
        parts = _parts_of(message)
        async with self._units.reading(delivery.workspace_id) as work:
            whole, *shown = [
                one if await may_still_read(work, one, delivery.recipient_id) else None
                for one in (message, *parts)
            ]
        held = [one for one in shown if one is not None]
        return [whole, *held] if whole is not None and (held or not parts) else []

    async def _open_dm(self, installation: Installation, person: Person) -> str:
        channel = await self._messenger.open_dm(installation, person.user_id)
        async with self._units(person.workspace_id) as work:
            known = await work.people.get(person.user_id)
            if known is not None:
                known.dm_channel = channel
            await work.commit()
        return channel

    async def _sent(self, delivery: Delivery, sent: Sent) -> None:
        delivery.channel, delivery.message_ts = sent.channel, sent.ts
        delivery.sent_at, delivery.reason = self._clock.now(), ""
        await self._settle(delivery, DeliveryState.SENT)
        self._watch.delivered(delivery)
        logger.info(
            "Sent a %s",
            delivery.kind,
            extra={"action": "delivered", "delivery_id": delivery.id},
        )

    async def _failed(self, delivery: Delivery, failure: DeliveryFailed) -> None:
        """Each class of slack.md 4.1 has its own end."""
        delivery.reason = failure.reason
        self._watch.not_delivered(delivery, failure.outcome)
        logger.warning(
            "A %s was not delivered: %s",
            delivery.kind,
            failure.reason,
            extra={"action": "delivery_failed", "delivery_id": delivery.id},
        )
        match failure.outcome:
            case Outcome.RETRY_LATER:
                await self._retry(delivery, failure.retry_after)
            case Outcome.UNKNOWN:
                await self._settle(delivery, DeliveryState.UNKNOWN, LOOKS[0])
            case Outcome.INSTALLATION_DEAD:
                await self._settle(delivery, DeliveryState.PENDING, BACK_OFF[-1])
                await self._bury_installation(delivery.workspace_id, failure.reason)
            case Outcome.RECIPIENT_GONE:
                await self._settle(delivery, DeliveryState.DEAD)
                async with self._units(delivery.workspace_id) as work:
                    await mark_gone(work, delivery.recipient_id, self._clock.now())
                    await work.commit()
            case _:
                await self._settle(delivery, DeliveryState.DEAD)

    async def _retry(self, delivery: Delivery, retry_after: timedelta | None) -> None:
        now = self._clock.now()
        if delivery.first_start is not None and now - delivery.first_start > GIVE_UP:
            await self._settle(delivery, DeliveryState.DEAD)
            return
        pause = BACK_OFF[min(delivery.attempt, len(BACK_OFF)) - 1]
        await self._settle(delivery, DeliveryState.PENDING, retry_after or pause)

    async def _bury_installation(self, workspace_id: str, reason: str) -> None:
        async with self._units(workspace_id) as work:
            installation = await work.installations.get(workspace_id)
            if installation is not None and installation.is_alive:
                installation.dead_at, installation.dead_reason = self._clock.now(), reason
            await work.commit()

    async def _look_for(self, delivery: Delivery, at: datetime) -> None:
        """Evidence decides: our mark in the history, or its absence after the settle time."""
        async with self._units.reading(delivery.workspace_id) as work:
            installation = await work.installations.get(delivery.workspace_id)
        if installation is None or not installation.is_alive:
            return
        self._points.reach("R0")
        try:
            found = await self._messenger.find(installation, delivery)
        except DeliveryFailed as failure:
            delivery.reason = failure.reason
            await self._settle(delivery, DeliveryState.UNKNOWN, LOOKS[-1], owner="")
            return
        self._points.reach("R1")
        if found is not None:
            delivery.message_ts, delivery.channel = found.ts, found.channel or delivery.channel
            delivery.sent_at, delivery.reason = at, ""
            await self._settle(delivery, DeliveryState.SENT, owner="")
            self._watch.delivered(delivery)
            return
        delivery.misses += 1
        started = delivery.last_start or delivery.created_at
        if at - started >= SETTLE and delivery.misses >= 2:
            delivery.misses, delivery.resent = 0, delivery.resent + 1
            await self._settle(delivery, DeliveryState.PENDING, timedelta(), owner="")
            self._points.reach("R2")
            return
        pause = LOOKS[min(delivery.misses, len(LOOKS) - 1)]
        await self._settle(delivery, DeliveryState.UNKNOWN, pause, owner="")

    async def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        again_in: timedelta = timedelta(),
        owner: str | None = None,
    ) -> None:
        delivery.state = state
        delivery.next_at = self._clock.now() + again_in
        mine = self._name if owner is None else owner
        if not await self._units.everywhere().settle(delivery, mine):
            logger.warning(
                "A lease was lost before its outcome was written",
                extra={"action": "lease_lost", "delivery_id": delivery.id},
            )


# --- private -------------------------------------------------------------------------------------


def _parts_of(message: Message) -> list[Message]:
    """The messages a digest was made of."""
    if not isinstance(message, DigestMentee | DigestMentor):
        return []
    return [BY_KIND[one["kind"]].from_payload(one["payload"]) for one in message.parts]
