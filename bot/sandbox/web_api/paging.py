"""Cursors, as opaque as Slack's."""

from __future__ import annotations

import base64
import binascii
from typing import TypeVar

from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import ApiError

T = TypeVar("T")
MOST = 999


def limit(call: Call, default: int) -> int:
    """The ``limit`` argument. Raises ``invalid_limit``."""
    value = call.number("limit", default)
    if value == 0:
        return default
    if value < 1 or value > 1000:
        raise ApiError("invalid_limit")
    return min(value, MOST)


def page(call: Call, items: list[T], default: int) -> tuple[list[T], str]:
    """One page of ``items`` and the cursor of the next, empty at the end."""
    size, start = limit(call, default), offset(call)
    rest = len(items) > start + size
    return items[start : start + size], cursor(start + size) if rest else ""


def cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def offset(call: Call) -> int:
    """Where the ``cursor`` argument points. Raises ``invalid_cursor``."""
    given = call.text("cursor")
    if not given:
        return 0
    try:
        kind, _, position = base64.b64decode(given, validate=True).decode().partition(":")
        if kind != "next":
            raise ApiError("invalid_cursor")
        return int(position)
    except (ValueError, binascii.Error):
        raise ApiError("invalid_cursor") from None
