"""conversations.history and conversations.replies (slack.md 4.3, 4.4)."""

from __future__ import annotations

import re

from bot.sandbox.web_api import paging
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.conversations import check_read
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Channel, Message

_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def history(call: Call) -> Json:
    """Newest first; thread replies, ephemeral and deleted messages are not in it."""
    channel = _readable(call)
    found = [m for m in _window(call, channel) if m.thread_ts in (None, m.ts)]
    found.sort(key=lambda m: float(m.ts), reverse=True)
    page, cursor = paging.page(call, found, default=100)
    return _answer(call, channel, page, cursor)


def replies(call: Call) -> Json:
    """The parent first, then its replies, oldest first."""
    channel = _readable(call)
    parent = channel.find(call.need("ts"))
    if parent is None or parent.ephemeral:
        raise ApiError("thread_not_found")
    root = parent.thread_ts or parent.ts
    found = [m for m in _window(call, channel) if m.thread_ts == root and m.ts != root]
    top = channel.find(root)
    page, cursor = paging.page(call, [*([top] if top else []), *found], default=1000)
    return _answer(call, channel, page, cursor)


# --- private ---------------------------------------------------------------------


def _readable(call: Call) -> Channel:
    channel = call.channel()
    check_read(call, channel, "history")
    if call.installation.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _window(call: Call, channel: Channel) -> list[Message]:
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    inclusive = call.flag("inclusive")

    def inside(message: Message) -> bool:
        ts = float(message.ts)
        if oldest is not None and (ts < oldest or (ts == oldest and not inclusive)):
            return False
        return latest is None or ts < latest or (ts == latest and inclusive)

    return [m for m in channel.visible() if not m.ephemeral and inside(m)]


def _moment(call: Call, name: str) -> float | None:
    value = call.text(name)
    if not value:
        return None
    if not _TS.fullmatch(value):
        raise ApiError(f"invalid_ts_{name}")
    return float(value)


def _answer(call: Call, channel: Channel, page: list[Message], cursor: str) -> Json:
    with_metadata = call.flag("include_all_metadata")
    body: Json = {
        "messages": [_shown(channel, message, with_metadata) for message in page],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    if cursor:
        body["response_metadata"] = {"next_cursor": cursor}
    return body


def _shown(channel: Channel, message: Message, metadata: bool) -> Json:
    shown = message.to_api(metadata=metadata)
    answers = [m for m in channel.visible() if m.thread_ts == message.ts and m is not message]
    if answers:
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(answers),
            "latest_reply": answers[-1].ts,
        }
    return shown
