"""Finding a mentor, agreeing, being paired (content.md F2)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="pairings")
