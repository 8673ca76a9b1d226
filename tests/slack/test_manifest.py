from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.sandbox import AppConfig
from bot.slack.manifest import EVENTS, MENTOR, SCOPES, SlashCommand, manifest
from tests.stage import Conversation

SCHEMA = json.loads((Path(__file__).parent / "manifest_schema.json").read_text(encoding="utf-8"))
URL = "https://waymark.example.com/slack/events"
RETURN = "https://waymark.example.com/slack/oauth_redirect"

Manifest = dict[str, Any]


def problems(document: Manifest) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)]


@pytest.mark.parametrize(
    "document",
    [manifest("http", URL), manifest("http", URL, redirect_url=RETURN), manifest("socket")],
    ids=["http", "oauth", "socket"],
)
def test_slack_would_take_it(document: Manifest) -> None:
    assert problems(document) == []
    assert json.loads(json.dumps(document)) == document


def test_the_schema_itself_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_over_http_everything_arrives_at_the_one_address() -> None:
    document = manifest("http", URL)
    assert document["settings"]["event_subscriptions"]["request_url"] == URL
    assert document["settings"]["interactivity"]["request_url"] == URL
    assert [c["url"] for c in document["features"]["slash_commands"]] == [URL]
    assert document["settings"]["socket_mode_enabled"] is False
    assert "redirect_urls" not in document["oauth_config"]


def test_socket_mode_names_no_address_at_all() -> None:
    document = manifest("socket")
    assert document["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(document)


def test_scopes_and_events_are_the_decided_ones_and_no_more() -> None:
    """README.md D11; a scope more needs a decision there, not a line here."""
    document = manifest("socket")
    assert document["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    decided = {"chat:write", "commands", "im:history", "im:write", "users:read"}
    assert set(SCOPES) == decided | {"channels:read"}  # circles, D13
    assert document["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_people_can_write_to_the_bot_and_names_arrive_as_ids() -> None:
    document = manifest("socket")
    assert document["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert all(c["should_escape"] for c in document["features"]["slash_commands"])
    assert document["settings"]["token_rotation_enabled"] is False
    assert document["settings"]["org_deploy_enabled"] is False


def test_shortcuts_open_forms_and_fit_slacks_menus() -> None:
    declared = manifest("http", URL)["features"]["shortcuts"]
    assert len(declared) <= 10
    assert [one["name"] for one in declared if one["type"] == "global"] == [
        "Check in",
        "Record a roadblock",
        "Keep a win",
        "Set a goal",
    ]
    assert [one["name"] for one in declared if one["type"] == "message"] == [
        "Keep as a win",
        "Mark as helpful",
    ]


def test_the_commands_are_those_that_were_passed_in() -> None:
    commands = (SlashCommand("/mentor", "Mentoring.", "help"), SlashCommand("/wm", "Short.", "?"))
    document = manifest("socket", commands=commands)
    assert problems(document) == []
    assert [c["command"] for c in document["features"]["slash_commands"]] == ["/mentor", "/wm"]


@pytest.mark.parametrize(
    "url",
    [
        "http://waymark.example.com/slack/events",
        "waymark.example.com/slack/events",
        "https://",
        "https:///slack/events",
        "https://waymark.example.com:port/",
        "https://[waymark/",
        "",
    ],
)
def test_an_address_slack_would_not_call_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        manifest("http", url)
    with pytest.raises(ValueError, match="https"):
        manifest("socket", redirect_url=url)


def test_an_address_and_a_mode_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="Socket Mode has none"):
        manifest("socket", URL)
    with pytest.raises(ValueError, match="HTTP mode needs"):
        manifest("http")


# --- the schema refuses what Slack refuses -------------------------------------------------------


def _set(path: str, value: object) -> Callable[[Manifest], None]:
    *parents, last = path.split(".")

    def change(document: Manifest) -> None:
        part: Any = document
        for name in parents:
            part = part[int(name) if isinstance(part, list) else name]
        part[last] = value

    return change


BREAKS = {
    "a name of 36 characters": _set("display_information.name", "x" * 36),
    "a description of 141": _set("display_information.description", "x" * 141),
    "a long description of 174": _set("display_information.long_description", "x" * 174),
    "a long description of 4001": _set("display_information.long_description", "x" * 4001),
    "a display name of 81": _set("features.bot_user.display_name", "x" * 81),
    "51 commands": _set(
        "features.slash_commands", [{"command": "/x", "description": "x"} for _ in range(51)]
    ),
    "a command of 33": _set("features.slash_commands.0.command", "/" + "x" * 32),
    "a command without its slash": _set("features.slash_commands.0.command", "mentor"),
    "a usage hint of 1001": _set("features.slash_commands.0.usage_hint", "x" * 1001),
    "a shortcut's name of 25": _set(
        "features.shortcuts",
        [{"name": "x" * 25, "type": "global", "callback_id": "x", "description": "x"}],
    ),
    "a shortcut's description of 151": _set("features.shortcuts.0.description", "x" * 151),
    "a shortcut's callback_id of 256": _set("features.shortcuts.0.callback_id", "x" * 256),
    "11 shortcuts": _set(
        "features.shortcuts",
        [{"name": "x", "type": "global", "callback_id": "x", "description": "x"}] * 11,
    ),
    "a scope of nobody's": _set("oauth_config.scopes.bot", ["nope:scope"]),
    "a scope not decided on": _set("oauth_config.scopes.bot", ["users:read.email"]),
    "an event of nobody's": _set("settings.event_subscriptions.bot_events", ["message.mi"]),
    "an http address": _set("settings.interactivity.request_url", "http://waymark.example.com/"),
    "an unknown key": _set("settings.agent_view", {}),
    "manifest version 1": _set("_metadata.major_version", 1),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS.keys())
def test_the_schema_refuses(change: Callable[[Manifest], None]) -> None:
    document = copy.deepcopy(manifest("http", URL))
    change(document)
    assert len(problems(document)) >= 1


# --- the local Slack is set up from it -----------------------------------------------------------


def test_the_local_slack_takes_everything_from_the_manifest() -> None:
    document = manifest("socket")
    config = AppConfig.from_manifest(document, app_id="A1")
    assert (config.app_id, config.name) == ("A1", "Waymark")
    assert (config.scopes, config.events) == (SCOPES, EVENTS)
    assert [vars(one) for one in config.commands] == [
        {key: one[key] for key in ("command", "description", "usage_hint")}
        for one in document["features"]["slash_commands"]
    ]
    assert config.should_escape
    document["features"]["slash_commands"][0]["should_escape"] = False
    document["features"]["app_home"] = {"home_tab_enabled": False, "messages_tab_enabled": True}
    other = AppConfig.from_manifest(document)
    assert (other.should_escape, other.home_tab_enabled) == (False, False)


async def test_the_demo_offers_what_the_manifest_declares(waymark: Conversation) -> None:
    declared = AppConfig.from_manifest(manifest("socket"))
    config = waymark.sandbox.config
    assert (config.commands, config.shortcuts) == (declared.commands, declared.shortcuts)
    assert config.commands[0].usage_hint == MENTOR.usage_hint
