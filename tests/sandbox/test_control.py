"""The control API and the page, as a script would use them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import ManualClock, Sandbox, Shortcut, SlashCommand
from bot.sandbox.server import PAGE, Server
from tests.sandbox.example_app import ExampleApp, actions, button, modal, text_input
from tests.sandbox.remote import Remote


async def heard(stream: aiohttp.ClientResponse) -> tuple[str, dict[str, Any]]:
    """The next event of the stream and its data."""
    event, data, _ = [await stream.content.readline() for _ in range(3)]
    return event.decode().removeprefix("event: ").strip(), json.loads(data.removeprefix(b"data: "))


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def remote(slack: Sandbox, session: aiohttp.ClientSession) -> Remote:
    return Remote(slack, session)


async def test_state_names_everyone(slack: Sandbox, remote: Remote) -> None:
    state = await remote("GET", "state")
    assert state["now"] == "2026-03-02T09:00:00+00:00"
    assert state["app"]["mode"] == "socket"
    people = {person["id"]: person for person in state["people"]}
    assert people["U0ARI"]["local_time"] == "2026-03-02T17:00:00+08:00"
    assert people["U0GONE"]["deleted"]
    assert people["U0GUEST"]["is_guest"]
    assert people["U0OTHERBOT"]["is_bot"]
    assert people["U0OTHERBOT"]["local_time"] is None


async def test_state_tells_what_the_app_offers(slack: Sandbox, remote: Remote) -> None:
    slack.config.commands = (SlashCommand("/mentor", "Mentoring.", "help"),)
    slack.config.shortcuts = (Shortcut("message", "Keep as a win", "keep", "Keep these words."),)
    app = (await remote("GET", "state"))["app"]
    assert app["commands"] == [
        {"command": "/mentor", "description": "Mentoring.", "usage_hint": "help"}
    ]
    assert app["shortcuts"] == [
        {
            "type": "message",
            "name": "Keep as a win",
            "callback_id": "keep",
            "description": "Keep these words.",
        }
    ]


async def test_a_whole_conversation_by_remote_control(
    slack: Sandbox, remote: Remote, http_app: ExampleApp
) -> None:
    bolt, client = http_app.bolt, http_app.client

    @bolt.command("/mentor")
    async def form(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input("what", "What?"))
        )

    @bolt.view("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        text = body["view"]["state"]["values"]["what"]["value"]["value"]
        if text == "bad":
            await ack(response_action="errors", errors={"what": "Bad."})
            return
        await ack()
        await client.chat_postMessage(
            channel=body["user"]["id"], text=text, blocks=[actions(button("Thanks", "thanks"))]
        )

    @bolt.action("thanks")
    async def thanks(ack: Any, respond: Any) -> None:
        await ack()
        await respond("You are welcome", replace_original=True)

    @bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    assert (await remote("POST", "people/U0MAYA/command", {"text": "/mentor"}))["ok"]
    await slack.until(lambda: slack.person("maya").modal)
    screen = await remote("GET", "people/U0MAYA")
    view = screen["modals"][0]
    values = {"what": {"value": {"type": "plain_text_input", "value": "bad"}}}
    refused = await remote(
        "POST", "people/U0MAYA/submit", {"view_id": view["id"], "values": values}
    )
    assert (refused["ok"], refused["errors"]) == (False, {"what": "Bad."})
    done = await remote(
        "POST", "people/U0MAYA/submit", {"view_id": view["id"], "fields": {"What?": "good"}}
    )
    assert done["ok"]
    await slack.until(lambda: slack.person("maya").dms)
    people = (await remote("GET", "state"))["people"]
    assert [p["unread"] for p in people if p["id"] == "U0MAYA"] == [1]
    message = (await remote("GET", "people/U0MAYA"))["messages"][0]
    assert (message["from_name"], message["text"]) == ("Waymark", "good")
    click = {
        "where": "message",
        "ts": message["ts"],
        "block_id": "row",
        "action_id": "thanks",
    }
    assert (await remote("POST", "people/U0MAYA/click", click))["ok"]
    await slack.until(lambda: slack.person("maya").last_dm.text == "You are welcome")
    gone = await remote("POST", "people/U0MAYA/click", click)
    assert (gone["status"], gone["ok"]) == (404, False)
    said = await remote("POST", "people/U0MAYA/message", {"text": "one"})
    path = f"people/U0MAYA/message/{said['ts']}"
    assert (await remote("PATCH", path, {"text": "two"}))["ok"]
    assert slack.person("maya").dm[-1].text == "two"
    assert (await remote("DELETE", path))["ok"]
    assert not (await remote("DELETE", path))["ok"]


async def test_people_come_change_and_go(slack: Sandbox, remote: Remote) -> None:
    joined = await remote("POST", "people", {"name": "Bo Ek", "tz": "Europe/Oslo"})
    path = f"people/{joined['person']['id']}"
    changed = await remote("PATCH", path, {"tz": "Asia/Tokyo", "deleted": True})
    assert changed["person"]["tz"] == "Asia/Tokyo"
    refused = await remote("POST", f"{path}/command", {"text": "/mentor"})
    assert refused == {"ok": False, "error": "This account has been deactivated.", "status": 200}
    assert (await remote("GET", path))["errors"][0]["text"] == refused["error"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "people/U0NOBODY", None, 404),
        ("POST", "people/U0MAYA/command", {}, 400),
        ("POST", "people/U0MAYA/click", {"label": "Nothing"}, 404),
        ("POST", "people/U0MAYA/close", {"view_id": "V0"}, 404),
        ("POST", "people/U0MAYA/submit", {"view_id": "V0"}, 404),
        ("POST", "faults", {"method": "auth.test", "kind": "flood"}, 400),
        ("POST", "clock", {"advance_seconds": -5}, 409),
        ("POST", "clock", {"next_due": True}, 409),
        ("POST", "clock", {"to": "2026-03-03T09:00:00"}, 400),
    ],
)
async def test_refusals(remote: Remote, method: str, path: str, body: Any, status: int) -> None:
    answer = await remote(method, path, body)
    assert (answer["status"], answer["ok"]) == (status, False)
    assert answer["error"]


async def test_the_clock_goes_through_the_winder_when_there_is_one(
    slack: Sandbox, remote: Remote, clock: ManualClock
) -> None:
    assert (await remote("POST", "clock", {"advance_seconds": 3600}))["now"].startswith(
        "2026-03-02T10:00"
    )

    class Winder:
        async def advance(self, by: timedelta) -> None:
            clock.advance(by + timedelta(minutes=1))

        async def to_next_due(self) -> datetime | None:
            clock.advance(timedelta(days=1))
            return clock.now()

        async def timeline(self, days: int) -> list[dict[str, Any]]:
            return [{"what": "check-in", "in": days}]

    slack.winder = Winder()
    moved = await remote("POST", "clock", {"to": "2026-03-02T11:00:00+00:00"})
    assert moved["now"].startswith("2026-03-02T11:01")
    moved = await remote("POST", "clock", {"next_due": True})
    assert moved["now"].startswith("2026-03-03T11:01")
    ahead = await remote("GET", "timeline?days=7")
    assert ahead["entries"] == [{"what": "check-in", "in": 7}]
    assert (ahead["now"], ahead["days"]) == (moved["now"], 7)
    assert (await remote("GET", "timeline"))["days"] == 30
    for days in ("0", "93", "many"):
        assert (await remote("GET", f"timeline?days={days}"))["status"] == 400


async def test_a_sandbox_alone_has_no_time_line(remote: Remote) -> None:
    refused = await remote("GET", "timeline")
    assert (refused["status"], refused["error"]) == (404, "Nothing is planned here.")


async def test_faults_log_and_life(slack: Sandbox, remote: Remote) -> None:
    await remote("POST", "faults", {"method": "auth.test", "kind": "error_500", "times": 2})
    assert (await remote("GET", "state"))["faults"][0]["times"] == 2
    await remote("DELETE", "faults")
    assert slack.faults.pending == []
    await remote("POST", "revoke")
    assert slack.team.installation.state == "revoked"
    token = (await remote("POST", "reinstall"))["bot_token"]
    assert slack.team.installation.bot_token == token
    await remote("POST", "uninstall")
    await slack.quiet()
    log = await remote("GET", "log?since=0")
    assert {"number", "direction", "path", "status", "at", "seconds", "note"} <= set(
        log["entries"][0]
    )
    assert (await remote("GET", f"log?since={log['next']}"))["entries"] == []


async def test_the_stream_tells_whose_screen_changed(
    slack: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{slack.url}/control/stream") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b"retry: 500\n"
        event, hello = await heard(stream)
        assert event == "hello"
        assert len(hello["server"]) == 16
        slack.world.changed("U0MAYA")
        assert await heard(stream) == ("change", {"people": ["U0MAYA"], "seq": hello["seq"] + 1})


async def test_a_silent_stream_beats(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    slack.stream.beat_seconds = 0.01
    async with session.get(f"{slack.url}/control/stream") as stream:
        await stream.content.readline()
        await heard(stream)
        assert await stream.content.readline() == b": beat\n"


async def test_a_page_that_comes_back_knows_whether_the_server_is_the_same(
    session: aiohttp.ClientSession,
) -> None:
    met = []
    slack = Sandbox(clock=ManualClock())
    for _ in range(2):
        async with slack:
            for _ in range(2):
                async with session.get(f"{slack.url}/control/stream") as stream:
                    await stream.content.readline()
                    met.append((await heard(stream))[1]["server"])
    assert met[0] == met[1] != met[2] == met[3]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
async def test_other_origins_are_turned_away(
    slack: Sandbox, session: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with session.post(f"{slack.url}/control/uninstall", headers=headers) as answer:
        assert answer.status == 403
    async with session.get(f"{slack.url}/control/stream", headers=headers) as answer:
        assert answer.status == 403
    assert slack.team.installation.state == "active"


async def test_the_page_is_served_fresh_and_nothing_else(
    slack: Sandbox, session: aiohttp.ClientSession
) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
    for file in (file for file in PAGE.iterdir() if file.suffix in kinds):
        path = "" if file.name == "index.html" else f"page/{file.name}"
        async with session.get(f"{slack.url}/{path}") as answer:
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "no-cache"
            assert answer.content_type == kinds[file.suffix]
    for path in ("page/nothing.js", "page/..%2fserver.py", "page/%2e%2e/server.py"):
        async with session.get(f"{slack.url}/{path}") as answer:
            assert answer.status == 404


async def test_a_page_file_is_sent_again_only_when_it_changed(
    slack: Sandbox, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    file = tmp_path / "app.js"
    file.write_text("one")
    server = Server(slack.world, page=tmp_path)
    url = f"{await server.start('127.0.0.1', 0)}/page/app.js"

    async def fetched(**headers: str) -> tuple[int, str, str]:
        async with session.get(url, headers=headers) as answer:
            assert answer.headers["Cache-Control"] == "no-cache"
            return answer.status, await answer.text(), answer.headers["ETag"]

    status, body, etag = await fetched()
    assert (status, body) == (200, "one")
    assert await fetched(**{"If-None-Match": etag}) == (304, "", etag)
    assert (await fetched(**{"If-None-Match": f'"other", {etag}'}))[0] == 304
    file.write_text("two")
    status, body, other = await fetched(**{"If-None-Match": etag})
    assert (status, body) == (200, "two")
    assert other != etag
    await server.stop()
