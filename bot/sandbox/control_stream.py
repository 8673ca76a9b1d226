"""``GET /control/stream``: what changed, as server-sent events, while the page listens."""

from __future__ import annotations

import asyncio
import json
import secrets

from aiohttp import web

from bot.sandbox.control_kit import Refused, check_origin
from bot.sandbox.wire import Json

RETRY_MILLISECONDS = 500
"""How long a browser waits before it calls again."""
TRAFFIC_PAUSE = 0.05
"""Seconds in which news of the traffic are gathered into one."""
BEAT_SECONDS = 15.0
"""After so much silence a comment is sent, so that a dead line is noticed on both ends."""


class Stream:
    """First ``hello`` with the ``server`` id (another one: it was started anew), then changes."""

    def __init__(self) -> None:
        self._lines: set[asyncio.Queue[str | None]] = set()
        self._number = 0
        self.server = ""
        self.beat_seconds = BEAT_SECONDS
        self._traffic_due = False

    def start(self) -> None:
        """The server listens: whoever calls from now on meets another one than before."""
        self.server = secrets.token_hex(8)

    def stop(self) -> None:
        """End every stream."""
        for line in self._lines:
            line.put_nowait(None)

    def changed(self, people: list[str], **more: bool) -> None:
        """Tell everyone who listens whose screen is different."""
        self._number += 1
        frame = _frame("change", {"people": people, "seq": self._number, **more})
        for line in self._lines:
            line.put_nowait(frame)

    def traffic(self) -> None:
        """Say that the log has grown, some times a second at most."""
        if self._lines and not self._traffic_due:
            self._traffic_due = True
            asyncio.get_running_loop().call_later(TRAFFIC_PAUSE, self._flush_traffic)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        try:
            check_origin(request)
        except Refused as refused:
            raise web.HTTPForbidden(text=str(refused)) from None
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        line: asyncio.Queue[str | None] = asyncio.Queue()
        self._lines.add(line)
        try:
            hello = _frame("hello", {"server": self.server, "seq": self._number})
            await response.write(f"retry: {RETRY_MILLISECONDS}\n{hello}".encode())
            while (frame := await self._next(line)) is not None:
                await response.write(frame.encode())
        except ConnectionError:
            pass
        finally:
            self._lines.discard(line)
        return response

    # --- private -----------------------------------------------------------------

    def _flush_traffic(self) -> None:
        self._traffic_due = False
        for line in self._lines:
            line.put_nowait(_frame("traffic", {}))

    async def _next(self, line: asyncio.Queue[str | None]) -> str | None:
        try:
            async with asyncio.timeout(self.beat_seconds):
                return await line.get()
        except TimeoutError:
            return ": beat\n\n"


def _frame(event: str, data: Json) -> str:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"
