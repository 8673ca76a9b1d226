"""What a mentee asks a mentor for: their own path, or another way there (content.md 1.2a, 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import new_id

#: A "not this time" is read for so long beside what was asked; then it is nobody's business.
SHOWN_FOR = timedelta(days=30)


class Wanted(StrEnum):
    """What would help."""

    STORY = "story"
    ROUTE = "route"


@dataclass
class MapAsk:
    """One question to the mentor of ``pairing_id``, with only the words its owner ticked.

    ``closed_at``: ``answered``, ``withdrawn`` by its owner, or else set aside by the mentor.
    """

    workspace_id: str
    owner_id: str
    pairing_id: str
    wanted: str
    at: datetime
    vision: str = ""
    route_label: str = ""
    closed_at: datetime | None = None
    answered: bool = False
    withdrawn: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_open(self) -> bool:
        """Whether nobody answered or set it aside yet."""
        return self.closed_at is None

    def close(self, at: datetime, *, answered: bool) -> None:
        """Twice is once; words that come after a "not now" are an answer all the same."""
        self.closed_at = self.closed_at or at
        self.answered = self.answered or answered

    def is_worth_showing(self, at: datetime) -> bool:
        """Whether its owner still reads of it on the map: while it waits, and some time after a
        "not this time"."""
        if self.answered or self.withdrawn:
            return False
        return self.closed_at is None or at - self.closed_at < SHOWN_FOR
