"""The control API under ``/control``: everything the page and scripts can do, as JSON.

A refusal is ``{"ok": false, "error": words}`` with status 400, 404 or 409. Requests from
other origins are turned away, since a browser on this machine may visit any site.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.sandbox.control_kit import Routes
from bot.sandbox.control_people import PeopleControl
from bot.sandbox.control_stream import Stream
from bot.sandbox.control_workspace import WorkspaceControl
from bot.sandbox.inspection import Inspection
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Winder(Protocol):
    """What the launcher lends the sandbox, so that winding the clock moves the bot along.

    An ``async outbox()`` is used too when there is one, which lists the app's messages as
    promises, newest first and without their words, and an ``async reset()``, which stops the
    bot, resets the sandbox and starts with an empty database.
    """

    async def advance(self, by: timedelta) -> Any: ...

    async def to_next_due(self) -> datetime | None: ...

    async def timeline(self, days: int) -> list[Json]:
        """What the app plans to say in the coming days, and what not (bot/sandbox/timeline.py)."""
        ...


class Control:
    """The routes, and the stream of changes."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.stream = Stream()
        routes = Routes()
        WorkspaceControl(sandbox, routes)
        PeopleControl(sandbox, routes)
        Inspection(sandbox, routes)
        routes.table.route("GET", "/control/stream")(self.stream.serve)
        self.routes = routes.table
        sandbox.on_change.append(self.stream.changed)
        sandbox.world.on_traffic.append(self.stream.traffic)
