"""What a mentor writes to a step of a route they were shown (content.md 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import new_id

#: Characters of one comment: two or three sentences, so that all of a route's fit on one page.
COMMENT_LENGTH = 300
#: What a step was on the mentor's own way, if they say so: a word, and the word said to others.
MARKS: Mapping[str, str] = {
    "detour": "a detour",
    "pivot": "a pivot",
    "luck": "luck",
    "regret": "a regret",
}


@dataclass
class MapComment:
    """One mentor's words to one step; there is one at most, and writing again replaces it.

    For ``owner_id``, whose route it is, and ``by_id``, who wrote it, and nobody else. ``about`` is
    the step as it read then: it may have changed since.
    """

    workspace_id: str
    owner_id: str
    by_id: str
    path_id: str
    step_id: str
    about: str
    at: datetime
    words: str = ""
    mark: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()
