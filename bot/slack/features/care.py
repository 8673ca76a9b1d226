"""Controls and care: why, less, pause, stop words (content.md F23)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="care")
