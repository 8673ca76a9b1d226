"""What is planned: the real planner, digests and courier, played forward over a copy.

A composition root of its own, beside ``bot.bootstrap``: nothing is sent, nothing is kept.
"""

from __future__ import annotations

from bot.simulation.entries import Entry, Outcome, Outlook
from bot.simulation.operator import foresee
from bot.simulation.rehearsal import simulate

__all__ = ["Entry", "Outcome", "Outlook", "foresee", "simulate"]
