"""Facts in, words out."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.messages import Message
from bot.domain.wording import Reader, Wording


class Phrasebook(Protocol):
    """Phrases a message for one reader, from ``prompts/``."""

    def render(
        self, message: Message, reader: Reader, *, person_id: str, turn: int, at: datetime
    ) -> Wording:
        """The words, already safe for Slack. The same arguments always give the same words."""
        ...

    def button(self, name: str) -> str:
        """The fixed label of a button, by ``kind.key``; at most 24 characters."""
        ...
