"""Four questions to oneself (content.md 4.1, 27) and the season of a mentor (66)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class RoadblockSelfHelp(Message):
    """A question, by ``stage``; with ``saved`` the plan is kept. The answers are not repeated:
    they are read in a window. ``has_tips``: what helped others stands below."""

    kind: ClassVar[str] = "roadblock_self_help"
    stage: str
    goal_title: str = ""
    has_tips: bool = False
    next_at: datetime | None = None
    has_mentor: bool = False


@dataclass(frozen=True, kw_only=True)
class CapacityCheck(Message):
    """Still a good season? Private to the mentor; no counts, no names of anybody."""

    kind: ClassVar[str] = "capacity_check"
    priority: ClassVar[Priority] = Priority.P3
    first_name: str = ""


MESSAGES: tuple[type[Message], ...] = (RoadblockSelfHelp, CapacityCheck)
