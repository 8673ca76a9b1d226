"""A message as a promise: the row is written with the change it tells of (reliability.md e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.ids import new_id

#: How long a claim holds; longer than the hard time-out of a send (reliability.md e.6).
LEASE = timedelta(seconds=60)
#: A claim older than this is not sent on: its owner was frozen meanwhile (reliability.md e.5 Z).
FRESH = timedelta(seconds=15)
#: Slack may take so long to show what it took; absence counts only later (reliability.md e.6).
SETTLE = timedelta(seconds=120)
#: Looks into the history after an unknown outcome, by how often it was missing already.
LOOKS = (timedelta(seconds=5), timedelta(seconds=35), timedelta(seconds=120))
#: Two absences count as one proof only when they are so far apart.
APART = timedelta(seconds=30)
#: When the history could not be read.
LOOK_AGAIN = timedelta(seconds=60)
#: What somebody waits for is sent again after this, although nobody could look.
INSIST_AFTER = timedelta(minutes=5)
#: And so often at most; then it is looked for like everything else.
INSIST_MOST = 3
#: What nobody could look for in this time stays as it is: a day later it is no news.
GIVE_UP_LOOKING = timedelta(hours=24)
#: An unknown message holds the next ones of its lane back for so long; then order matters less.
IN_ORDER = timedelta(minutes=5)
#: Our clock and Slack's so far apart: absence proves nothing (reliability.md R16).
SKEW_MOST = timedelta(minutes=5)
#: The history is read from so long before the first attempt (reliability.md e.5 K).
BEFORE_FIRST = timedelta(minutes=10)
#: Looks for surplus copies after a message was sent again (reliability.md e.6).
HEALS = (timedelta(minutes=15), timedelta(hours=24))
#: A heal look that could not read everything is repeated after this, and given up after that.
HEAL_AGAIN = timedelta(minutes=15)
HEAL_GIVE_UP = timedelta(days=3)
#: One post a second into one DM: Slack stores no promise beyond it (slack.md 4.1).
DM_PACE = timedelta(seconds=1)
#: Posts of one workspace: one every 250 ms, and so many at once beyond it. Any minute then has at
#: most 240 + 60 = 300 posts; what is urgent always finds 40 left (reliability.md R5, R6).
WORKSPACE_PACE = timedelta(milliseconds=250)
BURST = {"urgent": 60, "normal": 20}


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


class Lane(StrEnum):
    """One message of each lane may be on its way to a person; ``urgent`` overtakes."""

    URGENT = "urgent"
    NORMAL = "normal"


class Policy(StrEnum):
    """What becomes of an unknown message nobody can look for: rather never, or rather twice."""

    ONCE = "once"
    DELIVER = "deliver"


class HealState(StrEnum):
    """How far the search for surplus copies is; empty for a message sent only once."""

    NONE = ""
    FIRST = "first"
    LAST = "last"
    DONE = "done"
    GAVE_UP = "gave-up"


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
    #: Goes up with every claim of any kind: an owner that lost its lease writes nothing.
    fence: int = 0
    lane: str = ""
    #: When nobody knew first, and when it was first surely missing.
    unknown_at: datetime | None = None
    missed_at: datetime | None = None
    heal_state: str = HealState.NONE
    heal_at: datetime | None = None

    def __post_init__(self) -> None:
        self.id = self.id or new_id()
        self.key = self.key or new_id()[:22]
        self.lane = self.lane or lane_of(self.priority)

    @property
    def policy(self) -> Policy:
        """P0 and P1 answer somebody who waits; anything else can be asked again another day."""
        return Policy.DELIVER if self.priority <= Priority.P1 else Policy.ONCE

    @property
    def read_from(self) -> datetime:
        """Nothing of this message can stand in Slack's history before this moment."""
        return (self.first_start or self.created_at) - BEFORE_FIRST

    def is_expired(self, at: datetime) -> bool:
        """Nobody wants to read it any more."""
        return self.expires_at is not None and self.expires_at <= at

    def give_up_looking_at(self) -> datetime:
        """From then on an unknown message stays unresolved."""
        latest = (self.unknown_at or self.last_start or self.created_at) + GIVE_UP_LOOKING
        return min(latest, self.expires_at or latest)


@dataclass(frozen=True)
class Sight:
    """What one look into the history told about one message.

    ``complete``: everything since ``read_from`` was seen. ``skew``: how far our clock is from
    Slack's.
    """

    found: bool
    complete: bool
    skew: timedelta = timedelta()

    @property
    def proves_absence(self) -> bool:
        """Whether not seeing it means it is not there."""
        return not self.found and self.complete and abs(self.skew) <= SKEW_MOST


def lane_of(priority: int) -> Lane:
    """P0 and P1 overtake the rest."""
    return Lane.URGENT if priority <= Priority.P1 else Lane.NORMAL


def judge(delivery: Delivery, sight: Sight, at: datetime) -> timedelta:
    """What becomes of an unknown message after a look (reliability.md e.4). Changes ``delivery``;
    returns after how long it is due again.

    1. Seen: sent.
    2. Surely missing, twice, ``APART``, and after ``SETTLE``: sent again.
    3. Nobody could look: what somebody waits for is sent again after ``INSIST_AFTER``, a few
       times, unless the clocks disagree.
    4. Everything else is looked for until it expires or a day has passed; then it stays
       unresolved.

    A message that stood in Slack once is not sent again because somebody took it away.
    """
    if sight.found or (delivery.message_ts and sight.proves_absence):
        delivery.state, delivery.reason = DeliveryState.SENT, ""
        return timedelta()
    started = delivery.last_start or delivery.created_at
    if sight.proves_absence:
        delivery.misses += 1
        delivery.missed_at = delivery.missed_at or at
        if at - started >= SETTLE and at - delivery.missed_at >= APART:
            return _send_again(delivery, "missing")
        return LOOKS[min(delivery.misses, len(LOOKS) - 1)]
    if abs(sight.skew) > SKEW_MOST:
        delivery.reason = "clock-skew"
    elif delivery.policy is Policy.DELIVER and delivery.resent < INSIST_MOST:
        waited = at - max(started, delivery.unknown_at or started)
        if waited >= INSIST_AFTER:
            return _send_again(delivery, "insisted")
        return min(LOOK_AGAIN, INSIST_AFTER - waited)
    if at >= delivery.give_up_looking_at():
        delivery.state = DeliveryState.UNRESOLVED
        return timedelta()
    return LOOK_AGAIN


def plan_heal(delivery: Delivery, at: datetime) -> None:
    """After a message was sent that had been sent before: look for surplus copies."""
    if delivery.resent and delivery.heal_state == HealState.NONE:
        delivery.heal_state, delivery.heal_at = HealState.FIRST, at + HEALS[0]


def healed(delivery: Delivery, *, complete: bool, at: datetime) -> None:
    """After a heal look: the next one, or none."""
    sent = delivery.sent_at or at
    if not complete:
        given_up = at - sent >= HEAL_GIVE_UP
        delivery.heal_at = None if given_up else at + HEAL_AGAIN
        delivery.heal_state = HealState.GAVE_UP if given_up else delivery.heal_state
    elif delivery.heal_state == HealState.FIRST and at < sent + HEALS[1]:
        delivery.heal_state, delivery.heal_at = HealState.LAST, sent + HEALS[1]
    else:
        delivery.heal_state, delivery.heal_at = HealState.DONE, None


# --- private -------------------------------------------------------------------------------------


def _send_again(delivery: Delivery, reason: str) -> timedelta:
    delivery.state, delivery.reason = DeliveryState.PENDING, reason
    delivery.resent += 1
    delivery.misses, delivery.missed_at, delivery.unknown_at = 0, None, None
    return timedelta()
