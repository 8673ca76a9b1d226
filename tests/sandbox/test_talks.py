"""Conversations beside the app's DM: colleagues and channels, and what the app hears of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from bot.sandbox.seed import GENERAL
from tests.sandbox.example_app import ExampleApp
from tests.sandbox.remote import Remote

MAYA, THEO = "people/U0MAYA", "people/U0THEO"


@pytest.fixture
async def remote(slack: Sandbox) -> AsyncIterator[Remote]:
    async with aiohttp.ClientSession() as session:
        yield Remote(slack, session)


def lines(screen: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["kind"], line["name"]) for line in screen["channels"]]


def line_of(screen: dict[str, Any], name: str) -> dict[str, Any]:
    return next(dict(line) for line in screen["channels"] if line["name"] == name)


async def test_the_sidebar_lists_the_app_the_channels_and_everybody_else(remote: Remote) -> None:
    screen = await remote("GET", MAYA)
    assert lines(screen) == [
        ("app", "Waymark"),
        ("channel", "general"),
        ("person", "Theo Lindqvist"),
        ("person", "Noor Haddad"),
        ("person", "Ari Castellanos"),
        ("person", "Sam Rivera"),
    ]
    assert screen["channel"] == screen["channels"][0]["id"]
    assert line_of(screen, "Theo Lindqvist") == {
        "id": "dm:U0THEO",
        "kind": "person",
        "name": "Theo Lindqvist",
        "user": "U0THEO",
        "unread": 0,
        "last_ts": None,
    }


async def test_two_people_write_to_each_other(slack: Sandbox, remote: Remote) -> None:
    before = await remote("GET", f"{MAYA}?channel=dm:U0THEO")
    assert (before["channel"], before["messages"]) == ("dm:U0THEO", [])
    said = await remote("POST", f"{MAYA}/message", {"text": "Coffee?", "channel": "dm:U0THEO"})
    assert said["channel"].startswith("D")
    back = await remote("POST", f"{THEO}/message", {"text": "Yes!", "channel": said["channel"]})
    assert back["channel"] == said["channel"]
    for who, place in ((MAYA, "dm:U0THEO"), (THEO, "dm:U0MAYA"), (THEO, said["channel"])):
        screen = await remote("GET", f"{who}?channel={place}")
        assert screen["channel"] == said["channel"]
        assert [m["text"] for m in screen["messages"]] == ["Coffee?", "Yes!"]
    assert (await remote("GET", MAYA))["messages"] == []
    assert line_of(await remote("GET", MAYA), "Theo Lindqvist")["last_ts"] == back["ts"]


async def test_only_the_conversation_one_looks_at_is_read(slack: Sandbox, remote: Remote) -> None:
    maya, theo = slack.person("maya"), slack.person("theo")
    await theo.say("one", channel="dm:U0MAYA")
    await theo.say("two", channel="dm:U0MAYA")
    await theo.say("all", channel="#general")

    async def unread() -> tuple[int, int, int]:
        screen = await remote("GET", f"{MAYA}?channel=dm:U0THEO")
        people = {p["id"]: p for p in (await remote("GET", "state"))["people"]}
        direct, general = line_of(screen, "Theo Lindqvist"), line_of(screen, "general")
        return direct["unread"], general["unread"], people[maya.id]["unread"]

    assert await unread() == (2, 1, 3)
    screen = await remote("GET", f"{MAYA}?channel=dm:U0THEO&read=1")
    assert line_of(screen, "Theo Lindqvist")["unread"] == 0
    assert await unread() == (0, 1, 1)
    await remote("GET", f"{MAYA}?channel={GENERAL}&read=1")
    assert await unread() == (0, 0, 0)
    await maya.say("mine", channel="dm:U0THEO")
    assert await unread() == (0, 0, 0)
    theirs = await remote("GET", THEO)
    assert line_of(theirs, "Maya Okafor")["unread"] == 1


async def test_reading_is_news_once(slack: Sandbox, remote: Remote) -> None:
    await slack.person("theo").say("one", channel="dm:U0MAYA")
    heard: list[list[str]] = []
    slack.on_change.append(heard.append)
    for _ in range(2):
        await remote("GET", f"{MAYA}?channel=dm:U0THEO&read=1")
    assert heard == [["U0MAYA"]]


async def test_the_app_hears_nothing_of_what_people_say_to_each_other(
    slack: Sandbox, app: ExampleApp
) -> None:
    @app.bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    maya = slack.person("maya")
    slack.config.events += ("message.channels", "message.groups")
    for place in ("dm:U0THEO", "#general"):
        message = await maya.say("Between us", channel=place)
        assert message is not None
        assert await maya.edit(message, "Still between us", place)
        assert await maya.delete(message, place)
    await maya.say("To the app")
    assert [body["event"]["text"] for body in app.heard] == ["To the app"]
    assert "etween us" not in str([entry.request for entry in slack.log])


async def test_a_command_is_answered_where_it_was_typed(
    slack: Sandbox, remote: Remote, app: ExampleApp
) -> None:
    @app.bolt.command("/mentor")
    async def answer(ack: Any, respond: Any) -> None:
        await ack("Only you see this")
        await respond("And this")

    typed = {"text": "/mentor help", "channel": "dm:U0THEO"}
    assert (await remote("POST", f"{MAYA}/command", typed))["ok"]
    await slack.until(lambda: len(slack.person("maya").ephemerals) == 2)
    here = await remote("GET", f"{MAYA}?channel=dm:U0THEO")
    assert {(m["text"], m["ephemeral"]) for m in here["messages"]} == {
        ("Only you see this", True),
        ("And this", True),
    }
    assert app.heard[0]["channel_name"] == "directmessage"
    assert app.heard[0]["channel_id"] == here["channel"]
    assert (await remote("GET", MAYA))["messages"] == []
    assert (await remote("GET", f"{THEO}?channel=dm:U0MAYA"))["messages"] == []


async def test_the_app_cannot_post_where_it_is_not(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await slack.person("maya").say("Coffee?", channel="dm:U0THEO")
    assert message is not None
    for method, more in (
        ("chat.postMessage", {"text": "x"}),
        ("chat.postEphemeral", {"text": "x", "user": "U0MAYA"}),
        ("conversations.history", {}),
    ):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.api_call(method, params={"channel": message.channel} | more)


async def test_the_same_ts_in_two_conversations_is_two_messages(
    slack: Sandbox, remote: Remote
) -> None:
    maya = slack.person("maya")
    direct = await maya.say("direct", channel="dm:U0THEO")
    public = await maya.say("public", channel="#general")
    assert direct is not None
    assert public is not None
    assert direct.ts == public.ts
    path = f"{MAYA}/message/{public.ts}?channel={GENERAL}"
    assert (await remote("PATCH", path, {"text": "changed"}))["ok"]
    assert (direct.text, public.text) == ("direct", "changed")
    assert (await remote("DELETE", path))["ok"]
    assert (direct.deleted, public.deleted) == (False, True)
    theirs = f"{THEO}/message/{direct.ts}?channel=dm:U0MAYA"
    assert not (await remote("DELETE", theirs))["ok"]


@pytest.mark.parametrize(
    "place", ["dm:U0MAYA", "dm:U0GONE", "dm:U0OTHERBOT", "dm:U0NOBODY", "C0NOWHERE", "#none"]
)
async def test_nobody_is_in_a_conversation_that_is_not_theirs(
    slack: Sandbox, remote: Remote, place: str
) -> None:
    for method, path, body in (
        ("GET", f"{MAYA}?channel={place.replace('#', '%23')}", None),
        ("POST", f"{MAYA}/message", {"text": "x", "channel": place}),
        ("POST", f"{MAYA}/command", {"text": "/mentor", "channel": place}),
    ):
        assert (await remote(method, path, body))["status"] == 404


async def test_other_peoples_conversations_stay_theirs(slack: Sandbox, remote: Remote) -> None:
    message = await slack.person("maya").say("Between us", channel="dm:U0THEO")
    assert message is not None
    ari = f"people/U0ARI?channel={message.channel}"
    assert (await remote("GET", ari))["status"] == 404
    assert "Between us" not in str(await remote("GET", "people/U0ARI"))
    assert slack.person("ari").seen == []


async def test_a_deactivated_person_gets_and_says_nothing_more(
    slack: Sandbox, remote: Remote
) -> None:
    theo = slack.person("theo")
    await theo.say("one", channel="dm:U0MAYA")
    await theo.deactivate()
    assert ("person", "Theo Lindqvist") not in lines(await remote("GET", MAYA))
    assert (await remote("GET", f"{MAYA}?channel=dm:U0THEO"))["messages"][0]["text"] == "one"
    answer = await remote("POST", f"{MAYA}/message", {"text": "x", "channel": "dm:U0THEO"})
    assert answer["error"] == "Theo Lindqvist's account has been deactivated."
    assert await theo.say("two", channel="dm:U0MAYA") is None
    assert len((await remote("GET", f"{MAYA}?channel=dm:U0THEO"))["messages"]) == 1
    people = {p["id"]: p for p in (await remote("GET", "state"))["people"]}
    assert people["U0MAYA"]["unread"] == 0


async def test_guests_reach_only_those_they_share_a_channel_with(
    slack: Sandbox, remote: Remote
) -> None:
    slack.team.channels[GENERAL].members -= {"U0GUEST", "U0ARI"}
    assert lines(await remote("GET", "people/U0GUEST")) == [("app", "Waymark")]
    assert ("person", "Sam Rivera") not in lines(await remote("GET", MAYA))
    slack.team.channels[GENERAL].members.add("U0GUEST")
    known = lines(await remote("GET", "people/U0GUEST"))
    assert ("person", "Maya Okafor") in known
    assert ("person", "Ari Castellanos") not in known


async def test_an_archived_channel_is_only_read(slack: Sandbox, remote: Remote) -> None:
    slack.team.channels[GENERAL].archived = True
    answer = await remote("POST", f"{MAYA}/message", {"text": "x", "channel": GENERAL})
    assert answer["error"] == "#general is archived."


async def test_a_read_only_app_does_not_silence_people(slack: Sandbox) -> None:
    slack.config.messages_tab_read_only = True
    assert await slack.person("maya").say("To the app") is None
    assert await slack.person("maya").say("To Theo", channel="dm:U0THEO")


async def test_who_joins_has_not_missed_what_was_said_before(
    slack: Sandbox, remote: Remote
) -> None:
    await slack.person("theo").say("before", channel="#general")
    new = slack.join("Bo Ek")
    assert line_of(await remote("GET", f"people/{new.id}"), "general")["unread"] == 0
    await slack.person("theo").say("after", channel="#general")
    assert line_of(await remote("GET", f"people/{new.id}"), "general")["unread"] == 1
