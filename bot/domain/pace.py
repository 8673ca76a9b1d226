"""How often check-ins come, and what silence changes: rules, not learning (content.md F6, 5.6).

Nothing here ever speeds anything up, and nothing counts what was not answered where people see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week
from bot.domain.checkins import GOALS_A_PROMPT, Prompt, PromptState
from bot.domain.goals import Goal

#: Questions in a row without a word after which the rhythm rests (content.md 6.4).
REST_ROUNDS = 6
#: Or after this long, once the lighter steps were tried.
REST_AFTER = timedelta(weeks=6)
#: The rounds of silence after which the wording, then the pace, is offered anew (6.2, 6.3).
FRESH_ROUNDS, QUESTION_ROUNDS = 2, 3
#: The pace is asked about once in so long (5.2); of one goal that is steady, once a quarter.
PACE_REST, STEADY_REST = timedelta(days=30), timedelta(days=91)
#: Working days an answer about the pace is waited for (6.3).
ANSWER_DAYS = 5
#: The slowest rhythm there is, in weeks: silence doubles no further.
SLOWEST = 8
#: The latest questions a decision looks at.
LOOK_BACK = 8
#: A round that passed can be answered so long after it closed, and counts (6.5).
BACK_FILL = timedelta(days=7)
#: "8 of the last 10" (content.md P5), and the breathers of a quarter (6.1).
WINDOW, BREATHERS = 10, 2
#: Fewer times than these are no pattern, and nothing is said of them.
PATTERN = 3
#: Questions looked at for that: the window, a quarter before it, and its breathers.
RECORD = 30
#: "Mostly in another hour": so many of the latest answers, at least so far away (5.6).
ANSWERS, MOSTLY, HOURS_AWAY = 6, 4, 3
#: Steady: so many answers "on track" in a row, without a note (5.5).
STEADY = 4
#: A goal is asked about as "heavier" at most once in so many days (5.4).
HEAVY_DAYS = 30
#: How near its date an extra check-in is offered to a goal that is not on track, in working days.
DATE_NEAR = 10
#: An extra check-in comes so many working days later (5.6).
EXTRA_DAYS = 3


class Round(StrEnum):
    """What the next question is, after so much silence."""

    ASK = "ask"
    ASK_ONCE = "ask_once"
    FRESH_START = "fresh_start"
    PACE = "pace"
    REST = "rest"


class PaceReason(StrEnum):
    """Why the pace is asked about."""

    QUIET = "quiet"
    STEADY = "steady"
    HOUR = "hour"


class PaceChoice(StrEnum):
    """What a person may answer to it."""

    FEWER = "fewer"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"
    HOUR = "hour"
    KEEP = "keep"


#: How often a choice asks, in weeks.
CHOSEN_WEEKS = {PaceChoice.TWO_WEEKS: 2, PaceChoice.MONTHLY: 4}


@dataclass(frozen=True)
class Silence:
    """Questions in a row with no word of any kind: how many, since when, and whether the pace was
    asked about meanwhile (and when, in this silence or before)."""

    rounds: int = 0
    since: datetime | None = None
    pace_asked: bool = False
    pace_asked_at: datetime | None = None

    def next_round(self, at: datetime) -> Round:
        """One nudge in the first round, a fresh start after two, the pace after three, then rest.

        The table of content.md 5.6, row by row.
        """
        if not self.rounds:
            return Round.ASK
        too_long = self.since is not None and at - self.since >= REST_AFTER
        if self.rounds >= REST_ROUNDS or (self.pace_asked and too_long):
            return Round.REST
        if self.rounds == FRESH_ROUNDS:
            return Round.FRESH_START
        asked_at = self.pace_asked_at
        may_ask = asked_at is None or at - asked_at >= PACE_REST
        if self.rounds >= QUESTION_ROUNDS and not self.pace_asked and may_ask:
            return Round.PACE
        return Round.ASK_ONCE


@dataclass(frozen=True)
class Record:
    """ "8 of the last 10": answered ones of the latest that count, and breathers left."""

    kept: int
    window: int
    breathers: int

    @property
    def in_words(self) -> str:
        """A plain sentence; empty before there is a pattern. Never what was not answered."""
        if not self.kept or self.window < PATTERN:
            return ""
        word = "breather" if self.breathers == 1 else "breathers"
        return (
            f"You checked in {self.kept} of the last {self.window} times; "
            f"{self.breathers} {word} left this quarter."
        )


def record_of(prompts: Sequence[Prompt], today: date) -> Record:
    """What the latest scheduled questions, newest first, come to.

    The first two of a quarter that passed are breathers: they are neither asked for nor held
    against anybody. Rounds in a pause, and one that is still open, do not count either.
    """
    used: Counter[tuple[int, int]] = Counter()
    counted: list[bool] = []
    for prompt in reversed(prompts):
        if prompt.slot_on is None or prompt.state not in _DECIDED:
            continue
        kept = prompt.state != PromptState.PASSED
        quarter = _quarter(prompt.slot_on)
        if not kept and used[quarter] < BREATHERS:
            used[quarter] += 1
        else:
            counted.append(kept)
    latest = counted[-WINDOW:]
    return Record(sum(latest), len(latest), BREATHERS - used[_quarter(today)])


def due_goals(
    goals: Sequence[Goal], prompts: Sequence[Prompt], day: date, every_weeks: int
) -> list[Goal]:
    """The goals whose own rhythm asks on this day of the person's rhythm, at most three.

    A goal asked weekly and one asked monthly share a weekly slot: the monthly one joins every
    fourth. With more than three, those go first that were not asked about for longest.
    """
    half = timedelta(weeks=every_weeks) / 2
    asked = {goal.id: _asked_on(goal.id, prompts) for goal in goals}
    due = [
        goal
        for goal in goals
        if (last := asked[goal.id]) is None
        or day - last >= timedelta(weeks=goal.every_weeks) - half
    ]
    first = sorted(due, key=lambda goal: asked[goal.id] or date.min)[:GOALS_A_PROMPT]
    return [goal for goal in due if goal in first]


def anchor_of(goals: Sequence[Goal], prompts: Sequence[Prompt]) -> date | None:
    """The day a slower rhythm counts from: when the goals that are asked most often were asked."""
    often = min((goal.every_weeks for goal in goals), default=0)
    days = [_asked_on(goal.id, prompts) for goal in goals if goal.every_weeks == often]
    return max((day for day in days if day is not None), default=None)


def slower(every_weeks: int) -> int:
    """Half as often."""
    return min(every_weeks * 2, max(SLOWEST, every_weeks))


def fresh_start_on(week: Week, day: date) -> tuple[date, str]:
    """The first working day of a week or a month, from this day on, and which of them it is."""
    first = day
    while not _works(week, first) or not (_starts_month(week, first) or _starts_week(week, first)):
        first += timedelta(days=1)
    return first, "month" if _starts_month(week, first) else "week"


def usual_hour(moments: Sequence[datetime], week: Week) -> time | None:
    """The full hour around which at least four of the latest six answers came, if it lies three
    hours or more from the person's slot and inside their window; None when there is none."""
    latest = [week.local(moment) for moment in moments[:ANSWERS]]
    if len(latest) < ANSWERS:
        return None
    minutes = [one.hour * 60 + one.minute for one in latest]
    slot = week.slot.hour * 60 + week.slot.minute
    away = [one for one in minutes if abs(one - slot) >= HOURS_AWAY * 60]
    for hour in sorted({one // 60 for one in away}):
        near = [one for one in away if abs(one - (hour * 60 + 30)) <= 60]
        offered = time(hour)
        if len(near) >= MOSTLY and week.window_start <= offered < week.window_end:
            return offered
    return None


# --- private -------------------------------------------------------------------------------------

_DECIDED = (PromptState.ANSWERED, PromptState.REPAIRED, PromptState.PASSED)


def _asked_on(goal_id: str, prompts: Sequence[Prompt]) -> date | None:
    """When a goal was last asked about, of the latest scheduled questions."""
    days = [one.slot_on for one in prompts if goal_id in one.goal_ids and one.slot_on is not None]
    return max(days, default=None)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _works(week: Week, day: date) -> bool:
    return not week.working_days or day.weekday() in week.working_days


def _starts_week(week: Week, day: date) -> bool:
    """The working day after a free one; who has no free day begins on Monday."""
    if len(set(week.working_days)) in (0, 7):
        return day.weekday() == 0
    return not _works(week, day - timedelta(days=1))


def _starts_month(week: Week, day: date) -> bool:
    """The first working day of its month."""
    return not any(_works(week, day.replace(day=earlier)) for earlier in range(1, day.day))
