"""A message as a promise: the row is written with the change it tells of (reliability.md e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.ids import new_id

#: How long a claim holds; longer than the hard time-out of a send (reliability.md e.6).
LEASE = timedelta(seconds=60)


class Priority(IntEnum):
    """Nudge classes of content.md 5.1; lower goes first."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4

    @property
    def is_budgeted(self) -> bool:
        """P2 to P4 wait for the person's slot and share a weekly budget."""
        return self >= Priority.P2


class DeliveryState(StrEnum):
    """``held`` waits for the person's slot and budget; the rest is reliability.md e.4."""

    HELD = "held"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    MERGED = "merged"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True)
class Standing:
    """How a promise stands, without its words: for whoever runs Waymark and wonders.

    ``reason`` is why it waits or ended; ``merged_into`` the digest that carries it.
    """

    id: str
    kind: str
    recipient_id: str
    state: str
    reason: str
    priority: int
    created_at: datetime
    due_at: datetime
    next_at: datetime
    attempt: int
    misses: int
    resent: int
    sent_at: datetime | None
    merged_into: str


@dataclass
class Delivery:
    """One outbox row. ``key`` is the opaque mark that travels in the message's metadata.

    ``dedupe_key`` is the meaning: the same one is never written twice. ``payload`` are the fields
    of the message dataclass, encrypted at rest; it is rendered only when the row is claimed.
    """

    workspace_id: str
    recipient_id: str
    kind: str
    payload: dict[str, Any]
    dedupe_key: str
    priority: int
    created_at: datetime
    next_at: datetime
    due_at: datetime
    state: str = DeliveryState.PENDING
    subject_id: str = ""
    turn: int = 0
    attempt: int = 0
    owner: str = ""
    lease_until: datetime | None = None
    first_start: datetime | None = None
    last_start: datetime | None = None
    sent_at: datetime | None = None
    channel: str = ""
    message_ts: str = ""
    misses: int = 0
    resent: int = 0
    reason: str = ""
    expires_at: datetime | None = None
    merged_into: str = ""
    key: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()
        self.key = self.key or new_id()[:22]
