from __future__ import annotations

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, ManualClock, OffsetClock, Sandbox
from bot.sandbox.seed import nobody
from tests.sandbox.example_app import ExampleApp


async def test_starting_and_stopping_is_quick() -> None:
    began = time.perf_counter()
    for _ in range(10):
        async with Sandbox(clock=ManualClock()):
            pass
    assert (time.perf_counter() - began) / 10 < 0.06


async def test_only_loopback() -> None:
    with pytest.raises(ValueError, match="loopback"):
        await Sandbox().start(host="0.0.0.0")


async def test_uninstalling_tells_the_app_and_kills_the_token(
    app: ExampleApp, client: AsyncWebClient
) -> None:
    @app.bolt.event("tokens_revoked")
    async def revoked(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    @app.bolt.event("app_uninstalled")
    async def gone(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    await client.chat_postMessage(channel="U0MAYA", text="x")
    await app.slack.quiet()
    await app.slack.uninstall()
    told = {e.request["event"]["type"]: e.status for e in app.slack.log.deliveries("events_api")}
    assert told["tokens_revoked"] == told["app_uninstalled"] == 200
    maya = app.slack.person("maya")
    assert (await maya.slash("/mentor")).error == "/mentor is not a valid command"
    assert maya.home is None
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.chat_postMessage(channel="U0MAYA", text="x")


async def test_reinstalling_gives_another_token_and_other_scopes(slack: Sandbox) -> None:
    old = AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url)
    token = slack.reinstall(scopes=("chat:write",))
    with pytest.raises(SlackApiError, match="token_revoked"):
        await old.auth_test()
    client = AsyncWebClient(token=token, base_url=slack.api_url)
    assert token != slack.config.bot_token
    assert (await client.chat_postMessage(channel="U0MAYA", text="x"))["ok"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.users_info(user="U0MAYA")


async def test_two_workspaces_with_the_same_people_are_strangers(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    other = slack.add_team("T0OTHER", "Other")
    there = AsyncWebClient(token=other.installation.bot_token, base_url=slack.api_url)
    sent = await there.chat_postMessage(channel="U0MAYA", text="over there")
    assert slack.person("maya").dms == []
    assert [m.text for m in slack.person("maya", other).dms] == ["over there"]
    assert (await there.auth_test())["team_id"] == "T0OTHER"
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="x")


async def test_a_running_clock_can_be_wound_on() -> None:
    start = ManualClock().now()
    clock = OffsetClock(start)
    async with Sandbox(AppConfig(), clock, seed=nobody) as slack:
        slack.join("Maya Okafor", id="U0MAYA")
        client = AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url)
        sent = await client.chat_postMessage(channel="U0MAYA", text="x")
        assert 0 <= float(sent["ts"]) - start.timestamp() < 60


async def test_the_app_level_token_names_the_app(slack: Sandbox) -> None:
    client = AsyncWebClient(token=slack.config.app_token, base_url=slack.api_url)
    answer = await client.auth_test()
    assert (answer["app_id"], "bot_id" in answer.data) == (slack.config.app_id, False)


async def test_the_log_never_holds_the_token(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.api_call("auth.test", params={"token": slack.config.bot_token})
    await client.chat_postMessage(channel="U0MAYA", text="x")
    assert slack.config.bot_token not in repr(slack.log.entries)
