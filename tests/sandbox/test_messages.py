from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.example_app import actions, button, section

METADATA = {"event_type": "waymark_outbox", "event_payload": {"id": "42"}}


async def test_a_post_opens_the_dm_and_is_seen(slack: Sandbox, client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(
        channel="U0MAYA", text="Hello", blocks=[section("Hello *Maya*")]
    )
    maya, ari = slack.person("maya"), slack.person("ari")
    assert sent["channel"] == maya.channel.id
    assert sent["message"]["bot_id"] == slack.config.bot_id
    assert sent["message"]["blocks"][0]["block_id"]
    assert maya.last_dm.all_text == "Hello\nHello *Maya*"
    assert maya.seen == ["Hello", "Hello *Maya*"]
    assert ari.dms == []
    assert ari.seen == []


async def test_message_ids_follow_the_clock_and_never_repeat(
    slack: Sandbox, client: AsyncWebClient, clock: ManualClock
) -> None:
    first = await client.chat_postMessage(channel="U0MAYA", text="1")
    second = await client.chat_postMessage(channel="U0MAYA", text="2")
    clock.advance(timedelta(minutes=1))
    third = await client.chat_postMessage(channel="U0MAYA", text="3")
    start = int(clock.now().timestamp()) - 60
    assert first["ts"] == f"{start}.000000"
    assert second["ts"] == f"{start}.000001"
    assert third["ts"] == f"{start + 60}.000000"


async def test_the_same_seed_gives_the_same_ids() -> None:
    def names(seed: int) -> list[str]:
        sandbox = Sandbox(clock=ManualClock(), ids=seed)
        return [sandbox.person("maya").channel.id, sandbox.join("Bo").id]

    assert names(7) == names(7)
    assert names(7) != names(8)


async def test_text_beyond_the_limit_is_cut_on_posting_and_refused_on_update(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(channel="U0MAYA", text="x" * 40_001)
    assert sent["warning"] == "message_truncated"
    assert len(slack.person("maya").last_dm.text) == 40_000
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="x" * 4_001)


async def test_update_keeps_what_slack_keeps(slack: Sandbox, client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(
        channel="U0MAYA", text="One", blocks=[actions(button("Go", "go"))], metadata=METADATA
    )
    place = {"channel": sent["channel"], "ts": sent["ts"]}
    await client.api_call("chat.update", json={**place, "blocks": [section("Two")]})
    message = slack.person("maya").last_dm
    assert (message.text, message.buttons, message.metadata) == ("One", [], METADATA)
    await client.chat_update(**place, text="Three")
    assert (message.text, message.blocks, message.metadata) == ("Three", [], METADATA)
    assert message.edited is not None


async def test_history_is_newest_first_and_hides_ephemeral_and_deleted(
    slack: Sandbox, client: AsyncWebClient, clock: ManualClock
) -> None:
    channel = (await client.conversations_open(users="U0MAYA"))["channel"]["id"]
    stamps = []
    for number in range(3):
        sent = await client.chat_postMessage(
            channel=channel, text=f"post {number}", metadata=METADATA
        )
        stamps.append(sent["ts"])
        clock.advance(timedelta(seconds=10))
    await client.chat_postEphemeral(channel=channel, user="U0MAYA", text="psst")
    await client.chat_delete(channel=channel, ts=stamps[1])
    plain = await client.conversations_history(channel=channel)
    assert [m["text"] for m in plain["messages"]] == ["post 2", "post 0"]
    assert "metadata" not in plain["messages"][0]
    full = await client.conversations_history(channel=channel, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == METADATA
    assert [m.text for m in slack.person("maya").ephemerals] == ["psst"]
    assert [m.text for m in slack.person("maya").dms] == ["post 0", "post 2"]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({"oldest": 1}, ["2", "3", "4"]),
        ({"oldest": 1, "inclusive": True}, ["1", "2", "3", "4"]),
        ({"latest": 1}, ["0"]),
        ({"latest": 1, "inclusive": True}, ["0", "1"]),
        ({"oldest": 1, "latest": 3}, ["2"]),
        ({"limit": 2}, ["3", "4"]),
    ],
)
async def test_history_windows(
    client: AsyncWebClient, clock: ManualClock, window: dict[str, int], expected: list[str]
) -> None:
    stamps = []
    for number in range(5):
        sent = await client.chat_postMessage(channel="U0MAYA", text=str(number))
        stamps.append(sent["ts"])
        clock.advance(timedelta(seconds=5))
    args: Any = {k: stamps[v] if k in ("oldest", "latest") else v for k, v in window.items()}
    answer = await client.conversations_history(channel=sent["channel"], **args)
    assert [m["text"] for m in reversed(answer["messages"])] == expected
    assert answer["has_more"] is ("limit" in window)


async def test_history_pages_by_cursor(client: AsyncWebClient, clock: ManualClock) -> None:
    for number in range(5):
        sent = await client.chat_postMessage(channel="U0MAYA", text=str(number))
        clock.advance(timedelta(seconds=5))
    texts = []
    pages = await client.conversations_history(channel=sent["channel"], limit=2)
    async for page in pages:
        texts.append([m["text"] for m in page["messages"]])
    assert texts == [["4", "3"], ["2", "1"], ["0"]]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await client.conversations_history(channel=sent["channel"], cursor="???")


async def test_threads(slack: Sandbox, client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel="U0MAYA", text="parent")
    await slack.person("maya").say("reply", thread_ts=parent["ts"])
    history = await client.conversations_history(channel=parent["channel"])
    assert [m["text"] for m in history["messages"]] == ["parent"]
    assert history["messages"][0]["reply_count"] == 1
    replies = await client.conversations_replies(channel=parent["channel"], ts=parent["ts"])
    assert [m["text"] for m in replies["messages"]] == ["parent", "reply"]


async def test_small_reads(slack: Sandbox, client: AsyncWebClient) -> None:
    user = (await client.users_info(user="U0NOOR", include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -18000, "en-GB")
    assert "tz" not in (await client.users_info(user="U0GONE"))["user"]
    assert (await client.users_info(user="U0GUEST"))["user"]["is_restricted"] is True
    me = await client.auth_test()
    assert (me["user_id"], me["bot_id"], me["team_id"]) == (
        slack.config.bot_user_id,
        slack.config.bot_id,
        slack.team.id,
    )
    assert (await client.bots_info(bot=me["bot_id"]))["bot"]["app_id"] == slack.config.app_id
    sent = await client.chat_postMessage(channel="U0MAYA", text="x")
    link = await client.chat_getPermalink(channel=sent["channel"], message_ts=sent["ts"])
    assert link["permalink"].endswith(f"{sent['channel']}/p{sent['ts'].replace('.', '')}")
    names = [m["name"] async for page in await client.users_list(limit=4) for m in page["members"]]
    assert len(names) == len(slack.team.users) + 1


async def test_reads_that_need_more_scopes(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.team.installation.scopes += ("im:read", "team:read", "channels:read")
    channel = (await client.conversations_open(users="U0MAYA", return_im=True))["channel"]
    assert channel["user"] == "U0MAYA"
    info = await client.conversations_info(channel=channel["id"], include_num_members=True)
    assert info["channel"]["num_members"] == 2
    members = await client.conversations_members(channel=channel["id"])
    assert members["members"] == ["U0MAYA", "U0WAYMARK"]
    listed = await client.conversations_list(types="im,public_channel")
    assert {c["id"] for c in listed["channels"]} == {channel["id"], "C0GENERAL"}
    assert (await client.team_info())["team"]["domain"] == slack.team.domain


async def test_scheduled_messages_appear_in_time_unless_they_carry_metadata(
    slack: Sandbox, client: AsyncWebClient, clock: ManualClock
) -> None:
    soon = int(clock.now().timestamp()) + 600
    await client.chat_scheduleMessage(channel="U0MAYA", text="later", post_at=soon)
    await client.chat_scheduleMessage(
        channel="U0MAYA", text="never", post_at=soon, metadata=METADATA
    )
    gone = await client.chat_scheduleMessage(channel="U0MAYA", text="withdrawn", post_at=soon)
    await client.chat_deleteScheduledMessage(
        channel=gone["channel"], scheduled_message_id=gone["scheduled_message_id"]
    )
    listed = await client.chat_scheduledMessages_list()
    assert [m["text"] for m in listed["scheduled_messages"]] == ["later", "never"]
    slack.post_scheduled()
    assert slack.person("maya").dms == []
    clock.advance(timedelta(seconds=601))
    slack.post_scheduled()
    assert [m.text for m in slack.person("maya").dms] == ["later"]


async def test_thirty_scheduled_messages_in_five_minutes_are_the_most(
    client: AsyncWebClient, clock: ManualClock
) -> None:
    soon = int(clock.now().timestamp()) + 600
    for number in range(30):
        await client.chat_scheduleMessage(channel="U0MAYA", text=str(number), post_at=soon)
    with pytest.raises(SlackApiError, match="restricted_too_many"):
        await client.chat_scheduleMessage(channel="U0MAYA", text="31", post_at=soon)


async def test_blocks_validate_says_where(client: AsyncWebClient) -> None:
    assert (await client.blocks_validate(blocks=[section("fine")]))["ok"]
    with pytest.raises(SlackApiError) as refused:
        await client.blocks_validate(blocks=[section("x" * 3001)])
    problem = refused.value.response["errors"][0]
    assert problem["pointer"] == "/blocks/0/text/text"
    assert set(problem) == {"pointer", "code", "message"}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.blocks_validate()


async def test_a_chart_can_be_read(slack: Sandbox, client: AsyncWebClient) -> None:
    chart = {
        "type": "data_visualization",
        "title": "Progress",
        "chart": {
            "type": "bar",
            "series": [{"name": "Check-ins", "data": [{"label": "March", "value": 3}]}],
            "axis_config": {"categories": ["March"]},
        },
    }
    await client.chat_postMessage(channel="U0MAYA", text="x", blocks=[chart])
    assert slack.person("maya").seen == ["x", "Progress", "Check-ins", "March", "March"]


async def test_an_app_that_pings_is_noticed(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="U0MAYA", text="&lt;!channel&gt; and <@U0THEO>")
    assert slack.person("maya").last_dm.pings == ["@U0THEO"]
    title = {"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}
    await client.chat_postMessage(channel="U0MAYA", text="x", blocks=[title, section("<!here>")])
    assert slack.person("maya").last_dm.pings == ["!here"]
