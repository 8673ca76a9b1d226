"""Everything Slack sends to the app, over signed HTTP or Socket Mode.

Events are retried nearly at once, after one minute and after five; commands and
interactions get one attempt and three seconds (slack.md 1). Waits between attempts are
real time multiplied by ``time_scale``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.health import Subscription
from bot.sandbox.journal import TO_APP
from bot.sandbox.masking import headers_to_show
from bot.sandbox.results import Answer
from bot.sandbox.signing import signed_headers
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Team
from bot.sandbox.world import World

RETRY_WAITS = (0.0, 60.0, 300.0)
"""Before the first, second and third retry, in seconds."""
HOURLY = (3600.0,) * 24
MOST_KEPT = 1_000
"""Deliveries kept so that they can be sent again."""
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Sent:
    """A delivered event, kept so that it can be delivered again."""

    team: Team
    body: Json


class PostOffice:
    """Sends; keeps count of what is under way; knows whether Slack still trusts the URL.

    ``ack_seconds`` (real time) and ``time_scale`` may be changed between deliveries.
    """

    def __init__(self, world: World, *, ack_seconds: float, time_scale: float) -> None:
        self._world = world
        self.ack_seconds = ack_seconds
        self.time_scale = time_scale
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_flight = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._held: list[Sent] | None = None
        self._clear()

    @property
    def http(self) -> bool:
        return self._world.config.request_url is not None

    async def start(self) -> None:
        # A fresh connection each time: the app may have restarted in between.
        connector = aiohttp.TCPConnector(force_close=True, use_dns_cache=False)
        self._session = aiohttp.ClientSession(connector=connector)

    async def stop(self) -> None:
        await self._cancel()
        if self._session is not None:
            await self._session.close()

    async def drop(self) -> None:
        """Give up every delivery and retry under way, and forget all that was ever sent.

        What a person waits for ends first: the app is gone, so that is at once.
        """
        await self._cancel()
        await self.quiet()
        self._clear()

    async def quiet(self) -> None:
        """Return when no delivery is being attempted. Waits for a later retry do not count."""
        await asyncio.sleep(0)
        while self._in_flight:
            await self._calm.wait()
            await asyncio.sleep(0)

    # --- events -------------------------------------------------------------------

    def event(self, team: Team, event: Json) -> asyncio.Task[None] | None:
        """Start delivering an event. The task ends when the first attempt is over."""
        limited = self.subscription.admit(team)
        if limited is not None:
            body: Json | None = limited
        else:
            body = self._wrapped(team, event)
        if not body:
            return None
        sent = Sent(team, body)
        self.sent.append(sent)
        if self._held is not None:
            self._held.append(sent)
            return None
        return self._deliver(sent)

    def hold(self) -> None:
        """Keep events back until ``release``."""
        self._held = self._held if self._held is not None else []

    async def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held back, one after the other, perhaps in the wrong order."""
        held, self._held = self._held or [], None
        for sent in reversed(held) if backwards else held:
            await self._deliver(sent)

    async def redeliver(self, times: int = 1, which: int = -1) -> list[Answer]:
        """Deliver an earlier event again with the same ``event_id``, as if unacknowledged."""
        sent = self.sent[which]
        return [
            await self._attempt_event(sent, number, "http_timeout")
            for number in range(1, times + 1)
        ]

    # --- commands and interactions ------------------------------------------------------

    async def command(self, fields: dict[str, str]) -> Answer:
        """One slash command; never repeated."""
        return await self._once("slash_commands", fields, urlencode(fields).encode(), fields)

    async def interaction(self, payload: Json) -> Answer:
        """One block action, submission, closing or suggestion; never repeated."""
        form = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
        return await self._once("interactive", payload, form, payload)

    async def verify_url(self) -> bool:
        """The handshake: whether the app echoes the challenge in time."""
        challenge = self._world.ids.short(48)
        body: Json = {
            "token": self._world.config.verification_token,
            "challenge": challenge,
            "type": "url_verification",
        }
        raw = json.dumps(body).encode()
        answer = await self._signed("url_verification", raw, _JSON, {}, body)
        echoed = answer.payload
        if isinstance(echoed, dict):
            echoed = echoed.get("challenge")
        return answer.ok and echoed == challenge

    async def raw(
        self,
        body: bytes,
        content_type: str = _JSON,
        *,
        headers: Mapping[str, str | None] | None = None,
        path: str = "raw",
    ) -> Answer:
        """Send these bytes to the request URL, correctly signed unless ``headers`` say else.

        A header that is None is left out.
        """
        merged = {**self._signature(body), **(headers or {})}
        sent = {name: value for name, value in merged.items() if value is not None}
        return await self._post(path, body, content_type, sent, None)

    async def replay(self, which: int = -1) -> Answer:
        """Send an earlier HTTP request again: the same bytes, timestamp and signature."""
        body, content_type, headers = self._requests[which]
        return await self._post("replay", body, content_type, headers, None)

    def _signature(self, body: bytes) -> dict[str, str]:
        world = self._world
        return signed_headers(world.config.signing_secret, world.signing_seconds(), body)

    # --- private: attempts --------------------------------------------------------------

    def _wrapped(self, team: Team, event: Json) -> Json:
        config, ids = self._world.config, self._world.ids
        return {
            "token": config.verification_token,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": config.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": ids.make("Ev"),
            "event_time": self._world.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": team.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{ids.short(24)}",
        }

    def _deliver(self, sent: Sent) -> asyncio.Task[None]:
        """First attempt in the returned task, retries in another one."""
        return self._spawn(self._first(sent))

    async def _first(self, sent: Sent) -> None:
        answer = await self._attempt_event(sent, 0, "")
        if not answer.ok and "x-slack-no-retry" not in answer.headers:
            self._spawn(self._retries(sent, answer.error or "unknown_error"))

    async def _retries(self, sent: Sent, reason: str) -> None:
        waits = RETRY_WAITS + (HOURLY if self._world.config.delayed_events else ())
        for number, wait in enumerate(waits, start=1):
            await asyncio.sleep(wait * self.time_scale)
            if self._world.sockets.acked_late(sent.body.get("event_id", "")):
                return
            answer = await self._attempt_event(sent, number, reason)
            if answer.ok or "x-slack-no-retry" in answer.headers:
                return
            reason = answer.error or "unknown_error"

    async def _attempt_event(self, sent: Sent, number: int, reason: str) -> Answer:
        if not self.subscription.enabled:
            return Answer(error=None)
        kind = sent.body.get("event", {}).get("type", sent.body["type"])
        path = f"events_api/{kind}"
        self._begin()
        try:
            if self.http:
                retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
                body = json.dumps(sent.body, ensure_ascii=False).encode()
                answer = await self._signed(path, body, _JSON, retry if number else {}, sent.body)
            else:
                answer = await self._world.sockets.event(
                    path, sent.body, number, "timeout" if number else "", self.ack_seconds
                )
        finally:
            self._end()
        self.subscription.record(answer.ok)
        return answer

    async def _once(self, kind: str, payload: Json, form: bytes, shown: Json) -> Answer:
        path = f"{kind}/{payload.get('command') or payload.get('type')}"
        self._begin()
        try:
            if self.http:
                return await self._signed(path, form, _FORM, {}, shown)
            return await self._world.sockets.request(path, kind, payload, self.ack_seconds)
        finally:
            self._end()

    async def _signed(
        self, path: str, body: bytes, content_type: str, extra: dict[str, str], shown: Json
    ) -> Answer:
        signed = self._signature(body)
        return await self._post(path, body, content_type, signed | extra, shown)

    async def _post(
        self, path: str, body: bytes, content_type: str, headers: dict[str, str], shown: Any
    ) -> Answer:
        url = self._world.config.request_url
        self._requests.append((body, content_type, headers))
        sent = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0", **headers}
        entry = self._world.journal.add(TO_APP, path, request=shown, done=False)
        entry.headers, entry.size = headers_to_show(sent), len(body)
        entry.retry = int(headers.get("x-slack-retry-num", "") or 0)
        entry.retry_reason = headers.get("x-slack-retry-reason", "")
        began = time.perf_counter()
        answer = Answer("connection_failed")
        try:
            if url is not None and self._session is not None:
                answer = await self._exchange(url, body, sent)
        finally:
            entry.answered(answer)
            self._world.journal.finish(entry, time.perf_counter() - began)
        return answer

    async def _exchange(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        assert self._session is not None
        try:
            # aiohttp counts the redirect that breaks the rule; Slack follows two.
            timeout = aiohttp.ClientTimeout(total=self.ack_seconds)
            async with self._session.post(
                url, data=body, headers=headers, max_redirects=3, timeout=timeout
            ) as response:
                text = await response.text(errors="replace")
                lowered = {name.lower(): value for name, value in response.headers.items()}
                error = None if 200 <= response.status < 300 else "http_error"
                payload, size = _parsed(text, lowered), len(text.encode())
                return Answer(error, response.status, payload, lowered, size)
        except TimeoutError:
            return Answer("http_timeout")
        except aiohttp.TooManyRedirects:
            return Answer("too_many_redirects")
        except aiohttp.ClientSSLError:
            return Answer("ssl_error")
        except aiohttp.ClientConnectionError:
            return Answer("connection_failed")
        except aiohttp.ClientError:
            return Answer("unknown_error")

    # --- private: bookkeeping -----------------------------------------------------------

    def _clear(self) -> None:
        self._held = None
        self._requests: deque[tuple[bytes, str, dict[str, str]]] = deque(maxlen=MOST_KEPT)
        self.sent: deque[Sent] = deque(maxlen=MOST_KEPT)
        self.subscription = Subscription(self._world)

    async def _cancel(self) -> None:
        while self._tasks:
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _begin(self) -> None:
        self._in_flight += 1
        self._calm.clear()

    def _end(self) -> None:
        self._in_flight -= 1
        self._world.stir()
        if not self._in_flight:
            self._calm.set()


def _parsed(text: str, headers: Mapping[str, str]) -> Any:
    if not text:
        return None
    if headers.get("content-type", "").startswith(_JSON):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
