"""Typed steps, taken apart (content.md F4, 4.2 and 1.2a)."""

from __future__ import annotations

import pytest

from bot.domain.errors import StepCount, TooLong
from bot.domain.maps import STEP_LENGTH, Line, MapStep, PathKind, read_steps


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("up: the senior role", "up", "the senior role"),
        ("Sideways : a year in data", "sideways", "a year in data"),
        ("learn-first: SQL", "learn first", "SQL"),
        ("LEARN  FIRST: SQL", "learn first", "SQL"),
        ("detour: part time", "detour", "part time"),
        ("the senior role", "up", "the senior role"),
        ("Goal: a role with people", "up", "Goal: a role with people"),
        ("outside:", "up", "outside:"),
        ("project: a | b", "project", "a | b"),
    ],
)
def test_a_step_of_a_route(words: str, kind: str, text: str) -> None:
    assert read_steps(f"{words}\n\nup: last", PathKind.ROUTE)[0] == Line(kind, text)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("detour: a bakery | worn out | ask", Line("detour", "a bakery", "worn out", "ask")),
        ("regret: left early || stay a year", Line("regret", "left early", "", "stay a year")),
        ("luck: a talk", Line("luck", "a talk")),
        ("first job", Line("step", "first job")),
        ("up: first job", Line("step", "up: first job")),
    ],
)
def test_a_step_of_a_story(words: str, line: Line) -> None:
    assert read_steps(f"{words}\nb\nc", PathKind.STORY)[0] == line


@pytest.mark.parametrize(
    ("kind", "count"),
    [(PathKind.ROUTE, 1), (PathKind.ROUTE, 6), (PathKind.STORY, 2), (PathKind.STORY, 9)],
)
def test_too_few_and_too_many_steps_come_back(kind: PathKind, count: int) -> None:
    words = "\n".join(f"step {number}" for number in range(count))
    with pytest.raises(StepCount) as refused:
        read_steps(words, kind)
    assert refused.value.words == words


def test_a_step_longer_than_a_line_comes_back() -> None:
    with pytest.raises(TooLong):
        read_steps("x" * (STEP_LENGTH + 1) + "\nb", PathKind.ROUTE)


@pytest.mark.parametrize("words", ["regret: a || c", "pivot: a | b | c", "luck: a", "step: a | b"])
def test_a_step_is_shown_for_changing_as_it_is_read(words: str) -> None:
    line = read_steps(f"{words}\nb\nc", PathKind.STORY)[0]
    step = MapStep("T", "p", 0, line.kind, line.text, line.why, line.taught)
    assert read_steps(f"{step.typed}\nb\nc", PathKind.STORY)[0] == line
