"""The inspector in a real Chromium: an operator watches nothing being lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from bot.sandbox.faults import KINDS, RESPONSE_URL_KINDS
from tests.scenarios.test_roadblocks import WORDS, record
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.paired
async def test_a_dropped_line_by_mouse_and_nothing_is_lost(
    page: Page, stage: Conversation
) -> None:
    await page.get_by_test_id("dock-inspector").click()
    await page.get_by_test_id("inspector-tab-faults").click()
    await page.get_by_test_id("preset-drop-after").click()
    await expect(page.get_by_test_id("fault-watch")).to_contain_text("it stands there once")
    await expect(page.get_by_test_id("fault")).to_contain_text("1 call to go")
    await record(stage)
    await expect(page.get_by_test_id("fault")).to_have_count(0)
    await page.get_by_test_id("inspector-tab-outbox").click()
    ping = page.get_by_test_id("outbox-row").filter(has_text="roadblock mentor ping")
    await expect(ping).to_contain_text("unknown")
    await expect(ping).to_contain_text("Nobody knows whether Slack has it.")
    await stage.advance(timedelta(minutes=5))
    await expect(ping).to_contain_text("Stands in Slack since Thu, Mar 5, 10:05 AM their time.")
    assert len([dm for dm in stage.theo.dm if WORDS in dm.all_text]) == 1
    await page.get_by_test_id("inspector-tab-traffic").click()
    hit = _rows(page).filter(has_text="fault: drop_after")
    await expect(hit).to_have_count(1)
    await expect(hit).to_contain_text("chat.postMessage")
    await expect(hit).to_contain_text("connection dropped")
    await expect(_rows(page).filter(has_text="conversations.history")).to_have_count(1)


async def test_a_payload_is_opened_by_keyboard_alone(page: Page, stage: Conversation) -> None:
    await page.get_by_test_id("dock-inspector").click()
    await stage.maya.slash("/mentor help")
    await expect(_rows(page).last).to_be_visible()
    await page.get_by_test_id("inspector-tab-traffic").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_test_id("inspector-tab-faults")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    for _ in range(5):  # filter, direction, pause, clear, and then the list
        await page.keyboard.press("Tab")
    await expect(_rows(page).last).to_be_focused()
    await page.keyboard.press("Home")
    await expect(_rows(page).first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(_rows(page).nth(1)).to_be_focused()
    for _ in range(4):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.type("slash_commands")
    await expect(_rows(page)).to_have_count(1)
    for _ in range(4):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("exchange-title")).to_be_focused()
    body = page.get_by_test_id("exchange-body")
    await expect(body).to_contain_text('"command": "/mentor"')
    await expect(body).to_contain_text("X-Slack-Signature")
    await page.keyboard.press("Escape")
    await expect(_rows(page).last).to_be_focused()
    await expect(page.get_by_test_id("exchange")).to_be_hidden()


async def test_the_list_is_live_filtered_paused_and_cleared(
    page: Page, stage: Conversation
) -> None:
    await page.get_by_test_id("dock-inspector").click()
    await stage.maya.slash("/mentor help")
    commands = _rows(page).filter(has_text="slash_commands//mentor")
    await expect(commands).to_have_count(1)
    await page.get_by_test_id("traffic-filter").fill("nothing like it")
    await expect(page.get_by_text("Nothing matches the filter.")).to_be_visible()
    await page.get_by_test_id("traffic-filter").fill("")
    await page.get_by_test_id("traffic-direction").select_option("to_slack")
    await expect(commands).to_have_count(0)
    await page.get_by_test_id("traffic-direction").select_option("")
    await page.get_by_test_id("traffic-pause").click()
    await stage.maya.slash("/mentor help")
    await expect(page.get_by_test_id("traffic-count")).to_contain_text("Paused")
    await expect(commands).to_have_count(1)
    await page.get_by_test_id("traffic-pause").click()
    await expect(commands).to_have_count(2)
    await page.get_by_test_id("traffic-clear").click()
    await expect(_rows(page)).to_have_count(0)
    await stage.maya.slash("/mentor help")
    await expect(commands).to_have_count(1)


async def test_a_fault_from_the_form_is_taken_back_again(page: Page, stage: Conversation) -> None:
    await page.get_by_test_id("dock-inspector").click()
    await page.get_by_test_id("inspector-tab-faults").click()
    await page.get_by_text("Any other fault").click()
    kinds = page.get_by_test_id("fault-kind").locator("option")
    await expect(kinds).to_have_count(len(KINDS))
    await page.get_by_test_id("fault-method").select_option("response_url")
    await expect(kinds).to_have_count(len(RESPONSE_URL_KINDS))
    await expect(page.get_by_test_id("fault-seconds")).to_be_disabled()
    await page.get_by_test_id("fault-kind").select_option("slow")
    await expect(page.get_by_test_id("fault-seconds")).to_be_enabled()
    await page.get_by_test_id("fault-times").fill("0")
    await page.get_by_test_id("fault-add").click()
    await expect(page.get_by_test_id("fault-times")).to_be_focused()
    await page.get_by_test_id("fault-times").fill("3")
    await page.get_by_test_id("fault-add").click()
    await expect(page.get_by_test_id("fault")).to_contain_text("3 calls to go")
    assert len(stage.sandbox.faults.pending) == 1, "Zero calls were not sent."
    await page.get_by_role("button", name="Switch off: slow on response_url").click()
    await expect(page.get_by_text("None: everything works as it should.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Switched on")).to_be_focused()
    assert stage.sandbox.faults.pending == []


@pytest.mark.paired
async def test_every_tab_is_accessible_and_fits_a_phone(page: Page, stage: Conversation) -> None:
    stage.sandbox.faults.add("chat.postMessage", "drop_after")
    await record(stage)
    stage.sandbox.faults.add("*", "slow", times=50)  # some are used up meanwhile
    await page.get_by_test_id("dock-inspector").click()
    seen = {"traffic": "traffic-row", "outbox": "outbox-row", "rates": "rate", "faults": "fault"}
    for tab, content in seen.items():
        await page.get_by_test_id(f"inspector-tab-{tab}").click()
        await expect(page.get_by_test_id(content).first).to_be_visible()
        if tab == "traffic":
            await page.get_by_test_id(content).filter(has_text="drop_after").click()
            await expect(page.get_by_test_id("exchange-body")).to_contain_text('"ok": true')
        assert await _serious(page) == []
        await page.emulate_media(color_scheme="dark")
        assert await _serious(page, "color-contrast") == []
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size({"width": 360, "height": 740})
        width = "document.querySelector('#panel-inspector').scrollWidth"
        assert await page.evaluate(width) <= 360
        await page.set_viewport_size({"width": 1280, "height": 800})


# --- private -------------------------------------------------------------------------------------


def _rows(page: Page) -> Locator:
    return page.get_by_test_id("traffic-row")


async def _serious(page: Page, *rules: str) -> list[str]:
    """What axe holds against the dock; with ``rules`` only these are asked for."""
    options = {"runOnly": list(rules)} if rules else {}
    found = await Axe().run(page, context="#dock", options=options)
    return [
        f"{one['id']}: {json.dumps([node['html'] for node in one['nodes']])}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
