"""The control API under ``/control``: everything the page and scripts can do, as JSON.

A refusal is ``{"ok": false, "error": words}`` with status 400, 404 or 409. Requests from
other origins are turned away, since a browser on this machine may visit any site.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from bot.sandbox.control_kit import Refused, Routes, check_origin
from bot.sandbox.control_people import PeopleControl
from bot.sandbox.control_workspace import WorkspaceControl

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Winder(Protocol):
    """What the launcher lends the sandbox, so that winding the clock moves the bot along.

    A ``planned() -> list[dict]`` is used too when there is one.
    """

    async def advance(self, by: timedelta) -> Any: ...

    async def to_next_due(self) -> datetime | None: ...


class Control:
    """The routes, and the stream of changes. ``stop`` ends the open streams."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._streams: set[asyncio.Queue[str | None]] = set()
        self._number = 0
        routes = Routes()
        WorkspaceControl(sandbox, routes)
        PeopleControl(sandbox, routes)
        routes.table.route("GET", "/control/stream")(self._stream)
        self.routes = routes.table
        sandbox.on_change.append(self._publish)

    def stop(self) -> None:
        for queue in self._streams:
            queue.put_nowait(None)

    # --- the stream -------------------------------------------------------------------

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        try:
            check_origin(request)
        except Refused as refused:
            raise web.HTTPForbidden(text=str(refused)) from None
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            await response.write(b": hello\n\n")
            while (frame := await queue.get()) is not None:
                await response.write(frame.encode())
        except ConnectionError:
            pass
        finally:
            self._streams.discard(queue)
        return response

    def _publish(self, people: list[str]) -> None:
        self._number += 1
        data = json.dumps({"people": people, "seq": self._number})
        for queue in self._streams:
            queue.put_nowait(f"event: change\ndata: {data}\n\n")
