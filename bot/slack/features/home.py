"""What the Home tab shows: one person's own view of everything."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="home")
