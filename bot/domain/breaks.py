"""A break of one goal or of one pairing, beside that of the whole person (content.md 5.5, F23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a break is about."""

    GOAL = "goal"
    PAIR = "pair"


@dataclass(frozen=True)
class Resting:
    """One thing that rests. ``name`` is the goal's title or the other side's name."""

    scope: Scope
    id: str
    name: str
    until: datetime

    @property
    def key(self) -> str:
        """ "goal:<id>" or "pair:<id>", as forms and buttons say it."""
        return f"{self.scope}:{self.id}"
