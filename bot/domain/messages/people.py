"""Set-up and care (content.md 4.1, 1 to 6, 70 to 72)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from bot.domain.first_things import Step
from bot.domain.messages.base import Message
from bot.domain.messages.checkins import AskedGoal
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class OnboardWelcome(Message):
    """First hello, promise of privacy."""

    kind: ClassVar[str] = "onboard_welcome"
    first_name: str


@dataclass(frozen=True, kw_only=True)
class HomeStep(Message):
    """The one thing to do first in the Home tab. ``partner_name``: whom it is about;
    ``goal_title``: the draft to finish; ``waits``: how many things want an answer."""

    kind: ClassVar[str] = "home_step"
    step: Step
    partner_name: str
    goal_title: str
    waits: int = 0


@dataclass(frozen=True, kw_only=True)
class OnboardRecap(Message):
    """What was set, who sees what, how to stop. Day, hour, zone and window are already in words.

    ``next_at`` is the next check-in; without one only the week is told. ``changed``: after the
    settings form, not the set-up.
    """

    kind: ClassVar[str] = "onboard_recap"
    day_name: str
    slot: str
    zone: str
    window: str
    next_at: datetime | None = None
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class PrivacyCard(Message):
    """Plain limits of confidentiality. ``help_line`` may be empty."""

    kind: ClassVar[str] = "privacy_card"
    help_line: str = ""


@dataclass(frozen=True, kw_only=True)
class PauseConfirm(Message):
    """Confirms a pause or a stop word. ``scope`` is a ``Scope`` value when only one goal or one
    pairing rests; ``scope_key`` names it to the way back."""

    kind: ClassVar[str] = "pause_confirm"
    until_on: date | None = None
    by_stop_word: bool = False
    scope: str = ""
    scope_name: str = ""
    scope_key: str = ""


@dataclass(frozen=True, kw_only=True)
class PauseReturn(Message):
    """Back from a pause; nothing is replayed."""

    kind: ClassVar[str] = "pause_return"
    priority: ClassVar[Priority] = Priority.P2
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PartnerPaused(Message):
    """The other one is on a break; told only when they ticked it. ``only_here``: from this
    pairing, not from everything."""

    kind: ClassVar[str] = "partner_paused"
    priority: ClassVar[Priority] = Priority.P2
    partner_name: str
    until_on: date | None = None
    only_here: bool = False


@dataclass(frozen=True, kw_only=True)
class SupportSignpost(Message):
    """Help lines beyond mentoring."""

    kind: ClassVar[str] = "support_signpost"
    help_lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StrayWords(Message):
    """Words typed in the DM that answer nothing, with choices. The words themselves stand in the
    conversation already and are not repeated. ``open_prompt``: there is a check-in they can join
    with one tap, about one of ``goals``; ``counts_as`` is the status that tap saves, if they begin
    with one."""

    kind: ClassVar[str] = "stray_words"
    goal_title: str = ""
    open_prompt: bool = False
    goals: tuple[AskedGoal, ...] = ()
    counts_as: str = ""


@dataclass(frozen=True, kw_only=True)
class NextPrompt(Message):
    """What comes when, and why or why not. ``reason`` is empty when something is planned.

    ``zone_unknown``: nobody knows where the reader is, so that ``next_at`` is UTC.
    ``open_until_at``: a question stands open until then.
    """

    kind: ClassVar[str] = "next_prompt"
    next_at: datetime | None = None
    zone: str = ""
    zone_unknown: bool = False
    reason: str = ""
    paused_until_at: datetime | None = None
    open_until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DigestMentee(Message):
    """Everything small, once. ``parts`` are the kinds and payloads of the merged messages."""

    kind: ClassVar[str] = "digest_mentee"
    priority: ClassVar[Priority] = Priority.P2
    n_lines: int
    parts: tuple[dict[str, Any], ...] = ()
    n_more: int = 0


@dataclass(frozen=True, kw_only=True)
class DigestMentor(Message):
    """All mentees, once."""

    kind: ClassVar[str] = "digest_mentor"
    priority: ClassVar[Priority] = Priority.P2
    n_lines: int
    parts: tuple[dict[str, Any], ...] = ()
    n_more: int = 0


@dataclass(frozen=True, kw_only=True)
class SaveProblem(Message):
    """It didn't save; the words are still here. ``reference`` finds the log line."""

    kind: ClassVar[str] = "save_problem"
    what: str = ""
    reference: str = ""


MESSAGES: tuple[type[Message], ...] = (
    OnboardWelcome,
    HomeStep,
    OnboardRecap,
    PrivacyCard,
    PauseConfirm,
    PauseReturn,
    PartnerPaused,
    SupportSignpost,
    StrayWords,
    NextPrompt,
    DigestMentee,
    DigestMentor,
    SaveProblem,
)
