"""Roadblocks: raised, relayed, answered, solved (content.md F7)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="roadblocks")
