"""Set-up and settings (content.md F1, F23)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="settings")
