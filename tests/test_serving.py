from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qsl, urlencode

import pytest
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import ManualClock
from bot.metrics import Metrics
from bot.serving import Check, Health, build_web, serve
from tests.odd_requests import (
    CANARY,
    COMMAND,
    EVENT,
    FORM_TYPE,
    JSON_TYPE,
    NOW,
    SECRET,
    headers_of,
)
from tests.wire import House, Listener, assert_nothing_told, closed, healthy, opened


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


# --- what comes through --------------------------------------------------------------------------


async def test_slack_gets_the_listeners_answer_and_the_listener_the_bytes(house: House) -> None:
    reply = await house.post(headers_of(EVENT, JSON_TYPE), EVENT)
    assert (reply.status, reply.body) == (200, b"heard")
    assert house.listener.bodies == [EVENT]


async def test_what_the_listener_answers_is_the_listeners_to_count(house: House) -> None:
    """Counted in bot.slack for both modes; counted here as well, it would count twice."""
    await house.post(headers_of(COMMAND), COMMAND)
    assert house.count("waymark_requests_total", kind="command", outcome="ok") == 0


async def test_headers_the_signature_does_not_cover_do_not_reach_bolt(house: House) -> None:
    extra = [(b"x-slack-bolt-lazy-only", b"1"), (b"cookie", b"a=b"), (b"x-slack-retry-num", b"1")]
    await house.post([*headers_of(COMMAND), *extra], COMMAND)
    assert set(house.listener.headers[0]) == {
        "content-type",
        "x-slack-request-timestamp",
        "x-slack-retry-num",
        "x-slack-signature",
    }


async def test_a_listener_that_breaks_is_a_500_told_without_its_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.listener.error = RuntimeError(CANARY)
    reply = await house.post(headers_of(EVENT, JSON_TYPE), EVENT)
    assert (reply.status, reply.body) == (500, b"")
    assert "A request from Slack failed: RuntimeError in __call__" in caplog.text
    assert_nothing_told(caplog)
    assert house.count("waymark_requests_total", kind="event_callback", outcome="failed") == 1


@pytest.mark.parametrize("word", ["payload", "the payload is late", "payload=1&payload={}"])
async def test_a_command_about_a_payload_reaches_bolt_whole(word: str) -> None:
    """Bolt 1.30 reads any form with that word in it as an interaction and drops its fields."""
    heard: list[str] = []

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1"
        )

    app = AsyncApp(
        client=AsyncWebClient(base_url="http://127.0.0.1:1/"),
        authorize=authorize,
        request_verification_enabled=False,
        signing_secret=SECRET,
        process_before_response=True,
    )

    @app.command("/mentor")
    async def mentor(ack: Callable[[], Awaitable[None]], command: dict[str, str]) -> None:
        heard.append(command["text"])
        await ack()

    body = urlencode({"command": "/mentor", "text": word, "team_id": "T1", "user_id": "U2"})
    async with opened(slack=AsyncSlackRequestHandler(app).handle) as house:
        reply = await house.post(headers_of(body.encode()), body.encode())
    assert reply.status == 200
    assert heard == [word]


async def test_what_is_rewritten_for_bolt_still_means_the_same(house: House) -> None:
    body = urlencode({"command": "/mentor", "text": "payload 100%70ayload"}).encode()
    await house.post(headers_of(body, FORM_TYPE), body)
    assert parse_qsl(house.listener.bodies[0]) == parse_qsl(body)


# --- the operator's pages ------------------------------------------------------------------------


async def test_live_and_ready_answer_json(house: House) -> None:
    live, ready = await house.get("/health/live"), await house.get("/health/ready")
    assert (live.status, json.loads(live.body)) == (200, {"status": "ok", "checks": {}})
    assert (ready.status, json.loads(ready.body)) == (
        200,
        {"status": "ok", "checks": {"database": {"ok": True, "detail": "reachable"}}},
    )


async def test_one_failing_check_makes_it_unready() -> None:
    async def half() -> Health:
        return Health({"database": Check(True), "heartbeat": Check(False, "last seen 60 s ago")})

    async with opened(ready=half) as house:
        reply = await house.get("/health/ready")
        assert reply.status == 503
        assert json.loads(reply.body)["status"] == "failing"
        assert json.loads(reply.body)["checks"]["heartbeat"]["detail"] == "last seen 60 s ago"
        assert (await house.get("/health/live")).status == 200


async def test_a_check_that_raises_is_a_failed_check_and_says_no_more_than_its_kind() -> None:
    async def broken() -> Health:
        raise ConnectionError(CANARY)

    async with opened(ready=broken) as house:
        reply = await house.get("/health/ready")
    assert reply.status == 503
    assert json.loads(reply.body)["checks"] == {
        "ready": {"ok": False, "detail": "ConnectionError"}
    }


async def test_metrics_are_refreshed_before_they_are_read() -> None:
    houses: list[House] = []

    async def refresh() -> None:
        houses[0].metrics.roadblocks_open(3)

    async with opened(before_scrape=refresh) as house:
        houses.append(house)
        await house.post([], COMMAND)
        reply = await house.get("/metrics")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/plain; version=")
    assert b"waymark_open_roadblocks 3.0" in reply.body
    assert b'waymark_gate_refusals_total{reason="unsigned"} 1.0' in reply.body


async def test_metrics_survive_a_database_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    async def away() -> None:
        raise ConnectionError(CANARY)

    async with opened(before_scrape=away) as house:
        assert (await house.get("/metrics")).status == 200
    assert "Gauges could not be refreshed: ConnectionError" in caplog.text
    assert_nothing_told(caplog)


async def test_unknown_paths_and_methods_get_a_small_text(house: House) -> None:
    for path in ("/", "/slack", "/slack/events/", "/metrics/../admin"):
        reply = await house.get(path)
        assert (reply.status, len(reply.body) < 40) == (404, True), path
    async with house.line() as line:
        assert (await line.get("/slack/events")).status == 405
        assert (await line.post([], b"", path="/health/live")).status == 405


async def test_in_socket_mode_there_is_no_door_for_slack() -> None:
    web = build_web(
        slack=None, ready=healthy, live=Health, metrics=Metrics(), clock=ManualClock(NOW)
    )
    assert "/slack/events" not in {route.path for route in web.routes if isinstance(route, Route)}


def test_a_door_without_a_secret_is_not_built() -> None:
    with pytest.raises(ValueError, match="signing secret"):
        build_web(
            slack=Listener(), ready=healthy, live=Health, metrics=Metrics(), clock=ManualClock(NOW)
        )


# --- the server ----------------------------------------------------------------------------------


async def test_replies_carry_the_date_and_not_the_servers_name(house: House) -> None:
    reply = await house.get("/health/live")
    assert "date" in reply.headers
    assert "server" not in reply.headers


async def test_stopping_finishes_what_is_in_flight() -> None:
    arrived, finish = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Response:
        arrived.set()
        await finish.wait()
        return PlainTextResponse("done")

    async with opened(slack=slow) as house:
        asking = asyncio.create_task(house.post(headers_of(COMMAND), COMMAND))
        await arrived.wait()
        house.stop.set()
        await closed(house.port)
        finish.set()
        reply = await asking
        await house.served
    assert (reply.status, reply.body) == (200, b"done")


async def test_stopping_does_not_wait_for_uvicorns_next_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(_: uvicorn.Server) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(uvicorn.Server, "main_loop", never)
    async with opened() as house:
        house.stop.set()
        async with asyncio.timeout(10):
            await house.served


async def test_serving_leaves_the_signals_alone(house: House) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    assert (await house.get("/health/live")).status == 200
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    assert getattr(before[0], "__name__", "") != "handle_exit"


async def test_a_port_that_is_taken_is_an_os_error(house: House) -> None:
    with pytest.raises(OSError, match="in use"):
        await serve(Starlette(), "127.0.0.1", house.port, stop=asyncio.Event())
