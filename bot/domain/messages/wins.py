"""Wins and celebrations (content.md 4.1, 34 and 35; F8). Facts, never streaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class WinAck(Message):
    """Saved at once, one question."""

    kind: ClassVar[str] = "win_ack"
    win_title: str
    skill: str = ""


@dataclass(frozen=True, kw_only=True)
class WinShared(Message):
    """A card for the mentor asking for specific praise."""

    kind: ClassVar[str] = "win_shared"
    priority: ClassVar[Priority] = Priority.P3
    mentee_name: str
    win_title: str
    impact: str = ""


@dataclass(frozen=True, kw_only=True)
class PraiseReceived(Message):
    """What the mentor wrote about a win, quoted. ``praise_kind`` is a ``PraiseKind`` value."""

    kind: ClassVar[str] = "praise_received"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    win_title: str
    praise_kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class CelebrateGoal(Message):
    """A goal was reached: a fact and a question. ``mentee_name`` is set when told to the mentor."""

    kind: ClassVar[str] = "celebrate_goal"
    priority: ClassVar[Priority] = Priority.P3
    goal_title: str
    started_on: date | None = None
    n_checkins: int = 0
    mentee_name: str = ""


@dataclass(frozen=True, kw_only=True)
class CelebrateReturn(Message):
    """The first check-in after a quiet time. No welcome back: one fact (content.md 6.5)."""

    kind: ClassVar[str] = "celebrate_return"
    priority: ClassVar[Priority] = Priority.P3
    goal_title: str
    n_checkins: int = 0
    last_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CelebrateAnniversary(Message):
    """A pairing's year: what is on record from the time together."""

    kind: ClassVar[str] = "celebrate_anniversary"
    priority: ClassVar[Priority] = Priority.P3
    partner_name: str
    years: int
    n_wins: int = 0
    n_solved: int = 0


MESSAGES: tuple[type[Message], ...] = (
    WinAck,
    WinShared,
    PraiseReceived,
    CelebrateGoal,
    CelebrateReturn,
    CelebrateAnniversary,
)
