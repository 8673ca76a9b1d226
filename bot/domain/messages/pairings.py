"""Requests and agreements (content.md 4.1, 8 to 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class RequestReceived(Message):
    """The ask, as written."""

    kind: ClassVar[str] = "request_received"
    priority: ClassVar[Priority] = Priority.P1
    mentee_name: str
    topic: str
    reason: str
    minutes: int = 20
    rhythm: str = "once a month"
    term: str = "three months"


@dataclass(frozen=True, kw_only=True)
class RequestReminder(Message):
    """One reminder, after five working days."""

    kind: ClassVar[str] = "request_reminder"
    priority: ClassVar[Priority] = Priority.P3
    mentee_name: str
    topic: str
    closes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RequestChanged(Message):
    """The mentor suggested other terms; the mentee agrees or leaves it."""

    kind: ClassVar[str] = "request_changed"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    topic: str
    minutes: int
    rhythm: str
    term: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestAccepted(Message):
    """Yes, and the next step."""

    kind: ClassVar[str] = "request_accepted"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestDeclined(Message):
    """Not this time: the same words for declined and expired; a note only if the mentor wrote one.

    ``mentee_name`` is set when told to the mentor: the mentee left the suggestion, with thanks.
    """

    kind: ClassVar[str] = "request_declined"
    priority: ClassVar[Priority] = Priority.P2
    mentor_name: str
    note: str = ""
    alternatives: tuple[str, ...] = ()
    mentee_name: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementInvite(Message):
    """Seven clauses, defaults ready. ``proposed`` is True when the other side filled them in;
    then ``agreement_id`` names that version, and *Agree* means exactly it."""

    kind: ClassVar[str] = "agreement_invite"
    priority: ClassVar[Priority] = Priority.P1
    live: ClassVar[bool] = True
    answers_you: ClassVar[bool] = True
    partner_name: str
    proposed: bool = False
    round: int = 1
    rhythm: str = ""
    reply_days: int = 2
    agreement_id: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Message):
    """Five lines for both: what was agreed."""

    kind: ClassVar[str] = "agreement_signed"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    partner_name: str
    role: str
    minutes: int
    rhythm: str
    reply_days: int
    topics: str = ""
    confidentiality: str = ""
    next_checkin_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PartnerAway(Message):
    """The other side of the pair cannot be reached on Slack any more; told once, neutrally."""

    kind: ClassVar[str] = "partner_away"
    priority: ClassVar[Priority] = Priority.P2
    partner_name: str
    since_on: date | None = None


MESSAGES: tuple[type[Message], ...] = (
    RequestReceived,
    RequestReminder,
    RequestChanged,
    RequestAccepted,
    RequestDeclined,
    AgreementInvite,
    AgreementSigned,
    PartnerAway,
)
