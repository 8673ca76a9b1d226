"""What an owner changed in a goal, for the owner's own eyes (content.md 3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.goals import Goal, day_in_words
from bot.domain.ids import new_id

#: What is kept of a goal's past, in words, in the order in which it is shown.
FACTS = {
    "statement": "Sentence",
    "measure": "How you know",
    "due_on": "Date",
    "why": "Why",
    "milestone": "Milestone",
    "next_step": "Next step",
    "state": "State",
    "note": "What changed",
}


@dataclass
class GoalChange:
    """One fact that was different before. Nobody but the owner reads it."""

    workspace_id: str
    goal_id: str
    owner_id: str
    at: datetime
    fact: str
    before: str = ""
    after: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def label(self) -> str:
        """What changed, in words."""
        return FACTS.get(self.fact, self.fact)


def facts_of(goal: Goal) -> dict[str, str]:
    """A goal as its history keeps it."""
    return {
        "statement": goal.statement,
        "measure": goal.measure,
        "due_on": day_in_words(goal.due_on) if goal.due_on else "",
        "why": goal.why,
        "milestone": goal.milestone,
        "next_step": goal.next_step,
        "state": goal.state.replace("_", " "),
    }


def changes(before: Mapping[str, str], goal: Goal, at: datetime) -> list[GoalChange]:
    """What is different now. The state itself is only news when it ends or comes back."""
    now = facts_of(goal)
    return [
        GoalChange(goal.workspace_id, goal.id, goal.owner_id, at, fact, before[fact], now[fact])
        for fact in now
        if before[fact] != now[fact]
    ]
