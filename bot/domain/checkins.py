"""Check-ins: one tap is a full answer (content.md F5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.visibility import Visibility
from bot.domain.wins import joined

#: For how long a tap can be taken back (content.md F5.1).
UNDO_WINDOW = timedelta(minutes=10)
#: Goals asked about in one message (content.md F5.0).
GOALS_A_PROMPT = 3
#: Characters a form of Slack's can hold.
FORM_LENGTH = 3000
#: So many "a bit behind" in a row, and the goal's *why* is quoted back (content.md 5.2c).
BEHIND_QUOTES_WHY = 3
#: So many "stuck" in a row, and noting a setback is offered (content.md 9.0).
STUCK_IS_HARD = 2
#: The title of a check-in that is about no goal in particular.
GENERAL_TITLE = "your work with Waymark"


class Status(StrEnum):
    """Words with fixed meanings (content.md F5); the values are stored, never shown."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    STUCK = "stuck"
    DONE = "done"
    SKIPPED = "skipped"


class PromptState(StrEnum):
    """What became of a check-in that was asked for."""

    OPEN = "open"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    PASSED = "passed"
    #: Answered within a week of its closing: counts as kept (content.md 6.5).
    REPAIRED = "repaired"
    #: Still open when a pause began: does not count at all (6.1).
    AWAY = "away"


@dataclass
class Prompt:
    """One asking: the question of one local date, or one `/mentor checkin`.

    ``goal_ids`` are the goals asked about, in order; empty means "in general". ``slot_on`` is the
    local date that identifies a scheduled prompt; None when the person came by themselves.
    """

    workspace_id: str
    owner_id: str
    asked_at: datetime
    closes_at: datetime
    goal_ids: list[str]
    slot_on: date | None = None
    state: str = PromptState.OPEN
    snoozes: int = 0
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    def is_open(self, at: datetime) -> bool:
        """Open until the day before the next slot, answered or not in part."""
        return self.state in (PromptState.OPEN, PromptState.SNOOZED) and at < self.closes_at

    def answered(self, at: datetime, within: timedelta) -> None:
        """Every row has an answer; one that passed counts when it closed not long ago."""
        if self.state != PromptState.PASSED:
            self.state = PromptState.ANSWERED
        elif at <= self.closes_at + within:
            self.state = PromptState.REPAIRED

    def reopen(self, at: datetime) -> None:
        """An answer was taken back."""
        self.state = PromptState.OPEN if at < self.closes_at else PromptState.PASSED

    @property
    def subjects(self) -> list[str]:
        """The goals asked about; one empty id stands for "in general"."""
        return self.goal_ids or [""]


@dataclass
class Checkin:
    """One answer about one goal. Latest per prompt and goal counts; an undone one never does."""

    workspace_id: str
    owner_id: str
    status: str
    at: datetime
    goal_id: str = ""
    prompt_id: str = ""
    came_by: str = "tap"
    did_step: str = ""
    measure_value: str = ""
    learned: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    note: str = ""
    note_visibility: str = "private"
    undone_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    def can_be_undone(self, at: datetime) -> bool:
        """Within ten minutes of the tap, once."""
        return self.undone_at is None and at - self.at <= UNDO_WINDOW

    def enrich(self, answers: Answers) -> None:
        """Take over the status and every word given; what is not given again stays as it was.

        The moment of the first tap stays too. Words are shown more widely only by a choice that
        came with words.
        """
        self.status = answers.status
        for name in ("did_step", "measure_value", "learned", "next_step", "note"):
            if words := getattr(answers, name):
                setattr(self, name, words)
        self.next_step_on = answers.next_step_on or self.next_step_on
        if answers.note:
            self.note_visibility = answers.note_visibility
        if answers.more:
            self.note = joined(self.note, answers.more)
            self.note_visibility = Visibility.PRIVATE


@dataclass(frozen=True)
class Answers:
    """What the *Say more* form holds; everything but the status may be empty.

    ``more`` are words to add to a note too long for a form; they are the owner's only.
    """

    status: str
    did_step: str = ""
    measure_value: str = ""
    learned: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    note: str = ""
    note_visibility: str = "private"
    more: str = ""


def open_until(prompts: Sequence[Prompt], at: datetime) -> datetime | None:
    """Until when the latest of these questions, newest first, waits for an answer; None when none
    does."""
    asked = [one for one in prompts[:1] if one.asked_at <= at and one.is_open(at)]
    return asked[0].closes_at if asked else None


def note_for(pairing_id: str) -> str:
    """How a note says that the mentor of one pairing may read it, and no other."""
    return f"{Visibility.MENTOR}:{pairing_id}"


def is_heavier(latest: Sequence[str]) -> bool:
    """Two falls in a row (on track, a bit behind, stuck), or "a bit behind" three times, newest
    first (content.md 5.4); skips say nothing."""
    said = [one for one in latest if one != Status.SKIPPED][:3]
    return said in (
        [Status.STUCK, Status.BEHIND, Status.ON_TRACK],
        [Status.BEHIND] * BEHIND_QUOTES_WHY,
    )


def trend(latest: Sequence[str]) -> str:
    """The latest three answers in words, oldest first: "on track, then a bit behind"."""
    said = [one.replace("_", " ") for one in latest if one != Status.SKIPPED][:3]
    return ", then ".join("a bit behind" if one == "behind" else one for one in reversed(said))


def has_number(measure: str) -> bool:
    """Whether a goal is measured in numbers, so that where it stands can be one."""
    return any(letter.isdigit() for letter in measure)


def in_a_row(status: str, latest: Sequence[str]) -> int:
    """How many of the latest answers, newest first, are this one; a skip says nothing, and breaks
    nothing."""
    count = 0
    for one in latest:
        if one == status:
            count += 1
        elif one != Status.SKIPPED:
            break
    return count


def status_in(text: str) -> tuple[str, str] | None:
    """The status a person typed, and the words after it: "stuck: waiting on access".

    None when the words start with no status. Reads the words people really use.
    """
    plain = " ".join(text.replace(":", " ").replace("_", " ").replace("-", " ").split())
    lowered = plain.casefold()
    for words, status in _SPOKEN:
        if lowered == words or lowered.startswith(words + " "):
            return status, plain[len(words) :].strip(" ,.–—")
    return None


_SPOKEN = (
    ("on track", Status.ON_TRACK),
    ("ontrack", Status.ON_TRACK),
    ("good", Status.ON_TRACK),
    ("fine", Status.ON_TRACK),
    ("a bit behind", Status.BEHIND),
    ("bit behind", Status.BEHIND),
    ("behind", Status.BEHIND),
    ("stuck", Status.STUCK),
    ("blocked", Status.STUCK),
    ("done", Status.DONE),
    ("skip", Status.SKIPPED),
)
