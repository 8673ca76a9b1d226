"""Wins as text: everything, in order, in pieces that fit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.win_texts import PIECE, PIECES, as_text, pages
from bot.domain.wins import Win

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


def test_a_win_as_text_holds_all_it_has_and_no_empty_line() -> None:
    win = Win("T1", "U1", "Demo went live", AT, how="Rehearsed", skill="clear speaking")
    text = as_text(win, date(2026, 3, 5), "Lead the migration", [("You kept calm.", "Theo")])
    assert text.splitlines() == [
        "2026-03-05  Demo went live",
        "  How: Rehearsed",
        "  Skill or strength: clear speaking",
        "  Goal: Lead the migration",
        "  Theo said: You kept calm.",
    ]


@pytest.mark.parametrize(
    ("lengths", "pieces"),
    [
        ([], []),
        ([10, 20], [[32]]),
        ([PIECE - 1, 5], [[PIECE - 1, 5]]),
        ([PIECE + 7], [[PIECE, 7]]),
        ([PIECE] * (PIECES + 1), [[PIECE] * PIECES, [PIECE]]),
    ],
)
def test_nothing_is_cut_away(lengths: list[int], pieces: list[list[int]]) -> None:
    found = pages("x" * length for length in lengths)
    assert [[len(one) for one in page] for page in found] == pieces
