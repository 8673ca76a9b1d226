"""The generated help."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.text import escape, quoted
from bot.slack.views.vocabulary import Block, says


def listing(
    rows: Sequence[tuple[str, str]], *, unknown: str = "", nearest: str = ""
) -> list[Block]:
    """All subcommands as (usage, help); for an unknown word, what was probably meant."""
    blocks: list[Block] = []
    if unknown:
        guess = f" Did you mean `/mentor {escape(nearest)}`?" if nearest else ""
        blocks += says(f"I don't know that word yet.{guess} Your words, to copy:")
        blocks += says(quoted(unknown[:2500]))
    lines = [f"`/mentor {escape(usage)}`  {escape(text)}" for usage, text in rows]
    return [*blocks, *says("*What you can say*\n" + "\n".join(lines))]
