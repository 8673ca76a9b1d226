"""The one thing the Home tab asks for first, as a table."""

from __future__ import annotations

import pytest

from bot.domain.first_things import Standing, Step, first_step

TABLE = [
    (Standing(), Step.SET_UP),
    (Standing(is_set_up=True), Step.GOAL),
    (Standing(is_set_up=True, seeks=True), Step.GOAL),
    (Standing(seeks=True, drafts=1), Step.DRAFT),
    (Standing(drafts=2, goals=1), Step.MENTOR),
    (Standing(goals=1), Step.MENTOR),
    (Standing(goals=1, requests=1), Step.WAITING),
    (Standing(requests=1), Step.GOAL),
    (Standing(goals=1, requests=1, mentors=1), Step.CHECKIN),
    (Standing(mentors=1), Step.GOAL),
    (Standing(offers=True), Step.LISTED),
    (Standing(offers=True, is_set_up=True, mentees=1), Step.QUIET),
    (Standing(mentees=3), Step.QUIET),
    (Standing(offers=True, mentees=1, seeks=True), Step.GOAL),
    (Standing(unsigned=True, mentees=1), Step.AGREE),
    (Standing(unsigned=True, seeks=True), Step.AGREE),
    (Standing(waits=1, unsigned=True, drafts=1, mentees=2), Step.ANSWER),
]


@pytest.mark.parametrize(("standing", "expected"), TABLE)
def test_first_step(standing: Standing, expected: Step) -> None:
    assert first_step(standing) == expected


def test_every_step_is_in_the_table() -> None:
    assert {expected for _, expected in TABLE} == set(Step)
