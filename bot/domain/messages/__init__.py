"""Every message Waymark sends, by kind: an explicit list, no discovery (style.md S11)."""

from __future__ import annotations

from bot.domain.messages import (
    checkins,
    circles,
    feedback,
    goals,
    maps,
    pace,
    pairings,
    people,
    questions,
    roadblocks,
    self_help,
    setbacks,
    wins,
)
from bot.domain.messages.base import Message

MESSAGES: tuple[type[Message], ...] = (
    *people.MESSAGES,
    *pairings.MESSAGES,
    *goals.MESSAGES,
    *checkins.MESSAGES,
    *pace.MESSAGES,
    *roadblocks.MESSAGES,
    *self_help.MESSAGES,
    *wins.MESSAGES,
    *feedback.MESSAGES,
    *maps.MESSAGES,
    *setbacks.MESSAGES,
    *questions.MESSAGES,
    *circles.MESSAGES,
)
BY_KIND: dict[str, type[Message]] = {one.kind: one for one in MESSAGES}

__all__ = ["BY_KIND", "MESSAGES", "Message"]
