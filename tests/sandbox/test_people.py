from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Persona, Sandbox
from bot.sandbox.forms import REQUIRED
from bot.sandbox.text import typed_in_command, typed_in_message
from tests.sandbox.example_app import actions, button, modal, plain, section, text_input


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


def find(name: str) -> tuple[str, str] | None:
    return ("U0THEO", "theo") if name == "theo" else None


@pytest.mark.parametrize(
    ("typed", "message", "command"),
    [
        ("R&D <3", "R&amp;D &lt;3", "R&amp;D &lt;3"),
        ("&amp;", "&amp;amp;", "&amp;amp;"),
        ("@theo!", "<@U0THEO>!", "<@U0THEO|theo>!"),
        ("@nobody", "@nobody", "@nobody"),
        ("a@theo", "a@theo", "a@theo"),
        ("<!channel>", "&lt;!channel&gt;", "&lt;!channel&gt;"),
        ("@channel", "<!channel>", "@channel"),
        ("👍 ok", ":+1: ok", ":+1: ok"),
        ("http://x.y/?a&b", "<http://x.y/?a&amp;b>", "<http://x.y/?a&amp;b>"),
    ],
)
def test_typed_words(typed: str, message: str, command: str) -> None:
    assert typed_in_message(typed, find) == message
    assert typed_in_command(typed, find, should_escape=True) == command


def test_commands_without_should_escape_keep_mentions_as_typed() -> None:
    assert typed_in_command("@theo & co", find, should_escape=False) == "@theo &amp; co"


@pytest.mark.parametrize("name", ["maya", "Maya", "@maya", "Maya Okafor", "U0MAYA"])
def test_people_are_found_by_any_name(slack: Sandbox, name: str) -> None:
    assert slack.person(name).id == "U0MAYA"


def test_unknown_people_are_an_error(slack: Sandbox) -> None:
    with pytest.raises(LookupError):
        slack.person("nobody")
    with pytest.raises(LookupError, match="no message"):
        _ = slack.person("maya").last_dm
    assert slack.join("Bo Ek", "Europe/Paris", is_restricted=True).user.is_restricted
    assert slack.person("bo").name == "Bo Ek"


async def open_form(
    slack: Sandbox, client: AsyncWebClient, maya: Persona, *blocks: dict[str, Any]
) -> None:
    ticket = slack.world.triggers.issue(slack.team.id, maya.id)
    await client.views_open(trigger_id=ticket, view=modal(*blocks))


def field(kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "input", "block_id": "it", "label": plain("The field"), "element": element}


OPTIONS = [{"text": plain(text), "value": text.lower()} for text in ("Red", "Green", "Blue")]


@pytest.mark.parametrize(
    ("element", "value", "sent"),
    [
        (field("plain_text_input"), "a & b", {"value": "a & b"}),
        (field("number_input", is_decimal_allowed=False), 3, {"value": "3"}),
        (field("datepicker"), date(2026, 3, 2), {"selected_date": "2026-03-02"}),
        (field("timepicker"), time(9, 5), {"selected_time": "09:05"}),
        (
            field("datetimepicker"),
            datetime(2026, 3, 2, tzinfo=UTC),
            {"selected_date_time": 1772409600},
        ),
        (field("static_select", options=OPTIONS), "Red", {"selected_option": OPTIONS[0]}),
        (field("radio_buttons", options=OPTIONS), "blue", {"selected_option": OPTIONS[2]}),
        (
            field("checkboxes", options=OPTIONS),
            ["Green", "red"],
            {"selected_options": [OPTIONS[1], OPTIONS[0]]},
        ),
        (field("checkboxes", options=OPTIONS[:1]), True, {"selected_options": OPTIONS[:1]}),
        (field("users_select"), "@theo", {"selected_user": "U0THEO"}),
        (field("multi_users_select"), ["@theo", "U0ARI"], {"selected_users": ["U0THEO", "U0ARI"]}),
        (field("email_text_input"), "a@b.co", {"value": "a@b.co"}),
    ],
)
@pytest.mark.parametrize("key", ["it", "value", "The field", "the_field"])
async def test_filling_in(
    slack: Sandbox,
    client: AsyncWebClient,
    maya: Persona,
    element: dict[str, Any],
    value: Any,
    sent: dict[str, Any],
    key: str,
) -> None:
    await open_form(slack, client, maya, element)
    await maya.fill(**{key: value})
    assert maya.modal is not None
    entry = maya.modal["state"]["values"]["it"]["value"]
    found = {k: v for k, v in entry.items() if k != "type"}
    assert _without_emoji(found) == sent


def _without_emoji(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _without_emoji(v) for k, v in node.items() if k != "emoji"}
    return [_without_emoji(v) for v in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        (field("plain_text_input"), None, REQUIRED),
        (field("plain_text_input"), "   ", REQUIRED),
        (field("plain_text_input", max_length=3), "four", "no more than 3"),
        (field("plain_text_input", min_length=3), "ab", "at least 3"),
        (field("number_input", is_decimal_allowed=False), "1.5", "valid number"),
        (field("number_input", is_decimal_allowed=True, min_value="2"), "1.5", "at least 2"),
        (field("number_input", is_decimal_allowed=True, max_value="1"), "1.5", "no more than 1"),
        (field("email_text_input"), "nobody", "email"),
        (field("url_text_input"), "example.com", "URL"),
        (field("checkboxes", options=OPTIONS), [], REQUIRED),
    ],
)
async def test_slacks_own_checks_send_nothing(
    slack: Sandbox,
    client: AsyncWebClient,
    maya: Persona,
    element: dict[str, Any],
    value: Any,
    complaint: str,
) -> None:
    await open_form(slack, client, maya, element)
    result = await maya.submit(it=value)
    assert not result.ok
    assert complaint in result.errors["it"]
    assert slack.log.deliveries() == []


async def test_test_mistakes_are_loud(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    with pytest.raises(LookupError, match="no open modal"):
        await maya.submit(what="x")
    await open_form(slack, client, maya, field("static_select", options=OPTIONS))
    with pytest.raises(LookupError, match="Red, Green, Blue"):
        await maya.fill(it="Purple")
    with pytest.raises(LookupError, match="it/value"):
        await maya.fill(colour="Red")


async def test_rows_tell_equal_buttons_apart(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    blocks = [
        section("Goal *A*"),
        actions(button("Done", "done", "a"), block_id="row-a"),
        section("Goal *B*"),
        actions(button("Done", "done", "b"), block_id="row-b"),
    ]
    await client.chat_postMessage(channel=maya.id, text="x", blocks=blocks)
    slack.connect("http://127.0.0.1:1/")
    for row in (0, 1, "Goal *B*"):
        await maya.click("Done", row=row)
    sent = [e.request["actions"][0]["value"] for e in slack.log.deliveries("interactive")]
    assert sent == ["a", "b", "b"]
    with pytest.raises(LookupError):
        await maya.click("Done", row=2)
    assert maya.errors[0] == "The app did not respond to this action (dispatch_failed)"


async def test_anyone_can_press_a_forwarded_button(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    await client.chat_postMessage(channel=maya.id, text="x", blocks=[actions(button("Go", "go"))])
    slack.connect("http://127.0.0.1:1/")
    old = maya.last_dm
    await slack.person("ari").press({"action_id": "go", "value": "forged"}, old)
    payload = slack.log.deliveries("interactive")[0].request
    assert payload["user"]["id"] == "U0ARI"
    assert payload["actions"][0]["value"] == "forged"
    assert payload["container"]["message_ts"] == old.ts


async def test_a_read_only_messages_tab_takes_no_words(slack: Sandbox, maya: Persona) -> None:
    slack.config.messages_tab_read_only = True
    assert await maya.say("hello") is None
    assert "turned off" in maya.errors[0]
    assert maya.dm == []


async def test_an_input_that_dispatches_tells_the_app(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    silent = text_input("silent", "Silent")
    eager = field("static_select", options=OPTIONS) | {"dispatch_action": True}
    await open_form(slack, client, maya, silent, eager)
    slack.connect("http://127.0.0.1:1/")
    await maya.fill(silent="typing", it="Red")
    sent = [e.request["actions"][0]["block_id"] for e in slack.log.deliveries("interactive")]
    assert sent == ["it"]
    await maya.choose("Green")
    assert len(slack.log.deliveries("interactive")) == 2
    await open_form(slack, client, maya, field("static_select", options=OPTIONS))
    await maya.choose("Blue")
    assert len(slack.log.deliveries("interactive")) == 2
    assert maya.modal is not None
    entry = maya.modal["state"]["values"]["it"]["value"]
    assert entry["selected_option"]["value"] == "blue"
