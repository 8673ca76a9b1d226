"""Roadblocks: said, sent, answered, followed up, solved, and what helped (content.md F7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import Empty, NeedsADay, PastDate, TooLong
from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Characters of the description. The ping quotes the first `QUOTE_LENGTH`; the rest is one tap
#: away (content.md 7.0, 3.3). The form itself holds more, so that nobody's words are cut.
WHAT_LENGTH = 1000
QUOTE_LENGTH = 300
FORM_LENGTH = 3000
#: Characters of a mentor's answer, and of one line back.
REPLY_LENGTH = 1000
LINE_LENGTH = 300
#: Working days until Waymark asks "did it move?", widening (content.md 7.6); blocking starts at 2.
FOLLOW_UPS = (3, 5, 10)
#: Pings a mentee may cause in an hour; further ones are kept without one (reliability.md T19).
PINGS_AN_HOUR = 5
#: How often a mentor is asked about one item without having answered (content.md 7.5).
PINGS_UNANSWERED = 2
#: The same words again within this time are the same roadblock (reliability.md T19).
SAME_WORDS = timedelta(seconds=60)


class Severity(StrEnum):
    """How much is at stake; it sets the reply time and what may overtake what."""

    SLOWING = "slowing"
    BLOCKING = "blocking"
    DEADLINE = "deadline"

    @property
    def label(self) -> str:
        """As offered in the form."""
        return {"slowing": "Slowing me", "blocking": "Blocking me"}.get(
            self.value, "A deadline is close"
        )

    @property
    def is_urgent(self) -> bool:
        """Overtakes what waits: the mentor's daily cap does not hold it back."""
        return self is not Severity.SLOWING


class RoadblockState(StrEnum):
    """Open until solved or until it no longer matters."""

    OPEN = "open"
    ANSWERED = "answered"
    MOVING = "moving"
    SOLVED = "solved"
    CLOSED = "closed"


#: What was tried (content.md 7.0): value, label.
TRIED = (
    ("searched", "Searched"),
    ("colleague", "Asked a colleague"),
    ("broke_down", "Broke it down"),
    ("waited", "Waited"),
    ("escalated", "Escalated"),
    ("nothing", "Nothing yet"),
)
#: Help wanted (content.md 7.0): value, label in the form, words in a sentence.
HELP = (
    ("advice", "Advice", "advice"),
    ("feedback", "Feedback on something", "feedback on something"),
    ("introduction", "An introduction", "an introduction"),
    ("second_opinion", "A second opinion", "a second opinion on a decision"),
    ("think_aloud", "Someone to think aloud with", "someone to think aloud with"),
    ("listen", "Just to be heard", "someone to listen"),
    ("resource", "A resource", "a resource"),
    ("time", "More time or priority", "more time or priority"),
)
#: What helped (content.md 7.7): value, label.
HELPED = (
    ("advice", "Advice"),
    ("introduction", "An introduction"),
    ("smaller_step", "A smaller step"),
    ("more_time", "More time"),
    ("different_approach", "A different approach"),
    ("decision", "Someone decided"),
    ("passed", "It passed"),
)


@dataclass(frozen=True)
class Draft:
    """What the form holds. ``audience`` is a choice of ``bot.services.audience``."""

    what: str
    severity: str = Severity.SLOWING
    deadline_on: date | None = None
    tried: tuple[str, ...] = ()
    tried_words: str = ""
    help_wanted: str = "advice"
    goal_id: str = ""
    audience: str = "private"


def problems(draft: Draft, today: date) -> dict[str, str]:
    """What keeps a draft from being saved: a sentence for each field; empty when all is well.

    ``today`` is the writer's own date. Nothing is cut: too long is said, the words stay.
    """
    found: dict[str, str] = {}
    if not draft.what.strip():
        found["what"] = Empty().reply
    elif len(draft.what) > WHAT_LENGTH:
        found["what"] = TooLong(limit=f"{WHAT_LENGTH:,}").reply
    if draft.deadline_on is not None and draft.deadline_on < today:
        found["deadline_on"] = PastDate().reply
    elif draft.deadline_on is None and draft.severity == Severity.DEADLINE:
        found["deadline_on"] = NeedsADay().reply
    return found


@dataclass
class Roadblock:
    """What is in the way, and what became of it. ``pairing_id`` is the audience, if any.

    ``asks`` counts pings, ``asked_at`` is the latest. ``next_step`` is what the owner took from
    an answer when no goal was there to hold it.
    """

    workspace_id: str
    owner_id: str
    what: str
    raised_at: datetime
    severity: str = Severity.SLOWING
    deadline_on: date | None = None
    tried: list[str] = field(default_factory=list)
    tried_words: str = ""
    help_wanted: str = "advice"
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    goal_id: str = ""
    state: str = RoadblockState.OPEN
    reply_due_at: datetime | None = None
    answered_at: datetime | None = None
    follow_ups: int = 0
    asks: int = 0
    asked_at: datetime | None = None
    next_step: str = ""
    next_step_on: date | None = None
    closed_at: datetime | None = None
    helped_by: list[str] = field(default_factory=list)
    helped_words: str = ""
    tip: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_open(self) -> bool:
        """Not yet solved, not yet let go."""
        return self.state not in (RoadblockState.SOLVED, RoadblockState.CLOSED)

    @property
    def is_shared(self) -> bool:
        """Whether a mentor may read it."""
        return self.visibility != Visibility.PRIVATE

    @property
    def is_urgent(self) -> bool:
        """Blocking, or a deadline is close."""
        return Severity(self.severity).is_urgent

    @property
    def help_label(self) -> str:
        """The help wanted, inside a sentence."""
        return next((said for value, _, said in HELP if value == self.help_wanted), "advice")

    @property
    def tried_label(self) -> str:
        """What was tried, as a list in words; "nothing yet" is a fine answer."""
        labels = [label.lower() for value, label in TRIED if value in self.tried]
        return ", ".join([*labels, *([self.tried_words] if self.tried_words else [])]) or (
            "nothing yet"
        )

    @property
    def helped_label(self) -> str:
        """What helped, as a list in words; empty when nothing was said."""
        labels = [label.lower() for value, label in HELPED if value in self.helped_by]
        return ", ".join([*labels, *([self.helped_words] if self.helped_words else [])])

    @property
    def reply_working_days(self) -> int | None:
        """Blocking ones hope for an answer in one working day; None: as the pair agreed (5.7)."""
        return 1 if self.is_urgent else None

    @property
    def next_follow_up(self) -> int | None:
        """Working days until the next "did it move?"; None after three (content.md 7.6)."""
        if self.follow_ups >= len(FOLLOW_UPS):
            return None
        if self.follow_ups == 0 and self.is_urgent:
            return 2
        return FOLLOW_UPS[self.follow_ups]

    def describe(self, draft: Draft) -> None:
        """Take over what the form says; not who sees it."""
        self.what, self.severity = draft.what, draft.severity
        self.deadline_on, self.help_wanted = draft.deadline_on, draft.help_wanted
        self.tried, self.tried_words = list(draft.tried), draft.tried_words
        self.goal_id = draft.goal_id

    def says_the_same(self, draft: Draft, visibility: str, pairing_id: str) -> bool:
        """The same words for the same reader."""
        return (self.what, self.visibility, self.pairing_id) == (
            draft.what,
            visibility,
            pairing_id,
        )

    def keep_private(self) -> None:
        """Only the owner may read it from now on."""
        self.visibility, self.pairing_id = Visibility.PRIVATE, ""
        self.state, self.answered_at, self.reply_due_at = RoadblockState.OPEN, None, None

    def send_to(self, pairing_id: str, at: datetime) -> None:
        """The owner shows it to the mentor of this pairing and asks for help."""
        self.visibility, self.pairing_id = Visibility.MENTOR, pairing_id
        self.state, self.answered_at = RoadblockState.OPEN, None
        self.asks, self.asked_at = self.asks + 1, at

    def answer(self, at: datetime) -> None:
        """The mentor did something with it; a closed one stays closed."""
        self.answered_at = at
        if self.is_open:
            self.state = RoadblockState.ANSWERED

    def close(self, state: RoadblockState, at: datetime) -> None:
        """Solved, or it no longer matters."""
        self.state, self.closed_at = state, at


@dataclass
class Ask:
    """One ping: who was asked about what, when. Counted for the flood gate and the ladder."""

    workspace_id: str
    roadblock_id: str
    owner_id: str
    mentor_id: str
    at: datetime
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


#: What a mentor says with one tap (content.md 7.5); they go out as the mentor's own words.
I_HEAR_YOU = "I hear you."
BEEN_THERE = "Been there too."


class ReplyKind(StrEnum):
    """The mentor's answers (content.md 7.2)."""

    TIP = "tip"
    TALK = "talk"
    CANT = "cant"
    KNOW_SOMEONE = "know_someone"
    TRY_THIS = "try_this"
    HEARD = "heard"
    DETAIL = "detail"
    NOT_MY_AREA = "not_my_area"

    @property
    def is_no(self) -> bool:
        """No help from this mentor now; the mentee gets other ways at once."""
        return self in (ReplyKind.CANT, ReplyKind.NOT_MY_AREA)

    @property
    def is_one_tap(self) -> bool:
        """Complete without a word typed."""
        return self in (ReplyKind.CANT, ReplyKind.NOT_MY_AREA, ReplyKind.HEARD)


@dataclass
class HelpReply:
    """One answer by the mentor, in their own words.

    ``slots`` are instants in ISO form: times for a talk. ``back_words`` is the mentee's one line
    back. The moments say what the mentee did with the answer.
    """

    workspace_id: str
    roadblock_id: str
    mentor_id: str
    kind: str
    at: datetime
    words: str = ""
    slots: list[str] = field(default_factory=list)
    thanked_at: datetime | None = None
    doing_at: datetime | None = None
    back_at: datetime | None = None
    back_words: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def moments(self) -> list[datetime]:
        """The offered times."""
        return [datetime.fromisoformat(one) for one in self.slots]


class Noted(StrEnum):
    """What a mentee's tap came to, for the line that replaces the buttons."""

    MOVING = "moving"
    WAITING = "waiting"
    LET_GO = "let_go"
    ASKED_AGAIN = "asked_again"
    ASKED_ENOUGH = "asked_enough"
    ANSWERED = "answered"
    SOLVED = "solved"
    IN_CIRCLE = "in_circle"


def excerpt(words: str, length: int = QUOTE_LENGTH) -> str:
    """The beginning of somebody's words, cut between words and marked with "…"."""
    if len(words) <= length:
        return words
    head = words[: length - 1]
    cut = max(head.rfind(" "), head.rfind("\n"))
    return (head[:cut] if cut > length // 2 else head).rstrip() + "…"
