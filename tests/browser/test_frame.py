"""The frame around the clients: who sits where, the clock, a lost server, small screens."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.gestures import command
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_anybody_can_take_a_seat_and_nobody_sits_twice(page: Page) -> None:
    left, right = page.get_by_test_id("pane-1"), page.get_by_test_id("pane-2")
    await left.get_by_test_id("switch").click()
    await left.get_by_test_id("person-U0NOOR").click()
    await expect(left.get_by_test_id("who")).to_have_text("Noor Haddad")
    await expect(left.get_by_test_id("who-time")).to_have_text("5:05 AM in New York")
    await left.get_by_test_id("switch").click()
    await left.get_by_test_id("person-U0THEO").click()
    await expect(left.get_by_test_id("who")).to_have_text("Theo Lindqvist")
    await expect(right.get_by_test_id("who")).to_have_text("Noor Haddad")
    await expect(page).to_have_url(page.url.split("#")[0] + "#U0THEO/messages+U0NOOR/messages")


async def test_the_seats_are_in_the_address(page: Page) -> None:
    await page.evaluate("location.hash = '#U0ARI/home+U0MAYA/about'")
    await expect(page.get_by_test_id("pane-1").get_by_test_id("who")).to_have_text(
        "Ari Castellanos"
    )
    about = page.get_by_test_id("pane-2").get_by_test_id("about")
    await expect(about).to_contain_text("/mentor")
    await expect(about).to_contain_text("im:history")


async def test_the_clock_winds_by_hour_and_day(page: Page) -> None:
    time = page.get_by_test_id("local-time")
    await expect(time).to_have_text("Thu, Mar 5, 2026, 10:05 AM")
    await page.get_by_test_id("clock-hour").click()
    await expect(time).to_have_text("Thu, Mar 5, 2026, 11:05 AM")
    await page.get_by_test_id("clock-day").click()
    await expect(time).to_have_text("Fri, Mar 6, 2026, 11:05 AM")
    await expect(page.get_by_test_id("clock-said")).to_contain_text("It is Fri")


@pytest.mark.paired
async def test_the_page_finds_its_server_again(
    page: Page, stage: Conversation, console: list[str], maya: Locator
) -> None:
    """The line is cut and the server comes back: the draft is there, and so is what was missed."""
    await maya.get_by_test_id("composer").fill("not sent yet")
    port = int(stage.sandbox.url.rsplit(":", 1)[1])
    await stage.sandbox.stop()
    await expect(page.get_by_text("The sandbox is not connected.")).to_be_visible()
    await stage.sandbox.start(port=port)
    await expect(page.get_by_text("The sandbox is not connected.")).to_be_hidden(timeout=10_000)
    await stage.maya.slash("/mentor help")
    await expect(maya.get_by_text("/mentor checkin").first).to_be_visible()
    await expect(maya.get_by_test_id("composer")).to_have_value("not sent yet")
    console[:] = [
        said for said in console if "ERR_CONNECTION" not in said and "ERR_IN" not in said
    ]


async def test_an_unread_message_shows_where_nobody_looks(
    page: Page, stage: Conversation, theo: Locator
) -> None:
    await theo.get_by_test_id("tab-home").click()
    await stage.maya.slash("/mentor pair @theo")
    await stage.maya.submit(reason="Your talk changed how I work", topic="Leading")
    await stage.maya.submit()
    await expect(theo.get_by_test_id("channel-Waymark")).to_contain_text("1 unread")
    await theo.get_by_test_id("tab-messages").click()
    await expect(theo.get_by_test_id("channel-Waymark")).not_to_contain_text("unread")


async def test_one_client_at_a_time_on_a_narrow_screen(page: Page, maya: Locator) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(maya).to_be_visible()
    await expect(page.locator("[data-person=U0THEO]")).to_be_hidden()
    await command(maya, "/mentor help")
    await expect(maya.get_by_text("/mentor checkin").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_test_id("pane-tab-2").click()
    await expect(maya).to_be_hidden()
    await expect(page.locator("[data-person=U0THEO]")).to_be_visible()
