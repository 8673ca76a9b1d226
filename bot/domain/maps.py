"""The career map: where somebody is, where to, and more than one way there (content.md F4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import StepCount, TooLong
from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Characters of an answer about where to and today.
WORDS_LENGTH = 600
#: Characters of one step, of why it happened, and of what it taught.
STEP_LENGTH = 200
#: Characters of all the steps of a path as they are typed.
STEPS_LENGTH = 3000
NAME_LENGTH = 80
#: Strengths that are plenty for one look (4.1).
STRENGTHS = 3


class PathKind(StrEnum):
    """A way still to go, or one a mentor went."""

    ROUTE = "route"
    STORY = "story"


#: Kinds of a step still to go (4.2): the word typed before a colon, and the kind.
ROUTE_KINDS: Mapping[str, str] = {
    "up": "up",
    "sideways": "sideways",
    "project": "project",
    "outside": "outside",
    "learn": "learn first",
    "learn first": "learn first",
    "learn-first": "learn first",
    "detour": "detour",
}
#: Kinds of a step a mentor went (1.2a); a detour is one like the others.
STORY_KINDS: Mapping[str, str] = {
    "step": "step",
    "detour": "detour",
    "pivot": "pivot",
    "luck": "luck",
    "regret": "regret",
}
#: How many steps each kind of path has.
STEP_COUNTS = {PathKind.ROUTE: (2, 5), PathKind.STORY: (3, 8)}


@dataclass
class CareerMap:
    """Where to, and today (4.0, 4.1). Only ever its owner's: there is no audience to choose."""

    workspace_id: str
    owner_id: str
    vision: str = ""
    role: str = ""
    strengths: str = ""
    limits: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


@dataclass
class MapPath:
    """One route of ``owner_id``'s, or the story of a mentor's own way.

    ``by_id`` wrote it: the owner, or the mentor who added another way. A story with an audience
    and no ``pairing_id`` is for every mentee of its owner. What a mentor added is in their words
    until ``taken_at``: from then on its owner alone writes it.
    """

    workspace_id: str
    owner_id: str
    by_id: str
    kind: str
    name: str
    at: datetime
    gain: str = ""
    cost: str = ""
    first_test: str = ""
    serves: str = ""
    strains: str = ""
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    archived_at: datetime | None = None
    taken_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def writer_id(self) -> str:
        """Whose words these are."""
        return self.owner_id if self.taken_at else self.by_id

    @property
    def is_shown(self) -> bool:
        """Whether anybody but its owner sees it."""
        return self.visibility != Visibility.PRIVATE


@dataclass
class MapStep:
    """One step of a path; ``why`` and ``taught`` belong to a story."""

    workspace_id: str
    path_id: str
    position: int
    kind: str
    text: str
    why: str = ""
    taught: str = ""
    reached_at: datetime | None = None
    goal_id: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def typed(self) -> str:
        """The line it is written as."""
        parts = [f"{self.kind}: {self.text}", self.why, self.taught]
        while not parts[-1]:
            parts.pop()
        return " | ".join(parts)


@dataclass(frozen=True)
class Line:
    """One typed step, taken apart."""

    kind: str
    text: str
    why: str = ""
    taught: str = ""


def read_steps(words: str, kind: PathKind) -> tuple[Line, ...]:
    """A step on each line, its kind first if it has one.

    A story's line goes on after a bar: ``detour: left law | worn out | ask for help early``.
    Raises ``StepCount`` and ``TooLong`` with the words.
    """
    least, most = STEP_COUNTS[kind]
    lines = tuple(_line(line, kind) for line in words.splitlines() if line.strip())
    if not least <= len(lines) <= most:
        raise StepCount(least=least, most=most, words=words)
    if any(len(part) > STEP_LENGTH for one in lines for part in (one.text, one.why, one.taught)):
        raise TooLong(limit=str(STEP_LENGTH), words=words)
    return lines


# --- private -------------------------------------------------------------------------------------


def _line(line: str, kind: PathKind) -> Line:
    kinds = ROUTE_KINDS if kind == PathKind.ROUTE else STORY_KINDS
    head, colon, rest = line.partition(":")
    known = kinds.get(" ".join(head.lower().split())) if colon and rest.strip() else None
    text = rest if known else line
    plain = "up" if kind == PathKind.ROUTE else "step"
    if kind == PathKind.ROUTE:
        return Line(known or plain, text.strip())
    text, _, after = text.partition("|")
    why, _, taught = after.partition("|")
    return Line(known or plain, text.strip(), why.strip(), taught.strip())
