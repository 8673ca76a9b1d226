"""One Slack client per workspace over one shared connection pool.

``retry_handlers=[]``: the default client posts twice without telling anybody (reliability.md
exp 3). One session for the life of the process doubles the speed (performance.md).
"""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

#: Seconds for a whole call to Slack (reliability.md e.6).
TIMEOUT = 10


class Clients:
    """Built once; ``open`` before the first call, ``close`` at the end."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    async def open(self) -> None:
        """Open the connection pool in the running loop."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        self._clients.clear()

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def with_token(self, token: str) -> AsyncWebClient:
        """The client that speaks with this token."""
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token=token,
                base_url=self._base_url,
                session=self._session,
                timeout=TIMEOUT,
                retry_handlers=[],
            )
        return self._clients[token]
