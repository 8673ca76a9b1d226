"""Channels of the local Slack: who may look into them, and what the app hears of them."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import ManualClock, Sandbox, seed
from tests.sandbox.example_app import ExampleApp

MOVES = ("member_joined_channel", "member_left_channel")


def grant(slack: Sandbox, *scopes: str) -> None:
    held = slack.team.installation
    held.scopes = (*held.scopes, *scopes)


async def error_of(client: AsyncWebClient, method: str, **given: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, params=given)
    return str(caught.value.response["error"])


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
async def test_looking_into_a_channel_needs_the_scope(
    slack: Sandbox, client: AsyncWebClient, method: str
) -> None:
    channel = slack.add_channel("leads", slack.person("maya"))
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, params={"channel": channel.id})
    answer = caught.value.response
    assert answer["error"] == "missing_scope"
    assert "channels:read" in answer["needed"]
    grant(slack, "channels:read")
    assert (await client.api_call(method, params={"channel": channel.id}))["ok"]
    assert await error_of(client, method, channel="C0NOWHERE") == "channel_not_found"


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
async def test_a_private_channel_the_app_is_not_in_does_not_exist(
    slack: Sandbox, client: AsyncWebClient, method: str
) -> None:
    grant(slack, "channels:read")
    maya = slack.person("maya")
    hidden = slack.add_channel("quiet", maya, private=True, with_app=False)
    known = slack.add_channel("known", maya, private=True)
    assert await error_of(client, method, channel=hidden.id) == "channel_not_found"
    assert await error_of(client, method, channel=known.id) == "missing_scope"


async def test_members_come_in_pages(slack: Sandbox, client: AsyncWebClient) -> None:
    grant(slack, "channels:read")
    people = [slack.join(f"Person {number}") for number in range(5)]
    channel = slack.add_channel("leads", *people)
    found: list[str] = []
    cursor = ""
    pages = 0
    while True:
        answer = await client.conversations_members(
            channel=channel.id, limit=2, cursor=cursor or None
        )
        found += answer["members"]
        pages += 1
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert (sorted(found), pages) == (sorted(channel.members), 3)
    wrong = await error_of(client, "conversations.members", channel=channel.id, cursor="nonsense")
    assert wrong == "invalid_cursor"


async def test_posting_needs_an_invitation_and_an_open_channel(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    channel = slack.add_channel("leads", slack.person("maya"), with_app=False)
    post = {"channel": channel.id, "text": "Hello."}
    assert await error_of(client, "chat.postMessage", **post) == "not_in_channel"
    await slack.invite_app(channel)
    assert (await client.chat_postMessage(**post))["ok"]  # type: ignore[arg-type]
    await slack.remove_app(channel)
    assert await error_of(client, "chat.postMessage", **post) == "not_in_channel"
    await slack.invite_app(channel)
    slack.archive(channel)
    assert await error_of(client, "chat.postMessage", **post) == "is_archived"


async def test_the_app_hears_who_joins_and_leaves_where_it_is(
    slack: Sandbox, http_app: ExampleApp
) -> None:
    slack.config.events = (*slack.config.events, *MOVES)
    maya, ari = slack.person("maya"), slack.person("ari")
    channel = slack.add_channel("leads", maya)
    await ari.join(channel)
    assert slack.log.deliveries("events") == []  # without the scope
    grant(slack, "channels:read")
    await ari.leave(channel)
    await ari.join(channel)
    await ari.join(channel)  # is there already
    other = slack.add_channel("elsewhere", maya, with_app=False)
    await ari.join(other)
    quiet = slack.add_channel("quiet", maya, private=True)
    await ari.join(quiet)  # another scope
    await slack.quiet()
    first = [one for one in slack.log.deliveries("events") if not one.retry]
    told = [one.request["event"] for one in first]
    assert [(one["type"], one["user"], one["channel"]) for one in told] == [
        ("member_left_channel", ari.id, channel.id),
        ("member_joined_channel", ari.id, channel.id),
    ]


async def test_nobody_joins_an_archived_channel(slack: Sandbox) -> None:
    channel = slack.add_channel("leads", slack.person("maya"))
    slack.archive(channel)
    await slack.person("ari").join(channel)
    assert slack.person("ari").id not in channel.members


def test_the_demo_has_a_channel_with_the_app_and_one_without() -> None:
    house = Sandbox(clock=ManualClock(), seed=seed.with_circles)
    named = {
        one.name: house.team.bot_user_id in one.members for one in house.team.channels.values()
    }
    assert named["first-leads"]
    assert not named["book-club"]
