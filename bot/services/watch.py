"""What operators count: implemented by the metrics, injected like everything else."""

from __future__ import annotations

from typing import Protocol

from bot.domain.outbox import Delivery
from bot.ports import Outcome


class Watch(Protocol):
    """Sees outcomes, never words."""

    def delivered(self, delivery: Delivery) -> None:
        """A message stands in Slack."""
        ...

    def not_delivered(self, delivery: Delivery, outcome: Outcome) -> None:
        """A message did not get there, or nobody knows."""
        ...

    def healed(self, copies: int) -> None:
        """So many surplus copies of a message were taken away."""
        ...
