"""Roadblock messages (content.md 4.1, 28 to 33; flow F7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class RoadblockSaved(Message):
    """To the mentee, at once: saved, and who hears of it when. Empty ``mentor_name``: only them.

    ``mentor_hears_at`` is set when it is not at once. The last three say why a roadblock meant
    for a mentor stayed private: the pairing ended, the mentor is not here, too many in one hour.
    """

    kind: ClassVar[str] = "roadblock_saved"
    roadblock: str = ""
    mentor_name: str = ""
    reply_days: int = 2
    mentor_hears_at: datetime | None = None
    is_urgent: bool = False
    pair_ended: bool = False
    mentor_gone: bool = False
    too_many: bool = False
    has_mentor: bool = False
    wants_feedback: bool = False


@dataclass(frozen=True, kw_only=True)
class RoadblockMentorPing(Message):
    """The request for help. ``last_one``: the mentee asked once more, and it is the last."""

    kind: ClassVar[str] = "roadblock_mentor_ping"
    priority: ClassVar[Priority] = Priority.P1
    mentee_name: str
    help_label: str
    roadblock: str
    tried: str
    severity: str
    goal_title: str = ""
    needed_on: date | None = None
    help_wanted: str = "advice"
    last_one: bool = False
    has_more: bool = False


@dataclass(frozen=True, kw_only=True)
class RoadblockMentorReminder(Message):
    """One reminder when the agreed reply time has passed."""

    kind: ClassVar[str] = "roadblock_mentor_reminder"
    priority: ClassVar[Priority] = Priority.P3
    mentee_name: str
    help_label: str
    asked_at: datetime | None = None
    help_wanted: str = "advice"


class UrgentMentorReminder(RoadblockMentorReminder):
    """The same words for a blocking one: it does not wait for a digest (content.md 5.7)."""

    priority: ClassVar[Priority] = Priority.P1


@dataclass(frozen=True, kw_only=True)
class RoadblockReply(Message):
    """The mentor's words to the mentee, quoted. ``reply_kind`` is a ``ReplyKind`` value.

    ``slot_…_at`` are times offered for a talk. ``alt_label`` names another mentor, if there is
    one. ``taps`` are the buttons already used: thanks, doing, back.
    """

    kind: ClassVar[str] = "roadblock_reply"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    reply_kind: str
    reply_text: str = ""
    roadblock: str = ""
    slot_one_at: datetime | None = None
    slot_two_at: datetime | None = None
    slot_three_at: datetime | None = None
    alt_label: str = ""
    roadblock_id: str = ""
    has_circle: bool = False
    taps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoadblockAnswered(Message):
    """To the mentor, at once: what they sent, and when the mentee reads it.

    ``is_closed``: the mentee had already solved it or let it go. ``is_away``: Slack cannot reach
    the mentee, so nothing was delivered.
    """

    kind: ClassVar[str] = "roadblock_answered"
    mentee_name: str
    reply_kind: str
    roadblock: str = ""
    mentee_hears_at: datetime | None = None
    is_closed: bool = False
    is_away: bool = False


@dataclass(frozen=True, kw_only=True)
class RoadblockBack(Message):
    """One line back from the mentee about the mentor's answer, quoted."""

    kind: ClassVar[str] = "roadblock_back"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentee_name: str
    words: str = ""
    slot_at: datetime | None = None
    wants_talk: bool = False
    help_wanted: str = "advice"


@dataclass(frozen=True, kw_only=True)
class RoadblockNoAnswer(Message):
    """Options without blame, at twice the reply time."""

    kind: ClassVar[str] = "roadblock_no_answer"
    priority: ClassVar[Priority] = Priority.P3
    mentor_name: str
    asked_at: datetime | None = None
    alt_label: str = ""
    has_circle: bool = False


@dataclass(frozen=True, kw_only=True)
class RoadblockFollowup(Message):
    """Did it move? A private one is not quoted: ``raised_at`` says which it is."""

    kind: ClassVar[str] = "roadblock_followup"
    priority: ClassVar[Priority] = Priority.P3
    roadblock: str = ""
    help_label: str = ""
    mentor_name: str = ""
    raised_at: datetime | None = None
    help_wanted: str = "advice"


@dataclass(frozen=True, kw_only=True)
class RoadblockNoted(Message):
    """To the mentee, at once: what a tap came to. ``outcome`` is a ``Noted`` value;
    ``circle_name`` the channel it is posted in."""

    kind: ClassVar[str] = "roadblock_noted"
    outcome: str
    mentor_name: str = ""
    next_at: datetime | None = None
    mentor_hears_at: datetime | None = None
    circle_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RoadblockResolved(Message):
    """Solved: what helped? ``is_told``: answered, or skipped; nothing more is asked."""

    kind: ClassVar[str] = "roadblock_resolved"
    roadblock: str = ""
    mentor_name: str = ""
    helped_label: str = ""
    is_told: bool = False
    mentor_told: bool = False


@dataclass(frozen=True, kw_only=True)
class RoadblockThanks(Message):
    """One line to the mentor, in their digest: thanks for an answer, or news that it helped."""

    kind: ClassVar[str] = "roadblock_thanks"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    mentee_name: str
    helped_label: str
    words: str = ""
    is_solved: bool = True


MESSAGES: tuple[type[Message], ...] = (
    RoadblockSaved,
    RoadblockMentorPing,
    RoadblockMentorReminder,
    RoadblockReply,
    RoadblockAnswered,
    RoadblockBack,
    RoadblockNoAnswer,
    RoadblockFollowup,
    RoadblockNoted,
    RoadblockResolved,
    RoadblockThanks,
)
