"""What changed on a map, for its owner's eyes (content.md 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import new_id

#: What is kept of a map's past, in words.
FACTS: Mapping[str, str] = {
    "vision": "A good day",
    "role": "Today",
    "strengths": "Strengths",
    "limits": "Limits",
    "made": "New",
    "name": "Name",
    "steps": "Steps",
    "gain": "What you gain",
    "cost": "What it costs",
    "first_test": "First test",
    "serves": "What it serves",
    "strains": "What it strains",
    "reached": "Reached",
    "seen_by": "Who sees it",
    "away": "Put away",
    "back": "Brought back",
    "taken": "Taken over",
}
#: Answers about a map as a whole, and about one route, whose change is kept.
ANSWERS = ("vision", "role", "strengths", "limits")
WEIGHED = ("gain", "cost", "first_test", "serves", "strains")


@dataclass
class MapChange:
    """One thing that was different before. Nobody but the owner reads it.

    ``path_id`` is empty where it is about the map as a whole. ``by_id``: who changed it, the owner
    or the mentor whose words the route is in.
    """

    workspace_id: str
    owner_id: str
    path_id: str
    by_id: str
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
