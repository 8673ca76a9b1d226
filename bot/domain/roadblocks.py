"""Roadblocks: said, sent, answered, followed up, solved, and what helped (content.md F7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Characters of the description; the mentor's ping quotes all of it (content.md 7.0, 3.3).
WHAT_LENGTH = 300
#: Working days until Waymark asks "did it move?", widening (content.md 7.6); blocking starts at 2.
FOLLOW_UPS = (3, 5, 10)
#: Pings a mentee may cause in an hour before further ones wait (reliability.md T19).
PINGS_AN_HOUR = 5


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


@dataclass
class Roadblock:
    """What is in the way, and what became of it. ``pairing_id`` is the audience, if any."""

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
    asks: int = 1
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
    def reply_working_days(self) -> int | None:
        """Blocking ones hope for an answer in one working day; None: as the pair agreed (5.7)."""
        return 1 if Severity(self.severity).is_urgent else None

    @property
    def next_follow_up(self) -> int | None:
        """Working days until the next "did it move?"; None after three (content.md 7.6)."""
        if self.follow_ups >= len(FOLLOW_UPS):
            return None
        if self.follow_ups == 0 and Severity(self.severity).is_urgent:
            return 2
        return FOLLOW_UPS[self.follow_ups]


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


@dataclass
class HelpReply:
    """One answer by the mentor, in their own words."""

    workspace_id: str
    roadblock_id: str
    mentor_id: str
    kind: str
    at: datetime
    words: str = ""
    thanked_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()
