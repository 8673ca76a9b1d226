"""A small Bolt app, and a bare HTTP listener, for the sandbox's own tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def text_input(block_id: str, label: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value", **more.pop("element", {})}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [text_input("what", "What happened?")],
        **more,
    }


def home(words: str = "Welcome") -> dict[str, Any]:
    return {"type": "home", "blocks": [section(words)]}


def section(words: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


def button(label: str, action_id: str, value: str = "1", **more: Any) -> dict[str, Any]:
    return {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
        **more,
    }


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


class ExampleApp:
    """An AsyncApp with nothing but its two addresses told about the sandbox.

    Tests register listeners on ``bolt``. ``heard`` collects the bodies that reached it.
    """

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.client = AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url)
        self.bolt = AsyncApp(
            client=self.client,
            signing_secret=slack.config.signing_secret,
            process_before_response=False,
        )
        self.heard: list[dict[str, Any]] = []
        self._runner: web.AppRunner | None = None
        self._handlers: list[AsyncSocketModeHandler] = []
        self.bolt.use(self._listen)

    async def serve(self) -> None:
        """Be reachable by signed HTTP."""
        self._runner, url = await listen(self.bolt.server(path="/slack/events").web_app)
        self.slack.connect(f"{url}/slack/events")

    async def connect(self) -> None:
        """Open one more Socket Mode connection."""
        handler = AsyncSocketModeHandler(
            self.bolt, self.slack.config.app_token, ping_interval=0.05
        )
        self._handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await self.slack.sockets.connected(len(self._handlers))

    async def stop(self) -> None:
        for handler in self._handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]
        if self._runner is not None:
            await self._runner.cleanup()

    # --- private -----------------------------------------------------------------

    async def _listen(self, body: dict[str, Any], next: Callable[[], Awaitable[Any]]) -> None:
        self.heard.append(body)
        await next()


@dataclass(frozen=True)
class Reply:
    status: int = 200
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Listener:
    """A bare HTTP listener that answers as told and keeps what it got.

    ``answers``: what to say to the next requests; None: nothing at all.
    """

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Reply | None] = []
        self._runner: web.AppRunner | None = None

    async def serve(self) -> None:
        app = web.Application()
        app.router.add_post("/slack/events", self._take)
        self._runner, url = await listen(app)
        self.slack.connect(f"{url}/slack/events")

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def retries(self) -> list[tuple[str | None, str | None]]:
        """Number and reason of each delivery."""
        names = ("x-slack-retry-num", "x-slack-retry-reason")
        return [(h.get(names[0]), h.get(names[1])) for h, _ in self.requests]

    async def _take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((headers, await request.read()))
        answer = self.answers.pop(0) if self.answers else Reply()
        while answer is None:
            await asyncio.Event().wait()  # never answers
        headers = {"Content-Type": "application/json", **answer.headers}
        return web.Response(status=answer.status, text=answer.text, headers=headers)


async def listen(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"
