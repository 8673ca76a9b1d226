"""The demo begins again: everything is as on the first morning, and the story plays once more."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.sandbox import Sandbox
from tests.conftest import KEY, TEAM, THURSDAY
from tests.factories import paired, with_goal
from tests.stage import Conversation

#: A demo begins again in its own process; an installation has no such button.
pytestmark = pytest.mark.one_process

BOTH = pytest.mark.parametrize("waymark", ["http", "socket"], indirect=True)


async def post(stage: Conversation, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.sandbox.url}/control/{path}", json=body) as answer,
    ):
        return answer.status, dict(await answer.json())


async def story(stage: Conversation) -> list[str]:
    """A pair, a win, a check-in asked for on Monday; returns what the app said."""
    await paired(stage, quiet=False)
    await with_goal(stage, "maya", "Lead a migration")
    await stage.theo.say("Welcome!", channel="dm:U0MAYA")
    await stage.maya.slash("/mentor win Demo went live")
    await stage.until("2026-03-09 12:00")
    assert any("On track" in message.buttons for message in stage.maya.dms)
    return [m.text for who in (stage.maya, stage.theo) for m in who.dms]


@BOTH
async def test_everything_is_gone_and_the_story_plays_again(waymark: Conversation) -> None:
    first = await story(waymark)
    await waymark.maya.slash("/mentor win")
    await waymark.maya.open_home()
    await waymark.maya.move_to("Asia/Manila")
    waymark.sandbox.join("Bo Ek")
    waymark.sandbox.faults.add("auth.test", "error_500")
    url = waymark.sandbox.url
    status, answer = await post(waymark, "reset")
    assert (status, answer["now"]) == (200, THURSDAY.isoformat())
    assert waymark.sandbox.url == url
    assert waymark.clock.now() == THURSDAY
    assert waymark.sandbox.faults.pending == []
    assert waymark.sandbox.team.find_user("bo") is None
    assert waymark.maya.user.tz == "Europe/London"
    for person in (waymark.maya, waymark.theo, waymark.noor, waymark.ari):
        assert (person.dms, person.modals, person.home, person.seen) == ([], [], None, [])
    assert {entry.path for entry in waymark.sandbox.log} <= {
        "auth.test",
        "apps.connections.open",
        "socket",
    }
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.wins.jar("U0MAYA") == []
        assert await work.people.get("U0MAYA") is None
    assert await story(waymark) == first


@BOTH
async def test_what_is_under_way_is_dropped(waymark: Conversation) -> None:
    """A slow call, events held back, a retry that waits, a long winding of the clock."""
    sandbox = waymark.sandbox
    await paired(waymark, quiet=False)
    sandbox.faults.add("chat.postMessage", "slow", times=1, seconds=0.05)
    sandbox.hold_events()
    await waymark.maya.say("Held back")
    winding = asyncio.create_task(waymark.advance(timedelta(days=60)))
    await sandbox.until(lambda: sandbox.log.calls("chat.postMessage"))
    await waymark.reset()
    await winding
    assert waymark.clock.now() == THURSDAY
    assert not sandbox.post.sent
    await waymark.settle()
    for person in (waymark.maya, waymark.theo):
        assert person.seen == []


async def test_a_person_who_waits_for_the_app_is_told_and_nothing_of_it_stays(
    waymark: Conversation,
) -> None:
    """The answer to a command comes late: after the first morning has begun again."""
    waymark.sandbox.faults.add("views.open", "slow", seconds=0.1)
    typing = asyncio.create_task(waymark.maya.slash("/mentor win"))
    await waymark.sandbox.until(lambda: waymark.sandbox.log.deliveries("slash_commands"))
    await waymark.reset()
    await typing
    assert (waymark.maya.modals, waymark.maya.errors) == ([], [])


async def test_the_page_hears_of_it(waymark: Conversation) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{waymark.sandbox.url}/control/stream") as stream,
    ):
        await post(waymark, "reset")
        async for line in stream.content:
            data = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data") else {}
            if data.get("reset"):
                assert {"U0MAYA", "U0THEO"} <= set(data["people"])
                break


async def test_twice_at_once_is_once_more(waymark: Conversation) -> None:
    await paired(waymark)
    answers = await asyncio.gather(*(post(waymark, "reset") for _ in range(2)))
    assert [status for status, _ in answers] == [200, 200]
    assert (await waymark.maya.slash("/mentor win Again")).ok


async def test_the_clock_and_the_reset_wait_until_the_bot_is_there(tmp_path: Path) -> None:
    """The page is there a second before the bot is: its database has yet to be made."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'waymark.db'}"
    stage = Conversation(ManualClock(THURSDAY), url, secret_key=KEY)
    await asyncio.gather(stage.start(), stage.advance(timedelta(hours=1)), stage.reset())
    assert stage.clock.now() == THURSDAY
    assert (await stage.maya.slash("/mentor win Here")).ok
    await stage.stop()


async def test_without_the_bot_nothing_begins_again() -> None:
    async with (
        Sandbox() as slack,
        aiohttp.ClientSession() as session,
        session.post(f"{slack.url}/control/reset") as answer,
    ):
        assert answer.status == 409
        assert "begin again" in (await answer.json())["error"]


async def test_only_data_of_a_file_is_thrown_away() -> None:
    stage = Conversation(ManualClock(THURSDAY), "postgresql+psycopg://x/y", secret_key=KEY)
    with pytest.raises(ValueError, match="in a file"):
        await stage.reset()
