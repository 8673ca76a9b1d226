"""Wins as plain text, to take along into a review (content.md 8.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.wins import Win

#: Characters of one piece, and pieces on one page: a window stays well below Slack's limits.
PIECE = 2500
PIECES = 20


def as_text(win: Win, on: date, goal_title: str = "", kept: Sequence[tuple[str, str]] = ()) -> str:
    """One win with everything it holds; ``kept`` are (words, who said them)."""
    lines = [f"{on.isoformat()}  {win.title}"]
    facts = (
        ("How", win.how),
        ("What changed", win.impact),
        ("Proof", win.proof),
        ("Skill or strength", win.skill),
        ("Who helped", win.helpers),
        ("Goal", goal_title),
    )
    lines += [f"  {name}: {words}" for name, words in facts if words]
    lines += [f"  {who} said: {words}" for words, who in kept]
    return "\n".join(lines)


def pages(texts: Iterable[str]) -> list[list[str]]:
    """The texts in pieces that fit, in order, nothing cut away: pages of pieces."""
    pieces: list[str] = []
    for text in texts:
        if pieces and len(pieces[-1]) + 2 + len(text) <= PIECE:
            pieces[-1] = f"{pieces[-1]}\n\n{text}"
            continue
        pieces += [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    return [pieces[start : start + PIECES] for start in range(0, len(pieces), PIECES)]
