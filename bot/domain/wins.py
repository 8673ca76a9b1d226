"""Wins and what people say of them (content.md F8). Facts, never streaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week, resolve
from bot.domain.ids import new_id
from bot.domain.visibility import Visibility

#: Words a congratulation needs, so that it says something (content.md 8.3).
PRAISE_WORDS = 3
TOO_FEW = f"{PRAISE_WORDS} words or more, please: what did they do that you liked?"
#: Characters of a win's title; what is longer goes on in ``how``, and nothing is cut.
TITLE_LENGTH = 300
#: An old win comes back unasked at most so often, and not before it is so old (content.md 8.5).
A_MONTH = timedelta(days=30)


class WinSource(StrEnum):
    """Where a win came from."""

    COMMAND = "command"
    CHECKIN = "checkin"
    ROADBLOCK = "roadblock"
    GOAL = "goal"
    WORDS = "words"
    SETBACK = "setback"


@dataclass
class Win:
    """One line that went well. ``hidden_at``: set aside by its owner; it can come back.

    ``shown_at`` is when it was last brought back unasked (content.md 8.5).
    """

    workspace_id: str
    owner_id: str
    title: str
    at: datetime
    how: str = ""
    impact: str = ""
    proof: str = ""
    skill: str = ""
    helpers: str = ""
    source: str = WinSource.COMMAND
    goal_id: str = ""
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    shared_at: datetime | None = None
    hidden_at: datetime | None = None
    shown_at: datetime | None = None
    circle_id: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def has_detail(self) -> bool:
        """Whether anything beyond the first line and the *how* was added (content.md 8.2)."""
        return any((self.impact, self.proof, self.skill, self.helpers, self.goal_id))

    def share(
        self, visibility: str, pairing_id: str, at: datetime, *, circle_id: str = ""
    ) -> None:
        """Take over the audience the owner chose; back to "Only you" is always allowed (0.3)."""
        if (pairing_id, circle_id) != (self.pairing_id, self.circle_id):
            self.shared_at = at if pairing_id or circle_id else None
        self.visibility, self.pairing_id = visibility, pairing_id
        self.circle_id = circle_id


class PraiseKind(StrEnum):
    """The three answers to a shared win: name a strength, ask how, congratulate."""

    STRENGTH = "strength"
    QUESTION = "question"
    CONGRATULATE = "congratulate"


@dataclass
class Praise:
    """What the mentor wrote about a win, a reached goal or a check-in; ``owner_id`` receives it.

    ``kept_at`` is set when the owner keeps the words for a harder day.
    """

    workspace_id: str
    win_id: str
    by_id: str
    kind: str
    words: str
    at: datetime
    owner_id: str = ""
    goal_id: str = ""
    checkin_id: str = ""
    kept_at: datetime | None = None
    thanked_at: datetime | None = None
    answered_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()


def worth_bringing_back(wins: Sequence[Win], at: datetime) -> Win | None:
    """The old win to bring back unasked; None when there is none, or it is too soon (8.5).

    1. Within a month of the last one, none.
    2. Only wins older than a month that are not set aside.
    3. The one that waited longest since it was last shown, or else saved.
    """
    if any(win.shown_at is not None and at - win.shown_at < A_MONTH for win in wins):
        return None
    old = [win for win in wins if win.hidden_at is None and at - win.at >= A_MONTH]
    return min(old, key=lambda win: (win.shown_at or win.at, win.at), default=None)


def next_quarter(week: Week, at: datetime) -> datetime:
    """The next first slot of a quarter after ``at``, in its owner's own time."""
    today = week.local(at).date()
    this = today.year * 4 + (today.month - 1) // 3
    begins = [date(number // 4, number % 4 * 3 + 1, 1) for number in (this, this + 1)]
    slots = [week.next_slot(resolve(day, time(0, 0), week.zone)) for day in begins]
    return next(slot for slot in slots if slot > at)


def titled(words: str) -> tuple[str, str]:
    """A title of at most 300 characters, and everything that follows it.

    The first line is the title; a longer one is parted between two words. Nothing but the space
    at the seam is dropped.
    """
    first, _, rest = words.strip().partition("\n")
    if len(first) <= TITLE_LENGTH:
        return first.strip(), rest.strip()
    cut = first.rfind(" ", TITLE_LENGTH // 2, TITLE_LENGTH + 1)
    cut = cut if cut > 0 else TITLE_LENGTH
    return first[:cut].strip(), f"{first[cut:]}\n{rest}".strip()


def word_count(text: str) -> int:
    """How many words there are; scripts without spaces count by the sign, emoji not at all."""
    return sum(_size(token) for token in re.findall(r"\w+", _EMOJI.sub(" ", text)))


def says_enough(kind: str, words: str) -> bool:
    """A congratulation needs three words; a strength or a question needs one."""
    return word_count(words) >= (PRAISE_WORDS if kind == PraiseKind.CONGRATULATE else 1)


def joined(before: str, more: str) -> str:
    """Words added to words, on a line of their own; the same ones are not added twice."""
    if not more or more in before:
        return before
    return f"{before}\n{more}" if before else more


# --- private -------------------------------------------------------------------------------------

#: Slack hands emoji over by name, such as `:tada:`.
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
#: Thai, kana, Chinese and Korean are written without spaces, or with few.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _size(token: str) -> int:
    return max(1, len(_UNSPACED.findall(token)))
