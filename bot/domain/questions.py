"""Questions without a name (content.md F16): what is kept, and what could point to the asker.

Nothing here says who asked. The asker holds a key; the store holds its hash, and days, no hours.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.ids import new_id

#: Mentors it takes: with fewer, too few people could have asked what is asked (content.md 16.0).
POOL = 5
#: Characters of a question, a detail or an answer.
QUESTION_LENGTH = 600
#: Characters of all details together.
DETAILS_LENGTH = 1500
#: Days a question waits for answers (ten working days), and days it can be read.
OPEN_DAYS = 14
SHOWN_DAYS = 60
#: Different people who have to ask for a second look before it is taken off the page.
REPORTS = 2
#: When questions go out, the same for everybody and for every zone, and how long one waits at
#: least: the moment it comes says nothing about the moment it was written (content.md 16.1).
SLOTS = (time(9, 0), time(14, 0))
WAITS = timedelta(hours=2)


class QuestionState(StrEnum):
    """``WAITING`` for its slot; ``HIDDEN``: people asked for a second look."""

    WAITING = "waiting"
    POSTED = "posted"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


@dataclass
class Question:
    """What was asked, and the hash of the key of who asked. ``later`` waits for the next slot.

    ``batch`` is the slot it goes out at, until it went; afterwards only the day is kept.
    """

    workspace_id: str
    text: str
    token_hash: str
    state: str = QuestionState.WAITING
    posted_on: date | None = None
    detail: str = ""
    later: str = ""
    batch: str = ""
    reported_by: list[str] = field(default_factory=list)
    circle_id: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    def is_open(self, today: date) -> bool:
        """Whether answers are still waited for."""
        if self.state != QuestionState.POSTED or self.posted_on is None:
            return False
        return today <= self.posted_on + timedelta(days=OPEN_DAYS)

    def can_open_again(self, today: date) -> bool:
        """Whether its asker may take "answered" back: its days are not over."""
        if self.state != QuestionState.ANSWERED or self.posted_on is None:
            return False
        return today <= self.posted_on + timedelta(days=OPEN_DAYS)

    def post(self, today: date) -> None:
        """Its slot has come, or that of its later line."""
        if self.state == QuestionState.WAITING:
            self.state, self.posted_on = QuestionState.POSTED, today
        elif self.later:
            self.detail, self.later = _joined(self.detail, self.later), ""
        self.batch = ""

    def add_detail(self, words: str, batch: str) -> None:
        """One more line; once the question is out, it waits for the next slot."""
        if self.state == QuestionState.WAITING:
            self.detail = _joined(self.detail, words)
        else:
            self.later, self.batch = _joined(self.later, words), batch

    def withdraw(self) -> None:
        """Its words go; who read them has read them."""
        self.state, self.batch = QuestionState.WITHDRAWN, ""
        self.text, self.detail, self.later = "", "", ""

    def report(self, by: str) -> None:
        """Somebody asks for a second look. One person counts once."""
        if by not in self.reported_by:
            self.reported_by = [*self.reported_by, by]
        if len(self.reported_by) >= REPORTS:
            self.state = QuestionState.HIDDEN


@dataclass
class Answer:
    """What somebody answered. ``by_id`` only where its writer chose to sign it."""

    workspace_id: str
    question_id: str
    text: str
    on: date
    by_id: str = ""
    #: Of the form it came from: sent twice, it is one answer.
    form_hash: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


def new_key() -> str:
    """The asker's key: in their own window and nowhere else."""
    return secrets.token_hex(16)


def hash_of(key: str) -> str:
    """What the store keeps of a key; a key of 128 random bits cannot be guessed from it."""
    return hashlib.sha256(key.strip().casefold().encode()).hexdigest()


def next_slot(at: datetime) -> datetime:
    """The next moment questions go out that is far enough away."""
    earliest = (at + WAITS).astimezone(UTC)
    day = earliest.date()
    while True:
        for slot in SLOTS:
            if (moment := datetime.combine(day, slot, UTC)) >= earliest:
                return moment
        day += timedelta(days=1)


def batch_of(slot: datetime) -> str:
    """A slot as it is kept and compared: the day, and the first or second of it."""
    return f"{slot:%Y-%m-%d}/{SLOTS.index(slot.astimezone(UTC).time())}"


def slot_of(batch: str) -> datetime:
    """The moment again."""
    day, _, number = batch.partition("/")
    return datetime.combine(date.fromisoformat(day), SLOTS[int(number)], UTC)


# --- what could point to somebody ----------------------------------------------------------------


class Pointer(StrEnum):
    """What kind of thing in a question could point to its writer."""

    MENTION = "mention"
    NAME = "name"
    TEAM = "team"
    DATE = "date"
    PHRASE = "phrase"


@dataclass(frozen=True)
class Hint:
    """One place in the text: what it is, and the words."""

    pointer: Pointer
    words: str


def hints(text: str, names: Iterable[str] = ()) -> tuple[Hint, ...]:
    """Names, teams, dates, mentions and unusual phrases, each once, in that order.

    ``names`` are those of people in the workspace; a first name counts, too.
    """
    found = [*_mentions(text), *_names(text, names), *_teams(text), *_dates(text), *_phrases(text)]
    return tuple(dict.fromkeys(found))


# --- private -------------------------------------------------------------------------------------


def _joined(before: str, words: str) -> str:
    return f"{before}\n{words}" if before else words


_MENTION = re.compile(r"<[@#!][^>]+>|(?<![\w@])[@#][\w.-]{2,}")
_TEAM = re.compile(
    r"\b(?:[A-Z][\w&-]*\s+){1,3}(?i:team|squad|tribe|department|guild|division|office)\b"
    r"|\b(?i:team|squad|project|department)\s+[A-Z][\w&-]*"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b(?:{_MONTHS})\s+\d{{1,2}}\b"
    rf"|\b(?:last|next|this|on)\s+(?:{_DAYS})\b|\bin\s+(?:{_MONTHS})\b|\byesterday\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^”\"]{3,80})[”\"]")
_SHOUTED = re.compile(r"\b[A-Z][A-Z0-9]{2,}(?:-\d+)?\b")
_EMOJI = re.compile(r":[a-z0-9_+-]{2,}:|(?:!{2,}|\?{2,}|\.{4,})")
#: Capitals everybody uses.
_COMMON = {"ASAP", "FAQ", "CEO", "CTO", "CFO", "USA", "PDF", "API", "FYI", "HTML", "SQL"}
#: First names that are words: taken for a name only with the family name.
_ALSO_WORDS = {"will", "may", "mark", "grace", "hope", "joy", "bill", "rose", "art", "rob", "ray"}


def _mentions(text: str) -> Iterator[Hint]:
    for one in _MENTION.finditer(text):
        yield Hint(Pointer.MENTION, one.group())


def _names(text: str, names: Iterable[str]) -> Iterator[Hint]:
    for name in names:
        parts: Sequence[str] = name.split()
        alone = [one for one in parts[:1] if one.casefold() not in _ALSO_WORDS]
        for words in (name, *alone, *parts[1:]):
            if len(words) > 1 and re.search(rf"\b{re.escape(words)}\b", text):
                yield Hint(Pointer.NAME, words)
                break


def _teams(text: str) -> Iterator[Hint]:
    for one in _TEAM.finditer(text):
        words = re.sub(
            r"^(?:The|My|Our|A|An|This|Your|Their|How|What|Is|Does)\s+", "", one.group()
        )
        if re.search(r"[A-Z]", words):
            yield Hint(Pointer.TEAM, words)


def _dates(text: str) -> Iterator[Hint]:
    for one in _DATE.finditer(text):
        yield Hint(Pointer.DATE, one.group())


def _phrases(text: str) -> Iterator[Hint]:
    for quoted in _QUOTED.finditer(text):
        yield Hint(Pointer.PHRASE, quoted.group(1))
    for one in _SHOUTED.finditer(_MENTION.sub(" ", text)):
        if one.group() not in _COMMON:
            yield Hint(Pointer.PHRASE, one.group())
    for one in _EMOJI.finditer(text):
        yield Hint(Pointer.PHRASE, one.group())
