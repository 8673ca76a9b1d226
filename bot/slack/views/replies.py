"""Words typed in the DM are never lost (content.md F5 as blocks."""

from __future__ import annotations

from bot.slack.views.cards import Builder

CARDS: dict[str, Builder] = {}
