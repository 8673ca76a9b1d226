"""What a record of the matrix is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.visibility.cast import Cast


@dataclass(frozen=True)
class Made:
    """A record: its table, its id, and the record it hangs on, if it does."""

    table: str
    id: str
    parent: str = ""


#: A row's name in storage/VISIBILITY.md, and what makes its record. The order is that of making.
Maker = Callable[[Cast], Awaitable[Made]]


def secret(row: str) -> str:
    """Words that are in this row's record and nowhere else."""
    return f"{row} {sum(ord(c) * (i + 7) for i, c in enumerate(row))}".replace(",", "")
