"""Looking inside: the traffic, the rates and the faults, as the page's inspector asks for them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.faults import KINDS
from bot.sandbox.journal import INSIDE, Journal
from bot.sandbox.masking import headers_to_show, masked
from bot.sandbox.web_api.methods import METHODS
from tests.sandbox.example_app import ExampleApp, Listener, Reply
from tests.sandbox.remote import Remote


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def remote(slack: Sandbox, session: aiohttp.ClientSession) -> Remote:
    return Remote(slack, session)


@pytest.fixture
async def listener(slack: Sandbox) -> AsyncIterator[Listener]:
    bare = Listener(slack)
    await bare.serve()
    yield bare
    await bare.stop()


# --- the traffic ---------------------------------------------------------------------------------


async def test_the_list_is_light_and_one_exchange_is_whole(
    slack: Sandbox, remote: Remote, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="U0MAYA", text="Good morning")
    (line,) = (await remote("GET", "log?direction=to_slack"))["entries"]
    assert (line["path"], line["status"], line["done"]) == ("chat.postMessage", 200, True)
    assert line["bytes"] > 0
    assert line["response_bytes"] > 0
    assert {"request", "response", "headers"}.isdisjoint(line)
    whole = (await remote("GET", f"log/{line['number']}"))["entry"]
    assert whole["request"]["text"] == "Good morning"
    assert whole["response"]["message"]["text"] == "Good morning"
    assert whole["headers"]["Authorization"] == "Bearer xoxb-…"
    assert "chat:write" in whole["response_headers"]["x-oauth-scopes"]
    assert whole["instead"] is None
    gone = await remote("GET", "log/4000")
    assert (gone["status"], gone["error"]) == (404, "That exchange is no longer kept.")


async def test_the_list_goes_on_where_it_ended(
    slack: Sandbox, remote: Remote, client: AsyncWebClient
) -> None:
    for _ in range(5):
        await client.auth_test()
    newest = await remote("GET", "log?limit=2")
    assert [line["number"] for line in newest["entries"]] == [4, 5]
    assert (newest["next"], newest["more"]) == (5, False)
    first = await remote("GET", "log?since=0&limit=3")
    assert [line["number"] for line in first["entries"]] == [1, 2, 3]
    assert (first["next"], first["more"]) == (3, True)
    rest = await remote("GET", f"log?since={first['next']}&limit=3")
    assert [line["number"] for line in rest["entries"]] == [4, 5]
    await client.api_call("api.test")
    filtered = await remote("GET", "log?since=0&path=auth&limit=10")
    assert {line["path"] for line in filtered["entries"]} == {"auth.test"}
    assert filtered["next"] == 6, "What the filter left out need not be asked for again."
    assert (await remote("GET", "log?direction=sideways"))["status"] == 400


async def test_an_exchange_under_way_can_be_asked_for_again(
    slack: Sandbox, remote: Remote
) -> None:
    entry = slack.log.add(INSIDE, "something", done=False)
    under_way = (await remote("GET", "log"))["entries"][-1]
    assert not under_way["done"]
    slack.log.finish(entry, 0.25)
    again = await remote("GET", f"log?since={under_way['number']}&again={under_way['number']},77")
    assert again["entries"] == []
    assert [(line["done"], line["seconds"]) for line in again["again"]] == [(True, 0.25)]


async def test_retries_their_reason_and_the_ack_time_are_in_the_line(
    slack: Sandbox, remote: Remote, listener: Listener
) -> None:
    listener.answers = [Reply(status=503), Reply()]
    await slack.person("maya").say("hello")
    await slack.until(lambda: len(slack.log.deliveries("events_api")) == 2)
    await slack.quiet()
    lines = (await remote("GET", "log?direction=to_app"))["entries"]
    retries = [(line["retry"], line["retry_reason"]) for line in lines]
    assert retries == [(0, ""), (1, "http_error")]
    assert [line["status"] for line in lines] == [503, 200]
    assert all(isinstance(line["ack_ms"], int) for line in lines)
    whole = (await remote("GET", f"log/{lines[1]['number']}"))["entry"]
    assert whole["headers"]["X-Slack-Signature"].startswith("v0=")
    assert whole["headers"]["x-slack-retry-num"] == "1"
    assert whole["request"]["event"]["text"] == "hello"


async def test_socket_mode_shows_its_envelope(
    slack: Sandbox, remote: Remote, socket_app: ExampleApp
) -> None:
    @socket_app.bolt.command("/mentor")
    async def answer(ack: Any) -> None:
        await ack("Hello")

    assert (await slack.person("maya").slash("/mentor")).ok
    (line,) = (await remote("GET", "log?path=slash_commands"))["entries"]
    assert (line["status"], line["ack_ms"] is not None) == (200, True)
    whole = (await remote("GET", f"log/{line['number']}"))["entry"]
    assert whole["envelope"]["type"] == "slash_commands"
    assert whole["envelope"]["envelope_id"]
    assert "payload" not in whole["envelope"], "It is the request already."
    assert whole["request"]["command"] == "/mentor"
    assert whole["response"] == {"text": "Hello"}


async def test_a_fault_leaves_its_name_and_what_the_app_got(
    slack: Sandbox, remote: Remote, client: AsyncWebClient
) -> None:
    slack.faults.add("chat.postMessage", "internal_error_after")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    (line,) = (await remote("GET", "log?direction=to_slack"))["entries"]
    assert line["fault"] == "internal_error_after"
    whole = (await remote("GET", f"log/{line['number']}"))["entry"]
    assert whole["response"]["ok"], "Slack did it."
    assert whole["instead"] == {"ok": False, "error": "internal_error"}


async def test_refusals_are_named_in_the_list(
    slack: Sandbox, remote: Remote, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="U0NOBODY", text="x")
    assert (await remote("GET", "log"))["entries"][0]["error"] == "channel_not_found"


async def test_no_token_is_ever_in_the_answer(
    slack: Sandbox, session: aiohttp.ClientSession, socket_app: ExampleApp
) -> None:
    """Sent in each of the ways Slack takes one, and in a person's own words too."""
    config = slack.config
    url, token = f"{slack.api_url}api.test", config.bot_token
    await session.get(url, params={"token": token})
    await session.post(url, data={"token": token, "again": f"Bearer {token}"})
    await session.post(url, json={"token": token, "nested": {"list": [token], token: 1}})
    await session.post(url, headers={"Authorization": f"Bearer {token}"})
    await session.post(url, headers={"Authorization": "Bearer something-else"})
    await slack.person("maya").say(f"my token is {token}")
    base = f"{slack.url}/control/log"
    seen = ""
    async with session.get(base) as answer:
        seen += await answer.text()
    for number in range(1, len(slack.log) + 1):
        async with session.get(f"{base}/{number}") as answer:
            seen += await answer.text()
    assert "xoxb-\\u2026" in seen
    for secret in (token, config.app_token, config.signing_secret, config.verification_token):
        assert secret not in seen
    assert "something-else" not in seen
    assert "ticket=\\u2026" in seen


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("xoxb-12-ab_C rest", "xoxb-… rest"),
        ("xoxe.xoxp-1-Mi0", "xoxe.xoxp-…"),
        ("xapp-1-A0-2", "xapp-…"),
        ({"access_token": "opaque", "token": ""}, {"access_token": "…", "token": ""}),
        ({"code": 4, "client_secret": "s"}, {"code": 4, "client_secret": "…"}),
        (["a", None, 1.5, True], ["a", None, 1.5, True]),
        ("foxbarn", "foxbarn"),
    ],
)
def test_masking(value: Any, shown: Any) -> None:
    assert masked(value) == shown


def test_only_headers_that_say_something_are_shown() -> None:
    headers = {"Host": "x", "Cookie": "d=xoxd-1", "X-Slack-Signature": "v0=1", "Retry-After": "3"}
    assert headers_to_show(headers) == {"X-Slack-Signature": "v0=1", "Retry-After": "3"}


def test_the_journal_forgets_the_oldest_and_numbers_keep_rising() -> None:
    journal = Journal(ManualClock().now, most=3)
    told: list[int] = []
    journal.on_change.append(lambda: told.append(len(journal)))
    for _ in range(5):
        journal.add(INSIDE, "x")
    assert [entry.number for entry in journal] == [3, 4, 5]
    assert told == [1, 2, 3, 3, 3]
    assert journal.find(2) is None
    assert journal.find(6) is None
    assert journal.find(4) is journal[1]
    assert [entry.number for entry in journal.after(0)] == [3, 4, 5]
    assert [entry.number for entry in journal.after(4)] == [5]


async def test_the_stream_tells_of_traffic(
    slack: Sandbox, session: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    async with session.get(f"{slack.url}/control/stream") as stream:
        hello = [await stream.content.readline() for _ in range(4)]
        assert hello[1] == b"event: hello\n"
        await client.auth_test()
        await client.auth_test()
        lines = [await stream.content.readline() for _ in range(2)]
        assert lines == [b"event: traffic\n", b"data: {}\n"]


async def test_after_a_reset_the_log_is_another_one_and_still_heard(
    slack: Sandbox, session: aiohttp.ClientSession, remote: Remote, client: AsyncWebClient
) -> None:
    await client.auth_test()
    before = await remote("GET", "log")
    await slack.reset()
    after = await remote("GET", "log")
    assert (after["entries"], after["next"]) == ([], 0)
    assert after["log"] != before["log"]
    async with session.get(f"{slack.url}/control/stream") as stream:
        await client.auth_test()
        lines = [await stream.content.readline() for _ in range(6)]
        assert b"event: traffic\n" in lines


# --- rates ---------------------------------------------------------------------------------------


async def test_rates_are_looked_at_without_being_used(
    slack: Sandbox, remote: Remote, client: AsyncWebClient, clock: ManualClock
) -> None:
    for _ in range(4):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="U0MAYA", text="x")
    first, second = await remote("GET", "rates"), await remote("GET", "rates")
    assert first["buckets"] == second["buckets"]
    dm, posts = first["buckets"]
    assert (dm["channel"], dm["with"]) == (slack.person("maya").last_dm.channel, ["Maya Okafor"])
    assert (dm["left"], dm["capacity"], dm["per_minute"], dm["wait_seconds"]) == (0, 4, 60, 1)
    assert (posts["method"], posts["channel"], posts["left"]) == ("chat.postMessage", None, 295)
    clock.advance(timedelta(seconds=2))
    dm = (await remote("GET", "rates"))["buckets"][0]
    assert (dm["left"], dm["wait_seconds"]) == (2, 0)
    clock.advance(timedelta(hours=1))
    assert all(one["left"] == one["capacity"] for one in (await remote("GET", "rates"))["buckets"])


async def test_the_health_of_the_event_subscription(
    slack: Sandbox, remote: Remote, listener: Listener, clock: ManualClock
) -> None:
    listener.answers = [Reply(status=500, headers={"X-Slack-No-Retry": "1"}), Reply()]
    await slack.person("maya").say("one")
    await slack.person("maya").say("two")
    await slack.quiet()
    events = (await remote("GET", "rates"))["events"]
    assert (events["enabled"], events["attempts"], events["failures"]) == (True, 2, 1)
    assert events["sent"] == {slack.team.id: 2}
    clock.advance(timedelta(minutes=61))
    events = (await remote("GET", "rates"))["events"]
    assert (events["attempts"], events["failures"], events["sent"][slack.team.id]) == (0, 0, 0)


# --- faults --------------------------------------------------------------------------------------


async def test_faults_are_offered_switched_on_and_taken_back(remote: Remote) -> None:
    offer = await remote("GET", "faults")
    assert [kind["kind"] for kind in offer["kinds"]] == list(KINDS)
    assert set(offer["methods"]) == {"*", "response_url", *METHODS}
    first = (await remote("POST", "faults", {"method": "auth.test", "kind": "error_500"}))["fault"]
    second = (await remote("POST", "faults", {"method": "*", "kind": "slow", "times": 3}))["fault"]
    await remote("DELETE", f"faults/{first['number']}")
    assert (await remote("GET", "faults"))["pending"] == [second]
    assert (await remote("DELETE", f"faults/{first['number']}"))["status"] == 404
    await remote("DELETE", "faults")
    assert (await remote("GET", "faults"))["pending"] == []


async def test_every_preset_can_be_switched_on_as_it_stands(remote: Remote) -> None:
    presets = (await remote("GET", "faults"))["presets"]
    for preset in presets:
        wanted = {key: preset[key] for key in ("method", "kind", "times", "seconds")}
        switched = (await remote("POST", "faults", wanted))["fault"]
        assert {key: switched[key] for key in wanted} == wanted
        assert preset["label"]
        assert preset["watch"].endswith(".")
    assert len((await remote("GET", "faults"))["pending"]) == len(presets)


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "slow"},
        {"method": "chat.nothing", "kind": "slow"},
        {"method": "*", "kind": "flood"},
        {"method": "*", "kind": "slow", "times": 0},
        {"method": "*", "kind": "slow", "seconds": -1},
        {"method": "*", "kind": "slow", "seconds": "nan"},
        {"method": "response_url", "kind": "html_after"},
    ],
)
async def test_faults_that_make_no_sense_are_refused(
    slack: Sandbox, remote: Remote, body: dict[str, Any]
) -> None:
    answer = await remote("POST", "faults", body)
    assert (answer["status"], slack.faults.pending) == (400, [])


@pytest.mark.parametrize(
    ("kind", "shown", "status"),
    [("drop_before", 0, 0), ("drop_after", 1, 0), ("error_503", 0, 503), ("slow", 1, 200)],
)
async def test_a_response_url_can_fail_too(
    slack: Sandbox,
    session: aiohttp.ClientSession,
    http_app: ExampleApp,
    kind: str,
    shown: int,
    status: int,
) -> None:
    urls: list[str] = []

    @http_app.bolt.command("/mentor")
    async def answer(ack: Any, body: dict[str, Any]) -> None:
        urls.append(body["response_url"])
        await ack()

    result = await slack.person("maya").slash("/mentor")
    slack.faults.add("response_url", kind, seconds=0)
    slack.faults.add("*", "html_after")
    seen = 0
    try:
        async with session.post(urls[0], data=json.dumps({"text": "Late"})) as got:
            seen = got.status
    except aiohttp.ClientError:
        pass
    assert (seen, len(result.shown)) == (status, shown)
    assert slack.log.calls("response_url")[0].fault == kind
    assert [fault.kind for fault in slack.faults.pending] == ["html_after"], "It cannot hit this."


# --- the outbox ----------------------------------------------------------------------------------


async def test_an_app_without_an_outbox_shows_none(remote: Remote) -> None:
    answer = await remote("GET", "outbox")
    assert (answer["lent"], answer["rows"]) == (False, [])
