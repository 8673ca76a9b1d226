"""Small windows: what was saved, what went wrong, why a message came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.vocabulary import Block, View, modal, says

#: Title of every small window.
TITLE = "Waymark"


def window(blocks: Sequence[Block]) -> View:
    """A window without a form; its only way out is *Close*."""
    return modal(ids.NOTICE, TITLE, blocks, close="Close")


def sentence(text: str, words: str = "") -> list[Block]:
    """One sentence, and the words it gives back."""
    return says(escape(text)) + (says(quoted(words)) if words else [])


def repainted(view: Mapping[str, Any], blocks: Sequence[Block]) -> View:
    """An open view with other blocks; ids and titles as they were."""
    kept = ("type", "callback_id", "title", "close", "submit", "private_metadata")
    held = {name: view[name] for name in kept if view.get(name)}
    return {**held, "blocks": list(blocks)}
