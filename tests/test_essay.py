"""Every row of the essay's built sections has a test named after it (content.md part 1)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
#: Sections 1, 4 and 5: clarifying goals, feedback and accountability, confidence and resilience.
ROWS = (
    *("1_1a", "1_1b", "1_1c", "1_2a", "1_2b", "1_2c"),
    *("4_1a", "4_1b", "4_1c", "4_2a", "4_2b", "4_2c", "4_2d"),
    *("5_1a", "5_1b", "5_1c", "5_1d", "5_2a", "5_2b", "5_2c", "5_2d"),
)


def _named() -> set[str]:
    """The rows that tests are named after."""
    found = set()
    for path in HERE.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                match = re.match(r"test_row_(\d_\d+[a-z]?)_", node.name)
                found |= {match[1]} if match else set()
    return found


NAMED = _named()


@pytest.mark.parametrize("row", ROWS)
def test_the_row_has_a_test(row: str) -> None:
    assert row in NAMED
