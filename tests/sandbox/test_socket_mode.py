"""Socket Mode: hello, envelopes, acknowledgements, reconnects (slack.md 2)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.example_app import ExampleApp


class Line:
    """One raw WebSocket, without the SDK."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.session = aiohttp.ClientSession()
        self.socket: aiohttp.ClientWebSocketResponse

    async def __aenter__(self) -> Line:
        self.socket = await self.session.ws_connect(await self.ticket())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()
        await self.session.close()

    async def ticket(self) -> str:
        client = AsyncWebClient(base_url=self.slack.api_url)
        answer = await client.apps_connections_open(app_token=self.slack.config.app_token)
        return str(answer["url"])

    async def read(self) -> dict[str, Any]:
        frame: dict[str, Any] = await self.socket.receive_json(timeout=2)
        return frame

    async def ack(self, frame: dict[str, Any], **more: Any) -> None:
        await self.socket.send_json({"envelope_id": frame["envelope_id"], **more})


@pytest.fixture
async def line(slack: Sandbox) -> Any:
    async with Line(slack) as line:
        assert (await line.read())["type"] == "hello"
        yield line


async def test_hello_tells_who_and_how_many(slack: Sandbox, line: Line) -> None:
    async with Line(slack) as second:
        hello = await second.read()
        assert hello["num_connections"] == 2
        assert hello["connection_info"] == {"app_id": slack.config.app_id}


async def test_a_ticket_is_good_for_one_connection(slack: Sandbox, line: Line) -> None:
    url = await line.ticket()
    first = await line.session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await line.session.ws_connect(url)
    await first.close()


async def test_the_eleventh_connection_is_sent_away(slack: Sandbox, line: Line) -> None:
    others = [await line.session.ws_connect(await line.ticket()) for _ in range(9)]
    for other in others:
        assert (await other.receive_json())["type"] == "hello"
    extra = await line.session.ws_connect(await line.ticket())
    goodbye = await extra.receive_json()
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    assert len(slack.sockets.connections) == 10


async def test_envelopes_and_what_may_be_answered(slack: Sandbox, line: Line) -> None:
    maya = slack.person("maya")
    command = asyncio.create_task(maya.slash("/mentor"))
    frame = await line.read()
    assert (frame["type"], frame["accepts_response_payload"]) == ("slash_commands", True)
    await line.ack(frame, payload={"text": "hi"})
    assert (await command).text == "hi"

    event = asyncio.create_task(maya.say("hello"))
    frame = await line.read()
    assert (frame["type"], frame["accepts_response_payload"]) == ("events_api", False)
    assert (frame["retry_attempt"], frame["retry_reason"]) == (0, "")
    await line.ack(frame)
    await event

    action = {"action_id": "x", "value": "1"}
    click = asyncio.create_task(maya.press(action, maya.ephemerals[-1]))
    frame = await line.read()
    assert (frame["type"], frame["accepts_response_payload"]) == ("interactive", False)
    await line.ack(frame, payload={"text": "ignored"})
    assert (await click).ok
    assert [m.text for m in maya.ephemerals] == ["hi"]
    assert slack.log.deliveries("interactive")[-1].response is None


async def test_an_unacknowledged_event_comes_again(slack: Sandbox, line: Line) -> None:
    slack.post.ack_seconds = 0.2
    said = asyncio.create_task(slack.person("maya").say("hello"))
    first = await line.read()
    again = await line.read()
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"]["event_id"] == first["payload"]["event_id"]
    assert again["envelope_id"] != first["envelope_id"]
    await line.ack(again)
    await said
    await slack.quiet()
    assert len(slack.log.deliveries("events_api")) == 2


async def test_an_acknowledgement_may_come_on_another_line(slack: Sandbox, line: Line) -> None:
    async with Line(slack) as second:
        await second.read()
        said = asyncio.create_task(slack.person("maya").say("hello"))
        reads = {asyncio.create_task(one.read()): one for one in (line, second)}
        done, waiting = await asyncio.wait(reads, return_when=asyncio.FIRST_COMPLETED)
        frame = done.pop().result()
        other = reads[waiting.pop()]
        await other.ack(frame)
        await said
        assert slack.log.deliveries("events_api")[0].note == ""
        for task in reads:
            task.cancel()


async def test_a_command_without_anyone_there_fails_at_once(slack: Sandbox) -> None:
    result = await slack.person("maya").slash("/mentor")
    assert result.error == "/mentor failed with the error dispatch_failed"


async def test_a_silent_listener_costs_the_user_an_error(
    slack: Sandbox, socket_app: ExampleApp
) -> None:
    @socket_app.bolt.command("/mentor")
    async def silent(body: dict[str, Any]) -> None:
        """Never acknowledges."""

    slack.post.ack_seconds = 0.1
    result = await slack.person("maya").slash("/mentor")
    assert result.error == "/mentor failed with the error operation_timeout"


async def test_bolt_follows_a_refresh_and_survives_a_cut(
    slack: Sandbox, socket_app: ExampleApp
) -> None:
    @socket_app.bolt.command("/mentor")
    async def answer(ack: Any) -> None:
        await ack("here")

    maya = slack.person("maya")
    first = slack.sockets.connections[0]
    await slack.sockets.disconnect("refresh_requested")
    await slack.sockets.connected()
    assert slack.sockets.connections[-1] is not first
    assert (await maya.slash("/mentor")).text == "here"
    slack.sockets.cut()
    await slack.until(lambda: not slack.sockets.connections)
    await slack.sockets.connected()
    assert (await maya.slash("/mentor")).text == "here"


async def test_disconnect_frames(slack: Sandbox, line: Line) -> None:
    await slack.sockets.disconnect("warning")
    assert (await line.read())["reason"] == "warning"
    said = asyncio.create_task(slack.person("maya").say("still here"))
    await line.ack(await line.read())
    await said
    await slack.sockets.disconnect("link_disabled")
    assert (await line.read())["reason"] == "link_disabled"
    assert (await line.socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_events_go_to_any_one_of_several_lines(
    slack: Sandbox, socket_app: ExampleApp
) -> None:
    @socket_app.bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    await socket_app.connect()
    await socket_app.connect()
    for number in range(6):
        await slack.person("maya").say(str(number))
    texts = [body["event"]["text"] for body in socket_app.heard]
    assert texts == [str(number) for number in range(6)]


async def test_pings_are_echoed(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        raw = Line(slack)
        socket = await session.ws_connect(await raw.ticket(), autoping=False)
        await socket.receive_json()
        await socket.ping(b"sdk-ping-pong:1.5")
        pong = await socket.receive()
        assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1.5")
        await socket.send_str("not json")
        await socket.send_str(json.dumps({"envelope_id": "unknown"}))
        await slack.until(lambda: any("unknown envelope" in e.note for e in slack.log))
        assert any("unreadable" in e.note for e in slack.log)
        await socket.close()
        await raw.session.close()


async def test_a_late_acknowledgement_ends_the_repeats(slack: Sandbox, line: Line) -> None:
    slack.post.ack_seconds, slack.post.time_scale = 0.05, 0.05
    said = asyncio.create_task(slack.person("maya").say("hello"))
    await line.read()
    await said
    late = await line.read()
    await slack.until(lambda: slack.log.deliveries("events_api")[-1].note.endswith("timeout"))
    await line.ack(late)
    await slack.until(lambda: any("late ack" in entry.note for entry in slack.log))
    event_id = late["payload"]["event_id"]
    assert slack.sockets.acked_late(event_id)
    assert len(slack.log.deliveries("events_api")) == 2


async def test_an_event_finds_the_next_connection(slack: Sandbox, socket_app: ExampleApp) -> None:
    @socket_app.bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    slack.sockets.cut()
    await slack.until(lambda: not slack.sockets.connections)
    slack.post.time_scale = 0.002
    await slack.person("maya").say("anyone?")
    await slack.until(lambda: socket_app.heard)
    assert socket_app.heard[0]["event"]["text"] == "anyone?"
