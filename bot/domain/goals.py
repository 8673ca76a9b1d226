"""Goals: the ambition as said, the sentence, the date, the measure, the audience (content.md F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Goals kept active at once before Waymark asks, kindly, whether that is a lot (content.md F3 A).
ACTIVE_GOALS = 3
#: How long a goal's name is in a message; the rest stays in the goal itself.
TITLE_LENGTH = 80


class GoalState(StrEnum):
    """Nothing here is a failure: a goal can be reached, partly reached, or let go."""

    DRAFT = "draft"
    ACTIVE = "active"
    REACHED = "reached"
    PARTLY = "partly"
    LET_GO = "let_go"
    RESTING = "resting"


@dataclass
class Goal:
    """``raw_ambition`` is kept unedited for ever: it is where the person started (1.1a)."""

    workspace_id: str
    owner_id: str
    raw_ambition: str
    created_at: datetime
    statement: str = ""
    measure: str = ""
    why: str = ""
    due_on: date | None = None
    confidence: int | None = None
    obstacle: str = ""
    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    every_weeks: int = 1
    state: str = GoalState.DRAFT
    closed_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def title(self) -> str:
        """A short name for messages: the sentence, else the words as said, on one line."""
        words = " ".join((self.statement or self.raw_ambition).split())
        return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"

    @property
    def is_active(self) -> bool:
        """Asked about in check-ins."""
        return self.state == GoalState.ACTIVE

    @property
    def if_then(self) -> str:
        """The plan in its exact form, "If …, then I will …" (content.md E11); empty without one."""
        if not (self.obstacle and self.plan_then):
            return ""
        return f"If {self.obstacle}, then I will {self.plan_then}"


def compose(ambition: str, *, measure: str, due_label: str, why: str) -> str:
    """The sentence of content.md 3.4: "{what} {measure} by {date}, so that {why}."

    A part that is empty is left out; words are joined, never rewritten.
    """
    words = ambition.strip().rstrip(".")
    if measure and measure.casefold() not in words.casefold():
        words += f", measured by {measure.strip().rstrip('.')}"
    if due_label:
        words += f", by {due_label}"
    if why:
        reason = why.strip().rstrip(".")
        starts = reason.casefold().startswith(("so that", "because", "so i", "in order"))
        words += f", {reason}" if starts else f", so that {reason}"
    return words + "."
