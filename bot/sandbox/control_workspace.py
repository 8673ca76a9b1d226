"""Control routes of the whole workspace: its state, its clock, the app's life."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox import portrait
from bot.sandbox.control_kit import Refused, Routes, body_of
from bot.sandbox.timeline import timeline
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


#: Journal paths of what only people start; without them the workspace is as on its first day.
_BY_PEOPLE = ("slash_commands", "interactive")


class WorkspaceControl:
    """Everything that is about nobody in particular."""

    def __init__(self, sandbox: Sandbox, routes: Routes) -> None:
        self._sandbox = sandbox
        routes.add("GET", "state", self._state)
        routes.add("POST", "clock", self._clock)
        routes.add("POST", "reset", self._reset)
        routes.add("GET", "timeline", partial(timeline, sandbox))
        routes.add("POST", "uninstall", self._uninstall)
        routes.add("POST", "revoke", self._revoke)
        routes.add("POST", "reinstall", self._reinstall)

    async def _state(self, request: web.Request) -> Json:
        sandbox, config = self._sandbox, self._sandbox.config
        team = sandbox.team
        return {
            "now": sandbox.clock.now().isoformat(),
            "team": {"id": team.id, "name": team.name, "domain": team.domain},
            "app": {
                "mode": "http" if config.request_url else "socket",
                "id": config.app_id,
                "name": config.name,
                "user_id": team.bot_user_id,
                "installed": team.installation.state == "active",
                "install_url": config.install_url,
                "connections": len(sandbox.sockets.connections),
                "description": config.description,
                "scopes": list(team.installation.scopes),
                "commands": [vars(command) for command in config.commands],
                "shortcuts": [vars(shortcut) for shortcut in config.shortcuts],
            },
            "people": portrait.people(sandbox.world, team),
            "fresh": not any(sandbox.log.deliveries(kind) for kind in _BY_PEOPLE),
            "faults": [vars(fault) for fault in sandbox.faults.pending],
        }

    # --- time ---------------------------------------------------------------------------

    async def _clock(self, request: web.Request) -> Json:
        body = await body_of(request)
        sandbox = self._sandbox
        if body.get("next_due"):
            if sandbox.winder is None:
                raise Refused(409, "Nothing is planned here.")
            await sandbox.winder.to_next_due()
        elif "to" in body:
            moment = datetime.fromisoformat(str(body["to"]))
            if moment.tzinfo is None:
                raise ValueError("`to` needs a zone, as in 2026-03-02T09:00:00+00:00.")
            await self._advance(moment - sandbox.clock.now())
        else:
            await self._advance(timedelta(seconds=float(body["advance_seconds"])))
        sandbox.post_scheduled()
        sandbox.world.changed(*sandbox.team.users)
        return {"now": sandbox.clock.now().isoformat()}

    async def _advance(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise Refused(409, "Time only moves forward here.")
        if self._sandbox.winder is not None:
            await self._sandbox.winder.advance(by)
            return
        advance = getattr(self._sandbox.clock, "advance", None)
        if advance is None:
            raise Refused(409, "This sandbox runs on the real clock.")
        advance(by)

    # --- the app's life -----------------------------------------------------------------

    async def _reset(self, request: web.Request) -> Json:
        """The first morning again, for Slack and for the app: only the launcher can do both."""
        reset = getattr(self._sandbox.winder, "reset", None)
        if reset is None:
            raise Refused(409, "Only the demo, which runs the bot too, can begin again.")
        await reset()
        self._sandbox.stream.changed(list(self._sandbox.team.users), reset=True)
        return {"now": self._sandbox.clock.now().isoformat()}

    async def _uninstall(self, request: web.Request) -> Json:
        await self._sandbox.uninstall()
        return {}

    async def _revoke(self, request: web.Request) -> Json:
        await self._sandbox.revoke_tokens()
        return {}

    async def _reinstall(self, request: web.Request) -> Json:
        return {"bot_token": self._sandbox.reinstall()}
