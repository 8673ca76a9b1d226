"""The keys of what is sent, compared with the payloads in Bolt's own scenario tests."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Persona, Sandbox
from tests.sandbox.example_app import actions, button, home, modal, section, text_input

COMMON = {"type", "team", "user", "api_app_id", "token", "enterprise", "is_enterprise_install"}
MESSAGE = COMMON | {
    "container", "trigger_id", "channel", "message", "state", "response_url", "actions",
}  # fmt: skip
VIEW = {
    "id", "team_id", "type", "blocks", "private_metadata", "callback_id", "state", "hash", "title",
    "submit", "close", "clear_on_close", "notify_on_close", "previous_view_id", "root_view_id",
    "app_id", "external_id", "app_installed_team_id", "bot_id",
}  # fmt: skip
COMMAND = {
    "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name",
    "command", "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
}  # fmt: skip
ENVELOPE = {
    "token", "team_id", "api_app_id", "event", "type", "event_id", "event_time", "authorizations",
    "is_ext_shared_channel", "event_context", "context_team_id", "context_enterprise_id",
}  # fmt: skip


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    slack.connect("http://127.0.0.1:1/")
    return slack.person("maya")


def last(slack: Sandbox, kind: str) -> dict[str, Any]:
    """The newest one; not an older one sent again, because this machine was slow to answer."""
    first = [one for one in slack.log.deliveries(kind) if not one.retry]
    request: dict[str, Any] = first[-1].request
    return request


async def test_a_command(slack: Sandbox, maya: Persona) -> None:
    await maya.slash("/mentor help")
    sent = last(slack, "slash_commands")
    assert set(sent) == COMMAND
    assert (sent["channel_name"], sent["text"]) == ("directmessage", "help")
    assert sent["response_url"].startswith(f"{slack.url}/hooks/commands/")


async def test_actions(slack: Sandbox, client: AsyncWebClient, maya: Persona) -> None:
    row = [actions(button("Go", "go", style="primary"))]
    await client.chat_postMessage(channel=maya.id, text="x", blocks=row)
    await maya.click("Go")
    sent = last(slack, "interactive")
    assert set(sent) == MESSAGE
    assert sent["user"] == {
        "id": "U0MAYA",
        "username": "maya",
        "name": "maya",
        "team_id": slack.team.id,
    }
    assert set(sent["actions"][0]) == {
        "type", "block_id", "action_id", "text", "value", "style", "action_ts",
    }  # fmt: skip
    await client.chat_postEphemeral(channel=maya.channel.id, user=maya.id, text="x", blocks=row)
    await maya.click("Go")
    assert set(last(slack, "interactive")) == MESSAGE - {"message"}
    await client.views_publish(user_id=maya.id, view={"type": "home", "blocks": row})
    await maya.click("Go", within="home")
    sent = last(slack, "interactive")
    assert set(sent) == COMMON | {"container", "trigger_id", "view", "actions"}
    assert set(sent["view"]) == VIEW


async def test_modals(slack: Sandbox, client: AsyncWebClient, maya: Persona) -> None:
    ticket = slack.world.triggers.issue(slack.team.id, maya.id)
    form = modal(text_input("what", "What"), notify_on_close=True)
    await client.views_open(trigger_id=ticket, view=form)
    await maya.submit(what="x")
    sent = last(slack, "interactive/view_submission")
    assert set(sent) == COMMON | {"view", "trigger_id", "response_urls"}
    assert set(sent["view"]) == VIEW
    assert sent["view"]["blocks"][0]["optional"] is False
    await maya.close_modal()
    assert set(last(slack, "interactive/view_closed")) == COMMON | {"view", "is_cleared"}


async def test_events(slack: Sandbox, client: AsyncWebClient, maya: Persona) -> None:
    said = await maya.say("hello")
    assert said is not None
    sent = last(slack, "events_api")
    assert set(sent) == ENVELOPE
    assert sent["authorizations"][0]["user_id"] == slack.config.bot_user_id
    assert set(sent["event"]) == {
        "type", "user", "ts", "text", "client_msg_id", "team", "blocks", "channel", "event_ts",
        "channel_type",
    }  # fmt: skip
    await maya.edit(said, "bye")
    await slack.quiet()
    assert set(last(slack, "events_api")["event"]) == {
        "type", "subtype", "hidden", "message", "previous_message", "channel", "ts", "event_ts",
        "channel_type",
    }  # fmt: skip
    await maya.delete(said)
    await slack.quiet()
    assert set(last(slack, "events_api")["event"]) == {
        "type", "subtype", "hidden", "deleted_ts", "previous_message", "channel", "ts", "event_ts",
        "channel_type",
    }  # fmt: skip
    await client.views_publish(user_id=maya.id, view=home())
    await maya.open_home()
    await slack.quiet()
    assert set(last(slack, "events_api/app_home")["event"]) == {
        "type", "user", "channel", "tab", "event_ts", "view",
    }  # fmt: skip


async def test_cards_in_a_carousel_can_be_pressed(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    def card(name: str) -> dict[str, Any]:
        title = {"type": "mrkdwn", "text": name}
        return {"type": "card", "title": title, "actions": [button("Open", f"open_{name}")]}

    blocks = [section("Goals"), {"type": "carousel", "elements": [card("one"), card("two")]}]
    await client.chat_postMessage(channel=maya.id, text="Goals", blocks=blocks)
    assert maya.last_dm.action_ids == ["open_one", "open_two"]
    await maya.click("open_two")
    action = last(slack, "interactive")["actions"][0]
    assert (action["action_id"], bool(action["block_id"])) == ("open_two", True)
