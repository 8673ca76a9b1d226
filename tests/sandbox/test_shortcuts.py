"""Shortcuts: global ones and those in the menu of a message, by both ways of delivery."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Persona, Sandbox, Shortcut
from tests.sandbox.example_app import ExampleApp, modal
from tests.sandbox.remote import Remote

START = Shortcut("global", "Start something", "start", "Opens a form.")
KEEP = Shortcut("message", "Keep these words", "keep", "Keeps a message.")


@pytest.fixture(autouse=True)
def _declared(slack: Sandbox) -> None:
    slack.config.shortcuts = (START, KEEP)


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


@pytest.fixture
async def remote(slack: Sandbox) -> AsyncIterator[Remote]:
    async with aiohttp.ClientSession() as session:
        yield Remote(slack, session)


async def test_a_global_shortcut_opens_a_form(
    app: ExampleApp, maya: Persona, remote: Remote
) -> None:
    @app.bolt.shortcut({"callback_id": "start", "type": "shortcut"})
    async def start(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await app.client.views_open(trigger_id=body["trigger_id"], view=modal())

    assert (await maya.shortcut("Start something")).ok
    await app.slack.until(lambda: maya.modal)
    await maya.close_modal()
    answer = await remote("POST", "people/U0MAYA/shortcut", {"callback_id": "start"})
    assert answer["ok"]
    await app.slack.until(lambda: maya.modal)
    payload = app.heard[0]
    assert set(payload) == {
        "type",
        "token",
        "action_ts",
        "team",
        "user",
        "is_enterprise_install",
        "enterprise",
        "callback_id",
        "trigger_id",
    }
    assert payload["user"] == {"id": "U0MAYA", "username": "maya", "team_id": "T0WAYMARK"}


async def test_a_message_shortcut_brings_the_message_and_answers_where_it_stands(
    app: ExampleApp, maya: Persona, remote: Remote
) -> None:
    @app.bolt.shortcut({"callback_id": "keep", "type": "message_action"})
    async def keep(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack()
        await respond(f"Kept: {body['message']['text']}")

    said = await app.slack.person("theo").say("R&D went well", channel="dm:U0MAYA")
    assert said is not None
    where = {"callback_id": "keep", "ts": said.ts, "channel": "dm:U0THEO"}
    assert (await remote("POST", "people/U0MAYA/shortcut", where))["ok"]
    await app.slack.until(lambda: maya.ephemerals)
    assert maya.ephemerals[0].text == "Kept: R&amp;D went well"
    assert maya.ephemerals[0].channel == said.channel
    payload = app.heard[0]
    assert payload["type"] == "message_action"
    assert payload["channel"] == {"id": said.channel, "name": "directmessage"}
    assert payload["message_ts"] == payload["message"]["ts"] == said.ts
    assert payload["message"]["user"] == "U0THEO"
    assert payload["user"]["name"] == "maya"
    assert app.slack.person("theo").ephemerals == []


async def test_a_slow_app_is_told_apart_from_a_dead_one(app: ExampleApp, maya: Persona) -> None:
    app.slack.post.ack_seconds = 0.05
    over = asyncio.Event()

    @app.bolt.shortcut("start")
    async def start(ack: Any) -> None:
        await over.wait()
        await ack()

    result = await maya.shortcut("start")
    over.set()
    assert result.error == "The app did not respond to Start something (operation_timeout)"
    assert maya.errors == [result.error]
    app.slack.connect("http://127.0.0.1:1/")
    result = await maya.shortcut("start")
    assert result.error == "The app did not respond to Start something (dispatch_failed)"


async def test_what_the_app_does_not_declare_is_not_there(
    slack: Sandbox, maya: Persona, remote: Remote
) -> None:
    said = await maya.say("words", channel="#general")
    assert said is not None
    with pytest.raises(LookupError, match="Start something"):
        await maya.shortcut("keep")
    with pytest.raises(LookupError, match="Keep these words"):
        await maya.shortcut("start", said)
    path = "people/U0MAYA/shortcut"
    for body, status in (
        ({"callback_id": "nothing"}, 404),
        ({"callback_id": "keep", "ts": "1.0"}, 404),
        ({"callback_id": "keep", "ts": said.ts, "channel": "dm:U0THEO"}, 404),
        ({}, 400),
    ):
        assert (await remote("POST", path, body))["status"] == status
    assert slack.log.deliveries() == []


async def test_a_message_only_one_person_sees_has_no_shortcuts(
    app: ExampleApp, maya: Persona, remote: Remote
) -> None:
    channel = maya.channel.id
    await app.client.chat_postEphemeral(channel=channel, user=maya.id, text="Only you")
    with pytest.raises(ValueError, match="no menu"):
        await maya.shortcut("keep", maya.ephemerals[0])
    body = {"callback_id": "keep", "ts": maya.ephemerals[0].ts}
    assert (await remote("POST", "people/U0MAYA/shortcut", body))["status"] == 400
    said = await app.slack.person("theo").say("mine", channel="dm:U0ARI")
    assert said is not None
    body = {"callback_id": "keep", "ts": said.ts, "channel": said.channel}
    assert (await remote("POST", "people/U0MAYA/shortcut", body))["status"] == 404


async def test_nobody_without_an_account_and_nothing_of_a_removed_app(
    slack: Sandbox, maya: Persona
) -> None:
    theo = slack.person("theo")
    await slack.uninstall()
    assert (await maya.shortcut("start")).error == "This app is no longer installed."
    slack.reinstall()
    await theo.deactivate()
    assert not (await theo.shortcut("start")).ok
    assert slack.log.deliveries("interactive") == []
