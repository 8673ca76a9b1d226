from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox import ManualClock, Message, Persona, Sandbox
from tests.sandbox.example_app import section


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


def webhook(slack: Sandbox, maya: Persona, message: Message | None = None) -> AsyncWebhookClient:
    kind = "actions" if message else "commands"
    hook = slack.world.hooks.issue(kind, slack.team.id, maya.channel.id, maya.id, message)
    return AsyncWebhookClient(slack.url + hook.path)


async def test_five_uses(slack: Sandbox, maya: Persona) -> None:
    hook = webhook(slack, maya)
    answers = [await hook.send(text=str(number)) for number in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [404]
    assert answers[0].body == "ok"
    assert "used_url" in answers[5].body
    assert len(maya.ephemerals) == 5


async def test_thirty_minutes(slack: Sandbox, maya: Persona, clock: ManualClock) -> None:
    hook = webhook(slack, maya)
    clock.advance(timedelta(minutes=30))
    assert (await hook.send(text="just in time")).status_code == 200
    clock.advance(timedelta(seconds=1))
    late = await hook.send(text="too late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"blocks": [section("")]}, "invalid_blocks"),
        ({"text": 5}, "invalid_payload"),
        ([], "invalid_payload"),
    ],
)
async def test_refused_bodies(slack: Sandbox, maya: Persona, body: Any, error: str) -> None:
    url = webhook(slack, maya).url
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=body) as answer,
    ):
        assert answer.status == 400
        assert error in await answer.text()
    assert maya.ephemerals == []


async def test_in_channel_is_seen_by_everybody_and_makes_an_event(
    slack: Sandbox, maya: Persona
) -> None:
    general = slack.team.channels["C0GENERAL"]
    hook = slack.world.hooks.issue("commands", slack.team.id, general.id, maya.id)
    client = AsyncWebhookClient(slack.url + hook.path)
    await client.send(text="to me")
    await client.send(text="to all", response_type="in_channel")
    assert [m.text for m in general.visible() if not m.ephemeral] == ["to all"]
    assert slack.person("ari").seen == ["to all"]
    assert [m.text for m in hook.shown] == ["to me", "to all"]


async def test_replacing_without_an_original_says_something_new(
    slack: Sandbox, maya: Persona
) -> None:
    await webhook(slack, maya).send(text="new", replace_original=True)
    assert [m.text for m in maya.ephemerals] == ["new"]


async def test_an_unknown_address_is_refused(slack: Sandbox) -> None:
    client = AsyncWebhookClient(f"{slack.url}/hooks/actions/T0/1/guess")
    assert (await client.send(text="x")).status_code == 404
