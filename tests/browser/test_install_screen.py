"""Installing in a real browser: by mouse, by keyboard, in light and dark, on a narrow screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.clock import ManualClock
from tests.conftest import KEY, THURSDAY
from tests.stage import Conversation

REFUSAL = "the server responded with a status of 40"

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(database_url: str) -> AsyncIterator[Conversation]:
    """Two workspaces, the bot in neither."""
    stage = Conversation(
        ManualClock(THURSDAY), database_url, secret_key=KEY, migrated=True, oauth=True
    )
    stage.sandbox.add_team("T0SECOND", "Second & Co", installed=False)
    await stage.start()
    yield stage
    await stage.stop()


@pytest_asyncio.fixture(
    loop_scope="session", params=["light", pytest.param("dark", marks=pytest.mark.soak)]
)
async def page(
    request: pytest.FixtureRequest, browser: Browser, stage: Conversation
) -> AsyncIterator[Page]:
    """A browser of one colour scheme; a word on the console fails the test.

    Chromium itself remarks on pages that are refusals; those are looked at here.
    """
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme=request.param
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    await page.goto(f"{stage.url}/slack/install")
    yield page
    await context.close()
    assert [one for one in complaints if REFUSAL not in one] == []


async def findings(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    found: dict[str, Any] = (await Axe().run(page)).response
    return [
        f"{one['id']}: {node['html']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def heading(page: Page, words: str) -> Any:
    return expect(page.get_by_role("heading", level=1, name=words))


async def test_by_mouse_every_page_on_the_way_is_sound(page: Page, stage: Conversation) -> None:
    await heading(page, "Add Waymark to your Slack").to_be_visible()
    assert await findings(page) == []
    await page.get_by_role("link", name="Add to Slack").click()
    await page.get_by_role("link", name="Second & Co").click()
    await heading(page, "Waymark asks for access to the workspace Second & Co").to_be_visible()
    assert await findings(page) == []
    await page.get_by_label("Installing as").select_option(label="Theo Lindqvist")
    await page.get_by_role("button", name="Allow").click()
    await heading(page, "Waymark is in Second & Co").to_be_visible()
    assert await findings(page) == []
    assert page.url.startswith(f"{stage.url}/slack/oauth_redirect?code=")
    await page.reload()
    await heading(page, "This link is used up").to_be_visible()
    assert await findings(page) == []


async def test_by_keyboard_alone(page: Page, stage: Conversation) -> None:
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await heading(page, "Waymark asks for access").to_be_visible()
    await page.wait_for_load_state("load")  # the ring is the style sheet's
    select = page.get_by_label("Installing as")
    allow = page.get_by_role("button", name="Allow")
    order = []
    for _ in range(7):
        await page.keyboard.press("Tab")
        order.append(await page.evaluate("document.activeElement.textContent.trim()"))
        ring = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid"
        if await select.evaluate("node => node === document.activeElement"):
            await page.keyboard.press("ArrowDown")
    assert [words.partition("\n")[0] for words in (*order[:4], *order[5:])] == [
        "Waymark Trial",
        "Second & Co",
        "What will Waymark be able to view?",
        "What will Waymark be able to do?",
        "Cancel",
        "Allow",
    ]
    await expect(select).to_have_value("U0MAYA")
    await expect(allow).to_be_focused()
    await page.keyboard.press("Enter")
    await heading(page, "Waymark is in Waymark Trial").to_be_visible()
    assert (await stage.maya.slash("/mentor help")).ok


async def test_no_is_an_answer(page: Page, stage: Conversation) -> None:
    await page.get_by_role("link", name="Add to Slack").click()
    await page.get_by_role("button", name="Cancel").click()
    await heading(page, "Waymark was not installed").to_be_visible()
    assert stage.sandbox.team.installation.state == "uninstalled"


async def test_what_may_be_left_out_can_be_chosen(page: Page, stage: Conversation) -> None:
    stage.sandbox.config.optional_scopes = ("im:history", "users:read")
    stage.sandbox.config.org_deploy_enabled = True
    await page.get_by_role("link", name="Add to Slack").click()
    assert await findings(page) == []
    await page.get_by_role("checkbox", name="See people in the workspace").uncheck()
    await page.get_by_role("button", name="Allow").click()
    await heading(page, "Waymark is in Waymark Trial").to_be_visible()
    scopes = stage.sandbox.team.installation.scopes
    assert scopes == ("channels:read", "chat:write", "commands", "im:history", "im:write")


async def test_a_broken_link_is_explained(page: Page, stage: Conversation) -> None:
    link = await page.get_by_role("link", name="Add to Slack").get_attribute("href")
    assert link is not None
    stage.sandbox.config.client_id = "another"
    await page.goto(link)
    await expect(page.get_by_role("alert")).to_contain_text("No app here has the client id")
    assert await findings(page) == []


@pytest.mark.parametrize("width", [360, 390])
async def test_nothing_sticks_out_on_a_narrow_screen(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    for name in ("Add to Slack", "Second & Co"):
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        await page.get_by_role("link", name=name).click()
    await expect(page.get_by_role("button", name="Allow")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
