"""Wins and what people say of them (content.md F8). Facts, never streaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Words a congratulation needs, so that it says something (content.md 8.3).
PRAISE_WORDS = 3


@dataclass
class Win:
    """One line that went well. ``source`` says where it came from: command, check-in, roadblock, goal."""

    workspace_id: str
    owner_id: str
    title: str
    at: datetime
    how: str = ""
    impact: str = ""
    skill: str = ""
    helpers: str = ""
    source: str = "command"
    goal_id: str = ""
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    shared_at: datetime | None = None
    hidden_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


class PraiseKind(StrEnum):
    """The three answers to a shared win: name a strength, ask how, congratulate."""

    STRENGTH = "strength"
    QUESTION = "question"
    CONGRATULATE = "congratulate"


@dataclass
class Praise:
    """What the mentor wrote back; ``kept_at`` is set when the mentee keeps the words."""

    workspace_id: str
    win_id: str
    by_id: str
    kind: str
    words: str
    at: datetime
    kept_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()
