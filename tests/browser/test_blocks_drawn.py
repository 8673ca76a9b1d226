"""Everything the local Slack accepts is drawn on its page, and reads well for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.sandbox.blocks import SURFACES, check_blocks
from tests.browser.block_samples import (
    ALERTS,
    CHARTS,
    FULL_BLOCKS,
    FULL_ELEMENTS,
    every_element,
)
from tests.browser.drawing import draw, sent
from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    ELEMENTS,
    actions,
    asking,
    confirm,
    mrkdwn,
    option,
    plain,
    section,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
GRAVE = ("serious", "critical")


async def test_the_samples_are_complete_and_what_slack_accepts() -> None:
    assert set(FULL_BLOCKS) == set(BLOCKS)
    assert set(FULL_ELEMENTS) == set(ELEMENTS)
    for name, block in FULL_BLOCKS.items():
        surface = next(one for one in ("message", "modal") if name in SURFACES[one])
        assert check_blocks([block], surface) == [], name
    assert check_blocks(every_element(), "modal") == []


@pytest.mark.parametrize("name", FULL_BLOCKS)
async def test_each_block_is_drawn(gallery: Page, name: str) -> None:
    await draw(gallery, FULL_BLOCKS[name])
    block = gallery.get_by_test_id("block-b0").first
    await expect(block).to_be_visible()
    await expect(gallery.locator("#drawn .unsupported")).to_have_count(0)
    if name != "divider":
        assert (await block.inner_text()).strip() or await block.locator("input").count()


async def test_each_element_is_drawn(gallery: Page) -> None:
    blocks = every_element()
    await draw(gallery, *blocks, where="modal")
    await expect(gallery.locator("#drawn .unsupported")).to_have_count(0)
    for number, block in enumerate(blocks):
        one = gallery.get_by_test_id(f"block-b{number}")
        pressable = one.locator("button, input, textarea, img, .no-picture")
        assert await pressable.count(), block


@pytest.mark.parametrize(("scheme", "wide"), [("light", 360), ("dark", 360), ("light", 1280)])
async def test_nothing_drawn_is_hard_to_read_or_reach(
    gallery: Page, scheme: Any, wide: int
) -> None:
    await gallery.emulate_media(color_scheme=scheme)
    await gallery.set_viewport_size({"width": wide, "height": 800})
    await draw(gallery, *FULL_BLOCKS.values(), *every_element(), *ALERTS, *CHARTS, where="modal")
    found = await Axe().run(gallery, context={"include": [["#drawn"]]})
    grave = [one for one in found.response["violations"] if one["impact"] in GRAVE]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave] == []
    assert await gallery.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_refused_question_leaves_the_old_choice(gallery: Page) -> None:
    await draw(
        gallery,
        actions(
            {
                "type": "radio_buttons",
                "action_id": "r",
                "options": [option("a"), option("b")],
                "initial_option": option("a"),
                "confirm": confirm(style="danger"),
            }
        ),
    )
    await gallery.get_by_test_id("option-b").check()
    await expect(gallery.get_by_test_id("confirm-ok")).to_be_focused()
    await gallery.keyboard.press("Tab")
    await gallery.keyboard.press("Tab")
    await gallery.keyboard.press("Escape")
    await expect(gallery.get_by_test_id("confirm")).to_have_count(0)
    await expect(gallery.get_by_test_id("option-a")).to_be_checked()
    assert await sent(gallery) == []
    await gallery.get_by_test_id("option-b").check()
    await gallery.get_by_test_id("confirm-ok").click()
    await expect(gallery.get_by_test_id("option-b")).to_be_checked()
    assert [one["selected_option"]["value"] for one in await sent(gallery, 1)] == ["b"]


async def test_the_overflow_menu_by_keyboard(gallery: Page) -> None:
    menu = {"type": "overflow", "action_id": "o", "options": [option("edit"), option("stop")]}
    await draw(gallery, section(accessory=menu))
    await gallery.get_by_test_id("action-o").focus()
    await gallery.keyboard.press("ArrowDown")
    await expect(gallery.get_by_test_id("option-edit")).to_be_focused()
    await gallery.keyboard.press("End")
    await gallery.keyboard.press("Escape")
    await expect(gallery.get_by_test_id("action-o")).to_be_focused()
    await gallery.keyboard.press("ArrowDown")
    await gallery.keyboard.press("ArrowDown")
    await gallery.keyboard.press("Enter")
    await expect(gallery.get_by_test_id("option-stop")).to_be_hidden()
    assert [one["selected_option"]["value"] for one in await sent(gallery, 1)] == ["stop"]


async def test_a_moment_is_in_the_viewers_zone_and_says_so(gallery: Page) -> None:
    picker = {"type": "datetimepicker", "action_id": "when", "initial_date_time": 1795599000}
    await draw(gallery, asking(picker, label=plain("When")), where="modal")
    field = gallery.get_by_label("When")
    await expect(field).to_have_value("2026-11-25T09:30")
    await expect(field).to_have_accessible_description("Europe/London (GMT+0)")
    await expect(gallery.get_by_text("November 25, 2026 at 9:30 AM")).to_be_visible()
    await field.fill("2026-07-01T10:00")
    values = await gallery.evaluate("drawn.values()")
    assert values["b0"]["when"]["selected_date_time"] == 1782896400  # 09:00 UTC, summer time


async def test_what_is_typed_with_marks_is_rich_text(gallery: Page) -> None:
    field = {"type": "rich_text_input", "action_id": "t"}
    await draw(gallery, asking(field, label=plain("Story")), where="modal")
    box = gallery.get_by_label("Story")
    await box.fill("Went well")
    await box.select_text()
    await gallery.get_by_role("button", name="Bold").click()
    await expect(box).to_have_value("*Went well*")
    await box.fill("*Went* well, `x*y*`\n• one\n• _two_\n> said")
    value = (await gallery.evaluate("drawn.values()"))["b0"]["t"]["rich_text_value"]
    assert value["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Went", "style": {"bold": True}},
                {"type": "text", "text": " well, "},
                {"type": "text", "text": "x*y*", "style": {"code": True}},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "two", "style": {"italic": True}}],
                },
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
    ]
    assert check_blocks([{**asking({**field, "initial_value": value})}], "modal") == []
    await draw(gallery, asking({**field, "initial_value": value}), where="modal")
    await expect(gallery.get_by_test_id("action-t")).to_have_value(
        "*Went* well, `x*y*`\n• one\n• _two_\n> said"
    )
    await expect(gallery.locator(".rich-preview em")).to_have_text("two")


async def test_long_words_fold_in_a_message_and_stay_open_once_opened(gallery: Page) -> None:
    text = mrkdwn("All of it is here. " * 100)
    await draw(gallery, section(text=text))
    await gallery.get_by_role("button", name="Show more").click()
    await expect(gallery.locator(".folded")).to_have_count(0)
    await gallery.evaluate("drawn.redraw({ b0: 'drawn anew' })")
    await expect(gallery.locator(".folded")).to_have_count(0)
    await draw(gallery, section(text=text, expand=True, block_id="whole"))
    await expect(gallery.get_by_role("button", name="Show more")).to_have_count(0)


async def test_a_data_table_turns_its_pages_and_sorts(gallery: Page) -> None:
    await draw(gallery, FULL_BLOCKS["data_table"])
    body = gallery.locator("tbody tr")
    await expect(body).to_have_count(3)
    await gallery.get_by_role("button", name="Next").click()
    await expect(body.first).to_have_text("Week 44")
    await gallery.get_by_role("button", name="Mood").click()
    await expect(body.first).to_have_text("Week 32")
    await gallery.get_by_role("button", name="Mood").click()
    await expect(body.first).to_have_text("Week 55")
    await expect(gallery.get_by_role("columnheader", name="Mood")).to_have_attribute(
        "aria-sort", "descending"
    )
