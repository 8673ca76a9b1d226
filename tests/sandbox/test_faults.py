"""What the network can do to a post (reliability.md experiment 3), seen through the SDK."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Fault, Sandbox


@pytest.mark.parametrize(
    ("kind", "stored", "caught"),
    [
        ("drop_before", 0, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)),
        ("drop_after", 1, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)),
        ("error_500", 0, SlackApiError),
        ("error_503", 0, SlackApiError),
        ("error_500_after", 1, SlackApiError),
        ("error_503_after", 1, SlackApiError),
        ("internal_error", 0, SlackApiError),
        ("internal_error_after", 1, SlackApiError),
        ("fatal_error_after", 1, SlackApiError),
        ("html_after", 1, SlackApiError),
        ("broken_json_after", 1, SlackApiError),
        ("cut_body_after", 1, aiohttp.ClientError),
        ("rate_limited", 0, SlackApiError),
        ("invalid_blocks", 0, SlackApiError),
    ],
)
async def test_kinds(
    slack: Sandbox,
    client: AsyncWebClient,
    kind: str,
    stored: int,
    caught: type[Exception] | tuple[type[Exception], ...],
) -> None:
    slack.faults.add("chat.postMessage", kind)
    with pytest.raises(caught):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    assert len(slack.person("maya").dms) == stored
    assert (await client.chat_postMessage(channel="U0MAYA", text="y"))["ok"], "Only once."


async def test_the_default_client_posts_twice_when_the_line_drops_after_storing(
    slack: Sandbox,
) -> None:
    eager = AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url)
    slack.faults.add("chat.postMessage", "drop_after")
    assert (await eager.chat_postMessage(channel="U0MAYA", text="x"))["ok"]
    assert len(slack.person("maya").dms) == 2


async def test_rate_limited_carries_the_wanted_wait(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.faults.add(Fault("views.publish", "rate_limited", seconds=30))
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("views.publish", json={})
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "30"


async def test_slow_stores_first_and_answers_late(slack: Sandbox) -> None:
    client = AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url)
    slack.faults.add("chat.postMessage", "slow", seconds=30)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.chat_postMessage(channel="U0MAYA", text="x")
    assert len(slack.person("maya").dms) == 1


async def test_late_cuts_the_line_and_stores_when_nobody_listens_any_more(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.faults.add("chat.postMessage", "late_after", seconds=0.05)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    assert slack.person("maya").dms == []
    await slack.until(lambda: slack.person("maya").dms)
    assert [message.text for message in slack.person("maya").dms] == ["x"]


async def test_late_work_does_not_reach_a_workspace_that_began_anew(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.faults.add("chat.postMessage", "late_after", seconds=0.02)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    await slack.reset()
    later = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.05, later.set_result, None)
    await later
    assert slack.person("maya").dms == []


async def test_faults_are_counted_and_cleared(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.faults.add("*", "error_500", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await client.auth_test()
    assert (await client.auth_test())["ok"]
    slack.faults.add("auth.test", "error_500", times=5)
    slack.faults.clear()
    assert (await client.auth_test())["ok"]
    with pytest.raises(ValueError, match="Unknown fault"):
        slack.faults.add("auth.test", "earthquake")


async def test_a_fault_is_written_in_the_log(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.faults.add("auth.test", "drop_before")
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    assert slack.log.calls("auth.test")[0].note == "connection dropped"
