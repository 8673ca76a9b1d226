"""Words typed in the DM without being asked: kept at once, then given a place (content.md F5)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.checkins import status_in
from bot.domain.ids import new_id

#: What a whole message must be to stop everything (content.md F23).
STOP_WORDS = frozenset({"stop", "unsubscribe", "pause"})
#: For how long a stop word is heeded.
STOP_PAUSE = timedelta(weeks=2)
#: What a whole message must be to get the hint instead of choices.
HELP_WORDS = frozenset({"help", "commands", "hello", "hi", "hey", "what can you do"})
#: After an answer, words typed this soon may still belong to it.
STILL_FRESH = timedelta(days=1)
#: "a bit behind" is the longest status people say, in words.
LONGEST_STATUS = 3


class Place(StrEnum):
    """What stray words became. ``NONE``: nothing yet, every choice is open."""

    NONE = ""
    CHECKIN = "checkin"
    WIN = "win"
    LEFT = "left"


@dataclass
class StrayWords:
    """One message as typed. ``place_id`` is the record the words went into."""

    workspace_id: str
    owner_id: str
    words: str
    said_at: datetime
    place: str = Place.NONE
    place_id: str = ""
    placed_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    def put(self, place: Place, at: datetime, place_id: str = "") -> None:
        """They have a place now, so this copy is emptied: one place holds them, not two."""
        self.place, self.place_id, self.placed_at = place, place_id, at
        self.words = ""


def is_stop_word(text: str) -> bool:
    """Whether the whole message asks to stop, whatever its case and signs: "STOP!", "“pause”"."""
    return _bare(text) in STOP_WORDS


def is_help_word(text: str) -> bool:
    """Whether the whole message asks what can be said here; a lone "?" does too."""
    return _bare(text) in HELP_WORDS or set(text.strip()) == {"?"}


def spoken_status(words: str) -> tuple[str, str] | None:
    """The check-in status words begin with, and the rest exactly as typed.

    "good" and "fine" count only when they stand alone or before a stop, because "good morning"
    says nothing of a goal. None when there is no status.
    """
    for found in list(re.finditer(r"\S+", words))[:LONGEST_STATUS]:
        prefix = words[: found.end()].strip()
        bare = prefix.rstrip(_STOPS)
        said = status_in(bare)
        if said is None or said[1]:
            continue
        rest = words[found.end() :].lstrip(_STOPS + " \t\n").rstrip()
        if rest and bare == prefix and bare.casefold() in ("good", "fine"):
            return None
        return said[0], rest
    return None


# --- private -------------------------------------------------------------------------------------
_STOPS = ",.;:!–—-"


def _bare(text: str) -> str:
    """Lower case, letters, digits and single spaces only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in folded)
    return " ".join(kept.split())
