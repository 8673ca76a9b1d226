"""The career map (content.md 4.1, 20; F4): the question it starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.messages.base import Message


@dataclass(frozen=True, kw_only=True)
class MapStart(Message):
    """One open question about a good working day some years on."""

    kind: ClassVar[str] = "map_start"
    first_name: str


MESSAGES: tuple[type[Message], ...] = (MapStart,)
