"""Feedback messages (content.md 4.1, 40 to 43; flow F10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class FeedbackRequest(Message):
    """To the giver: one question. ``focus`` is empty when it is none of the listed ones."""

    kind: ClassVar[str] = "feedback_request"
    priority: ClassVar[Priority] = Priority.P2
    asker_name: str
    situation: str
    question: str
    focus: str = ""
    event_on: date | None = None


class FreshFeedbackRequest(FeedbackRequest):
    """The same words to the mentor, about something that was just now: it does not wait for the
    slot, and stands first in a digest (content.md 10.1, 4.1c)."""

    priority: ClassVar[Priority] = Priority.P1


@dataclass(frozen=True, kw_only=True)
class FeedbackReminder(Message):
    """To the giver, once: it is still open."""

    kind: ClassVar[str] = "feedback_reminder"
    priority: ClassVar[Priority] = Priority.P3
    asker_name: str
    situation: str
    focus: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackPermission(Message):
    """To the receiver, before a word is written: is an observation welcome (content.md 10.G)?"""

    kind: ClassVar[str] = "feedback_permission"
    priority: ClassVar[Priority] = Priority.P2
    giver_name: str
    situation: str
    event_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FeedbackNoted(Message):
    """What the other answered with one tap. ``answer_kind`` is an ``Answered`` value.

    ``on_agenda``: a line about it waits on the reader's list for the next talk.
    """

    kind: ClassVar[str] = "feedback_noted"
    priority: ClassVar[Priority] = Priority.P2
    person_name: str
    situation: str
    answer_kind: str
    on_agenda: bool = False


@dataclass(frozen=True, kw_only=True)
class FeedbackFormHint(Message):
    """To the giver, in the form: one hint. ``hint_kind`` is a ``HintKind`` value."""

    kind: ClassVar[str] = "feedback_form_hint"
    hint_kind: str
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackHeld(Message):
    """To the receiver: it is here, and they choose the moment. Not a word of it stands here."""

    kind: ClassVar[str] = "feedback_held"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    giver_name: str
    focus: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackDelivered(Message):
    """The words, in a window: keep, effect, next time. ``taps`` are the buttons already used;
    ``question`` and ``answer`` are one line each way."""

    kind: ClassVar[str] = "feedback_delivered"
    giver_name: str
    situation: str
    behaviour: str = ""
    impact: str = ""
    next_time: str = ""
    keep: str = ""
    question: str = ""
    answer: str = ""
    step: str = ""
    step_on: date | None = None
    taps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedbackLine(Message):
    """One line about the words, quoted: a question to the giver, or the answer to it."""

    kind: ClassVar[str] = "feedback_line"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    writer_name: str
    situation: str
    words: str
    is_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class FeedbackThanks(Message):
    """To the giver, because the receiver tapped it: thanks, or that the idea was ``tried``."""

    kind: ClassVar[str] = "feedback_thanks"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    receiver_name: str
    situation: str
    tried: bool = False


@dataclass(frozen=True, kw_only=True)
class FeedbackTried(Message):
    """To the receiver, once: what became of the idea. ``step`` is the step they made of it."""

    kind: ClassVar[str] = "feedback_tried"
    priority: ClassVar[Priority] = Priority.P3
    giver_name: str
    next_time: str = ""
    step: str = ""
    step_on: date | None = None


MESSAGES: tuple[type[Message], ...] = (
    FeedbackRequest,
    FeedbackReminder,
    FeedbackPermission,
    FeedbackNoted,
    FeedbackFormHint,
    FeedbackHeld,
    FeedbackDelivered,
    FeedbackLine,
    FeedbackThanks,
    FeedbackTried,
)
