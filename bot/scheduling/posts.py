"""What goes into a channel instead of to a person: looked at once more, and phrased.

A channel has no window, no pause and no tone of its own; what counts is that the record is still
set to the circle, and that the circle is one (content.md 0.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.circles import Trouble
from bot.domain.installations import Installation
from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.circles import CircleQuestion, Post
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.questions import QuestionState
from bot.domain.wording import Reader, Wording
from bot.ports import Clock, Phrasebook, UnitOfWork, Units
from bot.services.circle_posting import maybe_posted, not_posted

#: Why a post was held back at the last look: no circle any more, or its owner is not in it.
NOT_SET = "not-shared"
#: A rewrite waits for the post itself, whose fate is not known yet.
AFTER_THE_POST = timedelta(seconds=60)
_UNDER_WAY = (
    DeliveryState.PENDING,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.BLOCKED,
)
_TROUBLES = {
    "is_archived": Trouble.ARCHIVED,
    "not_in_channel": Trouble.NOT_IN,
    "channel_not_found": Trouble.UNKNOWN,
}


@dataclass(frozen=True)
class Stopped:
    """It does not go now: what becomes of the row, and when it is looked at again."""

    state: DeliveryState
    again_in: timedelta = timedelta()


class Posts:
    """The part of the courier's work that is about channels."""

    def __init__(self, units: Units, phrasebook: Phrasebook, clock: Clock) -> None:
        self._units = units
        self._phrasebook = phrasebook
        self._clock = clock

    async def prepare(
        self, delivery: Delivery
    ) -> tuple[Installation, list[tuple[Message, Wording]]] | Stopped:
        """Channel and words; or why it stops, which then stands in ``delivery.reason``."""
        message = BY_KIND[delivery.kind].from_payload(delivery.payload)
        assert isinstance(message, Post)
        async with self._units.reading(delivery.workspace_id) as work:
            installation = await work.installations.get(delivery.workspace_id)
            if installation is None or not installation.is_alive:
                return _stop(delivery, "uninstalled", DeliveryState.BLOCKED)
            if delivery.is_expired(self._clock.now()):
                return _stop(delivery, "expired", DeliveryState.CANCELLED)
            stopped = await self._place(work, delivery, message)
        if stopped is not None:
            return stopped
        reader = Reader(tone="warm", locale="en", emoji=True, zone="UTC", name="")
        wording = self._phrasebook.render(
            message,
            reader,
            person_id=delivery.recipient_id,
            turn=delivery.turn,
            at=self._clock.now(),
        )
        return installation, [(message, wording)]

    async def refused(self, delivery: Delivery) -> None:
        """The channel takes nothing: its owner hears of it, the circle is looked at anew."""
        message = BY_KIND[delivery.kind].from_payload(delivery.payload)
        at = self._clock.now()
        async with self._units(delivery.workspace_id) as work:
            circle = await work.circles.of_channel(delivery.recipient_id)
            if circle is not None and delivery.reason != NOT_SET:
                circle.stumbled(_TROUBLES.get(delivery.reason, Trouble.UNKNOWN), at)
            if circle is not None and not rewrites(message):
                await not_posted(work, message, circle, at)
            await work.commit()

    # --- private ---------------------------------------------------------------------------------

    async def _place(self, work: UnitOfWork, delivery: Delivery, message: Post) -> Stopped | None:
        """Where it goes: the channel, or the very post it rewrites."""
        if message.rewrites:
            rows = await work.outbox.about(message.subject_id, message.kind)
            first = next((one for one in rows if not one.payload.get("rewrites")), None)
            if first is not None and first.state in _UNDER_WAY:
                return _stop(delivery, "after-the-post", DeliveryState.PENDING, AFTER_THE_POST)
            if first is None or first.state != DeliveryState.SENT:
                return _stop(delivery, "never-posted", DeliveryState.CANCELLED)
            delivery.channel, delivery.message_ts = first.channel, first.message_ts
            return None
        if not await _is_set(work, delivery, message):
            return _stop(delivery, NOT_SET, DeliveryState.CANCELLED)
        delivery.channel = delivery.recipient_id
        return None


async def in_doubt(units: Units, delivery: Delivery, at: datetime) -> None:
    """Nobody knows whether a post arrived: its owner can look, and it is not posted again."""
    message = BY_KIND[delivery.kind].from_payload(delivery.payload)
    if not isinstance(message, Post) or message.rewrites:
        return
    async with units(delivery.workspace_id) as work:
        circle = await work.circles.of_channel(delivery.recipient_id)
        if circle is not None:
            await maybe_posted(work, message, circle, at)
        await work.commit()


def rewrites(message: Message) -> bool:
    """Whether it changes a post instead of making one."""
    return isinstance(message, Post) and message.rewrites


# --- private -------------------------------------------------------------------------------------


async def _is_set(work: UnitOfWork, delivery: Delivery, message: Post) -> bool:
    """Still set to this circle, by somebody who is in it still."""
    circle = await work.circles.of_channel(delivery.recipient_id)
    if circle is None or not circle.is_open:
        return False
    if isinstance(message, CircleQuestion):
        question = await work.questions.posted_in(circle.id, message.subject_id)
        return question is not None and question.state == QuestionState.POSTED
    owner = await work.circles.owner_of_post(message.subject_id)
    inside = await work.circles.members(circle.id)
    return bool(owner) and any(one.user_id == owner for one in inside)


def _stop(
    delivery: Delivery, reason: str, state: DeliveryState, again_in: timedelta = timedelta()
) -> Stopped:
    delivery.reason = reason
    return Stopped(state, again_in)
