"""The Bolt app: one listener per kind of request, each handed to the table it belongs to.

Bolt parses, authorizes and acknowledges; its signature check is off because our gate stands in
front of it (``bot.gate``), and it answers after the work is committed
(``process_before_response``, design D9a).
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import NotInThisWorkspace
from bot.domain.people import Actor
from bot.ports import Clock, Phrasebook, Units, request_key
from bot.services import Services
from bot.slack.clients import Clients
from bot.slack.directory import profile_of
from bot.slack.dispatch import Dispatch
from bot.slack.feature import Feature, Listener
from bot.slack.guard import ListenerFailed, guarded, repeated, traced
from bot.slack.text import plain_words, unescape
from bot.slack.turn import Turn

logger = logging.getLogger(__name__)

EVERYTHING = re.compile("")
#: Kinds of message a person says something with (slack.md T11).
SPOKEN = (None, "file_share", "thread_broadcast")


class Requests(Protocol):
    """Counts requests for the metrics."""

    def request(self, kind: str, outcome: str, seconds: float) -> None:
        """One request of Slack's, answered."""
        ...


@dataclass(frozen=True)
class Surface:
    """What the Slack surface is built from."""

    services: Services
    units: Units
    book: Phrasebook
    clock: Clock
    clients: Clients
    features: tuple[Feature, ...]
    requests: Requests
    timer: Callable[[], float]


def build_app(surface: Surface) -> AsyncApp:
    """An ``AsyncApp`` with every listener registered once."""
    app = AsyncApp(
        name="waymark",  # without one Bolt reads the source of every frame above, for a file name
        authorize=_authorizer(surface),  # type: ignore[arg-type]  # None: not installed
        client=AsyncWebClient(retry_handlers=[]),
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
        user_facing_authorize_error_message="Waymark is not installed here any more.",
        logger=logging.getLogger("slack_bolt.waymark"),
    )
    door = _Door(surface)
    # A command that comes here is ours, whatever Slack calls it; Bolt quotes in its log one that
    # nobody listens to.
    app.command(EVERYTHING)(door.command)
    app.action(EVERYTHING)(door.action)
    app.view(EVERYTHING)(door.submission)
    app.view_closed(EVERYTHING)(door.acknowledge)
    app.event("message")(door.message)
    app.event("app_home_opened")(door.home)
    app.event("user_change")(door.user_changed)
    app.event("member_joined_channel")(door.member_moved)
    app.event("member_left_channel")(door.member_moved)
    app.event("app_uninstalled")(door.uninstalled)
    app.event("tokens_revoked")(door.uninstalled)
    app.event(EVERYTHING)(door.acknowledge)
    app.shortcut(EVERYTHING)(door.shortcut)
    app.options(EVERYTHING)(door.acknowledge)
    app.error(_failed)
    return app


# --- private -------------------------------------------------------------------------------------


class _Door:
    """Bolt's listeners: make a turn of each request, and run the one it belongs to."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.dispatch = Dispatch(surface.features)

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        text = unescape(str(body.get("text") or "")).strip()
        await self._run("command", ack, body, self.dispatch.command, text=text)

    async def action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        listener = self.dispatch.actions.get(str(action.get("action_id")))
        chosen = action.get("selected_option") or {}
        value = str(action.get("value") or chosen.get("value") or "")
        await self._run("action", ack, body, listener, value=value)

    async def submission(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        listener = self.dispatch.submissions.get(str(body["view"].get("callback_id")))
        await self._run("submission", ack, body, listener)

    async def shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """From the menu beside the composer, or from a message's: then with its words."""
        listener = self.dispatch.shortcuts.get(str(body.get("callback_id")))
        text = plain_words(str((body.get("message") or {}).get("text") or "")).strip()
        await self._run("shortcut", ack, body, listener, text=text)

    async def message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Words in the DM; edits, other bots and our own echo are nobody's answer (T20)."""
        event = body["event"]
        strange = event.get("bot_id") or event.get("subtype") not in SPOKEN
        listener = self.dispatch.events.get("message")
        if strange or event.get("channel_type") != "im" or not event.get("user"):
            listener = None
        text = unescape(str(event.get("text") or "")).strip()
        await self._run("message", ack, body, listener, text=text)

    async def home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        tab = str(body["event"].get("tab", "home"))
        listener = self.dispatch.events.get(f"app_home_opened:{tab}")
        await self._run("home", ack, body, listener)

    async def user_changed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        workspace_id = _workspace_of(body)
        changed = profile_of(body["event"]["user"], workspace_id)
        await self.surface.services.people.changed(workspace_id, changed)
        await ack()

    async def member_moved(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody joined or left a channel the bot is in; only circles care."""
        event = body["event"]
        is_in = event["type"] == "member_joined_channel"
        channel, user = str(event["channel"]), str(event["user"])
        circles = self.surface.services.circles
        await circles.moved(_workspace_of(body), channel, user, is_in=is_in)
        await ack()

    async def uninstalled(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        event = body["event"]
        revoked = event["type"] == "tokens_revoked"
        if not revoked or (event.get("tokens") or {}).get("bot"):
            installations = self.surface.services.installations
            at = _moment_of(body)
            await installations.ended(_workspace_of(body), str(event["type"]), at)
        await ack()

    async def acknowledge(self, ack: AsyncAck) -> None:
        """Nothing of ours: answered, so that Slack does not try again (slack.md T10)."""
        await ack()

    async def _run(
        self,
        kind: str,
        ack: AsyncAck,
        body: dict[str, Any],
        listener: Listener | None,
        *,
        text: str = "",
        value: str = "",
    ) -> None:
        started = self.surface.timer()
        outcome = "ignored"
        if listener is None:
            await ack()
        else:
            outcome = await self._once(ack, body, listener, text, value)
        self.surface.requests.request(kind, outcome, self.surface.timer() - started)

    async def _once(
        self, ack: AsyncAck, body: dict[str, Any], listener: Listener, text: str, value: str
    ) -> str:
        """Run it, unless this very request was applied before (slack.md 0.8)."""
        workspace_id, key = _workspace_of(body), _key_of(body)
        if key and await self.surface.units.everywhere().was_handled(workspace_id, key):
            await repeated(ack, body)
            return "repeated"
        installation = await self.surface.services.installations.find(workspace_id)
        if installation is None:
            await ack()
            return "uninstalled"
        actor = Actor(workspace_id, _user_of(body))
        try:
            person = await self.surface.services.people.meet(actor)
        except NotInThisWorkspace:  # Slack does not show us who that is: nobody to answer
            await ack()
            return "stranger"
        token = request_key.set(key)
        outcome = "failed"
        try:
            turn = Turn(
                actor=actor,
                person=person,
                services=self.surface.services,
                book=self.surface.book,
                clock=self.surface.clock,
                client=self.surface.clients.with_token(installation.bot_token),
                ack=ack,
                body=body,
                text=text,
                value=value,
                menu=self.dispatch.menu,
            )
            outcome = await guarded(turn, listener)
            if turn.from_home and (repaint := self.dispatch.events.get("home_changed")):
                await guarded(turn, repaint)
            return outcome
        finally:
            request_key.reset(token)
            if outcome == "failed":
                self.surface.services.installations.distrust(workspace_id)


async def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What no guard caught. Bolt itself would log the exception with its words (T15)."""
    if not isinstance(error, ListenerFailed):
        logger.error(
            "A request could not be handled: %s", traced(error), extra={"action": "request_failed"}
        )
    return BoltResponse(status=500 if body.get("type") == "event_callback" else 200)


def _authorizer(surface: Surface) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    async def authorize(
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
    ) -> AuthorizeResult | None:
        installation = await surface.services.installations.find(team_id or "")
        if installation is None:
            # Bolt itself would write its answer to any address that is named there (T14).
            context["response_url"] = None
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=installation.bot_user_id,
            bot_id=installation.bot_id,
            bot_token=installation.bot_token,
        )

    return authorize


def _workspace_of(body: Mapping[str, Any]) -> str:
    """The workspace, from the verified envelope (T5)."""
    team = body.get("team") or {}
    return str(body.get("team_id") or team.get("id") or "")


def _moment_of(body: Mapping[str, Any]) -> datetime | None:
    """When an event happened, as Slack says; None when it does not."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _user_of(body: Mapping[str, Any]) -> str:
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user["id"])
    event = body.get("event") or {}
    return str(body.get("user_id") or event.get("user") or "")


def _key_of(body: Mapping[str, Any]) -> str:
    """What makes a redelivery the same: event id, trigger, view and hash (reliability.md R7)."""
    view = body.get("view") or {}
    if body.get("event_id"):
        return _as_stored(f"event:{body['event_id']}")
    if body.get("type") == "view_submission":
        return _as_stored(f"view:{view.get('id')}:{view.get('hash')}")
    trigger = str(body.get("trigger_id") or "")
    return f"trigger:{hashlib.sha256(trigger.encode()).hexdigest()}" if trigger else ""


def _as_stored(key: str) -> str:
    """Slack's ids are short; a column holds 160."""
    return key if len(key) <= 160 else f"long:{hashlib.sha256(key.encode()).hexdigest()}"
