"""Finding each other: a request as written, an agreement of seven clauses, an active pairing.

content.md F2. Nothing is active without a yes from both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import new_id

#: A request closes by itself, softly (content.md 2.3, 2.6).
REQUEST_LIFE = timedelta(days=14)
#: Working days until the mentor is reminded, once (content.md 2.3).
REQUEST_REMINDER_WORKING_DAYS = 5
#: Open requests a mentee may have at once (content.md 2.3).
OPEN_REQUESTS = 2
#: Rounds of editing before "settle it live" (content.md 2.7).
AGREEMENT_ROUNDS = 3


class RequestState(StrEnum):
    """Where a request stands. ``CHANGED``: the mentor suggested other terms, the mentee answers."""

    SENT = "sent"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Terms:
    """The low-commitment proposal; the defaults are the essay's (content.md 8.2d)."""

    minutes: int = 20
    rhythm: str = "once a month"
    term_months: int = 3


@dataclass
class Request:
    """A mentee's ask, kept as written."""

    workspace_id: str
    mentee_id: str
    mentor_id: str
    topic: str
    reason: str
    sent_at: datetime
    minutes: int = 20
    rhythm: str = "once a month"
    term_months: int = 3
    state: str = RequestState.SENT
    note: str = ""
    answered_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_open(self) -> bool:
        """Waiting for somebody."""
        return self.state in (RequestState.SENT, RequestState.CHANGED)

    @property
    def waits_for(self) -> str:
        """The user id of whoever answers next; empty when closed."""
        if not self.is_open:
            return ""
        return self.mentor_id if self.state == RequestState.SENT else self.mentee_id

    @property
    def terms(self) -> Terms:
        """The proposal as it stands."""
        return Terms(self.minutes, self.rhythm, self.term_months)

    def suggest(self, terms: Terms, note: str, at: datetime) -> None:
        """The mentor proposes other terms; the mentee answers within seven days (2.4)."""
        self.minutes, self.rhythm, self.term_months = (
            terms.minutes,
            terms.rhythm,
            terms.term_months,
        )
        self.note, self.state, self.answered_at = note, RequestState.CHANGED, at

    def close(self, state: RequestState, at: datetime, note: str = "") -> None:
        """Answer, decline, expire or withdraw it."""
        self.state, self.answered_at, self.note = state, at, note or self.note


class PairingState(StrEnum):
    """``FORMING`` until both agreed; ``PAUSED`` and ``ENDED`` stop everything planned."""

    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass
class Pairing:
    """One mentee with one mentor; each pairing has its own agreement and audience."""

    workspace_id: str
    mentee_id: str
    mentor_id: str
    formed_at: datetime
    topic: str = ""
    state: str = PairingState.FORMING
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reply_working_days: int = 2
    checkins_shared: bool = True
    may_tell_quiet: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_active(self) -> bool:
        """Both agreed, neither stopped."""
        return self.state == PairingState.ACTIVE

    def has(self, user_id: str) -> bool:
        """Whether this person is one of the two."""
        return user_id in (self.mentee_id, self.mentor_id)

    def partner_of(self, user_id: str) -> str:
        """The other one."""
        return self.mentor_id if user_id == self.mentee_id else self.mentee_id

    def start(self, agreement: Agreement, at: datetime) -> None:
        """Both agreed: the terms of the agreement become the pairing's rules."""
        self.state, self.started_at = PairingState.ACTIVE, self.started_at or at
        self.reply_working_days = agreement.reply_working_days
        self.may_tell_quiet = agreement.may_tell_quiet
        self.checkins_shared = agreement.checkins_shared

    def end(self, at: datetime) -> None:
        """Stop it; nothing planned for the pair goes out after this."""
        self.state, self.ended_at = PairingState.ENDED, at


@dataclass
class Agreement:
    """Seven clauses, one version (content.md 2.7). Active when both timestamps are set.

    1 rhythm and length · 2 between sessions and reply time · 3 goals and topics · 4 what stays
    between us · 5 limits · 6 pausing or stopping needs no reason · 7 quiet may be told.
    Clause 6 is fixed text: it cannot be negotiated away.
    """

    workspace_id: str
    pairing_id: str
    proposed_by: str
    proposed_at: datetime
    version: int = 1
    minutes: int = 20
    rhythm: str = "once a month"
    term_months: int = 3
    reply_working_days: int = 2
    topics: str = ""
    confidentiality: str = (
        "What we say stays between us. Either of us may say “not this” about anything."
    )
    limits: str = (
        "Safety, the law and company policy come first. If one applies, we say so to each other."
    )
    checkins_shared: bool = True
    may_tell_quiet: bool = False
    round: int = 1
    mentee_agreed_at: datetime | None = None
    mentor_agreed_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_agreed(self) -> bool:
        """Both tapped *Agree* on these very words."""
        return self.mentee_agreed_at is not None and self.mentor_agreed_at is not None

    def agree(self, user_id: str, pairing: Pairing, at: datetime) -> None:
        """This side says yes; twice changes nothing."""
        if user_id == pairing.mentee_id:
            self.mentee_agreed_at = self.mentee_agreed_at or at
        elif user_id == pairing.mentor_id:
            self.mentor_agreed_at = self.mentor_agreed_at or at
