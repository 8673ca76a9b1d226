"""Every refusal a bot must tell apart (slack.md 4.1), asked for with the real SDK."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, Sandbox
from bot.sandbox.workspace import Channel
from tests.sandbox.example_app import home, modal, section


async def error(client: AsyncWebClient, method: str, **args: Any) -> str:
    """The error code of a call that must fail."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=args)
    return str(refused.value.response["error"])


GONE = {"channel": "D0NOTHING"}
METADATA = {"event_type": "x", "event_payload": {}}


@pytest.mark.parametrize(
    ("method", "args", "expected"),
    [
        ("chat.postMesage", {}, "unknown_method"),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "hi"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "U0GONE", "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0NOBODY", "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0OTHERBOT", "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {**GONE, "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0MAYA"}, "no_text"),
        ("chat.postMessage", {"channel": "U0MAYA", "text": "  "}, "no_text"),
        ("chat.postMessage", {"channel": "U0MAYA", "blocks": "[{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "U0MAYA", "blocks": {}}, "invalid_blocks_format"),
        (
            "chat.postMessage",
            {"channel": "U0MAYA", "text": "hi", "blocks": [section("x" * 3001)]},
            "invalid_blocks",
        ),
        (
            "chat.postMessage",
            {"channel": "U0MAYA", "text": "hi", "metadata": "nonsense"},
            "invalid_metadata_format",
        ),
        (
            "chat.postMessage",
            {"channel": "U0MAYA", "text": "hi", "metadata": {"event_type": "x"}},
            "invalid_metadata_schema",
        ),
        (
            "chat.postMessage",
            {
                "channel": "U0MAYA",
                "text": "hi",
                "metadata": {"event_type": "x", "event_payload": {"a": "b" * 9000}},
            },
            "metadata_too_large",
        ),
        (
            "chat.postMessage",
            {"channel": "U0MAYA", "text": "hi", "markdown_text": "hi"},
            "markdown_text_conflict",
        ),
        (
            "chat.postMessage",
            {"channel": "U0MAYA", "text": "hi", "thread_ts": "1.000001"},
            "cannot_reply_to_message",
        ),
        ("chat.postEphemeral", {**GONE, "user": "U0MAYA", "text": "x"}, "channel_not_found"),
        ("chat.update", {"channel": "U0MAYA", "ts": "1.1", "text": "x"}, "channel_not_found"),
        ("chat.delete", {**GONE, "ts": "1.1"}, "channel_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("conversations.open", {"users": "U0GONE"}, "user_disabled"),
        ("conversations.open", {"users": "U0OTHERBOT"}, "cannot_dm_bot"),
        ("conversations.open", {"users": "USLACKBOT"}, "cannot_dm_bot"),
        ("conversations.open", {"users": "U0WAYMARK"}, "cannot_dm_bot"),
        ("conversations.open", {"users": "U0MAYA,U0THEO"}, "missing_scope"),
        ("conversations.history", {}, "invalid_arguments"),
        ("conversations.history", {"channel": "C0GENERAL"}, "missing_scope"),
        ("conversations.history", GONE, "channel_not_found"),
        ("conversations.info", GONE, "missing_scope"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("users.list", {}, "limit_required"),
        ("users.lookupByEmail", {"email": "a@b.c"}, "missing_scope"),
        ("team.info", {}, "missing_scope"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal()}, "invalid_trigger_id"),
        ("views.open", {"view": modal()}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.3", "view": home()}, "invalid_arguments"),
        (
            "views.open",
            {"trigger_id": "1", "view": modal(title={"type": "plain_text", "text": "x" * 25})},
            "invalid_arguments",
        ),
        (
            "views.open",
            {"trigger_id": "1", "view": modal(*[section("x" * 2900)] * 95)},
            "view_too_large",
        ),
        ("views.update", {"view_id": "V0NOTHING", "view": modal()}, "not_found"),
        ("views.publish", {"user_id": "U0MAYA", "view": modal()}, "invalid_arguments"),
        (
            "views.publish",
            {"user_id": "U0MAYA", "view": home(), "hash": "1.x"},
            "hash_conflict",
        ),
        ("chat.scheduleMessage", {"channel": "U0MAYA", "text": "x", "post_at": 1}, "time_in_past"),
        (
            "chat.scheduleMessage",
            {"channel": "U0MAYA", "text": "x", "post_at": 99999999999},
            "time_too_far",
        ),
        (
            "chat.scheduleMessage",
            {"channel": "U0MAYA", "text": "x", "post_at": "soon"},
            "invalid_time",
        ),
    ],
)
async def test_refusals(
    client: AsyncWebClient, method: str, args: dict[str, Any], expected: str
) -> None:
    assert await error(client, method, **args) == expected


async def test_a_missing_scope_says_what_is_needed_and_what_there_is(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.team_info()
    assert refused.value.response["needed"] == "team:read"
    assert refused.value.response["provided"] == ",".join(slack.config.scopes)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("xoxb-unknown", "invalid_auth"), ("", "not_authed"), ("xapp-sandbox-1", None)],
)
async def test_wrong_tokens(slack: Sandbox, token: str, expected: str | None) -> None:
    client = AsyncWebClient(token=token, base_url=slack.api_url)
    if expected is None:
        assert (await client.auth_test())["ok"]
        assert await error(client, "users.info", user="U0MAYA") == "not_allowed_token_type"
    else:
        assert await error(client, "auth.test") == expected


async def test_revoked_and_uninstalled_tokens(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.auth_revoke()
    assert await error(client, "auth.test") == "token_revoked"
    client.token = slack.reinstall()
    assert (await client.auth_test())["bot_id"] == slack.config.bot_id
    await slack.uninstall()
    assert await error(client, "auth.test") == "account_inactive"


async def test_invalid_blocks_name_every_place(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="U0MAYA", text="x", blocks=[{"type": "nonsense"}])
    messages = refused.value.response["response_metadata"]["messages"]
    assert messages
    assert "[json-pointer:/blocks/0/type]" in messages[0]


async def test_places_that_are_closed(slack: Sandbox, client: AsyncWebClient) -> None:
    maya = slack.person("maya")
    opened = (await client.conversations_open(users="U0MAYA"))["channel"]["id"]
    slack.config.messages_tab_enabled = False
    assert await error(client, "chat.postMessage", channel=opened, text="x") == (
        "messages_tab_disabled"
    )
    slack.config.messages_tab_enabled = True
    slack.config.home_tab_enabled = False
    assert await error(client, "views.publish", user_id=maya.id, view=home()) == "not_enabled"
    sent = await client.chat_postMessage(channel=opened, text="x")
    maya.channel.archived = True
    assert await error(client, "chat.postMessage", channel=opened, text="x") == "is_archived"
    assert (
        await error(client, "chat.update", channel=opened, ts=sent["ts"], text="y")
        == "is_inactive"
    )


async def test_people_who_are_gone(slack: Sandbox, client: AsyncWebClient) -> None:
    maya, ari = slack.person("maya"), slack.person("ari")
    channel = (await client.conversations_open(users=maya.id))["channel"]["id"]
    await maya.deactivate()
    assert await error(client, "chat.postMessage", channel=channel, text="x") == "user_disabled"
    ari.user.visible = False
    assert await error(client, "conversations.open", users=ari.id) == "user_not_visible"
    assert await error(client, "users.info", user=ari.id) == "user_not_visible"
    await maya.reactivate()
    assert (await client.chat_postMessage(channel=channel, text="x"))["ok"]


async def test_only_own_messages_can_be_changed(slack: Sandbox, client: AsyncWebClient) -> None:
    said = await slack.person("maya").say("mine")
    assert said is not None
    place = {"channel": said.channel, "ts": said.ts}
    assert await error(client, "chat.update", **place, text="x") == "cant_update_message"
    assert await error(client, "chat.delete", **place) == "cant_delete_message"
    place["ts"] = "1.000001"
    assert await error(client, "chat.update", **place, text="x") == "message_not_found"
    assert await error(client, "chat.delete", **place) == "message_not_found"


async def test_a_foreign_dm_does_not_exist_for_the_app(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.team.channels["D0PRIVATE"] = Channel(
        "D0PRIVATE", "directmessage", "im", {"U0MAYA", "U0THEO"}
    )
    assert await error(client, "conversations.history", channel="D0PRIVATE") == (
        "channel_not_found"
    )
    assert await error(client, "chat.postMessage", channel="D0PRIVATE", text="x") == (
        "channel_not_found"
    )


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[1]", "application/json", "json_not_object"),
        (b"\xff\xfe", "application/json", "invalid_charset"),
        (b"<x/>", "text/xml", "invalid_post_type"),
        (b"[" * 100_000, "application/json", "invalid_json"),
    ],
)
async def test_unreadable_bodies(
    slack: Sandbox, body: bytes, content_type: str, expected: str
) -> None:
    headers = {
        "Authorization": f"Bearer {slack.config.bot_token}",
        "Content-Type": content_type,
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}auth.test", data=body, headers=headers) as answer,
    ):
        assert (await answer.json())["error"] == expected


async def test_unsettled_rules_can_be_turned_around(client: AsyncWebClient) -> None:
    async with Sandbox(AppConfig()) as other:
        assert other.config.unsettled.bad_view_error == "invalid_arguments"
    broken = modal(section(""))
    assert await error(client, "views.publish", user_id="U0MAYA", view=broken) == (
        "invalid_arguments"
    )
