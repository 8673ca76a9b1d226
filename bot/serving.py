"""The web side: Slack's requests, health and metrics on Starlette and uvicorn (README.md D9a).

What answers is injected by `bootstrap`; this file decides only what gets that far.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message

from bot.gate import MAX_BODY_BYTES, Passed, Refusal, judge
from bot.listening import HOUSE_HEADER, leave, listen
from bot.metrics import Metrics
from bot.ports import Clock

logger = logging.getLogger(__name__)

BODY_SECONDS = 10.0  # a body that takes longer is somebody holding the line
JUST_TAKEN = 0.01  # seconds until a connection the kernel handed over is known
GRACE_SECONDS = 15  # for what is in flight at the end; README.md promises 20 in all

# Headers that reach Slack's listeners. Bolt obeys some that are not signed (x-slack-bolt-lazy-*).
_HEADERS_PASSED = frozenset(
    {
        b"content-type",
        b"x-slack-request-timestamp",
        b"x-slack-retry-num",
        b"x-slack-retry-reason",
        b"x-slack-signature",
    }
)

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Check:
    """One thing that must work; `detail` is for the operator and holds nothing private."""

    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Health:
    """Healthy when every check is; without any, healthy."""

    checks: Mapping[str, Check] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks.values())


def build_web(
    *,
    slack: Answer | None,
    ready: Callable[[], Awaitable[Health]],
    live: Callable[[], Health],
    metrics: Metrics,
    clock: Clock,
    signing_secret: str | None = None,
    before_scrape: Callable[[], Awaitable[None]] | None = None,
    pages: Sequence[BaseRoute] = (),
    house: str = "",
) -> Starlette:
    """The application behind HOST:PORT.

    `slack` answers requests that passed the gate; None (Socket Mode, a worker) leaves the path
    out. Bolt's own signature check must be off: it asks the machine's clock, not `clock`. A
    refused request gets an empty 400, 401, 405 or 413; 500 comes only when `slack` itself raises,
    so that Slack sends an event again. `before_scrape` refreshes gauges. `pages` are more routes
    (OAuth). `house` tells a process that wants the same port whose it is (bot.listening). Raises
    ValueError for `slack` without a signing secret.
    """
    routes: list[BaseRoute] = [
        Route("/health/live", _live_endpoint(live, house)),
        Route("/health/ready", _ready_endpoint(ready)),
        Route("/metrics", _metrics_endpoint(metrics, before_scrape)),
        *pages,
    ]
    if slack is not None:
        if not signing_secret:
            raise ValueError("Requests over HTTP need a signing secret.")
        door = _SlackDoor(slack, signing_secret, clock, metrics)
        routes.insert(0, Route("/slack/events", door.answer, methods=["POST"]))
    web = Starlette(routes=routes)
    web.router.redirect_slashes = False
    return web


async def serve(
    web: ASGIApp,
    host: str,
    port: int,
    *,
    stop: asyncio.Event,
    ready_message: Callable[[str], None] = lambda url: None,
    house: str = "",
) -> None:
    """Serve until `stop` is set, then finish what is in flight (at most GRACE_SECONDS) and return.

    Touches no signal handler. `ready_message` gets the address once connections are accepted; port
    0 takes any free one. With `house` the port may be shared with a process of the same house, and
    no connection is lost when either leaves. Raises OSError when the address is taken or is not
    this machine's.
    """
    listener = await listen(host, port, house)
    server = _QuietServer(
        uvicorn.Config(
            web,
            access_log=False,
            date_header=True,
            lifespan="off",
            log_config=None,
            log_level=logging.ERROR,  # below it, anybody's bad request is a line in the log
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ws="none",
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="web")
    stopping = asyncio.create_task(stop.wait(), name="web-stop")
    try:
        # The kernel queues connections from here on; uvicorn takes them a moment later.
        ready_message(f"http://{_address(listener)}")
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if house and not serving.done():
            await leave(listener)
        server.leave()
        await serving


async def read_body(
    request: Request, *, limit: int = MAX_BODY_BYTES, seconds: float = BODY_SECONDS
) -> bytes | Refusal:
    """The body, or why it was not read: declared or grown past `limit`, too slow, or cut off."""
    declared = request.headers.get("content-length", "")
    # httptools has refused what is no number; int() of a very long one would raise.
    if len(declared) > len(str(limit)) or (declared.isdecimal() and int(declared) > limit):
        return Refusal(413, "size")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                if len(body) + len(chunk) > limit:
                    return Refusal(413, "size")
                body += chunk
    except TimeoutError:
        return Refusal(400, "slow")
    except ClientDisconnect:
        return Refusal(400, "cut_off")
    return bytes(body)


# --- Slack's requests ----------------------------------------------------------------------------


class _SlackDoor:
    def __init__(self, slack: Answer, signing_secret: str, clock: Clock, metrics: Metrics) -> None:
        self._slack = slack
        self._signing_secret = signing_secret
        self._clock = clock
        self._metrics = metrics

    async def answer(self, request: Request) -> Response:
        body = await read_body(request)
        if isinstance(body, Refusal):
            return self._turn_away(body)
        verdict = judge(
            request.method,
            request.scope["headers"],
            body,
            self._signing_secret,
            self._clock.now(),
        )
        if isinstance(verdict, Refusal):
            return self._turn_away(verdict)
        return await self._let_in(request, body, verdict)

    def _turn_away(self, refusal: Refusal) -> Response:
        self._metrics.refusal(refusal.reason)
        return Response(status_code=refusal.status)

    async def _let_in(self, request: Request, body: bytes, passed: Passed) -> Response:
        started = time.perf_counter()
        try:
            response = await self._slack(_inside(request, body, passed))
        except Exception as error:  # noqa: BLE001  (the last line of defence before the client)
            logger.error(
                "A request from Slack failed: %s",
                _where(error),
                extra={"action": "slack_request_failed", "kind": passed.kind},
            )
            response = Response(status_code=500)
            # What is answered is counted where it is answered (bot.slack.app), in both modes.
            self._metrics.request(passed.kind, "failed", time.perf_counter() - started)
        return response


def _inside(request: Request, body: bytes, passed: Passed) -> Request:
    """The same request with its body at hand, and without what the signature does not cover."""
    if passed.kind == "command":
        # Bolt 1.30 takes any form that contains the word "payload" for an interaction and drops
        # its fields: "/mentor roadblock the payload is late" would vanish.
        body = body.replace(b"payload", b"%70ayload")
    scope = dict(request.scope)
    scope["headers"] = [pair for pair in request.scope["headers"] if pair[0] in _HEADERS_PASSED]
    scope["query_string"] = b""
    unread = [body]

    async def receive() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await request.receive()

    return Request(scope, receive)


def _where(error: BaseException) -> str:
    """The kind of an exception and its path through the code; its words may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)
    path = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} in {path}"


# --- the operator's pages ------------------------------------------------------------------------


def _live_endpoint(live: Callable[[], Health], house: str) -> Answer:
    async def live_page(request: Request) -> Response:
        page = _health_page(live())
        if house:
            page.headers[HOUSE_HEADER] = house
        return page

    return live_page


def _ready_endpoint(ready: Callable[[], Awaitable[Health]]) -> Answer:
    async def ready_page(request: Request) -> Response:
        try:
            return _health_page(await ready())
        except Exception as error:  # noqa: BLE001  (a check that cannot even answer is a failed one)
            return _health_page(Health({"ready": Check(False, type(error).__name__)}))

    return ready_page


def _health_page(health: Health) -> Response:
    return JSONResponse(
        {
            "status": "ok" if health.ok else "failing",
            "checks": {
                name: {"ok": check.ok, "detail": check.detail}
                for name, check in health.checks.items()
            },
        },
        status_code=200 if health.ok else 503,
    )


def _metrics_endpoint(
    metrics: Metrics, before_scrape: Callable[[], Awaitable[None]] | None
) -> Answer:
    async def metrics_page(request: Request) -> Response:
        try:
            if before_scrape:
                await before_scrape()
        except Exception as error:  # noqa: BLE001  (old gauges are better than no metrics at all)
            logger.warning(
                "Gauges could not be refreshed: %s",
                _where(error),
                extra={"action": "scrape_stale"},
            )
        text, content_type = metrics.render()
        return Response(text, headers={"content-type": content_type})

    return metrics_page


# --- the server ----------------------------------------------------------------------------------


class _QuietServer(uvicorn.Server):
    """Signals belong to the process, which has more to stop than the web. It leaves at once:
    uvicorn itself looks ten times a second whether it is to end, and then waits as long again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Take no more connections; what is in flight is finished."""
        self.should_exit = True
        self._leaving.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        ticking = asyncio.create_task(super().main_loop(), name="web-ticks")
        leaving = asyncio.create_task(self._leaving.wait(), name="web-leaving")
        await asyncio.wait({ticking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ticking, leaving):
            task.cancel()
        await asyncio.gather(ticking, leaving, return_exceptions=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await asyncio.sleep(JUST_TAKEN)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for listener in sockets or []:
            listener.close()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
