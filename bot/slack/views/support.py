"""The way to help beyond mentoring, where something may be too heavy for it (content.md F23)."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import Block, button, row


def door(label: Label, subject: str = "") -> Block:
    """One quiet button below a form or a card. What was typed stays; nobody is told."""
    return row(button(label("care.support"), ids.SUPPORT, "support"), subject=subject, part="help")
