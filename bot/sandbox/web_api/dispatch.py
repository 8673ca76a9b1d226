"""The path of every Web API call: method, token, scope, rate, fault, work, answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import format_datetime

from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.journal import TO_SLACK, LogEntry
from bot.sandbox.masking import headers_to_show
from bot.sandbox.web_api import requests
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.methods import CLIENT_METHODS, METHODS, Method
from bot.sandbox.web_api.scopes import check_scope
from bot.sandbox.wire import ApiError, ConnectionCut, Json, RateLimited
from bot.sandbox.workspace import Installation
from bot.sandbox.world import World

_DEAD = {"revoked": "token_revoked", "uninstalled": "account_inactive"}
_ODD_ANSWERS = {
    "html_after": (200, "text/html", "<html>Oops</html>"),
    "broken_json_after": (200, "application/json", '{"ok": tr'),
    "error_500_after": (500, "text/plain", "Internal Server Error"),
    "error_503_after": (503, "text/html", "<html>Service unavailable</html>"),
}


class WebApi:
    """The ``/api/{method}`` endpoint."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        entry = self._world.journal.add(TO_SLACK, name, done=False)
        entry.headers, entry.size = headers_to_show(request.headers), request.content_length or 0
        began = time.perf_counter()
        try:
            response = await self._answer(name, request, entry)
        except ConnectionCut:
            entry.note = "connection dropped"
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        finally:
            self._world.journal.finish(entry, time.perf_counter() - began)
        if not response.prepared:
            response.headers["Date"] = format_datetime(self._world.clock.now(), usegmt=True)
        entry.response_headers = headers_to_show(response.headers)
        if isinstance(response, web.Response) and isinstance(response.body, bytes):
            entry.response_size = len(response.body)
        return response

    # --- private -----------------------------------------------------------------

    async def _answer(
        self, name: str, request: web.Request, entry: LogEntry
    ) -> web.StreamResponse:
        fault = self._world.faults.take(name)
        if fault is not None:
            entry.note, entry.fault = f"fault {fault.kind}", fault.kind
        status, headers = 200, {}
        try:
            _before(fault)
            args, token = await requests.read(request)
            entry.request = requests.loggable(args)
            if name in CLIENT_METHODS:
                body = {"ok": True, **CLIENT_METHODS[name](self._world, args)}
            else:
                method, installation = self._admit(name, token)
                headers = _scope_headers(method, installation)
                if fault is not None and fault.kind == "late_after":
                    self._later(
                        fault.seconds, lambda: self._work(name, method, installation, args, token)
                    )
                    raise ConnectionCut
                body = self._work(name, method, installation, args, token)
        except ApiError as refused:
            body = refused.body()
        except RateLimited as limited:
            status, headers = 429, {"Retry-After": str(limited.seconds)}
            body = {"ok": False, "error": "ratelimited"}
        except _Broken as broken:
            entry.status, entry.response = broken.status, "Service unavailable"
            return web.Response(status=broken.status, text="Service unavailable")
        entry.response, entry.status = requests.loggable(body), status
        if fault is not None and fault.kind == "cut_body_after":
            return await _half(request, body, entry)
        return await _after(fault, body, status, headers, entry)

    def _later(self, seconds: float, work: Callable[[], object]) -> None:
        """Do it when nobody listens any more; not in a workspace that began anew meanwhile."""
        journal = self._world.journal

        def catch_up() -> None:
            if self._world.journal is journal:
                with suppress(ApiError, RateLimited):
                    work()

        asyncio.get_running_loop().call_later(seconds, catch_up)

    def _admit(self, name: str, token: str | None) -> tuple[Method, Installation]:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if not token:
            raise ApiError("not_authed")
        if token == self._world.config.app_token:
            if method.app_level is False:
                raise ApiError("not_allowed_token_type")
            return method, next(iter(self._world.tokens.values()))
        installation = self._world.tokens.get(token)
        if installation is None:
            raise ApiError("invalid_auth")
        if installation.state != "active" or installation.bot_token != token:
            raise ApiError(_DEAD.get(installation.state, "token_revoked"))
        if method.app_level is True:
            raise ApiError("not_allowed_token_type")
        check_scope(method.scopes, installation.scopes)
        return method, installation

    def _work(
        self,
        name: str,
        method: Method,
        installation: Installation,
        args: Json,
        token: str | None,
    ) -> Json:
        wait = self._world.rates.call(name, method.tier, installation.team_id)
        if wait:
            raise RateLimited(wait)
        team = self._world.teams[installation.team_id]
        app_level = token == self._world.config.app_token
        call = Call(self._world, name, args, installation, team, app_level)
        body = {"ok": True, **method.handler(call)}
        if call.warnings:
            metadata = body.setdefault("response_metadata", {})
            metadata["warnings"] = call.warnings
            body["warning"] = ",".join(call.warnings)
        return body


class _Broken(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def _before(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.kind == "drop_before":
        raise ConnectionCut
    if fault.kind == "rate_limited":
        raise RateLimited(int(fault.seconds))
    if fault.kind in ("error_500", "error_503"):
        raise _Broken(int(fault.kind[-3:]))
    if fault.kind == "invalid_blocks":
        words = "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"
        raise ApiError("invalid_blocks", words, errors=[words])
    if fault.kind == "internal_error":
        raise ApiError("internal_error")


async def _half(request: web.Request, body: Json, entry: LogEntry) -> web.StreamResponse:
    """Promise the whole answer, send the beginning, cut the line."""
    raw = json.dumps(body).encode()
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(raw)
    await response.prepare(request)
    half = raw[: len(raw) // 2]
    await response.write(half)
    entry.instead, entry.response_size = half.decode(errors="replace"), len(half)
    if request.transport is not None:
        request.transport.abort()
    return response


async def _after(
    fault: Fault | None, body: Json, status: int, headers: dict[str, str], entry: LogEntry
) -> web.StreamResponse:
    kind = fault.kind if fault is not None else ""
    if kind == "drop_after":
        raise ConnectionCut
    if kind == "slow" and fault is not None:
        await asyncio.sleep(fault.seconds)
    if kind in ("internal_error_after", "fatal_error_after"):
        body = entry.instead = {"ok": False, "error": kind.removesuffix("_after")}
    if kind in _ODD_ANSWERS:
        entry.status, content_type, entry.instead = _ODD_ANSWERS[kind]
        return web.Response(text=entry.instead, content_type=content_type, status=entry.status)
    return web.json_response(body, status=status, headers=headers)


def _scope_headers(method: Method, installation: Installation) -> dict[str, str]:
    headers = {"x-oauth-scopes": ",".join(installation.scopes)}
    if method.scopes:
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
    return headers
