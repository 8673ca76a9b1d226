"""The one port everything listens on: Web API, response URLs, Socket Mode, control, page."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from aiohttp import web

from bot.sandbox.answers import serve_hook
from bot.sandbox.web_api.dispatch import WebApi
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
#: Kept by the browser, but never shown without asking whether it is still the newest.
_FRESH = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_MOST_BYTES = 4 * 1024 * 1024


class Server:
    """An aiohttp server in the running event loop; ``extra`` adds more routes."""

    def __init__(self, world: World, *extra: web.RouteTableDef, page: Path = PAGE) -> None:
        self._world = world
        self._extra = extra
        self._page = page
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> str:
        """Listen and return the address. Raises ValueError for anything but loopback."""
        if host not in _LOOPBACK:
            raise ValueError("The sandbox has no locks; it listens on loopback only.")
        app = web.Application(client_max_size=_MOST_BYTES)
        api = WebApi(self._world)
        app.router.add_route("*", "/api/{method}", api.serve)
        app.router.add_get("/link/", self._world.sockets.serve)
        app.router.add_post("/hooks/{rest:.*}", self._hook)
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{file}", self._file)
        for routes in self._extra:
            app.router.add_routes(routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, reuse_address=True)
        await site.start()
        bound = self._runner.addresses[0][1]
        return f"http://{host}:{bound}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # --- private -----------------------------------------------------------------

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        return await serve_hook(self._world, request)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return self._static(request, "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return self._static(request, request.match_info["file"])

    def _static(self, request: web.Request, name: str) -> web.Response:
        """A file as it is now; 304 when the browser holds these very bytes."""
        path = self._page / name
        if path.parent != self._page or not path.is_file():
            raise web.HTTPNotFound(text="No such file.", headers=_FRESH)
        body = path.read_bytes()
        etag = hashlib.sha256(body).hexdigest()[:32]
        if any(held.value == etag for held in request.if_none_match or ()):
            response = web.Response(status=304, headers=_FRESH)
        else:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            charset = "utf-8" if kind.startswith("text/") or kind.endswith("javascript") else None
            response = web.Response(body=body, content_type=kind, charset=charset, headers=_FRESH)
        response.etag = etag
        return response
