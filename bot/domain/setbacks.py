"""Setbacks: said, met kindly, kept for their owner alone (content.md F9).

A setback has no audience and never gets one: what may reach a mentor is a roadblock of its own,
which its owner writes and sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week, resolve
from bot.domain.ids import new_id
from bot.domain.wins import Praise, PraiseKind, Win

#: Characters of what happened: a field of Slack's holds no more, and one line is plenty.
WORDS_LENGTH = 3000
#: Characters of each answer of the next step's form.
LINE_LENGTH = 300
#: Reminders on one card; of these, one may be a mentor's words (content.md 9.2).
MOST = 3
MOST_QUOTES = 1
#: A win this old shows that it was there before, too (content.md 9.2).
LONG_AGO = timedelta(days=183)
#: Words of one reminder on the card: three of them leave room for the kind sentence (3.3).
GLIMPSE = 8
#: A smaller next step lies within a week (content.md 9.3).
STEP_DAYS = 7
#: Working days until the extra check-in, when it is wanted (content.md 9.3).
CHECKIN_DAYS = 3
#: Local days without a message: the day it was said, and the next (content.md 9.1).
QUIET_DAYS = 2


class SetbackSource(StrEnum):
    """Where it was said."""

    COMMAND = "command"
    GOAL = "goal"
    CHECKIN = "checkin"


class SetbackChoice(StrEnum):
    """What its owner took up after the kind sentence; empty until then (content.md 9.1)."""

    NONE = ""
    LOGGED = "logged"
    STRENGTHS = "strengths"
    NEXT = "next"
    TELL = "tell"


@dataclass
class Setback:
    """``words`` may be empty: that it was said is enough. ``shown`` are ids of the wins and kept
    words its owner was reminded of, ``used`` the one they took along.

    ``plan_then`` finishes "If this comes up again, then I will …".
    """

    workspace_id: str
    owner_id: str
    at: datetime
    words: str = ""
    goal_id: str = ""
    source: str = SetbackSource.COMMAND
    choice: str = SetbackChoice.NONE
    shown: list[str] = field(default_factory=list)
    used: str = ""
    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    friend: str = ""
    checkin_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def if_then(self) -> str:
        """The plan in its exact form (content.md E11), or empty."""
        if not self.plan_then:
            return ""
        return f"If this comes up again, then I will {self.plan_then.rstrip('.')}."

    def choose(self, choice: SetbackChoice) -> None:
        """Remember the latest choice; a quiet "just log it" undoes none of the others."""
        if choice is not SetbackChoice.LOGGED or not self.choice:
            self.choice = choice


@dataclass(frozen=True)
class Reminder:
    """A win of one's own, or words somebody said (``by_id``), with the day it is from."""

    id: str
    words: str
    at: datetime
    by_id: str = ""


def quiet_until(week: Week, at: datetime) -> datetime:
    """The end of the quiet: local midnight after the next day, whatever hour it is said."""
    return resolve(week.local(at).date() + timedelta(days=QUIET_DAYS), time(0, 0), week.zone)


def reminders(
    wins: Sequence[Win],
    kept: Sequence[Praise],
    *,
    goal_id: str,
    skill: str,
    at: datetime,
    skills: Mapping[str, str] | None = None,
) -> list[Reminder]:
    """What the owner has already shown, by their own record (content.md 9.2).

    1. Wins with the setback's goal or that goal's skill; when there are none, any.
    2. The newest first; of those older than half a year the newest has a place kept for it.
    3. At most one quote, of words the owner kept; it takes the last place.

    ``skill`` is the goal's; ``skills`` gives the skill of each other goal by its id. Nothing of a
    win its owner set aside is brought back.
    """
    shown = [win for win in wins if win.hidden_at is None]
    quote = _quote(shown, kept, goal_id, {win.id for win in wins} - {win.id for win in shown})
    places = MOST - len(quote)
    wanted = _plain(skill)
    near = [
        win
        for win in shown
        if (goal_id and win.goal_id == goal_id)
        or (wanted and wanted in (_plain(win.skill), _plain((skills or {}).get(win.goal_id, ""))))
    ]
    ordered = sorted(near or shown, key=lambda win: win.at, reverse=True)
    chosen = ordered[:places]
    old = next((win for win in ordered if at - win.at > LONG_AGO), None)
    if old is not None and old not in chosen:
        chosen[-1] = old
    return [Reminder(win.id, win.title, win.at) for win in chosen] + quote


def glimpse(words: str) -> str:
    """The first few words, on one line; what was left out is marked."""
    held = words.split()
    short = " ".join(held[:GLIMPSE])
    short = short if len(short) <= 80 else short[:79].rstrip()
    return short if short == " ".join(held) else f"{short}…"


# --- private -------------------------------------------------------------------------------------


def _quote(
    shown: Sequence[Win], kept: Sequence[Praise], goal_id: str, hidden: set[str]
) -> list[Reminder]:
    """A mentor's words about this goal, or about its wins, before any others; newest first."""
    said = [one for one in kept if one.kind != PraiseKind.QUESTION and one.win_id not in hidden]
    about = {win.id for win in shown if goal_id and win.goal_id == goal_id}
    near = [one for one in said if (goal_id and one.goal_id == goal_id) or one.win_id in about]
    chosen = sorted(near or said, key=lambda one: one.kept_at or one.at, reverse=True)
    return [Reminder(one.id, one.words, one.at, one.by_id) for one in chosen[:MOST_QUOTES]]


def _plain(skill: str) -> str:
    return " ".join(skill.replace("_", " ").split()).casefold()
