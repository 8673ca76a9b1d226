"""Rewriting one message several taps belong to: one after another, each on what the last one left.

Slack's payload shows a message as it was when the button was pressed. Two taps on two lines of
one message in one moment would each paint their line, and undo the other's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.views.vocabulary import Block, subject_of

#: What may go wrong when we only repaint a message: the answer itself is already saved.
PAINTING = (SlackApiError, ClientError, TimeoutError)
#: One lock for each message being rewritten now; gone when nobody holds it. It keeps the order of
#: taps inside this process. Between processes the fresh look is what is left.
_BRUSHES: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()


def brush(channel: str, ts: str) -> asyncio.Lock:
    """Hold it from looking at a message until it is rewritten."""
    return _BRUSHES.setdefault((channel, ts), asyncio.Lock())


async def standing_blocks(
    client: AsyncWebClient, channel: str, ts: str, seen: Mapping[str, Any] | None
) -> list[Block]:
    """The blocks of a message, to rewrite one subject of them.

    ``seen`` is the message as a payload showed it: good enough when it is about one subject only,
    and then Slack is not asked; better than nothing when Slack does not say. Without it, raises
    one of ``PAINTING``.
    """
    blocks = _blocks_of(seen or {})
    if seen and len({subject for one in blocks if (subject := subject_of(one))}) <= 1:
        return blocks
    try:
        page = await client.conversations_history(
            channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1
        )
    except PAINTING:
        if not seen:
            raise
        return blocks
    found = [one for one in page.get("messages") or () if one.get("ts") == ts]
    return _blocks_of(found[0]) if found else []


# --- private -------------------------------------------------------------------------------------


def _blocks_of(message: Mapping[str, Any]) -> list[Block]:
    return [block for block in message.get("blocks") or () if isinstance(block, dict)]
