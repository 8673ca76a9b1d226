"""The web application on a loopback port, and a client that may send any bytes it likes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import ManualClock
from bot.metrics import Metrics
from bot.serving import Check, Health, build_web, serve
from tests.odd_requests import CANARY, NOW, SECRET, Pairs

HEALTHY = Health({"database": Check(True, "reachable")})


class Listener:
    """Stands where Bolt stands: remembers what came through the gate."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.error: Exception | None = None

    async def __call__(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        self.headers.append(dict(request.headers))
        if self.error:
            raise self.error
        return PlainTextResponse("heard")


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """One connection, byte for byte: what no well-behaved client would send can be sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, raw: bytes) -> Reply:
        self._writer.write(raw)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status_line, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines)}
        length = int(headers.get("content-length", "0"))
        return Reply(int(status_line.split()[1]), headers, await self._reader.readexactly(length))

    async def post(self, headers: Pairs, body: bytes, path: str = "/slack/events") -> Reply:
        return await self.send(request_bytes("POST", path, headers, body))

    async def get(self, path: str) -> Reply:
        return await self.send(request_bytes("GET", path, [], b""))

    async def hang_up(self, raw: bytes = b"") -> None:
        self._writer.write(raw)
        self._writer.close()
        await self._writer.wait_closed()


@dataclass
class House:
    """A web application on a loopback port, and what it is made of."""

    port: int
    stop: asyncio.Event
    served: asyncio.Task[None]
    metrics: Metrics
    listener: Listener

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Line(reader, writer)
        finally:
            writer.close()

    async def get(self, path: str) -> Reply:
        async with self.line() as line:
            return await line.get(path)

    async def post(self, headers: Pairs, body: bytes) -> Reply:
        async with self.line() as line:
            return await line.post(headers, body)

    def count(self, sample: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(sample, labels) or 0.0


def request_bytes(method: str, path: str, headers: Pairs, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1".encode(), b"host: waymark"]
    lines += [name + b": " + value for name, value in headers]
    lines += [b"content-length: %d" % len(body), b"", body]
    return b"\r\n".join(lines)


async def healthy() -> Health:
    return HEALTHY


@asynccontextmanager
async def opened(
    slack: Callable[[Request], Awaitable[Response]] | None = None,
    ready: Callable[[], Awaitable[Health]] = healthy,
    before_scrape: Callable[[], Awaitable[None]] | None = None,
) -> AsyncIterator[House]:
    metrics, listener = Metrics(), Listener()
    web = build_web(
        slack=slack or listener,
        ready=ready,
        live=Health,
        metrics=metrics,
        clock=ManualClock(NOW),
        signing_secret=SECRET,
        before_scrape=before_scrape,
    )
    async with served(web) as (port, stop, task):
        yield House(port, stop, task, metrics, listener)


@asynccontextmanager
async def served(web: Starlette) -> AsyncIterator[tuple[int, asyncio.Event, asyncio.Task[None]]]:
    stop = asyncio.Event()
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve(web, "127.0.0.1", 0, stop=stop, ready_message=address.set_result)
    )
    try:
        yield int((await address).rpartition(":")[2]), stop, task
    finally:
        stop.set()
        await task


async def closed(port: int) -> None:
    """Return once nobody listens there any more."""
    async with asyncio.timeout(5):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                return
            writer.close()


def assert_nothing_told(caplog: pytest.LogCaptureFixture) -> None:
    assert CANARY not in caplog.text
    assert "canary" not in caplog.text
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.exc_info] == []
