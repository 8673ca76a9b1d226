"""Goals: said, composed, shared with whom the owner chose (content.md F3)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="goals")
