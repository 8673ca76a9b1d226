"""Set-up and care (content.md 4.1, 1 to 6, 70 to 72)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class OnboardWelcome(Message):
    """First hello, promise of privacy."""

    kind: ClassVar[str] = "onboard_welcome"
    first_name: str


@dataclass(frozen=True, kw_only=True)
class OnboardRecap(Message):
    """What was set, who sees what, how to stop. ``day_label`` etc. are already in words."""

    kind: ClassVar[str] = "onboard_recap"
    day_name: str
    slot: str
    zone: str
    window: str


@dataclass(frozen=True, kw_only=True)
class PrivacyCard(Message):
    """Plain limits of confidentiality. ``help_line`` may be empty."""

    kind: ClassVar[str] = "privacy_card"
    help_line: str = ""


@dataclass(frozen=True, kw_only=True)
class PauseConfirm(Message):
    """Confirms a pause or a stop word."""

    kind: ClassVar[str] = "pause_confirm"
    until_at: datetime | None = None
    by_stop_word: bool = False


@dataclass(frozen=True, kw_only=True)
class PauseReturn(Message):
    """Back from a pause; nothing is replayed."""

    kind: ClassVar[str] = "pause_return"
    priority: ClassVar[Priority] = Priority.P2
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SupportSignpost(Message):
    """Help lines beyond mentoring."""

    kind: ClassVar[str] = "support_signpost"
    help_lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StrayWords(Message):
    """Words typed in the DM that answer nothing: they come back, with choices. ``open_prompt``:
    a check-in is open and one tap makes them its note."""

    kind: ClassVar[str] = "stray_words"
    words: str
    goal_title: str = ""
    open_prompt: bool = False


@dataclass(frozen=True, kw_only=True)
class NextPrompt(Message):
    """What comes when, and why or why not. ``reason`` is empty when something is planned."""

    kind: ClassVar[str] = "next_prompt"
    next_at: datetime | None = None
    zone: str = ""
    reason: str = ""
    paused_until_at: datetime | None = None


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
    OnboardRecap,
    PrivacyCard,
    PauseConfirm,
    PauseReturn,
    SupportSignpost,
    StrayWords,
    NextPrompt,
    DigestMentee,
    DigestMentor,
    SaveProblem,
)
