"""One Slack client per workspace over one shared connection pool.

``retry_handlers=[]``: the default client posts twice without telling anybody (reliability.md
exp 3). One session for the life of the process doubles the speed (performance.md).
"""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ports import Points, Unwatched

#: Seconds for a whole call to Slack (reliability.md e.6).
TIMEOUT = 10


class Clients:
    """Built once; ``open`` before the first call, ``close`` at the end."""

    def __init__(self, base_url: str, points: Points | None = None) -> None:
        self._points = points or Unwatched()
        self._base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    async def open(self) -> None:
        """Open the connection pool in the running loop."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        watching = aiohttp.TraceConfig()
        watching.on_request_chunk_sent.append(self._on_the_wire)
        self._session = aiohttp.ClientSession(
            timeout=timeout, trust_env=False, trace_configs=[watching]
        )
        self._clients.clear()

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def with_token(self, token: str) -> AsyncWebClient:
        """The client that speaks with this token."""
        if token not in self._clients:
            self._clients[token] = self._client(token)
        return self._clients[token]

    async def exchange(self, client_id: str, client_secret: str, code: str) -> AsyncSlackResponse:
        """``oauth.v2.access``: the code of a yes for a bot token. Raises SlackApiError.

        Who asks is said by HTTP Basic; the code goes in the form, and nothing in the address.
        slack_sdk's own method uses a class of aiohttp's that is on its way out.
        """
        known = aiohttp.encode_basic_auth(client_id, client_secret)
        return await self._client(None).api_call(
            "oauth.v2.access", data={"code": code}, headers={"Authorization": known}
        )

    # --- private ---------------------------------------------------------------------------------

    async def _on_the_wire(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        sent: aiohttp.TraceRequestChunkSentParams,
    ) -> None:
        """aiohttp tells just before it writes; at the loop's next turn a post has been written."""
        if sent.url.path.endswith("/chat.postMessage"):
            asyncio.get_running_loop().call_soon(self._points.reach, "S1")

    def _client(self, token: str | None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self._base_url,
            session=self._session,
            timeout=TIMEOUT,
            retry_handlers=[],
        )
