"""Somebody else presses what was not sent to them: every button, every option of every menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bot.sandbox import Message
from storage.tables import metadata
from tests.stage import Conversation

#: Rows that may change when a stranger presses a button: that they were met, and which words they
#: were answered with.
ABOUT_THE_PRESSER = {"people", "wording_counts", "inbox"}


def actions_of(message: Message) -> list[dict[str, Any]]:
    """Every action a message offers, as Slack would send it when forwarded."""
    return [action for block in message.blocks for action in _of_block(block)]


async def snapshot(stage: Conversation) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, except what says that somebody pressed something."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    async with stage.waymark.database.reading() as session:
        for table in metadata.sorted_tables:
            if table.name not in ABOUT_THE_PRESSER:
                found = await session.execute(select(table).order_by(*table.primary_key.columns))
                rows[table.name] = [tuple(row) for row in found]
    return rows


# --- private -------------------------------------------------------------------------------------


def _of_block(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    accessory = block.get("accessory")
    for element in [*block.get("elements", ()), *([accessory] if accessory else [])]:
        kind, action_id = element.get("type"), element.get("action_id")
        if not action_id:
            continue
        base = {"type": kind, "action_id": action_id, "block_id": block.get("block_id", "")}
        if kind == "button":
            yield {**base, "value": element.get("value", ""), "text": element["text"]}
        for option in element.get("options", ()):
            yield {**base, "selected_option": option}
