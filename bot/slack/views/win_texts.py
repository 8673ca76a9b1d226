"""The jar as text to copy: a window, for its owner alone."""

from __future__ import annotations

from bot.services.win_texts import TextPage
from bot.slack import ids
from bot.slack.views.vocabulary import Block, View, button, modal, note, plainly, row


def page(held: TextPage) -> View:
    """Plain text, to copy."""
    blocks: list[Block] = [note("Plain text, to copy. Only you see it.", part="who")]
    for number, piece in enumerate(held.pieces):
        blocks.append(plainly(piece, part=f"piece{number}"))
    if held.more:
        more = button("The next page", ids.WIN_JAR_TEXT, f"{held.page + 1}:{held.filter}")
        blocks.append(row(more))
    return modal(ids.NOTICE, "Your wins as text", blocks, close="Close")
