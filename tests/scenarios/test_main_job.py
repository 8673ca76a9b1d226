"""The main job, end to end, as a browser would do it: only the control API, in both modes.

Pair two people, set a goal, wind to Monday's slot, answer with one tap, record a roadblock, answer
it as the mentor, log a win (the first promise of the README).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from tests.conftest import KEY
from tests.forwarding import actions_of, snapshot
from tests.payload_lint import complaints
from tests.stage import Conversation

MAYA, THEO, ARI = "U0MAYA", "U0THEO", "U0ARI"


class Browser:
    """A person at the page: commands, buttons by their words, fields by their labels."""

    def __init__(self, web: aiohttp.ClientSession, url: str) -> None:
        self.web = web
        self.url = f"{url}/control"

    async def get(self, path: str) -> dict[str, Any]:
        async with self.web.get(f"{self.url}/{path}") as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.web.post(f"{self.url}/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def command(self, who: str, text: str) -> None:
        assert (await self.post(f"people/{who}/command", text=text))["ok"]

    async def click(self, who: str, label: str) -> None:
        assert (await self.post(f"people/{who}/click", label=label))["ok"], label

    async def submit(self, who: str, **fields: Any) -> None:
        answer = await self.post(f"people/{who}/submit", fields=fields)
        assert answer["ok"], answer

    async def seen(self, who: str) -> str:
        """Everything on this person's screen, as one text."""
        return str(await self.get(f"people/{who}"))

    async def messages(self, who: str) -> list[dict[str, Any]]:
        return list((await self.get(f"people/{who}"))["messages"])


@pytest.fixture(params=["http", "socket"])
async def stage(
    request: pytest.FixtureRequest, clock: ManualClock, database_url: str
) -> AsyncIterator[Conversation]:
    """The whole bot in each of the two ways Slack can reach it."""
    stage = Conversation(
        clock, database_url, socket_mode=request.param == "socket", secret_key=KEY, migrated=True
    )
    await stage.start()
    yield stage
    await stage.stop()
    assert complaints(stage.sandbox) == []


async def test_the_main_job(stage: Conversation) -> None:
    async with aiohttp.ClientSession() as web:
        browser = Browser(web, stage.sandbox.url)
        await pair(browser, stage)
        await set_a_goal(browser)
        await check_in_on_monday(browser)
        await get_unstuck(browser, stage)
        await celebrate(browser, stage)
        assert (await browser.get(f"people/{MAYA}"))["errors"] == []
        assert (await browser.get(f"people/{THEO}"))["errors"] == []
        ari = await browser.get(f"people/{ARI}")
        assert (ari["messages"], ari["home"], ari["modals"]) == ([], None, [])
        await a_stranger_presses_everything(stage)


async def a_stranger_presses_everything(stage: Conversation) -> None:
    """Each button of each message of the two, pressed by Ari: nothing learnt or changed."""
    before = await snapshot(stage)
    pressed = 0
    for message in [*stage.maya.dms, *stage.theo.dms]:
        for action in actions_of(message):
            await stage.ari.press(action, message)
            pressed += 1
            stage.clock.advance(timedelta(seconds=1))
            while stage.ari.modal is not None:
                await stage.ari.close_modal()
    assert pressed > 30
    assert await snapshot(stage) == before
    seen = "\n".join(stage.ari.seen)
    for secret in ("access policy", "leadership role", "migration", "time-boxed", "rollout"):
        assert secret not in seen, secret
    for name in ("Maya", "Theo"):
        assert name not in seen, name


async def pair(browser: Browser, stage: Conversation) -> None:
    """Consent of both, the essay's proposal as it stands."""
    await browser.command(MAYA, "/mentor pair @theo")
    assert "20 minutes" in await browser.seen(MAYA)
    await browser.submit(
        MAYA, reason="Your planning talk changed how I work", topic="Leading a migration"
    )
    await browser.submit(MAYA)
    await stage.settle()
    assert "Leading a migration" in await browser.seen(THEO)
    await browser.click(THEO, "Accept")
    await stage.settle()
    await browser.click(MAYA, "Open the agreement")
    await browser.submit(MAYA)
    await stage.settle()
    await browser.click(THEO, "Agree")
    await stage.settle()
    await browser.post("clock", advance_seconds=60)
    async with stage.waymark.units.reading("T0WAYMARK") as work:
        (pairing,) = await work.pairings.active_of_mentee(MAYA)
    assert pairing.mentor_id == THEO


async def set_a_goal(browser: Browser) -> None:
    """The essay's own example, shared with the mentor."""
    words = "Earn a leadership role in product management within 18 months"
    await browser.command(MAYA, f"/mentor goal {words}")
    await browser.submit(MAYA)
    await browser.submit(MAYA)
    assert words in await browser.seen(MAYA)


async def check_in_on_monday(browser: Browser) -> None:
    """Wind to Monday's slot; one tap is a full answer."""
    before = len(await browser.messages(MAYA))
    for _ in range(12):
        now = (await browser.post("clock", next_due=True))["now"]
        if now.startswith("2026-03-09T10:00"):
            break
    assert now.startswith("2026-03-09T10:00"), now
    assert len(await browser.messages(MAYA)) == before + 1
    await browser.click(MAYA, "On track")
    last = (await browser.messages(MAYA))[-1]
    assert "On track" not in str(last["blocks"])
    assert "Undo" in str(last["blocks"])


async def get_unstuck(browser: Browser, stage: Conversation) -> None:
    """The mentor hears at once, and the answer comes in the mentor's own words."""
    await browser.post("clock", advance_seconds=60)
    await browser.command(MAYA, "/mentor roadblock The access policy blocks the rollout")
    await browser.submit(MAYA, severity="blocking")
    await stage.settle()
    ping = (await browser.messages(THEO))[-1]
    assert "access policy" in str(ping["blocks"])
    assert "access policy" not in ping["text"]
    await browser.click(THEO, "Reply with a tip")
    modal = (await browser.get(f"people/{THEO}"))["modals"][-1]
    (field,) = [block["block_id"] for block in modal["blocks"] if block["type"] == "input"]
    await browser.submit(THEO, **{field: "Ask the platform team for a time-boxed exception"})
    await stage.settle()
    answer = (await browser.messages(MAYA))[-1]
    assert "time-boxed exception" in str(answer["blocks"])


async def celebrate(browser: Browser, stage: Conversation) -> None:
    """A win is saved at once and acknowledged with one question."""
    await browser.command(MAYA, "/mentor win The rollout went live")
    await stage.settle()
    assert "The rollout went live" in await browser.seen(MAYA)
    async with stage.waymark.units.reading("T0WAYMARK") as work:
        assert [win.title for win in await work.wins.of(MAYA, visible_to=MAYA)] == [
            "The rollout went live"
        ]
        assert await work.wins.of(MAYA, visible_to=THEO) == []
