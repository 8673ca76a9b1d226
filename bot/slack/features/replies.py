"""Words typed in the DM are never lost (content.md F5, F23)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="replies")
