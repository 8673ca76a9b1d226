"""Reading a goal letter by letter with rules a test can repeat (content.md F3).

``lexicon`` holds the words, ``text`` prepares, ``times`` and ``dates`` turn words into days,
``letters`` decides, ``questions`` says what to ask and builds the examples.
"""

from __future__ import annotations

from bot.domain.smart.letters import (
    Ask,
    Control,
    Fields,
    Found,
    Letter,
    LetterCheck,
    LetterChecks,
    is_habit,
    noun_of,
    read,
)
from bot.domain.smart.text import without_lead_in

__all__ = [
    "Ask",
    "Control",
    "Fields",
    "Found",
    "Letter",
    "LetterCheck",
    "LetterChecks",
    "is_habit",
    "noun_of",
    "read",
    "without_lead_in",
]
