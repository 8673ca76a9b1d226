"""Nothing on the page keeps anybody out: axe-core on every kind of screen, in light and dark."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from tests.browser.gestures import command
from tests.factories import with_goal
from tests.stage import Conversation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.paired,
    pytest.mark.asyncio(loop_scope="session"),
]

GRAVE = ("serious", "critical")
Scheme = Literal["light", "dark"]


async def grave(page: Page) -> list[tuple[str, str]]:
    """Serious and critical findings: the rule and the place."""
    answer: dict[str, Any] = (await Axe().run(page)).response
    return [
        (one["id"], node["html"])
        for one in answer["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
async def test_every_screen_is_open_to_everybody(
    page: Page, stage: Conversation, maya: Locator, theo: Locator, scheme: Scheme
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await with_goal(stage, "maya", "Lead the search migration", shared=True)
    await stage.until("2026-03-09 10:00")
    await expect(maya.get_by_text("One tap is enough")).to_be_visible()
    await theo.get_by_test_id("tab-home").click()
    await expect(theo.get_by_test_id("home")).to_contain_text("What to do next")
    assert await grave(page) == []
    await command(maya, "/mentor roadblock")
    await maya.get_by_test_id("modal-submit").click()
    await expect(maya.locator("[aria-invalid=true]")).not_to_have_count(0)
    await theo.get_by_test_id("tab-about").click()
    await page.get_by_test_id("dock-timeline").click()
    await expect(page.get_by_test_id("panel-timeline")).to_contain_text("Maya")
    assert await grave(page) == []
    await page.get_by_test_id("dock-inspector").click()
    await theo.get_by_test_id("switch").click()
    await expect(page.get_by_test_id("person-U0ARI").last).to_be_visible()
    assert await grave(page) == []


async def test_a_phone_is_a_screen_too(page: Page, stage: Conversation, maya: Locator) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await maya.get_by_test_id("tab-home").click()
    await expect(maya.get_by_test_id("home")).to_contain_text("Next check-in")
    assert await grave(page) == []
