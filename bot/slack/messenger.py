"""Messages on the wire, and what Slack's answers mean (slack.md 4.1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.installations import Installation
from bot.domain.messages import Message
from bot.domain.outbox import Delivery
from bot.domain.wording import Wording
from bot.ports import DeliveryFailed, History, Outcome, Phrasebook, Sent
from bot.slack.clients import Clients
from bot.slack.refusals import refused
from bot.slack.views.messages import letter

#: The mark in a message's metadata: visible to every app, so it says nothing (reliability.md T16).
EVENT_TYPE = "waymark_delivery"
#: Seconds; longer than the client's own time-out, shorter than a lease (reliability.md e.6).
HARD_TIMEOUT = 12
#: Messages read when looking for one of ours: the strictest budget Slack has (slack.md 4.3).
HISTORY = 15
#: Pages read in one look at most; Slack's own limit usually ends it before.
PAGES = 4
POST = "chat.postMessage"
#: Why a post was not made: its claim had become too old (reliability.md e.5 Z).
STALE = "stale-claim"
#: When Slack's Retry-After is absent or unreadable; the least and the most we wait (R5).
RETRY_AFTER = timedelta(seconds=30)
RETRY_AFTER_LEAST = timedelta(seconds=1)
RETRY_AFTER_MOST = timedelta(minutes=10)

_LATER = {
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "org_login_required",
}
_DEAD = {
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_authed",
    "missing_scope",
}
_GONE = {
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "cannot_dm_bot",
}
_CLOSED = {
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "messages_tab_disabled",
    "not_enabled",
}
_BUG = {
    "no_text",
    "msg_too_long",
    "msg_blocks_too_long",
    "invalid_arguments",
    "metadata_too_large",
    "invalid_metadata_format",
    "view_too_large",
    "users_list_not_supplied",
}
#: A post nobody can rewrite any more.
_FIXED = {"message_not_found", "cant_update_message", "edit_window_closed"}
_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}


class SlackMessenger:
    """Implements ``bot.ports.Messenger``. Never retries by itself."""

    def __init__(self, clients: Clients, book: Phrasebook) -> None:
        self._clients = clients
        self._book = book

    async def open_dm(self, installation: Installation, user_id: str) -> str:
        """The id of the direct-message channel; opening gives the better error (slack.md 4.6)."""
        client = self._clients.with_token(installation.bot_token)
        try:
            async with asyncio.timeout(HARD_TIMEOUT):
                answer = await client.conversations_open(users=user_id)
        except _WIRE as problem:
            raise _classified(problem, posted=False, method="conversations.open") from None
        return str(answer["channel"]["id"])

    async def send(
        self,
        installation: Installation,
        delivery: Delivery,
        message: Message,
        wording: Wording,
        parts: Sequence[tuple[Message, Wording]] = (),
        *,
        may_go: Callable[[], bool] = lambda: True,
    ) -> Sent:
        """Post once, marked with the delivery's key; without blocks when Slack refuses them."""
        written = letter(message, wording, parts, self._book.button, mark=delivery.key)
        client = self._clients.with_token(installation.bot_token)
        try:
            return await self._post(client, delivery, written.text, written.blocks, may_go)
        except SlackApiError as problem:
            if refused(problem).code not in _BLOCKS:
                raise _classified(problem, posted=True, method=POST) from None
        except _WIRE as problem:
            raise _classified(problem, posted=True, method=POST) from None
        return await self._post_plainly(client, delivery, wording, may_go)

    async def edit(
        self, installation: Installation, delivery: Delivery, message: Message, wording: Wording
    ) -> Sent:
        """Rewrite a post that stands; what is gone or closed to edits stays as it is."""
        written = letter(message, wording, (), self._book.button, mark=delivery.key)
        client = self._clients.with_token(installation.bot_token)
        try:
            async with asyncio.timeout(HARD_TIMEOUT):
                await client.chat_update(
                    channel=delivery.channel,
                    ts=delivery.message_ts,
                    text=written.text,
                    blocks=written.blocks,
                )
        except _WIRE as problem:
            code = refused(problem).code if isinstance(problem, SlackApiError) else ""
            if code not in _FIXED:
                raise _classified(problem, posted=False, method="chat.update") from None
        return Sent(delivery.channel, delivery.message_ts)

    async def read(self, installation: Installation, channel: str, since: datetime) -> History:
        """Our marks since a moment, newest pages first, as far as the reading budget goes.

        Keeps only marks and time stamps of our own messages; people's words are dropped at once
        (reliability.md T17). A page that is refused ends the reading: incomplete is not absent.
        """
        client = self._clients.with_token(installation.bot_token)
        seen: dict[str, list[str]] = {}
        cursor, slack_time = "", None
        for page in range(PAGES):
            try:
                answer = await self._page(client, channel, since, cursor)
            except _WIRE as problem:
                failure = _classified(problem, posted=False, method="conversations.history")
                if not page:
                    raise failure from None
                return History(_in_order(seen), False, slack_time, failure.retry_after)
            slack_time = date_of(answer.headers) or slack_time
            for held in answer.get("messages") or ():
                if held.get("bot_id") and held["bot_id"] == (
                    installation.bot_id or held["bot_id"]
                ):
                    seen.setdefault(_mark_of(held), []).append(str(held["ts"]))
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not answer.get("has_more"):
                return History(_in_order(seen), True, slack_time)
            if not cursor:
                break
        return History(_in_order(seen), False, slack_time)

    async def delete(self, installation: Installation, channel: str, ts: str) -> None:
        """Take one of our messages away; one that is gone already is fine."""
        client = self._clients.with_token(installation.bot_token)
        try:
            async with asyncio.timeout(HARD_TIMEOUT):
                await client.chat_delete(channel=channel, ts=ts)
        except _WIRE as problem:
            if isinstance(problem, SlackApiError) and refused(problem).code == "message_not_found":
                return
            raise _classified(problem, posted=False, method="chat.delete") from None

    # --- private ---------------------------------------------------------------------------------

    async def _post(
        self,
        client: AsyncWebClient,
        delivery: Delivery,
        text: str,
        blocks: list[dict[str, Any]] | None,
        may_go: Callable[[], bool],
    ) -> Sent:
        if not may_go():
            raise DeliveryFailed(STALE, Outcome.RETRY_LATER, timedelta())
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"v": 1, "k": delivery.key}}
        async with asyncio.timeout(HARD_TIMEOUT):
            answer = await client.chat_postMessage(
                channel=delivery.channel,
                text=text,
                blocks=blocks,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        return Sent(str(answer["channel"]), str(answer["ts"]))

    async def _post_plainly(
        self,
        client: AsyncWebClient,
        delivery: Delivery,
        wording: Wording,
        may_go: Callable[[], bool],
    ) -> Sent:
        """Our blocks were refused, so nothing was posted: the words go without them, once."""
        text = f"{wording.notify}\n{wording.body}"
        try:
            return await self._post(client, delivery, text, None, may_go)
        except _WIRE as problem:
            raise _classified(problem, posted=True, method=POST) from None

    async def _page(
        self, client: AsyncWebClient, channel: str, since: datetime, cursor: str
    ) -> AsyncSlackResponse:
        async with asyncio.timeout(HARD_TIMEOUT):
            return await client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                limit=HISTORY,
                include_all_metadata=True,
                cursor=cursor or None,
            )


#: Everything a call may raise.
_WIRE = (SlackApiError, aiohttp.ClientError, TimeoutError, json.JSONDecodeError)


def _classified(problem: Exception, *, posted: bool, method: str) -> DeliveryFailed:
    """The class of a failure. ``posted``: Slack may have done it although we saw an error."""
    doubt = Outcome.UNKNOWN if posted else Outcome.RETRY_LATER
    if isinstance(problem, SlackApiError):
        return _answered(problem, doubt, method)
    if isinstance(problem, aiohttp.ClientConnectorError):
        return DeliveryFailed("not_connected", Outcome.RETRY_LATER)
    return DeliveryFailed(type(problem).__name__, doubt)


def _answered(problem: SlackApiError, doubt: Outcome, method: str) -> DeliveryFailed:
    answer = refused(problem)
    code = answer.code
    if answer.status == 429 or code in ("ratelimited", "rate_limited"):
        pause = retry_after(answer.headers)
        return DeliveryFailed("ratelimited", Outcome.RETRY_LATER, pause, method)
    if answer.status >= 500 or not code or code in ("internal_error", "fatal_error"):
        return DeliveryFailed(code or f"http_{answer.status}", doubt)
    if code in _LATER:
        return DeliveryFailed(code, Outcome.RETRY_LATER)
    if code in _DEAD:
        return DeliveryFailed(code, Outcome.INSTALLATION_DEAD)
    if code in _GONE:
        return DeliveryFailed(code, Outcome.RECIPIENT_GONE)
    if code in _CLOSED or code.startswith("restricted_action"):
        return DeliveryFailed(code, Outcome.PLACE_CLOSED)
    if code in _BUG or code in _BLOCKS:
        return DeliveryFailed(code, Outcome.OUR_BUG)
    return DeliveryFailed(code, doubt)


def retry_after(headers: Mapping[str, Any]) -> timedelta:
    """Slack's own pause; absent or odd values become 30 s. At least a second, so that a zero is no
    busy loop; at most ten minutes."""
    raw = next((v for k, v in headers.items() if str(k).lower() == "retry-after"), "")
    raw = raw[0] if isinstance(raw, list) and raw else raw
    if not (isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 8):
        return RETRY_AFTER
    return max(min(timedelta(seconds=int(raw)), RETRY_AFTER_MOST), RETRY_AFTER_LEAST)


def date_of(headers: Mapping[str, Any]) -> datetime | None:
    """Slack's clock, from its ``Date``; None when it is missing or no date."""
    raw = next((v for k, v in headers.items() if str(k).lower() == "date"), "")
    raw = raw[0] if isinstance(raw, list) and raw else raw
    try:
        moment = parsedate_to_datetime(str(raw))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _in_order(seen: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {mark: sorted(stamps, key=float) for mark, stamps in seen.items()}


def _mark_of(held: dict[str, Any]) -> str:
    """The key of one of our messages, from its metadata or else its first block's id."""
    payload = (held.get("metadata") or {}).get("event_payload") or {}
    if payload.get("k"):
        return str(payload["k"])
    blocks = held.get("blocks") or [{}]
    return str(blocks[0].get("block_id", "")).rpartition("|")[2]
