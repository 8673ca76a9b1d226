"""Four questions to oneself, a plan out of them, and what helped others (content.md 7.1, 7.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import PastDate

#: Options asked for; a fourth may be there (content.md 7.1).
OPTIONS = 3
#: Characters of each answer.
ANSWER_LENGTH = 500
OPTION_LENGTH = 150
#: People, beside the reader, who have to stand behind all tips before one is shown: with fewer it
#: would point to who gave it (as for questions without a name, content.md 5.8).
GIVERS = 5
#: Tips shown beside the options, and how many of the newest are looked through.
TIPS_SHOWN = 2
TIPS_READ = 200
#: Beside a field.
MORE_OPTIONS = "One more, please. An odd one counts."
ANOTHER_OPTION = "This one is there already. A different one, please."
NO_CUE = "When or where will it be? A few words are enough."
NO_CHOICE = "Pick one of your options."
#: Words too common to say what something is about.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "about after again also been before being both cannot could does doing done down each "
        "else every from gets have having here into just keep know like make many more most "
        "much must need never next nobody none nothing once only other over same should some "
        "still such than that their them then there these they thing things this those through "
        "very want wants well were what when where which while will with without work would "
        "your yours ",
    )
)
_WORD = re.compile(r"[^\W\d_]{4,}")


class Stage(StrEnum):
    """The four questions, one at a time, and the end of them."""

    GOAL = "goal"
    REALITY = "reality"
    OPTIONS = "options"
    WILL = "will"
    SAVED = "saved"


@dataclass
class SelfPlan:
    """The answers about one roadblock; its id is the roadblock's, so there is one for each.

    Kept for its owner alone, each answer the moment it is given. ``saved_at`` is set with the
    last one: "if ``cue``, then I will ``step``".
    """

    workspace_id: str
    id: str
    owner_id: str
    at: datetime
    wanted: str = ""
    facts: str = ""
    options: list[str] = field(default_factory=list)
    cue: str = ""
    step: str = ""
    step_on: date | None = None
    saved_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """The plan in one sentence; empty before it is one."""
        return f"If {self.cue}, then I will {self.step}." if self.saved_at else ""


@dataclass
class Tip:
    """What somebody would tell the next person. Its id is the roadblock's; no name is shown.

    ``tag`` is the kind of help that was wanted. ``owner_id`` is there so that nobody is offered
    their own, and so that they can take it back.
    """

    workspace_id: str
    id: str
    owner_id: str
    tag: str
    words: str
    at: datetime


def option_problems(options: Sequence[str]) -> dict[str, str]:
    """A sentence for each of the first three fields that is empty or says the same again."""
    found: dict[str, str] = {}
    said: set[str] = set()
    for number in range(OPTIONS):
        words = options[number] if number < len(options) else ""
        plain = " ".join(words.lower().split())
        if not plain:
            found[f"option_{number + 1}"] = MORE_OPTIONS
        elif plain in said:
            found[f"option_{number + 1}"] = ANOTHER_OPTION
        said.add(plain)
    return found


def will_problems(step: str, cue: str, step_on: date | None, today: date) -> dict[str, str]:
    """What keeps a choice from being a plan; ``today`` is the owner's own date."""
    found: dict[str, str] = {}
    if not step:
        found["step"] = NO_CHOICE
    if not cue:
        found["cue"] = NO_CUE
    if step_on is not None and step_on < today:
        found["step_on"] = PastDate().reply
    return found


def closest(words: str, tag: str, tips: Sequence[Tip]) -> list[Tip]:
    """Up to two tips: more words in common first, then the same kind of help, then the newest.

    A tip with neither a word nor the tag in common is not offered: any tip is not a help. None
    is while fewer than five people stand behind them.
    """
    if len({one.owner_id for one in tips}) < GIVERS:
        return []
    mine = _telling(words)
    ranked = [(len(mine & _telling(one.words)), one.tag == tag, one) for one in tips]
    fitting = [one for one in ranked if one[0] or one[1]]
    fitting.sort(key=lambda one: (-one[0], not one[1], -one[2].at.timestamp(), one[2].id))
    return [tip for _, _, tip in fitting[:TIPS_SHOWN]]


# --- private -------------------------------------------------------------------------------------


def _telling(words: str) -> set[str]:
    """The words that say what it is about; a plural is the same word."""
    found = (word.lower() for word in _WORD.findall(words))
    return {word.removesuffix("s") for word in found if word not in _EMPTY}
