"""What is said about questions without a name (content.md F16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class AnonPosted(Message):
    """To every mentor of the pool, whoever asked: a question, at the same slot for all."""

    kind: ClassVar[str] = "anon_posted"
    priority: ClassVar[Priority] = Priority.P3
    question: str
    detail: str = ""


MESSAGES: tuple[type[Message], ...] = (AnonPosted,)
