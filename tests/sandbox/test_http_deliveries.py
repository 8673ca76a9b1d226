"""Signed HTTP: the three seconds, retries and their headers, hostile bytes (slack.md 1)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.health import ENOUGH
from bot.sandbox.signing import signed_headers
from tests.sandbox.example_app import ExampleApp, Listener, Reply

NEVER = None


@pytest.fixture
async def listener(slack: Sandbox) -> AsyncIterator[Listener]:
    bare = Listener(slack)
    await bare.serve()
    yield bare
    await bare.stop()


async def test_every_delivery_is_signed_over_its_exact_bytes(
    slack: Sandbox, listener: Listener
) -> None:
    maya = slack.person("maya")
    await maya.say("é & <b>")
    await maya.slash("/mentor checkin é")
    verifier = SignatureVerifier(slack.config.signing_secret)
    assert len(listener.requests) == 2
    for headers, body in listener.requests:
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b" ", headers)


async def test_requests_may_be_signed_by_the_sandbox_clock() -> None:
    clock = ManualClock()
    async with Sandbox(clock=clock, signing_clock=clock, time_scale=0) as slack:
        listener = Listener(slack)
        await listener.serve()
        await slack.person("maya").slash("/mentor")
        stamp = listener.requests[0][0]["x-slack-request-timestamp"]
        assert stamp == str(int(clock.now().timestamp()))
        await listener.stop()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(status=500), "http_error"),
        (Reply(status=404), "http_error"),
        (NEVER, "http_timeout"),
    ],
)
async def test_an_event_is_retried_three_times_with_the_reason(
    slack: Sandbox, listener: Listener, answer: Any, reason: str
) -> None:
    slack.post.ack_seconds = 0.5 if answer is NEVER else 3.0
    listener.answers = [answer] * 4
    await slack.person("maya").say("hello")
    await slack.until(lambda: len(slack.log.deliveries("events_api")) == 4)
    await slack.quiet()
    assert listener.retries == [(None, None), ("1", reason), ("2", reason), ("3", reason)]
    bodies = {body for _, body in listener.requests}
    assert len(bodies) == 1, "The same event_id each time."


async def test_retrying_ends_with_the_first_success(slack: Sandbox, listener: Listener) -> None:
    listener.answers = [Reply(status=503), Reply()]
    await slack.person("maya").say("hello")
    await slack.until(lambda: len(listener.requests) == 2)
    await slack.quiet()
    assert [number for number, _ in listener.retries] == [None, "1"]


async def test_the_app_may_decline_retries(slack: Sandbox, listener: Listener) -> None:
    listener.answers = [Reply(status=500, headers={"X-Slack-No-Retry": "1"})]
    await slack.person("maya").say("hello")
    await slack.person("maya").say("again")
    await slack.quiet()
    assert listener.retries == [(None, None), (None, None)]


async def test_the_minute_and_the_five_minutes_are_kept_in_proportion(
    clock: ManualClock,
) -> None:
    async with Sandbox(clock=clock, time_scale=0.0005) as slack:
        slack.connect("http://127.0.0.1:1/slack/events")
        await slack.person("maya").say("hello")
        tries = slack.log.deliveries("events_api")
        assert len(tries) == 1, "The first retry waits for the next turn of the loop."
        await slack.until(lambda: len(slack.log.deliveries("events_api")) == 4)
        assert [entry.note for entry in slack.log.deliveries("events_api")][:3] == [
            "connection_failed",
            "retry 1, connection_failed",
            "retry 2, connection_failed",
        ]


async def test_delayed_events_go_on_every_hour_for_a_day(clock: ManualClock) -> None:
    async with Sandbox(clock=clock, time_scale=0) as slack:
        slack.config.delayed_events = True
        slack.connect("http://127.0.0.1:1/slack/events")
        await slack.person("maya").say("hello")
        await slack.until(lambda: len(slack.log.deliveries("events_api")) == 1 + 3 + 24)


async def test_three_redirects_are_one_too_many(slack: Sandbox, listener: Listener) -> None:
    assert slack.config.request_url is not None
    away = Reply(status=307, headers={"Location": slack.config.request_url})
    listener.answers = [away, away, Reply()]
    assert (await slack.post.raw(b"{}")).ok
    listener.answers = [away, away, away]
    assert (await slack.post.raw(b"{}")).error == "too_many_redirects"


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (NEVER, "/mentor failed with the error operation_timeout"),
        (Reply(status=500), "/mentor failed with the error http_error"),
        (
            Reply(text='{"blocks": [{"type": "nonsense"}]}'),
            "/mentor failed with the error invalid_blocks",
        ),
    ],
)
async def test_a_failed_command_is_shown_and_not_repeated(
    slack: Sandbox, listener: Listener, answer: Any, shown: str
) -> None:
    slack.post.ack_seconds = 0.5 if answer is NEVER else 3.0
    listener.answers = [answer]
    maya = slack.person("maya")
    result = await maya.slash("/mentor checkin")
    assert (result.ok, result.error) == (False, shown)
    assert maya.errors == [shown]
    assert len(listener.requests) == 1


async def test_nobody_listens(slack: Sandbox) -> None:
    maya = slack.person("maya")
    slack.connect("http://127.0.0.1:1/slack/events")
    assert (await maya.slash("/mentor")).error == "/mentor failed with the error dispatch_failed"
    assert (await maya.slash("/other")).error == "/other is not a valid command"


async def test_the_handshake(slack: Sandbox, http_app: ExampleApp) -> None:
    assert await slack.verify_url()
    slack.config.signing_secret = "another"
    assert not await slack.verify_url()


async def test_an_event_can_be_delivered_again(slack: Sandbox, listener: Listener) -> None:
    await slack.person("maya").say("hello")
    await slack.redeliver(2)
    assert listener.retries == [(None, None), ("1", "http_timeout"), ("2", "http_timeout")]
    ids = {json.loads(body)["event_id"] for _, body in listener.requests}
    assert len(ids) == 1


async def test_events_can_arrive_in_the_wrong_order(slack: Sandbox, listener: Listener) -> None:
    maya = slack.person("maya")
    slack.hold_events()
    await maya.say("one")
    await maya.say("two")
    assert listener.requests == []
    await slack.release_events(backwards=True)
    assert [json.loads(body)["event"]["text"] for _, body in listener.requests] == ["two", "one"]


async def test_only_subscribed_events_with_their_scope_are_sent(
    slack: Sandbox, listener: Listener
) -> None:
    slack.team.installation.scopes = ("chat:write",)
    await slack.person("maya").say("hello")
    await slack.person("maya").move_to("Asia/Manila")
    slack.config.events = ()
    await slack.person("maya").open_home()
    assert listener.requests == []


async def test_a_thousand_failures_in_an_hour_switch_events_off(slack: Sandbox) -> None:
    health = slack.post.subscription
    for _ in range(ENOUGH - 1):
        health.record(False)
    assert health.enabled
    health.record(False)
    assert not health.enabled
    health.enable()
    assert health.enabled


async def test_failures_of_more_than_an_hour_ago_are_forgotten(
    slack: Sandbox, clock: ManualClock
) -> None:
    health = slack.post.subscription
    for _ in range(ENOUGH - 1):
        health.record(False)
    clock.advance(timedelta(minutes=61))
    health.record(False)
    assert health.enabled


async def test_a_few_successes_keep_events_on(slack: Sandbox) -> None:
    health = slack.post.subscription
    for number in range(2 * ENOUGH):
        health.record(number % 20 == 0)
    assert health.enabled


async def test_too_many_events_are_dropped_with_a_notice_each_minute(
    slack: Sandbox, listener: Listener, clock: ManualClock
) -> None:
    slack.config.events_per_hour = 1
    maya = slack.person("maya")
    for _ in range(3):
        await maya.say("x")
    clock.advance(timedelta(minutes=1))
    await maya.say("x")
    kinds = [json.loads(body)["type"] for _, body in listener.requests]
    assert kinds == ["event_callback", "app_rate_limited", "app_rate_limited"]
    clock.advance(timedelta(hours=1))
    await maya.say("x")
    assert json.loads(listener.requests[-1][1])["type"] == "event_callback"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Slack-Signature": "v0=0000"}, 401),
        ({"X-Slack-Signature": ""}, 401),
        ({"X-Slack-Signature": None}, 401),
        ({"X-Slack-Request-Timestamp": None}, 401),
        ("stale", 401),
    ],
)
async def test_forged_and_stale_requests_reach_the_apps_own_check(
    slack: Sandbox, http_app: ExampleApp, headers: Any, status: int
) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    if headers == "stale":
        old = slack.world.signing_seconds() - 301
        headers = signed_headers(slack.config.signing_secret, old, body)
    assert (await slack.post.raw(body, headers=headers)).status == status


async def test_a_replayed_request_is_the_same_to_the_byte(
    slack: Sandbox, listener: Listener
) -> None:
    await slack.person("maya").say("hello")
    await slack.post.replay()
    assert listener.requests[0] == listener.requests[1]


async def test_any_event_can_be_sent(slack: Sandbox, listener: Listener) -> None:
    await slack.deliver({"type": "reaction_added", "user": "U0MAYA"})
    sent = json.loads(listener.requests[0][1])
    assert (sent["type"], sent["event"]["type"]) == ("event_callback", "reaction_added")


async def test_waiting_in_vain_says_what_happened_instead(slack: Sandbox) -> None:
    slack.connect("http://127.0.0.1:1/")
    await slack.person("maya").slash("/mentor")
    with pytest.raises(TimeoutError, match="connection_failed"):
        await slack.until(lambda: False, seconds=0.01)
