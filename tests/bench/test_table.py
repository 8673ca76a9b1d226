"""The table itself: what it says of a goal, and what it remembers of the last run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.table import Row, keep, remembered, rendered


@pytest.mark.parametrize(
    ("values", "bound", "verdict"),
    [
        ([0.5, 0.7, 0.6], {"most": 0.6}, "met"),
        ([0.5, 0.7, 0.61], {"most": 0.6}, "MISSED"),
        ([1.5, 1.7, 1.6], {"least": 1.6}, "met"),
        ([1.5, 1.7, 1.59], {"least": 1.6}, "MISSED"),
        ([1.0], {}, ""),
    ],
)
def test_the_median_decides(values: list[float], bound: dict[str, float], verdict: str) -> None:
    assert Row("P1", "work", values, **bound).verdict == verdict  # type: ignore[arg-type]


def test_a_kept_table_is_what_the_next_run_is_compared_with(tmp_path: Path) -> None:
    path = tmp_path / "last.md"
    keep([Row("P2 sqlite", "taps", [0.4, 0.5, 0.6], least=0.5)], path)
    assert remembered(path) == {"P2 sqlite": "0.50 ×"}
    again = rendered([Row("P2 sqlite", "taps", [0.7], least=0.5)], remembered(path))
    assert "| 0.70 ×" in again
    assert "| 0.50 ×" in again


def test_nothing_kept_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert remembered(tmp_path / "last.md") == {}
