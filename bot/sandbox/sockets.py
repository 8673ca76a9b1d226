"""The Socket Mode server: tickets, hello, envelopes, acknowledgements, disconnect frames.

Sources: slack.md 2. An envelope goes to any one connection; an acknowledgement may come
on any of them. Only events are delivered again.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.journal import INSIDE, TO_APP
from bot.sandbox.results import Answer
from bot.sandbox.wire import Json
from bot.sandbox.world import World

MOST_CONNECTIONS = 10
_ACCEPTS_PAYLOAD = ("slash_commands", "view_submission", "block_suggestion")


@dataclass(eq=False)
class Connection:
    """One open WebSocket of the app. ``leaving``: told to go, gets nothing new."""

    socket: web.WebSocketResponse
    request: web.Request
    leaving: bool = False

    def cut(self) -> None:
        """Tear the line down without a close frame."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class _Pending:
    kind: str
    event_id: str
    done: asyncio.Future[Any] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class SocketHub:
    """All connections of the app."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._pending: dict[str, _Pending] = {}
        self._expired: dict[str, _Pending] = {}
        self._late: set[str] = set()
        self._arrived = asyncio.Event()
        self._left = asyncio.Event()
        self.connections: list[Connection] = []

    def ticket(self) -> str:
        """The URL for one connection, usable once (``apps.connections.open``)."""
        ticket = self._world.ids.uuid()
        self._tickets.add(ticket)
        address = self._world.url.replace("http://", "ws://")
        return f"{address}/link/?ticket={ticket}&app_id={self._world.config.app_id}"

    async def connected(self, count: int = 1) -> None:
        """Return once the app holds at least ``count`` usable connections."""
        while len(self._usable()) < count:
            self._arrived.clear()
            await self._arrived.wait()

    def acked_late(self, event_id: str) -> bool:
        """Whether an acknowledgement for this event came after its three seconds."""
        return self._world.config.unsettled.late_ack_counts and event_id in self._late

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The ``/link/`` endpoint."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=401)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True, timeout=0.1)
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await self._say_goodbye(connection, "too_many_websockets")
            await socket.close()
            return socket
        self.connections.append(connection)
        self._note("connected")
        try:
            await socket.send_json(self._hello())
            self._arrived.set()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._heard(frame.data)
        finally:
            self.connections.remove(connection)
            self._left.set()
            self._note("disconnected")
        return socket

    # --- deliveries ---------------------------------------------------------------

    async def event(
        self, path: str, body: Json, attempt: int, reason: str, patience: float
    ) -> Answer:
        """One attempt at an event."""
        retry = {"retry_attempt": attempt, "retry_reason": reason}
        return await self._send(path, "events_api", body, retry, False, patience)

    async def request(self, path: str, kind: str, payload: Json, patience: float) -> Answer:
        """A command or an interaction."""
        accepts = kind in _ACCEPTS_PAYLOAD or payload.get("type") in _ACCEPTS_PAYLOAD
        return await self._send(path, kind, payload, {}, accepts, patience)

    # --- the server's own moves -----------------------------------------------------

    async def disconnect(self, reason: str, *, which: int | None = None) -> None:
        """Send a disconnect frame: ``warning``, ``refresh_requested`` or ``link_disabled``.

        ``warning`` leaves the line usable; the others stop new envelopes on it, and
        ``link_disabled`` closes it.
        """
        chosen = self._usable() if which is None else [self._usable()[which]]
        for connection in chosen:
            connection.leaving = reason != "warning"
            await self._say_goodbye(connection, reason)
            if reason == "link_disabled":
                await connection.socket.close()

    def cut(self) -> None:
        """Break every line abruptly."""
        for connection in list(self.connections):
            connection.cut()

    async def stop(self) -> None:
        self.cut()

    async def drop(self) -> None:
        """Break every line and wait until it is gone; what waited for an answer gets none."""
        for pending in self._pending.values():
            if not pending.done.done():
                pending.done.set_exception(ConnectionError("The line was cut."))
        self.cut()
        while self.connections:
            self._left.clear()
            await self._left.wait()
        self._tickets.clear()
        self._expired.clear()
        self._late.clear()

    # --- private -----------------------------------------------------------------

    def _usable(self) -> list[Connection]:
        return [c for c in self.connections if not c.leaving and not c.socket.closed]

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._world.config.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    async def _say_goodbye(self, connection: Connection, reason: str) -> None:
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        self._note(f"disconnect {reason}")
        await connection.socket.send_json(frame)

    async def _send(
        self, path: str, kind: str, payload: Json, retry: Json, accepts: bool, patience: float
    ) -> Answer:
        envelope_id = self._world.ids.uuid()
        frame = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
            **retry,
        }
        text = json.dumps(frame, ensure_ascii=False)
        entry = self._world.journal.add(TO_APP, path, request=payload, done=False)
        entry.envelope = {name: held for name, held in frame.items() if name != "payload"}
        entry.retry = retry.get("retry_attempt", 0)
        entry.retry_reason = retry.get("retry_reason", "")
        entry.size = len(text.encode())
        began = time.perf_counter()
        answer = Answer("connection_failed")
        pending = _Pending(kind, str(payload.get("event_id", "")))
        self._pending[envelope_id] = pending
        try:
            async with asyncio.timeout(patience):
                reply = await self._exchange(text, pending)
            answer = Answer(None, 200, reply if accepts else None)
        except TimeoutError:
            self._expired[envelope_id] = pending
            answer = Answer("http_timeout")
        except ConnectionError:
            answer = Answer("connection_failed")
        finally:
            self._pending.pop(envelope_id, None)
            entry.answered(answer)
            self._world.journal.finish(entry, time.perf_counter() - began)
        return answer

    async def _exchange(self, text: str, pending: _Pending) -> Any:
        usable = self._usable()
        if not usable:
            raise ConnectionError("No connection of the app is open.")
        connection = usable[self._world.ids.pick(len(usable))]
        await connection.socket.send_str(text)
        return await pending.done

    def _heard(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            self._note("unreadable frame")
            return
        envelope_id = str(frame.get("envelope_id", "")) if isinstance(frame, dict) else ""
        pending = self._pending.get(envelope_id)
        if pending is not None and not pending.done.done():
            pending.done.set_result(frame.get("payload"))
        elif envelope_id in self._expired:
            self._late.add(self._expired.pop(envelope_id).event_id)
            self._note(f"late ack {envelope_id}")
        else:
            self._note(f"unknown envelope {envelope_id}")

    def _note(self, what: str) -> None:
        self._world.journal.add(INSIDE, "socket", note=what)
