"""Socket Mode: the same app, without a public address."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


class Sockets:
    """One Socket Mode connection; slack_sdk keeps it alive and reconnects (slack.md 2)."""

    def __init__(self, app: AsyncApp, app_token: str, base_url: str) -> None:
        self._app = app
        self._app_token = app_token
        self._base_url = base_url
        self._handler: AsyncSocketModeHandler | None = None

    async def open(self) -> None:
        """Connect; returns once Slack said hello, or raises."""
        client = AsyncWebClient(token=self._app_token, base_url=self._base_url)
        self._handler = AsyncSocketModeHandler(self._app, self._app_token, web_client=client)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Disconnect; what was not acknowledged, Slack sends again."""
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
            self._handler = None
