"""Messages on the wire, and what Slack's answers mean (slack.md 4.1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.installations import Installation
from bot.domain.messages import Message
from bot.domain.outbox import Delivery
from bot.domain.wording import Wording
from bot.ports import DeliveryFailed, Outcome, Phrasebook, Sent
from bot.slack.clients import Clients
from bot.slack.refusals import refused
from bot.slack.views.messages import letter

#: The mark in a message's metadata: visible to every app, so it says nothing (reliability.md T16).
EVENT_TYPE = "waymark_delivery"
#: Seconds; longer than the client's own time-out, shorter than a lease (reliability.md e.6).
HARD_TIMEOUT = 12
#: Messages read when looking for one of ours: the strictest budget Slack has (slack.md 4.3).
HISTORY = 15
#: What to do when Slack's Retry-After is absent or unreadable, and the most we wait (R5).
RETRY_AFTER = timedelta(seconds=30)
RETRY_AFTER_MOST = timedelta(minutes=10)

_LATER = {
    "ratelimited",
    "rate_limited",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "org_login_required",
}
_DEAD = {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"}
_GONE = {
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "channel_not_found",
}
_CLOSED = {"is_archived", "is_inactive", "not_in_channel", "messages_tab_disabled", "not_enabled"}
_BUG = {
    "no_text",
    "msg_too_long",
    "msg_blocks_too_long",
    "missing_scope",
    "invalid_arguments",
    "metadata_too_large",
    "invalid_metadata_format",
    "view_too_large",
    "users_list_not_supplied",
}
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
            raise _classified(problem, posted=False) from None
        return str(answer["channel"]["id"])

    async def send(
        self,
        installation: Installation,
        delivery: Delivery,
        message: Message,
        wording: Wording,
        parts: Sequence[tuple[Message, Wording]] = (),
    ) -> Sent:
        """Post once, marked with the delivery's key; without blocks when Slack refuses them."""
        written = letter(message, wording, parts, self._book.button, mark=delivery.key)
        client = self._clients.with_token(installation.bot_token)
        try:
            return await self._post(client, delivery, written.text, written.blocks)
        except SlackApiError as problem:
            if refused(problem).code not in _BLOCKS:
                raise _classified(problem, posted=True) from None
        except _WIRE as problem:
            raise _classified(problem, posted=True) from None
        return await self._post_plainly(client, delivery, wording)

    async def find(self, installation: Installation, delivery: Delivery) -> Sent | None:
        """Look for the mark among the newest messages since the first attempt.

        Reads only marks and time stamps of our own messages; people's words are dropped at once
        (reliability.md T17). Raises ``DeliveryFailed`` when the reading was not complete.
        """
        if not delivery.channel:
            return None
        client = self._clients.with_token(installation.bot_token)
        started = delivery.first_start or delivery.created_at
        oldest = (started - timedelta(minutes=10)).timestamp()
        try:
            async with asyncio.timeout(HARD_TIMEOUT):
                page = await client.conversations_history(
                    channel=delivery.channel,
                    oldest=f"{oldest:.6f}",
                    limit=HISTORY,
                    include_all_metadata=True,
                )
        except _WIRE as problem:
            raise _classified(problem, posted=False) from None
        for held in page.get("messages") or ():
            if _mark_of(held) == delivery.key:
                return Sent(delivery.channel, str(held["ts"]))
        if page.get("has_more"):
            raise DeliveryFailed("history_incomplete", Outcome.UNKNOWN)
        return None

    # --- private ---------------------------------------------------------------------------------

    async def _post(
        self,
        client: AsyncWebClient,
        delivery: Delivery,
        text: str,
        blocks: list[dict[str, Any]] | None,
    ) -> Sent:
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
        self, client: AsyncWebClient, delivery: Delivery, wording: Wording
    ) -> Sent:
        """Our blocks were refused, so nothing was posted: the words go without them, once."""
        try:
            return await self._post(client, delivery, f"{wording.notify}\n{wording.body}", None)
        except _WIRE as problem:
            raise _classified(problem, posted=True) from None


#: Everything a call may raise.
_WIRE = (SlackApiError, aiohttp.ClientError, TimeoutError, json.JSONDecodeError)


def _classified(problem: Exception, *, posted: bool) -> DeliveryFailed:
    """The class of a failure. ``posted``: Slack may have done it although we saw an error."""
    doubt = Outcome.UNKNOWN if posted else Outcome.RETRY_LATER
    if isinstance(problem, SlackApiError):
        return _answered(problem, doubt)
    if isinstance(problem, aiohttp.ClientConnectorError):
        return DeliveryFailed("not_connected", Outcome.RETRY_LATER)
    return DeliveryFailed(type(problem).__name__, doubt)


def _answered(problem: SlackApiError, doubt: Outcome) -> DeliveryFailed:
    answer = refused(problem)
    code = answer.code
    if answer.status == 429:
        return DeliveryFailed("ratelimited", Outcome.RETRY_LATER, retry_after(answer.headers))
    if answer.status >= 500 or not code or code in ("internal_error", "fatal_error"):
        return DeliveryFailed(code or f"http_{answer.status}", doubt)
    if code in _LATER:
        return DeliveryFailed(code, Outcome.RETRY_LATER, retry_after(answer.headers))
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
    """Slack's own pause; absent or odd values become 30 s, and no pause is over ten minutes."""
    raw = next((v for k, v in headers.items() if str(k).lower() == "retry-after"), "")
    raw = raw[0] if isinstance(raw, list) and raw else raw
    if not (isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 8):
        return RETRY_AFTER
    return min(timedelta(seconds=int(raw)), RETRY_AFTER_MOST)


def _mark_of(held: dict[str, Any]) -> str:
    """The key of one of our messages, from its metadata or else its first block's id."""
    payload = (held.get("metadata") or {}).get("event_payload") or {}
    if payload.get("k"):
        return str(payload["k"])
    blocks = held.get("blocks") or [{}]
    return str(blocks[0].get("block_id", "")).rpartition("|")[2]
