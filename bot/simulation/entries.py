"""What a dry run answers: facts about times and kinds, never a word anybody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.cadence import zone_named
from bot.simulation.words import kind_label, outcome_words


class Outcome(StrEnum):
    """What becomes of one thing that was due."""

    SENT = "sent"
    IN_DIGEST = "in-digest"
    #: Not now: it is looked at again later, and has an entry of its own then.
    WAITS = "waits"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Entry:
    """One thing at one moment for one person. ``reason`` is a named one (style.md S5)."""

    at: datetime
    workspace_id: str
    person_id: str
    name: str
    zone: str
    kind: str
    outcome: Outcome
    reason: str = ""

    @property
    def label(self) -> str:
        """What kind of thing it is, as people say it."""
        return kind_label(self.kind)

    @property
    def words(self) -> str:
        """What becomes of it and why: "skipped: on a break"."""
        return outcome_words(self.outcome, self.reason)

    @property
    def local(self) -> datetime:
        """The moment on this person's own clock."""
        return self.at.astimezone(zone_named(self.zone))

    def as_json(self) -> dict[str, Any]:
        """For the page of the sandbox."""
        return {
            "at": self.at.isoformat(),
            "person": self.person_id,
            "name": self.name,
            "tz": self.zone,
            "kind": self.kind,
            "label": self.label,
            "outcome": str(self.outcome),
            "reason": self.reason,
            "words": self.words,
        }


@dataclass(frozen=True)
class Outlook:
    """What happens from ``start`` to ``until`` if nobody does anything, soonest first.

    ``complete`` off: so much was due that the run ended early, at ``until``.
    """

    start: datetime
    until: datetime
    entries: tuple[Entry, ...]
    complete: bool = True
