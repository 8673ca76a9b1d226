"""The tour: a month of two people, played on the page through the real bot."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.gestures import command
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

THE_END = "[data-testid=tour-bar][data-state=done]"


async def test_it_plays_to_its_end(page: Page, stage: Conversation) -> None:
    """Every gesture finds what it looks for, and the bot kept what the two did."""
    await page.goto(f"{stage.sandbox.url}/?tour=fast")
    await page.locator(THE_END).wait_for(state="attached", timeout=50_000)
    await expect(page.get_by_test_id("alert")).to_be_empty()
    async with stage.waymark.units.reading("T0WAYMARK") as work:
        (win,) = await work.wins.of("U0MAYA", visible_to="U0THEO")
        (goal,) = await work.goals.of("U0MAYA", visible_to="U0THEO")
        assert await work.roadblocks.open_of("U0MAYA") == []
    assert (win.title, goal.statement.split()[:4]) == (
        "The rollout went live, and I ran the meeting",
        ["Earn", "a", "leadership", "role"],
    )


async def test_it_pauses_goes_on_and_ends_when_told(page: Page, maya: Locator) -> None:
    await page.get_by_test_id("tour").click()
    await expect(page.get_by_test_id("tour-words")).to_contain_text("On the left is Maya")
    await page.get_by_test_id("tour-pause").click()
    await expect(page.get_by_test_id("tour-pause")).to_have_text("Go on")
    await page.get_by_test_id("tour-pause").click()
    await expect(page.get_by_test_id("tour-pause")).to_have_text("Pause")
    await page.get_by_test_id("tour-stop").click()
    await expect(page.get_by_test_id("tour-bar")).to_be_hidden()
    await expect(page.get_by_test_id("tour")).to_be_focused()


async def test_it_asks_before_it_forgets_what_was_done(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    await command(maya, "/mentor help")
    await expect(maya.get_by_text("/mentor checkin").first).to_be_visible()
    await page.get_by_test_id("tour").click()
    await page.get_by_test_id("tour-ask-no").click()
    await expect(page.get_by_test_id("tour-bar")).to_be_hidden()
    await expect(maya.get_by_text("/mentor checkin").first).to_be_visible()
    await page.get_by_test_id("tour").click()
    await page.get_by_test_id("tour-ask-yes").click()
    await expect(maya.get_by_text("/mentor checkin")).to_have_count(0)
    await expect(page.get_by_test_id("tour-words")).to_contain_text("On the left is Maya")
    await page.get_by_test_id("tour-stop").click()
