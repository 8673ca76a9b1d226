"""A load balancer as small as one can be: the next backend, and another one when that is gone.

A request whose line broke is sent again, as balancers can be told to (nginx: ``non_idempotent``).
Waymark applies a request once however often it comes, so that is safe.
"""

from __future__ import annotations

import asyncio
from itertools import count

import aiohttp
from aiohttp import web

from tests.storm.timing import real_time

#: Seconds to look for a backend that answers; Slack gives up after three.
PATIENCE = 2.5
_PASSED_ON = ("content-type", "x-slack-no-retry", "location", "set-cookie")


class Balancer:
    """``backends`` may change at any time. ``again`` counts requests that needed another one; of
    these, ``cut`` had been taken by a backend that died before its answer was out."""

    def __init__(self) -> None:
        self.backends: list[str] = []
        self.again = 0
        self.cut = 0
        self.url = ""
        self._turn = count()

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True), auto_decompress=False
        )
        self._runner = web.ServerRunner(web.Server(self._pass_on))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        headers = {k: v for k, v in request.headers.items() if k.lower() != "host"}
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    if not self.backends:
                        await real_time(0.01)
                        continue
                    backend = self.backends[next(self._turn) % len(self.backends)]
                    try:
                        return await self._ask(backend, request, headers, body)
                    except aiohttp.ClientConnectorError:  # nobody there: it was never taken
                        self.again += 1
                        await real_time(0.01)
                    except aiohttp.ClientConnectionError:
                        self.cut += 1
                        self.again += 1
                        await real_time(0.01)
        except TimeoutError:
            return web.Response(status=504)

    async def _ask(
        self, backend: str, request: web.BaseRequest, headers: dict[str, str], body: bytes
    ) -> web.Response:
        async with self._session.request(
            request.method,
            backend + request.path_qs,
            data=body,
            headers=headers,
            allow_redirects=False,
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() in _PASSED_ON}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())
