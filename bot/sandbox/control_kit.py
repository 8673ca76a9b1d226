"""What every control route shares: how it is served, refused, and kept to this machine."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.wire import Json

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[Json]]


class Refused(Exception):
    """A request that cannot be carried out now: the status, and words for a person."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Routes:
    """A route table whose handlers return plain JSON objects; exceptions become refusals.

    KeyError and ValueError are 400, LookupError 404, ``Refused`` says its own.
    """

    def __init__(self) -> None:
        self.table = web.RouteTableDef()

    def add(self, method: str, path: str, handler: Handler) -> None:
        async def serve(request: web.Request) -> web.Response:
            try:
                check_origin(request)
                return web.json_response({"ok": True, **await handler(request)})
            except Refused as refused:
                status, words = refused.status, str(refused)
            except KeyError as missing:
                status, words = 400, f"{missing} is missing."
            except LookupError as unknown:
                status, words = 404, str(unknown)
            except (ValueError, TypeError, AttributeError) as wrong:
                status, words = 400, str(wrong)
            return web.json_response({"ok": False, "error": words}, status=status)

        self.table.route(method, f"/control/{path}")(serve)


async def body_of(request: web.Request) -> Json:
    """The JSON object that was sent; an empty one for an empty body."""
    raw = await request.read()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise ValueError("Send a JSON object.")
    return body


def outcome(ok: bool, error: str | None) -> Json:
    """How a person's action ended: what Slack would show them is not a failed request."""
    return {"ok": True} if ok else {"ok": False, "error": error}


def check_origin(request: web.Request) -> None:
    """Raises Refused for a page of another machine: a browser here may visit any site."""
    origin = request.headers.get("Origin")
    hosts = [urlsplit(f"//{request.host}").hostname]
    if origin is not None:
        hosts.append(urlsplit(origin).hostname)
    if any(host not in LOOPBACK for host in hosts):
        raise Refused(403, "Only pages of this machine may do that.")
