"""A message and its wording become blocks: the buttons a kind of message offers.

Blocks belong to the message's subject, so they can be rewritten alone. Every message that comes
by itself carries a menu: why, fewer, stop, pause, settings (content.md part 2, 5.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.messages import Message
from bot.domain.messages.people import DigestMentee, DigestMentor
from bot.domain.wording import Wording
from bot.slack import ids
from bot.slack.views import (
    advice,
    care,
    checkins,
    feedback,
    goals,
    home,
    map_asks,
    map_comments,
    pace,
    pairings,
    questions,
    replies,
    roadblocks,
    self_help,
    setbacks,
    settings,
    wins,
)
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import Block, beside, button, overflow, row, says

CARDS: dict[str, Builder] = {
    **settings.CARDS,
    **care.CARDS,
    **pairings.CARDS,
    **goals.CARDS,
    **checkins.CARDS,
    **pace.CARDS,
    **roadblocks.CARDS,
    **self_help.CARDS,
    **wins.CARDS,
    **feedback.CARDS,
    **advice.CARDS,
    **map_asks.CARDS,
    **map_comments.CARDS,
    **setbacks.CARDS,
    **questions.CARDS,
    **home.CARDS,
    **replies.CARDS,
}


@dataclass(frozen=True)
class Letter:
    """What goes to Slack: the text for a lock screen, and blocks."""

    text: str
    blocks: list[Block]


def card(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The blocks of one message, with its buttons; kinds without any are plain words."""
    build = CARDS.get(message.kind, _plain)
    return build(message, wording, label)


def letter(
    message: Message,
    wording: Wording,
    parts: Sequence[tuple[Message, Wording]],
    label: Label,
    *,
    mark: str,
) -> Letter:
    """A message that comes by itself. ``mark`` is the delivery's key: it stands in the first
    block's id, so that the message can be found again (reliability.md e.3).

    ``parts`` are the lines of a digest, each with its own buttons.
    """
    if isinstance(message, DigestMentee | DigestMentor):
        blocks = says(wording.body, subject=mark)
        for part, words in parts:
            blocks += card(part, replace(words, body=words.line or words.body), label)
        if message.n_more:
            blocks.append(row(button(label("care.more"), ids.CARE_MORE, mark), subject=mark))
    else:
        blocks = card(message, wording, label)
    if message.posted:
        return Letter(wording.notify, _distinct([_first(blocks, mark), *blocks[1:]]))
    return Letter(wording.notify, _marked(blocks, mark, label))


# --- private -------------------------------------------------------------------------------------


def _plain(message: Message, wording: Wording, label: Label) -> list[Block]:
    return says(wording.body, subject=message.subject_id or message.kind)


def _marked(blocks: list[Block], mark: str, label: Label) -> list[Block]:
    """The menu of care beside the first words; the delivery's mark in the first block's id."""
    menu = overflow(
        ids.CARE_MENU,
        [
            (label("care.why"), f"why:{mark}"),
            (label("care.less"), f"less:{mark}"),
            (label("care.stop"), f"stop:{mark}"),
            (label("care.pause"), f"pause:{mark}"),
            (label("care.settings"), f"settings:{mark}"),
        ],
    )
    return _distinct([beside(_first(blocks, mark), menu), *blocks[1:]])


def _first(blocks: list[Block], mark: str) -> Block:
    """The first block, with the delivery's mark."""
    return {**blocks[0], "block_id": f"{blocks[0].get('block_id', 'first')}|{mark}"}


def _distinct(blocks: list[Block]) -> list[Block]:
    """Two lines of a digest may be about one record: every block id stands once in a message."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if (block_id := block.get("block_id")) in seen:
            block["block_id"] = f"{block_id}|{number}"
        seen.add(str(block.get("block_id") or ""))
    return blocks
