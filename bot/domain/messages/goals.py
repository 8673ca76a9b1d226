"""Goal messages (content.md 4.1, 14 to 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class GoalStart(Message):
    """Invite a goal in the person's own words."""

    kind: ClassVar[str] = "goal_start"
    first_name: str


@dataclass(frozen=True, kw_only=True)
class GoalLetterHint(Message):
    """One question for one letter; ``ask`` is a value of ``smart.Ask`` (content.md 3.2)."""

    kind: ClassVar[str] = "goal_letter_hint"
    ask: str
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class IfThenPrompt(Message):
    """Likeliest obstacle, then a plan."""

    kind: ClassVar[str] = "ifthen_prompt"
    goal_title: str


@dataclass(frozen=True, kw_only=True)
class GoalSummary(Message):
    """The saved goal and who sees it."""

    kind: ClassVar[str] = "goal_summary"
    statement: str
    audience: str
    due_on: date | None = None
    plan: str = ""
    first_step: str = ""
    milestone: str = ""
    is_draft: bool = False
    many_goals: bool = False


@dataclass(frozen=True, kw_only=True)
class GoalShared(Message):
    """The mentor sees a new goal; not asked to approve it."""

    kind: ClassVar[str] = "goal_shared"
    priority: ClassVar[Priority] = Priority.P3
    weekly: ClassVar[bool] = True
    mentee_name: str
    statement: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalQuestion(Message):
    """The mentor's question about a shared goal, word for word (content.md 3.7)."""

    kind: ClassVar[str] = "goal_question"
    priority: ClassVar[Priority] = Priority.P1
    mentor_name: str
    goal_title: str
    question: str
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalDate(Message):
    """Its date is near, or went by (content.md 3.8). ``phase`` is "near" or "past"."""

    kind: ClassVar[str] = "goal_date"
    priority: ClassVar[Priority] = Priority.P2
    goal_title: str
    phase: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class GoalDraft(Message):
    """A draft is a week old: one offer to finish it, never another (content.md 1.1a)."""

    kind: ClassVar[str] = "goal_draft"
    priority: ClassVar[Priority] = Priority.P3


MESSAGES: tuple[type[Message], ...] = (
    GoalStart,
    GoalLetterHint,
    IfThenPrompt,
    GoalSummary,
    GoalShared,
    GoalQuestion,
    GoalDate,
    GoalDraft,
)
