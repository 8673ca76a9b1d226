"""What a pair wants to talk about next (content.md F11, 11.1): suggested, added, talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Characters of one line: a field of a form, short enough to be read out in a meeting.
LINE_LENGTH = 300
#: Lines that wait for one conversation; more is no agenda any more.
MOST = 30


class AgendaSource(StrEnum):
    """Where a line came from. Its text is what it is about; the page says the rest in words."""

    ADDED = "added"
    CHECKIN = "checkin"
    HEAVIER = "heavier"
    ROADBLOCK = "roadblock"
    MAP = "map"
    STORY = "story"
    FEEDBACK = "feedback"
    QUESTION = "question"


@dataclass
class AgendaItem:
    """One line. Private until its owner shows it to the other side of ``pairing_id``.

    ``about_id`` is the record it came from: nothing is suggested twice about the same one while
    the first suggestion waits. ``done_at``: talked about, or no longer wanted.
    """

    workspace_id: str
    owner_id: str
    pairing_id: str
    text: str
    at: datetime
    source: str = AgendaSource.ADDED
    about_id: str = ""
    visibility: str = Visibility.PRIVATE
    done_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_shown(self) -> bool:
        """Whether the other side of the pair sees it."""
        return self.visibility != Visibility.PRIVATE


def line_of(words: str) -> str:
    """Somebody's words as one line, cut at its length and marked with "…"."""
    return words if len(words) <= LINE_LENGTH else f"{words[: LINE_LENGTH - 1].rstrip()}…"
