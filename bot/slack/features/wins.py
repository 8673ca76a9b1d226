"""Wins: kept, shared, and the strength named back (content.md F8)."""

from __future__ import annotations

from bot.slack.feature import Feature

FEATURE = Feature(name="wins")
