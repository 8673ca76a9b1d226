"""The one table `make bench` prints: each goal of performance.md, and the last committed run."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

#: The table of the last run that was kept (`make bench KEEP=1`); committed.
LAST = Path(__file__).with_name("last.md")

_HEAD = ("", "Work", "Goal", "Median", "Least to most", "n", "Last", "", "How")
#: What is put before the table, so that nobody takes a millisecond for a promise.
_PREFACE = """# The last kept run of `make bench`

Commit {commit}. A value with × is a ratio of two things measured in turn within one run: those are
the promises. Milliseconds, messages a second and megabytes are of the machine it ran on.
"""


@dataclass(frozen=True)
class Row:
    """One measured thing. ``key`` is its goal and variant ("P1 sqlite") and ties two runs.

    ``most`` and ``least`` bound the median, where performance.md promises anything.
    """

    key: str
    work: str
    values: Sequence[float]
    unit: str = "×"
    most: float | None = None
    least: float | None = None
    how: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def goal(self) -> str:
        if self.most is not None:
            return f"≤ {_number(self.most)} {self.unit}"
        return f"≥ {_number(self.least)} {self.unit}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        """What the table says: ``met``, ``MISSED``, or nothing where nothing was promised."""
        if self.most is None and self.least is None:
            return ""
        met = (self.most is None or self.median <= self.most) and (
            self.least is None or self.median >= self.least
        )
        return "met" if met else "MISSED"


def rendered(rows: Sequence[Row], last: dict[str, str]) -> str:
    """A Markdown table, in the order of the goals."""
    lines = [_HEAD, *(_cells(row, last) for row in sorted(rows, key=lambda row: row.key))]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD))]
    ruled = [lines[0], tuple("-" * max(width, 3) for width in widths), *lines[1:]]
    return "\n".join(
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |"
        for line in ruled
    )


def remembered(path: Path = LAST) -> dict[str, str]:
    """The medians of a kept table, by key; empty when none was kept."""
    if not path.exists():
        return {}
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("| P")
    ]
    return {cells[0]: cells[3] for cells in rows}


def keep(rows: Sequence[Row], path: Path = LAST) -> None:
    """Write the table down for the next run to compare with. Rows not measured now stay away."""
    commit = subprocess.run(
        ["git", "log", "-1", "--format=%h of %cs"], capture_output=True, text=True, check=True
    )
    text = _PREFACE.format(commit=commit.stdout.strip()) + "\n" + rendered(rows, {}) + "\n"
    path.write_text(text, encoding="utf-8")


# --- private -------------------------------------------------------------------------------------


def _cells(row: Row, last: dict[str, str]) -> tuple[str, ...]:
    return (
        row.key,
        row.work,
        row.goal,
        f"{_number(row.median)} {row.unit}",
        f"{_number(min(row.values))} to {_number(max(row.values))}",
        str(len(row.values)),
        last.get(row.key, ""),
        row.verdict,
        row.how,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
