"""Setbacks (content.md 4.1, 37 to 39; F9): only ever an answer to a tap, only to their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.messages.base import Message


@dataclass(frozen=True, kw_only=True)
class SetbackAck(Message):
    """One kind sentence, one that it is common, then choices. ``mentor_name`` is set when there
    is somebody to tell; the words themselves are not repeated."""

    kind: ClassVar[str] = "setback_ack"
    goal_title: str = ""
    mentor_name: str = ""


@dataclass(frozen=True, kw_only=True)
class SetbackStrengths(Message):
    """What the reader asked to be reminded of, a line each with its month. Without any, one past
    difficulty is asked for; ``kept``: it was told just now."""

    kind: ClassVar[str] = "setback_strengths"
    strengths: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class SetbackNextStep(Message):
    """The form's opening words, and after saving (``saved``) what was kept. ``offered_at`` is the
    extra check-in to choose, ``asked_at`` the one that was chosen."""

    kind: ClassVar[str] = "setback_next_step"
    goal_title: str = ""
    plan: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    saved: bool = False
    offered_at: datetime | None = None
    asked_at: datetime | None = None


MESSAGES: tuple[type[Message], ...] = (SetbackAck, SetbackStrengths, SetbackNextStep)
