"""Handing one message to Slack, and what may come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
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


class DeliveryFailed(Exception):
    """Slack did not take the message, or we cannot know whether it did (``Outcome.UNKNOWN``)."""

    def __init__(
        self, reason: str, outcome: Outcome, retry_after: timedelta | None = None
    ) -> None:
        """``reason`` is Slack's error code or the exception's name: a code, never text."""
        self.reason = reason
        self.outcome = outcome
        self.retry_after = retry_after
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
    ) -> Sent:
        """Post once to ``delivery.channel``, marked with ``delivery.key``.

        ``parts`` are the lines of a digest.

        Raises ``DeliveryFailed``.
        """
        ...

    async def find(self, installation: Installation, delivery: Delivery) -> Sent | None:
        """Look for the mark in the channel's recent history; None when it is surely absent.

        Raises ``DeliveryFailed`` when the history could not be read completely.
        """
        ...
