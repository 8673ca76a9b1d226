"""Circles: channels an admin named, and who is in them as Slack says (content.md 0.2, D13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.questions import POOL
from bot.domain.visibility import Visibility

#: Slack's events keep the members current; one that got lost is made up for after this long.
TRUSTED = timedelta(minutes=10)
#: Circles of a workspace that are looked after; each look is two calls to Slack or more.
MOST = 20


class Trouble(StrEnum):
    """Why Slack shows us nothing of a circle's channel, or takes nothing for it."""

    NONE = ""
    SCOPE = "scope"
    UNKNOWN = "unknown"
    PRIVATE = "private"
    ARCHIVED = "archived"
    NOT_IN = "not_in"


class MemberKind(StrEnum):
    """``UNKNOWN``: nobody asked, because enough people are known by name."""

    UNKNOWN = ""
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True)
class ChannelSeen:
    """A channel as Slack shows it at this moment. ``has_us``: Waymark may post there."""

    id: str
    name: str
    is_archived: bool
    has_us: bool
    members: tuple[str, ...]


@dataclass
class Circle:
    """A channel that was named. ``trouble`` is a ``Trouble``; while there is one, nobody sees
    what was set to the circle. ``people`` counts those who could be told apart from bots, up to
    ``POOL``."""

    workspace_id: str
    channel_id: str
    name: str
    made_by: str
    made_at: datetime
    looked_at: datetime
    people: int = 0
    trouble: str = Trouble.NONE
    ended_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_open(self) -> bool:
        """Not left off again."""
        return self.ended_at is None

    @property
    def hides_one(self) -> bool:
        """Enough people, so that a question without a name points to nobody (F16)."""
        return self.people >= POOL

    def is_stale(self, at: datetime) -> bool:
        """Whether Slack is to be asked again."""
        return at - self.looked_at >= TRUSTED

    def saw(self, seen: ChannelSeen, people: int, at: datetime) -> None:
        """Take over what Slack said."""
        self.name, self.people, self.looked_at = seen.name, people, at
        self.trouble = Trouble.NONE
        if seen.is_archived:
            self.trouble = Trouble.ARCHIVED
        elif not seen.has_us:
            self.trouble = Trouble.NOT_IN

    def stumbled(self, trouble: Trouble, at: datetime) -> None:
        """Slack showed nothing: it is not a circle until it shows something again."""
        self.trouble, self.looked_at = trouble, at


@dataclass
class CircleMember:
    """One member of the channel behind a circle."""

    workspace_id: str
    circle_id: str
    user_id: str
    kind: str = MemberKind.UNKNOWN
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


class PostOutcome(StrEnum):
    """What became of a post. The words go with ``LET_GO`` and ``TAKEN_BACK``; ``FAILED``: Slack
    took nothing."""

    STANDING = ""
    SOLVED = "solved"
    LET_GO = "let_go"
    TAKEN_BACK = "taken_back"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Nobody but its owner sees it through the bot any more."""
        return self in (PostOutcome.LET_GO, PostOutcome.TAKEN_BACK, PostOutcome.FAILED)


@dataclass
class CirclePost:
    """Something of somebody's posted in a circle's channel, once: ``text`` is what they chose to
    post, ``about`` a roadblock or a win. ``helper_id``: whose answer they marked as helpful."""

    workspace_id: str
    circle_id: str
    owner_id: str
    about: str
    subject_id: str
    text: str
    at: datetime
    visibility: str = Visibility.GROUP
    outcome: str = PostOutcome.STANDING
    helper_id: str = ""
    helped_at: datetime | None = None
    edits: int = 0
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_standing(self) -> bool:
        """Whether the circle still sees it."""
        return not PostOutcome(self.outcome).is_over

    def become(self, outcome: PostOutcome) -> bool:
        """Take over what became of it; False when that is said already, or it is over."""
        if self.outcome == outcome or not self.is_standing:
            return False
        self.outcome, self.edits = outcome, self.edits + 1
        if outcome.is_over:
            self.visibility = Visibility.PRIVATE
        return True

    def mark(self, helper_id: str, at: datetime) -> bool:
        """One answer helped; another one may be marked later. False: it is marked already."""
        if self.helper_id == helper_id:
            return False
        self.helper_id, self.helped_at, self.edits = helper_id, at, self.edits + 1
        return True
