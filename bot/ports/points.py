"""Where a crash would be interesting: each window of reliability.md e.5 has its label in the code.

Nothing happens there in real life. The crash tests hand in points of their own and end the process
at one of them.
"""

from __future__ import annotations

from typing import Protocol

#: Planning (M), a handler (D), claiming (C), sending (S), writing the outcome down (F),
#: looking for the unknown (R), taking surplus copies away (H).
LABELS = ("M1", "M2", "D1", "D2", "C0", "C1", "S1", "S2", "F1", "F2", "R0", "R1", "R2", "H1")


class Points(Protocol):
    """Told of every labelled point as it is passed."""

    def reach(self, label: str) -> None:
        """The program is at this point now."""
        ...


class Unwatched:
    """Nobody is interested: what a running bot has."""

    def reach(self, label: str) -> None:
        """Goes on."""
