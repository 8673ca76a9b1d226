"""Check-in messages (content.md 4.1, 22 to 26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class AskedGoal:
    """One row of a check-in; an empty ``goal_id`` asks in general."""

    goal_id: str
    title: str
    next_step: str = ""
    #: For the form: how it is measured, and the latest answers in words.
    measure: str = ""
    trend: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckinDue(Message):
    """A scheduled check-in, or the same asked for by the person.

    ``moved_from`` is the hour they chose, "02:30", on the day on which the clocks leave it out.
    """

    kind: ClassVar[str] = "checkin_due"
    priority: ClassVar[Priority] = Priority.P2
    goal_title: str
    next_step: str = ""
    last_on: date | None = None
    n_goals: int = 1
    goals: tuple[AskedGoal, ...] = ()
    moved_from: str = ""
    #: The if-then plan, when no next step was promised (content.md 1.1c).
    plan: str = ""
    next_step_on: date | None = None
    #: The interval doubled by itself: how many weeks it has now, said once (content.md 6.3).
    slower_weeks: int = 0


@dataclass(frozen=True, kw_only=True)
class CheckinAck(Message):
    """The answer to a tap. ``status`` is a ``Status`` value; kept/window: "8 of the last 10".

    ``why`` is what makes the goal matter, quoted back on the third "a bit behind" in a row;
    ``hard_again``: stuck twice in a row, so that noting a setback is offered.
    """

    kind: ClassVar[str] = "checkin_ack"
    status: str
    goal_title: str
    goal_id: str = ""
    checkin_id: str = ""
    next_at: datetime | None = None
    kept: int = 0
    window: int = 0
    mentor_name: str = ""
    next_step: str = ""
    why: str = ""
    hard_again: bool = False
    #: The if-then plan of the goal: quoted back when the answer is "stuck" (content.md 1.1c).
    plan: str = ""
    #: No plan yet, and "a bit behind" for the first time: one is offered once more (3.5).
    offers_plan: bool = False
    #: Two falls in a row, or three times behind: a talk is offered (content.md 5.4).
    heavier: bool = False
    #: One extra check-in is offered (content.md 5.6).
    offers_extra: bool = False
    #: One of several goals that are answered side by side: its name stands above (3.2).
    is_one_of_several: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckinNudge(Message):
    """The only nudge, one working day after a quiet check-in."""

    kind: ClassVar[str] = "checkin_nudge"
    priority: ClassVar[Priority] = Priority.P3
    goal_title: str
    closes_at: datetime | None = None
    goals: tuple[AskedGoal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckinShared(Message):
    """One line for the mentor's digest: the status, and the note if it was shared.

    ``goal_id`` and ``pairing_id`` say whether the mentor may still read it.
    """

    kind: ClassVar[str] = "checkin_shared"
    priority: ClassVar[Priority] = Priority.P2
    weekly: ClassVar[bool] = True
    mentee_name: str
    goal_title: str
    status: str
    next_step: str = ""
    note: str = ""
    goal_id: str = ""
    pairing_id: str = ""
    next_step_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CheckinRest(Message):
    """The last word after six quiet rounds: check-ins rest until the person comes back."""

    kind: ClassVar[str] = "checkin_rest"
    priority: ClassVar[Priority] = Priority.P3


MESSAGES: tuple[type[Message], ...] = (
    CheckinDue,
    CheckinAck,
    CheckinNudge,
    CheckinShared,
    CheckinRest,
)
