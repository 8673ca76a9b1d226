"""Finding each other: a request as written, an agreement of seven clauses, an active pairing.

content.md F2. Nothing is active without a yes from both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week, resolve
from bot.domain.ids import new_id

#: A request closes by itself, softly (content.md 2.3, 2.6).
REQUEST_LIFE = timedelta(days=14)
#: Working days until the mentor is reminded, once (content.md 2.3).
REQUEST_REMINDER_WORKING_DAYS = 5
#: Open requests a mentee may have at once (content.md 2.3).
OPEN_REQUESTS = 2
#: How long a mentor's suggestion waits for the mentee (content.md 2.4).
CHANGE_LIFE = timedelta(days=7)
#: Characters of a request, both boxes together (content.md 8.2a).
REQUEST_LENGTH = 600
#: Words that say something about why this person (content.md 8.2b).
REASON_WORDS = 6
#: Rounds of editing before "settle it live" (content.md 2.7).
AGREEMENT_ROUNDS = 3

#: What the forms offer: minutes, rhythm and months in words, working days until a reply.
MINUTES = (15, 20, 30, 45, 60)
RHYTHMS = {
    "weekly": "once a week",
    "fortnightly": "every two weeks",
    "monthly": "once a month",
    "two-monthly": "every two months",
}
TERMS = {1: "one month", 3: "three months", 6: "six months", 12: "one year"}
REPLY_DAYS = (1, 2, 3, 5)
#: Clause 6; it cannot be negotiated away (content.md 2.7).
EITHER_MAY_STOP = "Either of us may pause or stop at any time. No reason is needed."


class RequestState(StrEnum):
    """Where a request stands. ``DRAFT``: only its author knows of it. ``CHANGED``: the mentor
    suggested other terms, the mentee answers. ``LEFT``: they thanked and left it."""

    DRAFT = "draft"
    SENT = "sent"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


@dataclass(frozen=True)
class Terms:
    """The low-commitment proposal; the defaults are the essay's (content.md 8.2d)."""

    minutes: int = 20
    rhythm: str = "once a month"
    term_months: int = 3

    @property
    def rhythm_key(self) -> str:
        """The rhythm as the forms name it; empty for one they do not offer."""
        return next((key for key, words in RHYTHMS.items() if words == self.rhythm), "")

    @property
    def term(self) -> str:
        """The term in words."""
        return TERMS.get(self.term_months, f"{self.term_months} months")


@dataclass(frozen=True)
class Ask:
    """What a mentee wrote: why this person, what they hope to learn, and the proposal."""

    reason: str
    topic: str
    terms: Terms = Terms()

    @property
    def length(self) -> int:
        """Characters of both boxes together."""
        return len(self.reason) + len(self.topic)

    @property
    def hints(self) -> tuple[str, ...]:
        """What might help the request, never what stops it (content.md 2.2)."""
        found = []
        if len(self.reason.split()) < REASON_WORDS:
            found.append(
                "One concrete thing this person did or said makes a request easier to answer."
            )
        if self.reason.count("?") + self.topic.count("?") > 1:
            found.append("There is more than one question in it. One is easier to say yes to.")
        elif "\n" in self.topic or self.topic.count(";") > 1:
            found.append("There is more than one topic in it. One is easier to say yes to.")
        return tuple(found)


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
    def terms(self) -> Terms:
        """The proposal as it stands."""
        return Terms(self.minutes, self.rhythm, self.term_months)

    @property
    def ask(self) -> Ask:
        """The words and the proposal as they stand."""
        return Ask(self.reason, self.topic, self.terms)

    @property
    def closes_at(self) -> datetime:
        """When it closes by itself (content.md 2.3, 2.4)."""
        if self.state == RequestState.CHANGED and self.answered_at is not None:
            return self.answered_at + CHANGE_LIFE
        return self.sent_at + REQUEST_LIFE

    def write(self, ask: Ask) -> None:
        """Take over words and proposal."""
        self.reason, self.topic = ask.reason, ask.topic
        self._propose(ask.terms)

    def send(self, at: datetime) -> None:
        """A draft goes out; from now on the words stay as they are."""
        self.state, self.sent_at = RequestState.SENT, at

    def suggest(self, terms: Terms, topic: str, note: str, at: datetime) -> None:
        """The mentor proposes other terms; the mentee answers within seven days (2.4)."""
        self._propose(terms)
        self.topic = topic or self.topic
        self.note, self.state, self.answered_at = note, RequestState.CHANGED, at

    def close(self, state: RequestState, at: datetime, note: str = "") -> None:
        """Answer, decline, expire or withdraw it."""
        self.state, self.answered_at, self.note = state, at, note

    def _propose(self, terms: Terms) -> None:
        self.minutes, self.rhythm = terms.minutes, terms.rhythm
        self.term_months = terms.term_months


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
    mentee_paused_until: datetime | None = None
    mentor_paused_until: datetime | None = None
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

    def rest(self, user_id: str, until: datetime | None) -> None:
        """This side takes a break from the other until then; None ends it (content.md 5.5)."""
        if user_id == self.mentee_id:
            self.mentee_paused_until = until
        elif user_id == self.mentor_id:
            self.mentor_paused_until = until

    def rest_of(self, user_id: str) -> datetime | None:
        """Until when this side has asked for a break, over or not."""
        return self.mentee_paused_until if user_id == self.mentee_id else self.mentor_paused_until

    def rests_until(self, at: datetime) -> datetime | None:
        """When the longer of both breaks ends; None when nobody takes one now."""
        breaks = (self.mentee_paused_until, self.mentor_paused_until)
        return max((one for one in breaks if one is not None and at < one), default=None)

    def years(self, moment: datetime, week: Week) -> int:
        """Whole years since it started, on that person's calendar."""
        if self.started_at is None:
            return 0
        began, day = week.local(self.started_at).date(), week.local(moment).date()
        number = day.year - began.year
        return max(number - (day < _years_later(began, number)), 0)

    def next_anniversary(self, after: datetime, week: Week) -> datetime:
        """The first slot on or after the day a further year is full, strictly after ``after``."""
        began = week.local(self.started_at or self.formed_at).date()
        number = max(self.years(after, week), 1)
        while True:
            day = resolve(_years_later(began, number), time(0, 0), week.zone)
            if (moment := week.next_slot(day)) > after:
                return moment
            number += 1

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
    between_sessions: str = "Short messages in Slack, whenever a question comes up."
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

    @property
    def terms(self) -> Terms:
        """Rhythm and length (clause 1)."""
        return Terms(self.minutes, self.rhythm, self.term_months)

    def agree(self, user_id: str, pairing: Pairing, at: datetime) -> None:
        """This side says yes; twice changes nothing."""
        if user_id == pairing.mentee_id:
            self.mentee_agreed_at = self.mentee_agreed_at or at
        elif user_id == pairing.mentor_id:
            self.mentor_agreed_at = self.mentor_agreed_at or at


# --- private -------------------------------------------------------------------------------------


def _years_later(day: date, number: int) -> date:
    """The same day of another year; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + number)
    except ValueError:
        return day.replace(year=day.year + number, day=28)
