"""Feedback: asked for as advice; written as what was seen, its effect, one idea (F10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week, resolve
from bot.domain.ids import new_id

#: People asked beside the mentors (content.md 10.0), and requests that may be open at once.
OTHERS_MOST = 3
OPEN_MOST = 6
#: An event less than this many working days ago is fresh: the words come while it is remembered.
FRESH_WORKING_DAYS = 2
#: One reminder, then a quiet end (content.md 10.1).
REMINDER_WORKING_DAYS = 3
LAPSE_WORKING_DAYS = 10
#: The reader's "ask me later" (10.3), and "did you try it?" (10.5).
HOLD_DAYS = 3
TRIED_DAYS = 14


class Focus(StrEnum):
    """What the advice is about; the first three are the essay's own (content.md 4.1b)."""

    PRESENTATION = "presentation"
    STRATEGY = "strategy"
    LEADERSHIP = "leadership"
    WRITING = "writing"
    MEETINGS = "meetings"
    TECHNICAL = "technical"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people read it in a list."""
        return _LABELS[self]

    @property
    def questions(self) -> tuple[str, ...]:
        """Three ready questions that ask for advice, not for a grade (content.md 7.5)."""
        return _QUESTIONS[self]


class AskState(StrEnum):
    """``permission``: an observation nobody asked for waits for a yes (content.md 10.G).
    ``said``: the words were sent. ``lapsed``: nobody answered, and nobody was told."""

    PERMISSION = "permission"
    ASKED = "asked"
    SAID = "said"
    TALK = "talk"
    CANT_JUDGE = "cant_judge"
    NOT_NOW = "not_now"
    REFUSED = "refused"
    LAPSED = "lapsed"


#: What the giver answers with one tap instead of writing.
INSTEAD = (AskState.TALK, AskState.CANT_JUDGE, AskState.NOT_NOW)


class Answered(StrEnum):
    """What one of the two hears of the other's tap: ``talk`` to ``not_now`` come from the giver
    instead of words, ``talk_about`` from the receiver who read them, the last two answer an
    observation that was offered."""

    TALK = "talk"
    CANT_JUDGE = "cant_judge"
    NOT_NOW = "not_now"
    TALK_ABOUT = "talk_about"
    WELCOME = "welcome"
    REFUSED = "refused"


@dataclass
class FeedbackAsk:
    """One question to one person. ``receiver_id`` will read the words, ``giver_id`` writes them.

    ``form_id``: the form it came from; a form sent twice asks nobody twice. ``unasked``: the giver
    began, and nothing was written before the receiver said yes.
    """

    workspace_id: str
    receiver_id: str
    giver_id: str
    focus: str
    situation: str
    asked_at: datetime
    question: str = ""
    event_on: date | None = None
    state: str = AskState.ASKED
    unasked: bool = False
    form_id: str = ""
    closed_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def is_open(self) -> bool:
        """Whether the giver's words are still hoped for."""
        return self.state == AskState.ASKED

    @property
    def takes_words(self) -> bool:
        """A tap on *Not now* or a lapse is no promise: writing later is welcome."""
        return self.state not in (AskState.PERMISSION, AskState.REFUSED)

    def close(self, state: AskState, at: datetime) -> None:
        """It came to this; the first end stands until words arrive."""
        self.state, self.closed_at = state, at


class Used(StrEnum):
    """What became of the idea (content.md 10.5); none of them is a grade."""

    TRIED = "tried"
    NOT_YET = "not_yet"
    OTHER_WAY = "other_way"


@dataclass
class Feedback:
    """The giver's words, in the giver's words. Without ``sent_at`` it is a draft of theirs."""

    workspace_id: str
    ask_id: str
    giver_id: str
    receiver_id: str
    focus: str
    situation: str
    written_at: datetime
    seen: str = ""
    impact: str = ""
    next_time: str = ""
    keep: str = ""
    sent_at: datetime | None = None
    read_at: datetime | None = None
    holds: int = 0
    thanked_at: datetime | None = None
    question: str = ""
    question_at: datetime | None = None
    answer: str = ""
    answer_at: datetime | None = None
    talk_at: datetime | None = None
    step: str = ""
    step_on: date | None = None
    kept_at: datetime | None = None
    used: str = ""
    used_at: datetime | None = None
    told_at: datetime | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def words(self) -> Words:
        """The four boxes."""
        return Words(self.situation, self.seen, self.impact, self.next_time, self.keep)

    def write(self, words: Words, at: datetime) -> None:
        """Take over what the form holds."""
        self.situation = words.situation or self.situation
        self.seen, self.impact = words.seen, words.impact
        self.next_time, self.keep = words.next_time, words.keep
        self.written_at = at


@dataclass(frozen=True)
class Words:
    """What the giver writes: situation, what was seen, its effect, one idea, one thing to keep."""

    situation: str = ""
    seen: str = ""
    impact: str = ""
    next_time: str = ""
    keep: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing but the situation, which was filled in before."""
        return not (self.seen or self.impact or self.next_time or self.keep)


def is_fresh(event_on: date | None, at: datetime, week: Week) -> bool:
    """Whether the event lies less than two working days back (content.md 10.1, 4.1c).

    Counted in the reader's own week; what lies ahead, or has no date, is not fresh.
    """
    if event_on is None or event_on > week.local(at).date():
        return False
    noon = resolve(event_on, time(12, 0), week.zone)
    last = week.after_working_days(noon, FRESH_WORKING_DAYS)
    return week.local(at).date() < week.local(last).date()


def tried_at(read_at: datetime, step_on: date | None, week: Week) -> datetime:
    """When "did you try it?" is asked: 14 days after the reading or the new step, and not before
    the step's own day."""
    day = week.local(read_at).date() + timedelta(days=TRIED_DAYS)
    return resolve(max(day, step_on) if step_on else day, week.slot, week.zone)


# --- private -------------------------------------------------------------------------------------

_LABELS = {
    Focus.PRESENTATION: "presentation style",
    Focus.STRATEGY: "strategic thinking",
    Focus.LEADERSHIP: "leadership behaviour",
    Focus.WRITING: "writing",
    Focus.MEETINGS: "meetings",
    Focus.TECHNICAL: "technical work",
    Focus.OTHER: "something else",
}
_QUESTIONS = {
    Focus.PRESENTATION: (
        "What one thing would make my opening clearer?",
        "Where did you start to drift?",
        "Which slide would you cut?",
    ),
    Focus.STRATEGY: (
        "What am I not seeing two steps out?",
        "Which trade-off did I leave unsaid?",
        "What would you want to know before you agree?",
    ),
    Focus.LEADERSHIP: (
        "What could I do so quieter people speak?",
        "What did my reaction tell the room?",
        "What is one thing I should hand over?",
    ),
    Focus.WRITING: (
        "Where did you have to read twice?",
        "What would you move to the first line?",
        "Which part would you leave out?",
    ),
    Focus.MEETINGS: (
        "What would have made the hour shorter?",
        "Who would you have heard from earlier?",
        "What would you change in how I opened it?",
    ),
    Focus.TECHNICAL: (
        "What would you test before you trust it?",
        "Which part would you build differently?",
        "What would you ask me to explain first?",
    ),
    Focus.OTHER: (
        "What one thing would you do differently next time?",
        "What would you keep as it is?",
        "What would you try first in my place?",
    ),
}
