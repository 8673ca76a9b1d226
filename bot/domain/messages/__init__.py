"""Every message Waymark sends, by kind: an explicit list, no discovery (style.md S11)."""

from __future__ import annotations

from bot.domain.messages import (
    checkins,
    feedback,
    goals,
    maps,
    pairings,
    people,
    roadblocks,
    setbacks,
    wins,
)
from bot.domain.messages.base import Message

MESSAGES: tuple[type[Message], ...] = (
    *people.MESSAGES,
    *pairings.MESSAGES,
    *goals.MESSAGES,
    *checkins.MESSAGES,
    *roadblocks.MESSAGES,
    *wins.MESSAGES,
    *feedback.MESSAGES,
    *maps.MESSAGES,
    *setbacks.MESSAGES,
)
BY_KIND: dict[str, type[Message]] = {one.kind: one for one in MESSAGES}

__all__ = ["BY_KIND", "MESSAGES", "Message"]
