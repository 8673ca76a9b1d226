"""The pace of check-ins: a fresh start, how often to ask, a quiet mentee (content.md F6, 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.messages.checkins import AskedGoal
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class CheckinFreshStart(Message):
    """After two quiet rounds, at the start of a ``period``: "week" or "month" (content.md 6.2)."""

    kind: ClassVar[str] = "checkin_fresh_start"
    priority: ClassVar[Priority] = Priority.P2
    goal_title: str
    period: str = "week"
    n_goals: int = 1
    goals: tuple[AskedGoal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckinCadenceAsk(Message):
    """How often, on which day, at which hour to ask. ``pace_reason`` is a ``PaceReason``;
    ``every_weeks`` how often it is now, ``hour`` the one offered ("14:00")."""

    kind: ClassVar[str] = "checkin_cadence_ask"
    priority: ClassVar[Priority] = Priority.P3
    pace_reason: str
    goal_title: str
    hour: str
    goal_id: str = ""
    every_weeks: int = 1


@dataclass(frozen=True, kw_only=True)
class MenteeQuiet(Message):
    """One line for the mentor after three weeks, only where clause 7 says yes (content.md 6.M);
    it has no number in it."""

    kind: ClassVar[str] = "mentee_quiet"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    mentee_name: str
    pairing_id: str = ""


MESSAGES: tuple[type[Message], ...] = (CheckinFreshStart, CheckinCadenceAsk, MenteeQuiet)
