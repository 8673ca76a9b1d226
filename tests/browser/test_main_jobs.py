"""The three main jobs on the page: check in, answer the scheduled question, reach the mentor."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.gestures import around_to, closed, command, press, submit, tab_to
from tests.factories import with_goal
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GOAL = "Earn a leadership role in product management within 18 months"
STUCK = "The access policy blocks the rollout"


async def test_from_nothing_to_an_answer_by_mouse(
    page: Page, stage: Conversation, maya: Locator, theo: Locator
) -> None:
    """Pair, goal, question, roadblock, tip: nothing of it through anything but the page."""
    await command(maya, "/mentor pair @theo")
    await maya.get_by_label("Why you are asking them").fill("Your talk changed how I work")
    await maya.get_by_label("What you hope to learn").fill("Leading a migration")
    await submit(maya)
    await submit(maya)
    await press(theo, "Accept")
    await closed(maya)
    await press(maya, "Open the agreement")
    await submit(maya)
    await closed(maya)
    await press(theo, "Agree")
    await command(maya, f"/mentor goal {GOAL}")
    await submit(maya)
    await maya.get_by_role("radio", name="You and Theo").check()
    await submit(maya)
    await closed(maya)
    await page.get_by_test_id("clock-next").click()
    await expect(page.get_by_test_id("local-time")).to_have_text("Mon, Mar 9, 2026, 10:00 AM")
    await press(maya, "A bit behind")
    await press(maya, "Ask my mentor")
    await maya.get_by_label("What's in the way?").fill(STUCK)
    await submit(maya)
    await expect(theo.get_by_text(STUCK)).to_be_visible()
    await press(theo, "Reply with a tip")
    await theo.get_by_label("Your tip").fill("Ask for a time-boxed exception")
    await submit(theo)
    await closed(maya)
    await expect(maya.get_by_text("Ask for a time-boxed exception")).to_be_visible()


@pytest.mark.paired
async def test_a_check_in_by_keyboard(
    page: Page, stage: Conversation, maya: Locator, theo: Locator
) -> None:
    await with_goal(stage, "maya", GOAL, shared=True)
    await around_to(page, maya)
    await page.keyboard.type("/mentor checkin")
    await page.keyboard.press("Enter")
    await expect(maya.get_by_role("radio", name="On track")).to_be_focused()
    await page.keyboard.press("Space")
    await tab_to(page, "Save")
    await page.keyboard.press("Enter")
    await expect(maya.get_by_text("Saved: on track")).to_be_visible()


@pytest.mark.paired
async def test_the_scheduled_question_by_keyboard(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    await with_goal(stage, "maya", GOAL)
    await around_to(page, page.locator(".clock"))
    await expect(page.get_by_test_id("clock-next")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(maya.get_by_text("One tap is enough")).to_be_visible()
    await around_to(page, maya)
    await tab_to(page, "On track", back=True)
    await page.keyboard.press("Enter")
    await expect(maya.get_by_text("Saved: on track")).to_be_visible()


@pytest.mark.paired
async def test_a_roadblock_by_keyboard(
    page: Page, stage: Conversation, maya: Locator, theo: Locator
) -> None:
    await around_to(page, maya)
    await page.keyboard.type(f"/mentor roadblock {STUCK}")
    await page.keyboard.press("Enter")
    await expect(maya.get_by_label("What's in the way?")).to_be_focused()
    await tab_to(page, "Slowing me")
    await page.keyboard.press("Space")
    await tab_to(page, "Save")
    await page.keyboard.press("Enter")
    await expect(theo.get_by_role("button", name="Reply with a tip")).to_be_visible()
    await around_to(page, theo)
    await tab_to(page, "Reply with a tip", back=True)
    await page.keyboard.press("Enter")
    await expect(theo.get_by_label("Your tip")).to_be_focused()
    await page.keyboard.type("Ask for a time-boxed exception")
    await tab_to(page, "Send")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(theo.get_by_test_id("modal")).to_be_hidden()
    await expect(maya.get_by_text("Ask for a time-boxed exception")).to_be_attached()
