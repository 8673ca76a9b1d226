"""What is due when, and what became of it. The database owns due times (design D5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ids import new_id


@dataclass
class DueNudge:
    """One narrow row: at ``due_at`` the nudge ``kind`` looks at ``subject_id`` for this person.

    At most one row exists per (workspace, kind, subject): planning again moves it.
    """

    workspace_id: str
    kind: str
    subject_id: str
    person_id: str
    due_at: datetime
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


@dataclass
class NudgeRecord:
    """What happened at one occurrence; unique by meaning, also after a restart (content.md 5.4).

    ``outcome`` is ``queued`` or the named reason for not sending (style.md S5).
    """

    workspace_id: str
    kind: str
    subject_id: str
    person_id: str
    occurrence: str
    due_at: datetime
    at: datetime
    outcome: str
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


@dataclass
class CheckinSchedule:
    """A person's check-in rhythm: local wall time, so that summer time never moves it (D4).

    ``pace_asked_at`` is when the person was last asked how often to ask; ``pace_open`` while that
    waits for an answer. ``slowed_at``: the interval doubled by itself, and nobody said so yet.
    """

    workspace_id: str
    owner_id: str
    weekday: int
    set_on: date
    set_at: datetime
    every_weeks: int = 1
    last_prompt_on: date | None = None
    resting_at: datetime | None = None
    pace_asked_at: datetime | None = None
    pace_open: bool = False
    slowed_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


@dataclass(frozen=True)
class Skipped:
    """Not sending is a result with a name (style.md S5)."""

    reason: str


@dataclass
class LessOf:
    """ "Less of this": once halves a kind of message, twice turns it off (content.md 5.5).

    ``last_key`` is the message it was last said on: a double tap counts once.
    """

    workspace_id: str
    person_id: str
    kind: str
    times: int = 0
    last_key: str = ""


@dataclass
class WordingCount:
    """How often a person was told this kind of thing; picks the variant (content.md 3.9)."""

    workspace_id: str
    person_id: str
    kind: str
    count: int = 0
