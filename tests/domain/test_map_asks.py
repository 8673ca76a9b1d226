"""A question to a mentor, and how long its owner reads of it (content.md F4, 4.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.map_asks import SHOWN_FOR, MapAsk, Wanted

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


def ask(**facts: object) -> MapAsk:
    held = MapAsk("T1", "U1", "P1", Wanted.STORY, AT)
    for name, value in facts.items():
        setattr(held, name, value)
    return held


@pytest.mark.parametrize(
    ("held", "after", "shown"),
    [
        (ask(), timedelta(days=400), True),
        (ask(closed_at=AT), timedelta(0), True),
        (ask(closed_at=AT), SHOWN_FOR - timedelta(seconds=1), True),
        (ask(closed_at=AT), SHOWN_FOR, False),
        (ask(closed_at=AT, answered=True), timedelta(0), False),
        (ask(closed_at=AT, withdrawn=True), timedelta(0), False),
    ],
    ids=["open", "set aside", "for a month", "and no longer", "answered", "withdrawn"],
)
def test_how_long_a_question_is_read_of(held: MapAsk, after: timedelta, shown: bool) -> None:
    assert held.is_worth_showing(AT + after) is shown


def test_the_first_word_closes_it_and_an_answer_counts_later_too() -> None:
    held = ask()
    held.close(AT, answered=False)
    held.close(AT + timedelta(days=1), answered=True)
    held.close(AT + timedelta(days=2), answered=False)
    assert (held.closed_at, held.answered, held.is_open) == (AT, True, False)
