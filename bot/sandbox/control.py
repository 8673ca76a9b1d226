"""The control API under ``/control``: everything the page and scripts can do, as JSON.

A refusal is ``{"ok": false, "error": words}`` with status 400, 404 or 409. Requests from
other origins are turned away, since a browser on this machine may visit any site.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox import portrait
from bot.sandbox.acting import Place, act, remember
from bot.sandbox.fields import VALUE_KEYS, controls
from bot.sandbox.finding import dispatches, messages_for
from bot.sandbox.payloads import message_state
from bot.sandbox.people import Persona
from bot.sandbox.surfaces import View
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_Handler = Callable[[web.Request], Awaitable[Json]]


class Winder(Protocol):
    """What the launcher lends the sandbox, so that winding the clock moves the bot along.

    A ``planned() -> list[dict]`` is used too when there is one.
    """

    async def advance(self, by: timedelta) -> Any: ...

    async def to_next_due(self) -> datetime | None: ...


class Control:
    """The routes. ``stop`` ends the open streams."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._streams: set[asyncio.Queue[str | None]] = set()
        self._number = 0
        self.routes = web.RouteTableDef()
        sandbox.on_change.append(self._publish)
        self._add("GET", "state", self._state)
        self._add("GET", "log", self._log)
        self._add("POST", "clock", self._clock)
        self._add("POST", "faults", self._add_fault)
        self._add("DELETE", "faults", self._clear_faults)
        self._add("POST", "uninstall", self._uninstall)
        self._add("POST", "revoke", self._revoke)
        self._add("POST", "reinstall", self._reinstall)
        self._add("POST", "people", self._join)
        self._add("GET", "people/{id}", self._screen)
        self._add("PATCH", "people/{id}", self._change)
        self._add("POST", "people/{id}/command", self._command)
        self._add("POST", "people/{id}/message", self._say)
        self._add("PATCH", "people/{id}/message/{ts}", self._edit)
        self._add("DELETE", "people/{id}/message/{ts}", self._delete)
        self._add("POST", "people/{id}/click", self._click)
        self._add("POST", "people/{id}/submit", self._submit)
        self._add("POST", "people/{id}/close", self._close)
        self._add("POST", "people/{id}/home", self._home)
        self.routes.route("GET", "/control/stream")(self._stream)

    def stop(self) -> None:
        for queue in self._streams:
            queue.put_nowait(None)

    # --- the workspace --------------------------------------------------------------

    async def _state(self, request: web.Request) -> Json:
        sandbox, config = self._sandbox, self._sandbox.config
        team = sandbox.team
        planned = getattr(sandbox.winder, "planned", None)
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
            },
            "people": portrait.people(sandbox.world, team),
            "faults": [vars(fault) for fault in sandbox.faults.pending],
            "planned": planned() if planned is not None else [],
        }

    async def _log(self, request: web.Request) -> Json:
        since = int(request.query.get("since", 0))
        entries = self._sandbox.log.entries[since:]
        return {"entries": [portrait.log_entry(e) for e in entries], "next": since + len(entries)}

    async def _clock(self, request: web.Request) -> Json:
        body = await _body(request)
        sandbox = self._sandbox
        if body.get("next_due"):
            if sandbox.winder is None:
                raise _Refused(409, "Nothing is planned here.")
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
            raise _Refused(409, "Time only moves forward here.")
        if self._sandbox.winder is not None:
            await self._sandbox.winder.advance(by)
            return
        advance = getattr(self._sandbox.clock, "advance", None)
        if advance is None:
            raise _Refused(409, "This sandbox runs on the real clock.")
        advance(by)

    async def _add_fault(self, request: web.Request) -> Json:
        body = await _body(request)
        fault = self._sandbox.faults.add(
            str(body["method"]),
            str(body["kind"]),
            int(body.get("times", 1)),
            float(body.get("seconds", 5.0)),
        )
        return {"fault": vars(fault)}

    async def _clear_faults(self, request: web.Request) -> Json:
        self._sandbox.faults.clear()
        return {}

    async def _uninstall(self, request: web.Request) -> Json:
        await self._sandbox.uninstall()
        return {}

    async def _revoke(self, request: web.Request) -> Json:
        await self._sandbox.revoke_tokens()
        return {}

    async def _reinstall(self, request: web.Request) -> Json:
        return {"bot_token": self._sandbox.reinstall()}

    # --- people -----------------------------------------------------------------------

    async def _join(self, request: web.Request) -> Json:
        body = await _body(request)
        name, tz = str(body.pop("name")), body.pop("tz", "Europe/London")
        flags: Json = {key: bool(body[key]) for key in ("is_restricted", "is_bot") if key in body}
        persona = self._sandbox.join(name, tz, **flags)
        return {"person": self._portrait(persona)}

    async def _screen(self, request: web.Request) -> Json:
        persona = self._who(request)
        return portrait.screen(self._sandbox.world, persona.team, persona.user)

    async def _change(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        allowed = ("tz", "deleted", "real_name", "is_restricted")
        await persona.change(**{key: body[key] for key in allowed if key in body})
        return {"person": self._portrait(persona)}

    async def _command(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        result = await persona.slash(str(body["text"]), body.get("channel"))
        return _outcome(result.ok, result.error)

    async def _say(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        message = await persona.say(
            str(body.get("text", "")), body.get("thread_ts"), body.get("files")
        )
        if message is None:
            return _outcome(False, persona.errors[-1])
        return {"ts": message.ts, "channel": message.channel}

    async def _edit(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        done = await persona.edit(request.match_info["ts"], str(body["text"]))
        return _outcome(done, "This message cannot be edited.")

    async def _delete(self, request: web.Request) -> Json:
        done = await self._who(request).delete(request.match_info["ts"])
        return _outcome(done, "This message cannot be deleted.")

    async def _click(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        if "label" in body:
            result = await persona.click(str(body["label"]), within=body.get("where"))
            return _outcome(result.ok, result.error)
        place = self._place(persona, body)
        found = [
            control
            for control in controls(place.blocks)
            if (control.block_id, control.action_id) == (body["block_id"], body["action_id"])
        ]
        if not found:
            raise LookupError("That is no longer there.")
        control = found[0]
        _keep(place, persona, body.get("values"))
        action: Json = {
            "type": control.kind,
            "block_id": control.block_id,
            "action_id": control.action_id,
            **{key: control.element[key] for key in ("text", "value") if key in control.element},
            **{key: body[key] for key in {*VALUE_KEYS.values(), "value"} if key in body},
        }
        if not dispatches(control, place):
            remember(self._sandbox.world, place, persona.user, action)
            return {}
        result = await act(self._sandbox.world, persona.team, persona.user, place, action)
        return _outcome(result.ok, result.error)

    async def _submit(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        stack = persona.team.surfaces.stack(persona.id)
        view = next((v for v in stack if v.id == body.get("view_id", v.id)), None)
        if view is None or view is not stack[-1]:
            raise LookupError("That modal is not open.")
        if "fields" in body:
            await persona.fill(**body["fields"])
        _keep(view, persona, body.get("values"))
        result = await persona.submit_view(view.id)
        outcome = _outcome(result.ok, result.error)
        return outcome | ({"errors": result.errors} if result.errors else {})

    async def _close(self, request: web.Request) -> Json:
        body, persona = await _body(request), self._who(request)
        await persona.close_modal(clear=bool(body.get("clear")))
        return {}

    async def _home(self, request: web.Request) -> Json:
        await self._who(request).open_home()
        return {}

    # --- the stream -------------------------------------------------------------------

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        try:
            _check_origin(request)
        except _Refused as refused:
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

    # --- private ----------------------------------------------------------------------

    def _add(self, method: str, path: str, handler: _Handler) -> None:
        async def serve(request: web.Request) -> web.Response:
            try:
                _check_origin(request)
                return web.json_response({"ok": True, **await handler(request)})
            except _Refused as refused:
                status, words = refused.status, str(refused)
            except KeyError as missing:
                status, words = 400, f"{missing} is missing."
            except LookupError as unknown:
                status, words = 404, str(unknown)
            except (ValueError, TypeError, AttributeError) as wrong:
                status, words = 400, str(wrong)
            return web.json_response({"ok": False, "error": words}, status=status)

        self.routes.route(method, f"/control/{path}")(serve)

    def _who(self, request: web.Request) -> Persona:
        return self._sandbox.person(request.match_info["id"])

    def _portrait(self, persona: Persona) -> Json:
        return portrait.person(self._sandbox.world, persona.team, persona.user)

    def _place(self, persona: Persona, body: Json) -> Place:
        if body.get("where") == "message":
            for message in messages_for(persona.team, persona.id):
                if message.ts == str(body.get("ts")):
                    return message
            raise LookupError("That message is no longer there.")
        surfaces = persona.team.surfaces
        view = surfaces.find(str(body.get("view_id", "")))
        if view is None and body.get("where") == "home":
            view = surfaces.homes.get(persona.id)
        if view is None or view.user != persona.id:
            raise LookupError("That view is no longer open.")
        return view


class _Refused(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise ValueError("Send a JSON object.")
    return body


def _check_origin(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    hosts = [urlsplit(f"//{request.host}").hostname]
    if origin is not None:
        hosts.append(urlsplit(origin).hostname)
    if any(host not in LOOPBACK for host in hosts):
        raise _Refused(403, "Only pages of this machine may do that.")


def _keep(place: Place, persona: Persona, values: Json | None) -> None:
    """What was typed into a surface of the page becomes Slack's ``state.values`` of it."""
    held = place.values if isinstance(place, View) else message_state(place, persona.id)
    for block_id, entries in (values or {}).items():
        for action_id, entry in entries.items():
            if action_id in held.get(block_id, {}):
                held[block_id][action_id] = entry


def _outcome(ok: bool, error: str | None) -> Json:
    return {"ok": True} if ok else {"ok": False, "error": error}
