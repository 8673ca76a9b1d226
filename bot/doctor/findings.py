"""What the doctor says: one line a finding, in words, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Level = Literal["ok", "look", "note"]


@dataclass(frozen=True)
class Finding:
    """``look``: something is wrong. ``note``: nothing is known to be, but nobody could look."""

    level: Level
    words: str


def ok(words: str) -> Finding:
    return Finding("ok", words)


def look(words: str) -> Finding:
    return Finding("look", words)


def note(words: str) -> Finding:
    return Finding("note", words)


def age(of: timedelta) -> str:
    """3 minutes, 2 hours, 5 days: as exact as anybody needs."""
    seconds = max(int(of.total_seconds()), 0)
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
