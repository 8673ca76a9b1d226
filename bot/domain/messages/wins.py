"""Wins and celebrations (content.md 4.1, 34 and 35; F8). Facts, never streaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class WinAck(Message):
    """Saved at once, one question. ``win_title`` is left out where others' words stand already:
    in the DM nothing private is repeated. ``asks`` is off when *how* is known."""

    kind: ClassVar[str] = "win_ack"
    win_title: str = ""
    skill: str = ""
    asks: bool = True
    can_share: bool = False


@dataclass(frozen=True, kw_only=True)
class WinShared(Message):
    """A card for the mentor asking for specific praise. ``how`` is set when it answers the
    mentor's question; ``answered`` are the ``PraiseKind`` values already given back."""

    kind: ClassVar[str] = "win_shared"
    priority: ClassVar[Priority] = Priority.P3
    mentee_name: str
    win_title: str
    impact: str = ""
    how: str = ""
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PraiseReceived(Message):
    """What the mentor wrote about a win, a goal or a check-in (``about``), quoted.

    ``praise_kind`` is a ``PraiseKind`` value. A check-in in general has no ``win_title``.
    """

    kind: ClassVar[str] = "praise_received"
    priority: ClassVar[Priority] = Priority.P1
    answers_you: ClassVar[bool] = True
    mentor_name: str
    win_title: str
    praise_kind: str
    words: str
    about: str = "win"
    kept: bool = False
    thanked: bool = False
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class PraiseThanks(Message):
    """One line for the mentor: the words arrived, and were worth a thank-you. ``win_title`` is
    left out once they may not read it any more."""

    kind: ClassVar[str] = "praise_thanks"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    mentee_name: str
    win_title: str


@dataclass(frozen=True, kw_only=True)
class CelebrateGoal(Message):
    """A goal was reached: a fact and a question. ``mentee_name`` is set when told to the mentor;
    ``answered`` are the ``PraiseKind`` values they already gave back."""

    kind: ClassVar[str] = "celebrate_goal"
    priority: ClassVar[Priority] = Priority.P3
    goal_title: str
    started_on: date | None = None
    n_checkins: int = 0
    mentee_name: str = ""
    answered: tuple[str, ...] = ()


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


@dataclass(frozen=True, kw_only=True)
class WinsJarResurface(Message):
    """One old win. ``win_title`` and ``skill`` are left out while only its owner may read it: it
    then stands behind a button."""

    kind: ClassVar[str] = "wins_jar_resurface"
    priority: ClassVar[Priority] = Priority.P4
    won_on: date
    win_title: str = ""
    skill: str = ""


MESSAGES: tuple[type[Message], ...] = (
    WinAck,
    WinShared,
    PraiseReceived,
    PraiseThanks,
    CelebrateGoal,
    CelebrateReturn,
    CelebrateAnniversary,
    WinsJarResurface,
)
