"""Who may read a thing (content.md 0.3). Levels rise only by the owner's tap on that item."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """The four audiences; design D13 allows no other, and none for managers."""

    PRIVATE = "private"
    MENTOR = "mentor"
    GROUP = "group"
    PUBLIC = "public"


def in_words(level: str, mentor_name: str = "") -> str:
    """The level as people read it on every item."""
    if level == Visibility.MENTOR:
        return f"You and {mentor_name}" if mentor_name else "You and your mentor"
    return {Visibility.GROUP: "Your circle", Visibility.PUBLIC: "Everyone here"}.get(
        Visibility(level), "Only you"
    )
