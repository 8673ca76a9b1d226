"""What a scheduled nudge is: a plug-in that looks at one subject when its time has come."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork


class Nudge(Protocol):
    """One file in this folder; its name is the kind, and the kind is the prompt's file.

    ``plan`` runs in the transaction that took the row off the list: it may write messages
    (``bot.services.outbox.tell``), plan the next one (``work.nudges.set``) and change its subject.
    It answers what became of the occurrence; not sending has a name.
    """

    kind: str

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """What makes this occurrence the same after a restart: a local date, or a count."""
        ...

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Decide, say or skip, and plan what comes next."""
        ...
