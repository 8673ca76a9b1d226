"""Due messages go out: lease, phrase, send, write down what became of it (reliability.md e.4).

Delivery promise: a committed ``sending`` row before the wire; after it *sent*, *not sent* or
*unknown*. What becomes of an unknown one is the reconciler's affair.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.ids import new_id
from bot.domain.installations import Installation
from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.people import DigestMentee, DigestMentor
from bot.domain.outbox import (
    FRESH,
    LOOKS,
    Delivery,
    DeliveryState,
    Priority,
    plan_heal,
)
from bot.domain.people import Person
from bot.domain.policy import may_arrive
from bot.domain.wording import Wording
from bot.ports import (
    Clock,
    DeliveryFailed,
    InDoubt,
    Messenger,
    Outcome,
    Phrasebook,
    Points,
    Sent,
    TryAgain,
    Units,
    Unwatched,
)
from bot.scheduling.posts import NOT_SET, Posts, Stopped, rewrites
from bot.services.last_look import may_still_read
from bot.services.people import mark_gone, reader_of
from bot.services.watch import Watch

logger = logging.getLogger(__name__)

Phrased = tuple[Message, Wording]
#: A leased message, and whether it may still be sent on.
Claimed = tuple[Delivery, Callable[[], bool]]

#: Messages one courier sends at the same time (reliability.md e.6).
SENDERS = 3
#: Pauses after passing failures; the last one repeats.
BACK_OFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 3600))
#: A message nobody could deliver for this long is closed, with its reason; longer than a weekend.
GIVE_UP = timedelta(days=4)
#: Messages one sender takes before the heart tells that it lives: even if Slack is slow with each,
#: it does so within ``bootstrap.STILL``.
A_ROUND = 3
#: The DM's id may be an old one: it is asked for once more before the person counts as gone.
_REOPEN = "channel_not_found"
_REOPENED = "reopened-dm"
_OPEN = "conversations.open"


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
        uptime: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """``uptime``: seconds that go on while the machine sleeps, and that nobody sets."""
        self._units = units
        self._messenger = messenger
        self._phrasebook = phrasebook
        self._posts = Posts(units, phrasebook, clock)
        self._clock = clock
        self._watch = watch
        self._points = points or Unwatched()
        self._uptime = uptime
        self._name = new_id()
        #: Set when the process ends: what is in hand is finished, nothing more is claimed.
        self.stopping = False
        #: Called after each message, so that a slow Slack does not look like a standstill.
        self.moved: Callable[[], None] = lambda: None

    async def deliver_due(self) -> int:
        """Send everything that may go now; returns how many messages were taken in hand.

        Several senders at once: one that waits for a slow answer holds nobody else up. A person
        still gets one message at a time, because the claim sees to it.
        """
        first = await self._claim()
        if first is None:
            return 0
        taken = 0
        drains = (self._drain(first), *(self._drain() for _ in range(SENDERS - 1)))
        for result in await asyncio.gather(*drains, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
            taken += result
        return taken

    # --- private ---------------------------------------------------------------------------------

    async def _drain(self, claimed: Claimed | None = None) -> int:
        taken = 0
        while taken < A_ROUND:
            claimed = claimed or await self._claim()
            if claimed is None:
                break
            await self._deliver(*claimed)
            claimed = None
            self.moved()
            taken += 1
        return taken

    async def _claim(self) -> Claimed | None:
        if self.stopping:
            return None
        may_go = self._freshness()
        delivery = await self._units.everywhere().claim_delivery(self._clock.now(), self._name)
        return (delivery, may_go) if delivery is not None else None

    def _freshness(self) -> Callable[[], bool]:
        """Tells whether a claim begun now may still be sent on: not after a frozen machine woke
        up, when somebody else may have taken over (reliability.md e.5 Z)."""
        began, at, most = self._uptime(), self._clock.now(), FRESH.total_seconds()

        def may_go() -> bool:
            lapsed = abs((self._clock.now() - at).total_seconds())
            return self._uptime() - began <= most and lapsed <= most

        return may_go

    async def _deliver(self, delivery: Delivery, may_go: Callable[[], bool]) -> None:
        """One claimed row to its outcome; nothing escapes."""
        try:
            ready = await self._prepare(delivery)
        except DeliveryFailed as failure:
            await self._failed(delivery, failure)
        except (TryAgain, InDoubt):
            await self._settle(delivery, DeliveryState.PENDING, BACK_OFF[0])
        except Exception as problem:  # noqa: BLE001  one broken row must not silence everybody
            self._stumbled(delivery, problem)
            await self._settle(delivery, DeliveryState.PENDING, BACK_OFF[-1])
        else:
            if ready is not None:
                await self._send(delivery, *ready, may_go=may_go)

    async def _prepare(self, delivery: Delivery) -> tuple[Installation, list[Phrased]] | None:
        """Addressee, words and channel; None when it must not go any more. Posts nothing."""
        if BY_KIND[delivery.kind].posted:
            ready = await self._posts.prepare(delivery)
            if isinstance(ready, Stopped):
                await self._settle(delivery, ready.state, ready.again_in)
                if delivery.reason == NOT_SET:
                    await self._posts.refused(delivery)
                return None
            return ready
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
        self,
        delivery: Delivery,
        installation: Installation,
        words: list[Phrased],
        *,
        may_go: Callable[[], bool],
    ) -> None:
        """On the wire: whatever goes wrong from here on, Slack may have taken it."""
        (message, wording), *parts = words
        try:
            if rewrites(message):
                sent = await self._messenger.edit(installation, delivery, message, wording)
            else:
                sent = await self._messenger.send(
                    installation, delivery, message, wording, parts, may_go=may_go
                )
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
            delivery.reason = "uninstalled"
            await self._settle(delivery, DeliveryState.BLOCKED)
        elif person is None or not person.is_here:
            delivery.reason = "recipient-gone"
            await self._settle(delivery, DeliveryState.CANCELLED)
        elif delivery.is_expired(now):
            delivery.reason = "expired"
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
        """Slack is not asked while it does not want to be."""
        held = await self._units.everywhere().held_until(person.workspace_id, _OPEN)
        if held is not None and (pause := held - self._clock.now()) > timedelta():
            raise DeliveryFailed("ratelimited", Outcome.RETRY_LATER, pause)
        channel = await self._messenger.open_dm(installation, person.user_id)
        async with self._units(person.workspace_id) as work:
            known = await work.people.get(person.user_id)
            if known is not None:
                known.dm_channel = channel
            await work.commit()
        return channel

    async def _sent(self, delivery: Delivery, sent: Sent) -> None:
        delivery.channel, delivery.message_ts = sent.channel, sent.ts
        delivery.sent_at = await self._moment()
        delivery.reason = ""
        plan_heal(delivery, delivery.sent_at)
        await self._settle(delivery, DeliveryState.SENT)
        self._watch.delivered(delivery)
        logger.info(
            "Sent a %s",
            delivery.kind,
            extra={"action": "delivered", "delivery_id": delivery.id},
        )

    async def _failed(self, delivery: Delivery, failure: DeliveryFailed) -> None:
        """Each class of slack.md 4.1 has its own end."""
        was, delivery.reason = delivery.reason, failure.reason
        self._watch.not_delivered(delivery, failure.outcome)
        logger.warning(
            "A %s was not delivered: %s",
            delivery.kind,
            failure.reason,
            extra={"action": "delivery_failed", "delivery_id": delivery.id},
        )
        match failure.outcome:
            case Outcome.PLACE_CLOSED | Outcome.RECIPIENT_GONE if BY_KIND[delivery.kind].posted:
                await self._settle(delivery, DeliveryState.DEAD)
                await self._posts.refused(delivery)
            case Outcome.RETRY_LATER:
                await self._retry(delivery, failure)
            case Outcome.PLACE_CLOSED if failure.reason == _REOPEN:
                await self._reopen_once(delivery, was)
            case Outcome.UNKNOWN:
                await self._settle(delivery, DeliveryState.UNKNOWN, LOOKS[0])
            case Outcome.INSTALLATION_DEAD:
                await self._settle(delivery, DeliveryState.BLOCKED)
                await self._bury_installation(delivery.workspace_id, failure.reason)
            case Outcome.RECIPIENT_GONE:
                await self._lost(delivery)
            case _:
                await self._settle(delivery, DeliveryState.DEAD)

    async def _lost(self, delivery: Delivery) -> None:
        """There is nobody to write to any more."""
        await self._settle(delivery, DeliveryState.DEAD)
        async with self._units(delivery.workspace_id) as work:
            await mark_gone(work, delivery.recipient_id, self._clock.now())
            await work.commit()

    async def _reopen_once(self, delivery: Delivery, was: str) -> None:
        """A conversation Slack does not know: forget its id and ask for it, once a message."""
        if was == _REOPENED:
            await self._lost(delivery)
            return
        async with self._units(delivery.workspace_id) as work:
            person = await work.people.get(delivery.recipient_id)
            if person is not None:
                person.dm_channel = ""
            await work.commit()
        delivery.channel, delivery.reason = "", _REOPENED
        await self._settle(delivery, DeliveryState.PENDING)

    async def _retry(self, delivery: Delivery, failure: DeliveryFailed) -> None:
        """Not sent. A pause of Slack's is nobody's failed attempt, and holds for all workers."""
        now = await self._moment()
        if failure.retry_after is not None:
            delivery.attempt -= 1
            if failure.paused:
                until = now + failure.retry_after
                await self._units.everywhere().hold(delivery.workspace_id, failure.paused, until)
            await self._settle(delivery, DeliveryState.PENDING, failure.retry_after)
        elif delivery.first_start is not None and now - delivery.first_start > GIVE_UP:
            await self._settle(delivery, DeliveryState.DEAD)
        else:
            pause = BACK_OFF[min(delivery.attempt, len(BACK_OFF)) - 1]
            await self._settle(delivery, DeliveryState.PENDING, pause)

    async def _bury_installation(self, workspace_id: str, reason: str) -> None:
        async with self._units(workspace_id) as work:
            installation = await work.installations.get(workspace_id)
            if installation is not None and installation.is_alive:
                installation.dead_at, installation.dead_reason = self._clock.now(), reason
            await work.commit()

    async def _settle(
        self, delivery: Delivery, state: DeliveryState, again_in: timedelta = timedelta()
    ) -> None:
        now = await self._moment()
        delivery.state, delivery.next_at = state, now + again_in
        if state == DeliveryState.UNKNOWN:
            delivery.unknown_at = now
        if not await self._units.everywhere().settle(delivery, self._name):
            logger.warning(
                "A lease was lost before its outcome was written",
                extra={"action": "lease_lost", "delivery_id": delivery.id},
            )

    async def _moment(self) -> datetime:
        return await self._units.everywhere().moment(self._clock.now())


# --- private -------------------------------------------------------------------------------------


def _parts_of(message: Message) -> list[Message]:
    """The messages a digest was made of."""
    if not isinstance(message, DigestMentee | DigestMentor):
        return []
    return [BY_KIND[one["kind"]].from_payload(one["payload"]) for one in message.parts]
