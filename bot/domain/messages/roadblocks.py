"""Roadblock messages (content.md 4.1, 28 to 33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class RoadblockSaved(Message):
    """To the mentee, at once: saved, and who hears of it when. Empty ``mentor_name``: only them."""

    kind: ClassVar[str] = "roadblock_saved"
    roadblock: str
    mentor_name: str = ""
    reply_days: int = 2
    mentor_hears_at: datetime | None = None


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


@dataclass(frozen=True, kw_only=True)
class RoadblockMentorReminder(Message):
    """One reminder when the agreed reply time has passed."""

    kind: ClassVar[str] = "roadblock_mentor_reminder"
    priority: ClassVar[Priority] = Priority.P3
    mentee_name: str
    help_label: str
    asked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RoadblockReply(Message):
    """The mentor's words to the mentee, quoted. ``reply_kind`` is a ``ReplyKind`` value."""

    kind: ClassVar[str] = "roadblock_reply"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    reply_kind: str
    reply_text: str = ""
    roadblock: str = ""
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoadblockNoAnswer(Message):
    """Options without blame, at twice the reply time."""

    kind: ClassVar[str] = "roadblock_no_answer"
    priority: ClassVar[Priority] = Priority.P3
    mentor_name: str
    asked_at: datetime | None = None
    alt_label: str = ""


@dataclass(frozen=True, kw_only=True)
class RoadblockFollowup(Message):
    """Did it move?"""

    kind: ClassVar[str] = "roadblock_followup"
    priority: ClassVar[Priority] = Priority.P3
    roadblock: str
    help_label: str = ""
    mentor_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RoadblockResolved(Message):
    """Solved: what helped?"""

    kind: ClassVar[str] = "roadblock_resolved"
    roadblock: str
    mentor_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RoadblockThanks(Message):
    """One line to the mentor: it helped, in the mentee's words if they sent any."""

    kind: ClassVar[str] = "roadblock_thanks"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    mentee_name: str
    helped_label: str
    words: str = ""


MESSAGES: tuple[type[Message], ...] = (
    RoadblockSaved,
    RoadblockMentorPing,
    RoadblockMentorReminder,
    RoadblockReply,
    RoadblockNoAnswer,
    RoadblockFollowup,
    RoadblockResolved,
    RoadblockThanks,
)
