"""Slack as fast as Python can be it: every method answers ok at once, and posts are counted.

The strict local Slack checks every block, which costs more than what is measured here.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from itertools import count

#: The opaque mark of a delivery in a message's metadata (JSON, or JSON inside a form).
_MARK = re.compile(rb"event_payload.*?(?:\"|%22)k(?:\"|%22)[^0-9a-f]*?([0-9a-f]{16,})")
_USER = {"id": "U1", "name": "u1", "tz": "Europe/London", "profile": {}, "real_name": "One"}
_TEAM: dict[str, object] = {"team_id": "T1", "team": "Bench", "user_id": "UBOT", "bot_id": "BBOT"}
_OTHERS: dict[bytes, dict[str, object]] = {
    b"auth.test": _TEAM,
    b"users.info": {"user": _USER},
    b"conversations.open": {"channel": {"id": "D1"}},
    b"conversations.history": {"messages": [], "has_more": False},
    b"views.open": {"view": {"id": "V1", "hash": "1"}},
}


class _Books:
    """What was posted since the last look."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.first = self.last = 0.0
        self.posts = 0
        self.marks: list[bytes] = []
        self.waiting: dict[asyncio.Transport, int] = {}

    def post(self, body: bytes) -> None:
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.posts += 1
        if found := _MARK.search(body):
            self.marks.append(found.group(1))
        self.tell()

    def tell(self) -> None:
        """Answer whoever waits for as many posts as there are now."""
        for line in [one for one, number in self.waiting.items() if self.posts >= number]:
            del self.waiting[line]
            line.write(_answer(b"{}"))

    def shown(self) -> dict[str, float]:
        return {
            "posts": self.posts,
            "seconds": self.last - self.first,
            "marks": len(self.marks),
            "distinct": len(set(self.marks)),
        }


class _Line(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, books: _Books, stamps: count[int]) -> None:
        self._books, self._stamps = books, stamps
        self._held = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            size = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            whole = end + 4 + (int(size.group(1)) if size else 0)
            if len(self._held) < whole:
                return
            body, self._held = self._held[end + 4 : whole], self._held[whole:]
            self._answer(head.split(b" ", 2)[1].rpartition(b"/")[2], body)

    def _answer(self, method: bytes, body: bytes) -> None:
        if method == b"books":
            found = json.dumps(self._books.shown()).encode()
        elif method.startswith(b"until-"):
            self._books.waiting[self._transport] = int(method[6:])
            self._books.tell()
            return
        elif method == b"clear":
            self._books.clear()
            found = b"{}"
        elif method in (b"chat.postMessage", b"chat.update"):
            if method == b"chat.postMessage":
                self._books.post(body)
            found = b'{"ok":true,"channel":"D1","ts":"1700000000.%06d"}' % next(self._stamps)
        else:
            found = json.dumps({"ok": True, **_OTHERS.get(method, {})}).encode()
        self._transport.write(_answer(found))


def _answer(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
    return head % len(body) + body


async def serve_raw(listener: socket.socket) -> None:
    """Until the process is ended."""
    books, stamps = _Books(), count(1)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(books, stamps), sock=listener)
    async with server:
        await server.serve_forever()
