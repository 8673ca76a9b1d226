"""Messages an app gives as the answer to a command or posts to a response URL (slack.md 3)."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from bot.sandbox import events
from bot.sandbox.blocks import check_message
from bot.sandbox.faults import RESPONSE_URL, Fault
from bot.sandbox.fields import completed
from bot.sandbox.journal import TO_SLACK, LogEntry
from bot.sandbox.masking import headers_to_show
from bot.sandbox.text import cut
from bot.sandbox.triggers import Hook
from bot.sandbox.web_api.blocks import refuse_blocks
from bot.sandbox.wire import ApiError, ConnectionCut, Json
from bot.sandbox.workspace import Message
from bot.sandbox.world import World

_STATUS = {"no_hook": 404, "expired_url": 404, "used_url": 404}


async def serve_hook(world: World, request: web.Request) -> web.StreamResponse:
    """The response URL endpoint: ``ok`` as text, or an error as JSON."""
    entry = world.journal.add(TO_SLACK, RESPONSE_URL, done=False)
    entry.headers, entry.size = headers_to_show(request.headers), request.content_length or 0
    fault = world.faults.take(RESPONSE_URL)
    if fault is not None:
        entry.note, entry.fault = f"fault {fault.kind}", fault.kind
    began = time.perf_counter()
    try:
        response = await _serve(world, request, entry, fault)
    except ConnectionCut:
        entry.note = "connection dropped"
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    finally:
        world.journal.finish(entry, time.perf_counter() - began)
    entry.response_headers = headers_to_show(response.headers)
    entry.response_size = len(response.text or "")
    return response


def use(world: World, hook: Hook, body: Json) -> Message | None:
    """Carry out one answer: replace, delete, or say something new.

    Raises ApiError ``no_text``, ``invalid_blocks`` or ``invalid_payload``.
    """
    original = hook.message
    if body.get("delete_original"):
        if original is not None:
            _delete(world, hook, original)
        return None
    text, blocks = _content(body, world)
    if body.get("replace_original") and original is not None and not original.deleted:
        _replace(world, hook, original, text, blocks)
        return original
    return _say(world, hook, body, text, blocks)


# --- private ---------------------------------------------------------------------


async def _serve(
    world: World, request: web.Request, entry: LogEntry, fault: Fault | None
) -> web.Response:
    kind = fault.kind if fault is not None else ""
    if kind == "drop_before":
        raise ConnectionCut
    if kind in ("error_500", "error_503"):
        entry.status, entry.response = int(kind[-3:]), "error"
        return web.Response(text="error", status=entry.status)
    try:
        hook = world.hooks.use(request.path)
        body = _parsed(await request.read())
        entry.request = body
        use(world, hook, body)
        status, text = 200, "ok"
    except ApiError as refused:
        status = _STATUS.get(refused.code, 400)
        text = json.dumps(refused.body())
    entry.status, entry.response = status, text
    if kind == "drop_after":
        raise ConnectionCut
    if kind == "slow" and fault is not None:
        await asyncio.sleep(fault.seconds)
    content_type = "text/plain" if text == "ok" else "application/json"
    return web.Response(text=text, status=status, content_type=content_type)


def _parsed(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        raise ApiError("invalid_payload") from None
    if not isinstance(body, dict):
        raise ApiError("invalid_payload")
    return body


def _content(body: Json, world: World) -> tuple[str, list[Json]]:
    text: Any = body.get("text") or ""
    blocks = body.get("blocks") or []
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            raise ApiError("invalid_blocks_format") from None
    if not isinstance(text, str) or not isinstance(blocks, list):
        raise ApiError("invalid_payload")
    refuse_blocks(check_message({"blocks": blocks} if blocks else {}))
    if not text.strip() and not blocks and not body.get("attachments"):
        raise ApiError("no_text")
    return cut(text)[0], completed(blocks, world.ids)


def _say(world: World, hook: Hook, body: Json, text: str, blocks: list[Json]) -> Message:
    team = world.teams[hook.team_id]
    channel = team.channels[hook.channel]
    public = body.get("response_type") == "in_channel"
    message = Message(
        ts=world.ts(channel),
        channel=channel.id,
        user=team.bot_user_id,
        text=text,
        blocks=blocks,
        bot_id=team.installation.bot_id,
        app_id=world.config.app_id,
        team=team.id,
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if public else hook.user,
    )
    world.store(team, channel, message)
    hook.shown.append(message)
    if public:
        events.posted(world, team, channel, message)
    return message


def _replace(world: World, hook: Hook, message: Message, text: str, blocks: list[Json]) -> None:
    """An ephemeral message stays ephemeral and a visible one visible."""
    team = world.teams[hook.team_id]
    channel = team.channels[message.channel]
    before = message.to_api()
    message.text, message.blocks = text, blocks
    message.states.clear()
    hook.shown.append(message)
    if not message.ephemeral:
        message.edited = {"user": team.bot_user_id, "ts": f"{world.seconds()}.000000"}
        events.changed(world, team, channel, message, before)
    world.show_message(team, channel, message)


def _delete(world: World, hook: Hook, message: Message) -> None:
    team = world.teams[hook.team_id]
    channel = team.channels[message.channel]
    message.deleted = True
    if not message.ephemeral:
        events.deleted(world, team, channel, message)
    world.changed(*channel.members)
