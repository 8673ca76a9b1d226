from __future__ import annotations

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.rates import Limit, Rates


async def post_until_refused(client: AsyncWebClient, channel: str) -> tuple[int, int]:
    """How many went through at once, and the Retry-After of the next."""
    sent: list[str] = []

    async def pour() -> None:
        while len(sent) < 400:
            await client.chat_postMessage(channel=channel, text="x")
            sent.append("x")

    with pytest.raises(SlackApiError) as refused:
        await pour()
    answer = refused.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    return len(sent), int(answer.headers["Retry-After"])


async def test_a_channel_takes_a_short_burst_then_one_a_second(
    client: AsyncWebClient, clock: ManualClock
) -> None:
    assert await post_until_refused(client, "U0MAYA") == (4, 1)
    assert await post_until_refused(client, "U0MAYA") == (0, 1)
    assert await post_until_refused(client, "U0THEO") == (4, 1)
    clock.advance(timedelta(seconds=1))
    assert await post_until_refused(client, "U0MAYA") == (1, 1)


async def test_other_workspaces_are_not_affected(slack: Sandbox, client: AsyncWebClient) -> None:
    other = slack.add_team("T0OTHER", "Other")
    await post_until_refused(client, "U0MAYA")
    there = AsyncWebClient(token=other.installation.bot_token, base_url=slack.api_url)
    assert (await there.chat_postMessage(channel="U0MAYA", text="x"))["ok"]


async def test_a_workspace_has_a_cap_on_posts(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.rates.per_team_posts = Limit(300, 5)
    for name in ("maya", "theo", "noor", "ari", "guest"):
        await client.chat_postMessage(channel=slack.person(name).id, text="x")
    assert await post_until_refused(client, "U0MAYA") == (0, 1)


@pytest.mark.parametrize(
    ("method", "tier", "calls"),
    [("users.list", "2", 20), ("conversations.open", "3", 50), ("users.info", "4", 100)],
)
def test_tiers_are_counted_per_minute(method: str, tier: str, calls: int) -> None:
    clock = ManualClock()
    rates = Rates(clock)
    assert [rates.call(method, tier, "T1") for _ in range(calls)] == [0] * calls
    wait = rates.call(method, tier, "T1")
    assert wait == max(1, round(60 / calls + 0.49))
    assert rates.call(method, tier, "T2") == 0
    clock.advance(timedelta(seconds=wait))
    assert rates.call(method, tier, "T1") == 0


def test_a_clock_set_back_does_not_empty_the_bucket() -> None:
    clock = ManualClock()
    rates = Rates(clock)
    assert rates.post("T1", "D1") == 0
    clock.advance(timedelta(hours=-1))
    assert rates.post("T1", "D1") == 0


async def test_limits_can_be_switched_off(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.rates.enabled = False
    for number in range(20):
        await client.chat_postMessage(channel="U0MAYA", text=str(number))
    assert len(slack.person("maya").dms) == 20
