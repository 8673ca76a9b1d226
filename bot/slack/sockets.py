"""Socket Mode: the same app, without a public address, over two lines at once (slack.md 2).

slack_sdk's client closes the old connection before it opens the next, and notices a line that was
cut only at its next ping: up to ten seconds in which Slack has nobody to speak to. Here the next
line has said hello before the old one goes, and there is a second one meanwhile. Whatever Slack
sends twice because of it is applied once: that is the inbox's work.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.ports import Clock
from bot.slack.clients import Clients
from bot.slack.messenger import retry_after
from bot.slack.refusals import refused

logger = logging.getLogger(__name__)

#: Lines a process holds; Slack allows an app ten (slack.md 2).
LINES = 2
#: Seconds without a pong's worth of life after which a line counts as cut.
HEARTBEAT = 10.0
#: Seconds from asking for a line to its hello.
HELLO_SECONDS = 10.0
#: Seconds an answer may still take when its line is about to go; Slack waits no longer.
LAST_ANSWERS = 3.0
#: Pauses, in seconds, after attempts that failed; the last one repeats.
BACK_OFF = (0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 30.0)


class Sockets:
    """The lines of one process. ``gap_since``: when the last one went; None while one is open."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        clients: Clients,
        clock: Clock,
        counted: Callable[[int], None] = lambda count: None,
        *,
        lines: int = LINES,
    ) -> None:
        """``counted`` hears how many lines are open, whenever that changes."""
        self._app = app
        self._app_token = app_token
        self._clients = clients
        self._clock = clock
        self._counted = counted
        self._wanted = lines
        self._open: list[_Line] = []
        self._keepers: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.gap_since: datetime | None = None
        #: Why the last attempt failed, in a word; empty after one that worked.
        self.problem = ""

    @property
    def count(self) -> int:
        """How many lines are open."""
        return len(self._open)

    async def open(self) -> None:
        """Try each line once, and keep them from then on; what failed is tried again and again."""
        self._session = aiohttp.ClientSession(trust_env=False)
        self.gap_since = self._clock.now()
        tried = [asyncio.Event() for _ in range(self._wanted)]
        for first in tried:
            self._start(self._keep(first), self._keepers)
        for first in tried:
            await first.wait()

    async def close(self) -> None:
        """Finish what is being answered, then hang up; the rest, Slack sends again."""
        keepers = list(self._keepers)
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        await asyncio.gather(*(line.hang_up() for line in list(self._open)))
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    # --- private ---------------------------------------------------------------------------------

    async def _keep(self, tried: asyncio.Event) -> None:
        """One place for a line: whoever sits there goes only when the next one is there."""
        try:
            line = await self._connected(tried)
        finally:
            tried.set()
        while True:
            await line.leaving.wait()
            successor = await self._connected(asyncio.Event(), line)
            self._start(line.hang_up(), self._tasks)
            line = successor

    async def _connected(self, tried: asyncio.Event, old: _Line | None = None) -> _Line:
        """A line that said hello, however long it takes."""
        failures = 0
        while True:
            pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
            failures += 1
            try:
                line = await self._connect()
            except _Unwelcome as goodbye:
                self._failed(str(goodbye))
                if old is not None:  # ten are open: the old one's place is the only one to have
                    await old.hang_up()
            except SlackApiError as problem:
                known = refused(problem)
                self._failed(known.code or "refused")
                if known.status == 429:
                    pause = retry_after(known.headers).total_seconds()
            except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as problem:
                self._failed(type(problem).__name__)
            else:
                self.problem = ""
                return line
            tried.set()
            await asyncio.sleep(pause)

    async def _connect(self) -> _Line:
        assert self._session is not None
        async with asyncio.timeout(HELLO_SECONDS):
            client = self._clients.with_token(self._app_token)
            answer = await client.apps_connections_open(app_token=self._app_token)
            socket = await self._session.ws_connect(str(answer["url"]), heartbeat=HEARTBEAT)
            try:
                await _heard_hello(socket)
            except BaseException:
                await socket.close()
                raise
        line = _Line(socket, self._app, self._answered, self._gone)
        self._open.append(line)
        self._changed()
        self._start(line.listen(), self._tasks)
        return line

    async def _answered(self, line: _Line, text: str) -> None:
        """An acknowledgement, on the line that asked or, when that is gone, on another."""
        for open_line in (line, *(other for other in self._open if other is not line)):
            if await open_line.say(text):
                return
        logger.warning("Nobody was there to answer", extra={"action": "socket_answer_lost"})

    def _gone(self, line: _Line) -> None:
        if line in self._open:
            self._open.remove(line)
            self._changed()

    def _changed(self) -> None:
        if self._open:
            self.gap_since = None
        elif self.gap_since is None:
            self.gap_since = self._clock.now()
        self._counted(len(self._open))

    def _failed(self, problem: str) -> None:
        self.problem = problem
        logger.warning(
            "No Socket Mode connection: %s; trying again",
            problem,
            extra={"action": "socket_refused"},
        )

    def _start(self, work: Coroutine[Any, Any, None], kept: set[asyncio.Task[None]]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        kept.add(task)
        task.add_done_callback(kept.discard)


# --- one line ------------------------------------------------------------------------------------


class _Unwelcome(Exception):
    """Slack said goodbye instead of hello; the reason is its word for it."""


class _Line:
    """One WebSocket. ``leaving``: it was told to go, or is gone; somebody should take over."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        app: AsyncApp,
        answered: Callable[[_Line, str], Coroutine[Any, Any, None]],
        gone: Callable[[_Line], None],
    ) -> None:
        self._socket = socket
        self._app = app
        self._answered = answered
        self._gone = gone
        self._turns: set[asyncio.Task[None]] = set()
        self.leaving = asyncio.Event()

    async def listen(self) -> None:
        """Hand over what arrives, each in a task of its own, until the line ends."""
        try:
            async for frame in self._socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._heard(_read(frame.data))
        finally:
            self._gone(self)
            self.leaving.set()

    async def say(self, text: str) -> bool:
        """Whether it went out."""
        try:
            await self._socket.send_str(text)
        except (aiohttp.ClientError, OSError):
            return False
        return True

    async def hang_up(self) -> None:
        """Let what is being answered finish, then close."""
        if self._turns:
            await asyncio.wait(self._turns, timeout=LAST_ANSWERS)
        self._gone(self)
        await self._socket.close()

    def _heard(self, message: dict[str, Any]) -> None:
        if message.get("type") == "disconnect":
            logger.info(
                "Slack asks for another connection: %s",
                str(message.get("reason"))[:40],
                extra={"action": "socket_leaving"},
            )
            self.leaving.set()
            return
        request = SocketModeRequest.from_dict(message)
        if request is not None:
            turn = asyncio.get_running_loop().create_task(self._take(request))
            self._turns.add(turn)
            turn.add_done_callback(self._turns.discard)

    async def _take(self, request: SocketModeRequest) -> None:
        """One envelope: answered once its work is committed, else sent again."""
        try:
            response = await run_async_bolt_app(self._app, request)
        except Exception as problem:  # noqa: BLE001  its words may be somebody's; one must not end all
            logger.error(
                "A request from Slack failed: %s",
                type(problem).__name__,
                extra={"action": "slack_request_failed"},
            )
            return
        if response.status == 200:
            await self._answered(self, _acknowledgement(request.envelope_id, response))


async def _heard_hello(socket: aiohttp.ClientWebSocketResponse) -> None:
    message = _read(await socket.receive_str())
    if message.get("type") == "disconnect":
        raise _Unwelcome(str(message.get("reason"))[:40])


def _read(text: str) -> dict[str, Any]:
    """The frame as an object; anything else is nobody's business."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _acknowledgement(envelope_id: str, response: BoltResponse) -> str:
    payload: Any = None
    if response.body:
        is_json = response.first_headers().get("content-type", "").startswith("application/json")
        payload = json.loads(response.body) if is_json else {"text": response.body}
    answer = {"envelope_id": envelope_id} | ({"payload": payload} if payload is not None else {})
    return json.dumps(answer)
