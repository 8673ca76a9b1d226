"""Control routes of one person: looking, typing, pressing, filling in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox import conversations, portrait
from bot.sandbox.acting import Place, act, remember
from bot.sandbox.control_kit import Routes, body_of, outcome
from bot.sandbox.fields import VALUE_KEYS, Control, controls
from bot.sandbox.finding import dispatches, messages_for
from bot.sandbox.payloads import message_state
from bot.sandbox.people import Persona
from bot.sandbox.suggesting import suggest
from bot.sandbox.surfaces import View
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Message

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class PeopleControl:
    """Everything under ``/control/people``."""

    def __init__(self, sandbox: Sandbox, routes: Routes) -> None:
        self._sandbox = sandbox
        routes.add("POST", "people", self._join)
        routes.add("GET", "people/{id}", self._screen)
        routes.add("PATCH", "people/{id}", self._change)
        routes.add("POST", "people/{id}/command", self._command)
        routes.add("POST", "people/{id}/message", self._say)
        routes.add("PATCH", "people/{id}/message/{ts}", self._edit)
        routes.add("DELETE", "people/{id}/message/{ts}", self._delete)
        routes.add("POST", "people/{id}/click", self._click)
        routes.add("POST", "people/{id}/options", self._options)
        routes.add("POST", "people/{id}/shortcut", self._shortcut)
        routes.add("POST", "people/{id}/submit", self._submit)
        routes.add("POST", "people/{id}/close", self._close)
        routes.add("POST", "people/{id}/home", self._home)

    # --- the account ------------------------------------------------------------------

    async def _join(self, request: web.Request) -> Json:
        body = await body_of(request)
        name, tz = str(body.pop("name")), body.pop("tz", "Europe/London")
        flags: Json = {key: bool(body[key]) for key in ("is_restricted", "is_bot") if key in body}
        persona = self._sandbox.join(name, tz, **flags)
        return {"person": self._portrait(persona)}

    async def _change(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        allowed = ("tz", "deleted", "real_name", "is_restricted")
        await persona.change(**{key: body[key] for key in allowed if key in body})
        return {"person": self._portrait(persona)}

    # --- looking and typing -------------------------------------------------------------

    async def _screen(self, request: web.Request) -> Json:
        persona, asked = self._who(request), request.query
        return portrait.screen(
            self._sandbox.world,
            persona.team,
            persona.user,
            asked.get("channel"),
            read=asked.get("read") == "1",
        )

    async def _command(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        result = await persona.slash(str(body["text"]), body.get("channel"))
        return outcome(result.ok, result.error)

    async def _say(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        message = await persona.say(
            str(body.get("text", "")),
            body.get("thread_ts"),
            body.get("files"),
            body.get("channel"),
        )
        if message is None:
            return outcome(False, persona.errors[-1])
        return {"ts": message.ts, "channel": message.channel}

    async def _edit(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        ts, channel = request.match_info["ts"], request.query.get("channel")
        done = await persona.edit(ts, str(body["text"]), channel)
        return outcome(done, "This message cannot be edited.")

    async def _delete(self, request: web.Request) -> Json:
        ts, channel = request.match_info["ts"], request.query.get("channel")
        done = await self._who(request).delete(ts, channel)
        return outcome(done, "This message cannot be deleted.")

    async def _home(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        if body.get("tab", "home") == "messages":
            await persona.open_messages_tab()
        else:
            await persona.open_home()
        return {}

    # --- pressing and filling in --------------------------------------------------------

    async def _click(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        if "label" in body:
            result = await persona.click(str(body["label"]), within=body.get("where"))
            return outcome(result.ok, result.error)
        place = self._place(persona, body)
        control = _control(place, body)
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
        return outcome(result.ok, result.error)

    async def _options(self, request: web.Request) -> Json:
        """What the app offers in an external select for what was ``typed``."""
        body, persona = await body_of(request), self._who(request)
        place = self._place(persona, body)
        result = await suggest(
            self._sandbox.world,
            persona.team,
            persona.user,
            place,
            _control(place, body),
            str(body.get("typed", "")),
        )
        offered = {"options": result.options, "option_groups": result.option_groups}
        return outcome(result.ok, result.error) | offered

    async def _shortcut(self, request: web.Request) -> Json:
        """A global shortcut; with ``ts`` one of that message's menu."""
        body, persona = await body_of(request), self._who(request)
        message: Message | None = None
        if body.get("ts"):
            message = self._message(persona, str(body["ts"]), body.get("channel"))
        result = await persona.shortcut(str(body["callback_id"]), message)
        return outcome(result.ok, result.error)

    async def _submit(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        stack = persona.team.surfaces.stack(persona.id)
        view = next((v for v in stack if v.id == body.get("view_id", v.id)), None)
        if view is None or view is not stack[-1]:
            raise LookupError("That modal is not open.")
        if "fields" in body:
            await persona.fill(**body["fields"])
        _keep(view, persona, body.get("values"))
        result = await persona.submit_view(view.id)
        answer = outcome(result.ok, result.error)
        return answer | ({"errors": result.errors} if result.errors else {})

    async def _close(self, request: web.Request) -> Json:
        body, persona = await body_of(request), self._who(request)
        await persona.close_modal(clear=bool(body.get("clear")))
        return {}

    # --- private ----------------------------------------------------------------------

    def _who(self, request: web.Request) -> Persona:
        return self._sandbox.person(request.match_info["id"])

    def _portrait(self, persona: Persona) -> Json:
        return portrait.person(self._sandbox.world, persona.team, persona.user)

    def _place(self, persona: Persona, body: Json) -> Place:
        if body.get("where") == "message":
            return self._message(persona, str(body.get("ts")), body.get("channel"))
        surfaces = persona.team.surfaces
        view = surfaces.find(str(body.get("view_id", "")))
        if view is None and body.get("where") == "home":
            view = surfaces.homes.get(persona.id)
        if view is None or view.user != persona.id:
            raise LookupError("That view is no longer open.")
        return view

    def _message(self, persona: Persona, ts: str, reference: str | None) -> Message:
        """A message this person can see; a ts alone may be in any of their conversations."""
        team, user = persona.team, persona.user
        if reference is None:
            among = messages_for(team, user.id)
        else:
            talk = conversations.find(self._sandbox.world, team, user, reference)
            among = conversations.shown(talk.channel, user)
        for message in among:
            if message.ts == ts:
                return message
        raise LookupError("That message is no longer there.")


# --- private ---------------------------------------------------------------------


def _control(place: Place, body: Json) -> Control:
    for control in controls(place.blocks):
        if (control.block_id, control.action_id) == (body["block_id"], body["action_id"]):
            return control
    raise LookupError("That is no longer there.")


def _keep(place: Place, persona: Persona, values: Json | None) -> None:
    """What was typed into a surface of the page becomes Slack's ``state.values`` of it."""
    held = place.values if isinstance(place, View) else message_state(place, persona.id)
    for block_id, entries in (values or {}).items():
        for action_id, entry in entries.items():
            if action_id in held.get(block_id, {}):
                held[block_id][action_id] = entry
