"""The drawn time line: what the planner foresees, by mouse, by keyboard and as a list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.factories import paired, with_goal
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FIRST = "Maya, Mon, Mar 9, 10:00 AM: Check-in question, sent"


@pytest_asyncio.fixture(loop_scope="session")
async def panel(page: Page, stage: Conversation) -> AsyncIterator[Locator]:
    """A month ahead of Maya, who is mentored by Theo; Theo takes a break."""
    await paired(stage)
    await paired(stage, mentee="theo", mentor="noor")
    await with_goal(stage, "maya", "Lead the migration")
    await stage.theo.slash("/mentor pause 2 weeks")
    await page.get_by_test_id("dock-timeline").click()
    yield page.get_by_test_id("panel-timeline")


async def test_sent_and_skipped_are_drawn_apart(panel: Locator) -> None:
    maya, theo = panel.get_by_role("region", name="Maya"), panel.get_by_role("region", name="Theo")
    await expect(maya.locator(".mark.sent")).to_have_count(5)
    await expect(maya.locator(".mark.sent use").first).to_have_attribute("href", "#timeline-sent")
    skipped = theo.locator(".mark.skipped")
    await expect(skipped).to_have_count(2)
    await expect(skipped.first.locator("use")).to_have_attribute("href", "#timeline-skipped")
    await expect(skipped.first).to_have_accessible_name(
        "Theo, Mon, Mar 9, 10:00 AM: Check-in question, skipped: paused"
    )
    await expect(theo.locator(".lane-title")).to_contain_text("10:05 AM now in Europe/London")


async def test_a_mark_tells_about_itself_and_winds_the_clock(
    panel: Locator, stage: Conversation
) -> None:
    detail, wind = panel.get_by_test_id("timeline-detail"), panel.get_by_test_id("timeline-wind")
    mark = panel.get_by_role("button", name=FIRST)
    await mark.hover()
    await expect(detail).to_contain_text("Maya, Mon, Mar 9, 10:00 AM (Europe/London)")
    await expect(detail).to_contain_text("Check-in question: sent")
    await expect(wind).to_be_hidden()
    await mark.click()
    await wind.click()
    await expect(panel.get_by_test_id("timeline-said")).to_have_text(
        "It is Mon, Mar 9, 10:00 AM (Europe/London) now."
    )
    await expect(panel.get_by_role("button", name=FIRST)).to_have_count(0)
    assert stage.maya.last_dm.text == "Your check-in is ready"


async def test_arrow_keys_step_through_the_marks(page: Page, panel: Locator) -> None:
    """One stop for Tab; right and left along a lane, up and down between lanes."""
    first = panel.get_by_role("button", name=FIRST)
    await expect(first).to_be_visible()
    await expect(panel.locator("[data-mark][tabindex='0']")).to_have_count(1)
    await panel.get_by_test_id("timeline-as-list").focus()
    await page.keyboard.press("Tab")
    await expect(first).to_be_focused()
    await page.keyboard.press("ArrowRight")
    detail = panel.get_by_test_id("timeline-detail")
    await expect(detail).to_contain_text("Second question about an open check-in: sent")
    await page.keyboard.press("ArrowDown")
    await expect(detail).to_contain_text("Theo, Mon, Mar 9")
    await expect(detail).to_contain_text("Check-in question: skipped: paused")
    await page.keyboard.press("End")
    await expect(detail).to_contain_text("sent")
    await page.keyboard.press("Tab")
    await expect(panel.get_by_test_id("timeline-wind")).to_be_focused()


async def test_a_change_is_drawn_and_the_mark_keeps_its_focus(
    page: Page, panel: Locator, stage: Conversation
) -> None:
    await panel.get_by_role("button", name=FIRST).focus()
    await stage.advance(timedelta(hours=1))
    await stage.maya.slash("/mentor checkin on track")
    name = "Maya, Mon, Mar 9, 10:00 AM: Check-in question, skipped: checked in already"
    await expect(panel.get_by_role("button", name=name)).to_be_visible()
    assert await page.evaluate("document.activeElement.closest('.lane') !== null")


async def test_the_same_as_a_list(panel: Locator, stage: Conversation) -> None:
    await panel.get_by_test_id("timeline-as-list").click()
    await expect(panel.get_by_test_id("timeline-lanes")).to_be_hidden()
    listed = panel.get_by_test_id("timeline-list")
    row = listed.get_by_role("row").filter(has_text="skipped: paused").first
    await expect(row).to_contain_text("Mon, Mar 9, 10:00 AM")
    await listed.get_by_role("button", name="Wind to here: Tue, Mar 10, 10:00 AM").first.click()
    await expect(panel.get_by_test_id("timeline-said")).to_contain_text("Tue, Mar 10, 10:00 AM")
    past = stage.clock.now() - datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert timedelta() <= past < timedelta(minutes=1)


async def test_a_narrow_screen_has_the_list(page: Page, panel: Locator) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(panel.get_by_test_id("timeline-list")).to_be_visible()
    await expect(panel.get_by_test_id("timeline-lanes")).to_be_hidden()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(wide)
