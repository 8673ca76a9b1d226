"""Set-up and settings (content.md F1 as blocks."""

from __future__ import annotations

from bot.slack.views.cards import Builder

CARDS: dict[str, Builder] = {}
