"""Handing one message to Slack, and what may come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.installations import Installation
from bot.domain.messages import Message
from bot.domain.outbox import Delivery
from bot.domain.wording import Wording


class Outcome(StrEnum):
    """The classes of slack.md 4.1, "Error classes for the sender"."""

    RETRY_LATER = "retry_later"
    UNKNOWN = "unknown"
    INSTALLATION_DEAD = "installation_dead"
    RECIPIENT_GONE = "recipient_gone"
    PLACE_CLOSED = "place_closed"
    OUR_BUG = "our_bug"


@dataclass(frozen=True)
class Sent:
    """Where the message stands now."""

    channel: str
    ts: str


@dataclass(frozen=True)
class History:
    """Our own messages in one DM: mark → time stamps, oldest first; nobody's words.

    ``complete``: read back to the moment asked for. ``slack_time``: Slack's own clock at the
    answer; None when it did not say. ``retry_after``: Slack stopped the reading for so long.
    """

    marks: Mapping[str, Sequence[str]]
    complete: bool
    slack_time: datetime | None = None
    retry_after: timedelta | None = None


class DeliveryFailed(Exception):
    """Slack did not take the message, or we cannot know whether it did (``Outcome.UNKNOWN``)."""

    def __init__(
        self,
        reason: str,
        outcome: Outcome,
        retry_after: timedelta | None = None,
        paused: str = "",
    ) -> None:
        """``reason`` is Slack's error code or the exception's name: a code, never text.

        ``paused`` is the method Slack answers no more in this workspace until ``retry_after``.
        """
        self.reason = reason
        self.outcome = outcome
        self.retry_after = retry_after
        self.paused = paused
        super().__init__(f"{outcome}: {reason}")


class Messenger(Protocol):
    """The sending side of Slack. Never retries by itself (reliability.md exp 3)."""

    async def open_dm(self, installation: Installation, user_id: str) -> str:
        """The id of the direct-message channel. Raises ``DeliveryFailed``."""
        ...

    async def send(
        self,
        installation: Installation,
        delivery: Delivery,
        message: Message,
        wording: Wording,
        parts: Sequence[tuple[Message, Wording]] = (),
        *,
        may_go: Callable[[], bool],
    ) -> Sent:
        """Post once to ``delivery.channel``, marked with ``delivery.key``.

        ``parts`` are the lines of a digest. ``may_go`` is asked right before the wire; on a no
        nothing is posted. Raises ``DeliveryFailed``.
        """
        ...

    async def edit(
        self, installation: Installation, delivery: Delivery, message: Message, wording: Wording
    ) -> Sent:
        """Rewrite what stands at ``delivery.channel`` and ``delivery.message_ts``; one that is
        gone is fine, and twice is once. Raises ``DeliveryFailed``."""
        ...

    async def read(self, installation: Installation, channel: str, since: datetime) -> History:
        """Our marks in this DM since a moment, as far as the reading budget goes.

        Raises ``DeliveryFailed`` when nothing could be read.
        """
        ...

    async def delete(self, installation: Installation, channel: str, ts: str) -> None:
        """Take one of our messages away; one that is gone already is fine.

        Raises ``DeliveryFailed``.
        """
        ...
