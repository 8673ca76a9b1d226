"""Select menus by mouse and by keyboard: what is seen, what is kept, what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.block_samples import CHOICES, GROUPS
from tests.browser.drawing import draw, sent
from tests.sandbox.test_blocks_samples import actions, asking, confirm, option, plain

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STATIC: dict[str, Any] = {
    "type": "static_select",
    "action_id": "s",
    "placeholder": plain("How is it going?"),
    "options": CHOICES,
}
DAYS: dict[str, Any] = {
    "type": "multi_static_select",
    "action_id": "m",
    "option_groups": GROUPS,
    "max_selected_items": 2,
}


async def values(page: Page, action: str) -> Any:
    """What the surface would submit for that element."""
    return (await page.evaluate("drawn.values()"))["b0"][action]


async def test_choosing_with_the_mouse_sends_the_option(gallery: Page) -> None:
    await draw(gallery, actions(STATIC))
    field = gallery.get_by_test_id("action-s")
    await expect(field).to_have_attribute("placeholder", "How is it going?")
    await field.click()
    await expect(gallery.get_by_role("option")).to_have_count(3)
    await expect(gallery.get_by_test_id("option-bit")).to_contain_text("Less than a week")
    await gallery.get_by_test_id("option-bit").click()
    await expect(field).to_have_value("A bit behind")
    await expect(gallery.get_by_role("option")).to_have_count(0)
    assert [one["selected_option"] for one in await sent(gallery, 1)] == [CHOICES[1]]


async def test_choosing_with_the_keyboard(gallery: Page) -> None:
    await draw(gallery, actions(STATIC))
    field = gallery.get_by_test_id("action-s")
    await field.focus()
    await gallery.keyboard.press("ArrowDown")
    await expect(field).to_have_attribute("aria-expanded", "true")
    first = gallery.get_by_test_id("option-on")
    await expect(field).to_have_attribute(
        "aria-activedescendant", str(await first.get_attribute("id"))
    )
    await gallery.keyboard.press("End")
    await gallery.keyboard.press("Home")
    await gallery.keyboard.press("ArrowUp")
    await gallery.keyboard.press("Enter")
    await expect(field).to_have_value("Stuck 🚧")
    await gallery.keyboard.type("behind")
    await expect(gallery.get_by_role("option")).to_have_count(1)
    await gallery.keyboard.press("Escape")
    await expect(field).to_have_value("Stuck 🚧")
    await expect(field).to_have_attribute("aria-expanded", "false")
    await gallery.keyboard.type("behind")
    await gallery.keyboard.press("Enter")
    sent_values = [one["selected_option"]["value"] for one in await sent(gallery, 2)]
    assert sent_values == ["stuck", "bit"]


async def test_words_that_match_nothing_say_so(gallery: Page) -> None:
    await draw(gallery, actions(STATIC))
    await gallery.get_by_test_id("action-s").fill("zebra")
    await expect(gallery.get_by_text("No matches.")).to_be_visible()
    await gallery.keyboard.press("Enter")
    await gallery.keyboard.press("Tab")
    await expect(gallery.get_by_test_id("action-s")).to_have_value("")
    assert await sent(gallery) == []


async def test_chips_and_the_most_one_may_choose(gallery: Page) -> None:
    await draw(gallery, asking(DAYS, label=plain("Days")), where="modal")
    field = gallery.get_by_label("Days")
    await field.click()
    await expect(gallery.get_by_role("group", name="Every other week")).to_be_visible()
    await gallery.get_by_test_id("option-mon").click()
    await field.press_sequentially("fri")
    await gallery.keyboard.press("Enter")
    await expect(gallery.locator(".chip")).to_have_text(["Monday", "Friday"])
    await expect(gallery.get_by_text("You can choose up to 2.")).to_be_visible()
    await expect(gallery.get_by_test_id("option-tue")).to_have_attribute("aria-disabled", "true")
    await gallery.get_by_test_id("option-tue").click(force=True)
    await expect(gallery.locator(".chip")).to_have_count(2)
    await gallery.keyboard.press("Backspace")
    await expect(gallery.locator(".chip")).to_have_text(["Monday"])
    await gallery.get_by_test_id("remove-mon").click()
    await expect(field).to_be_focused()
    assert (await values(gallery, "m"))["selected_options"] == []
    assert await gallery.evaluate("drawn.problems()") != {}
    assert await sent(gallery) == []


async def test_people_are_found_by_their_names_and_sent_as_ids(gallery: Page) -> None:
    menu = {"type": "multi_users_select", "action_id": "p", "initial_users": ["U2"]}
    await draw(gallery, actions(menu))
    field = gallery.get_by_test_id("action-p")
    await expect(gallery.locator(".chip")).to_have_text(["Theo Lindqvist"])
    await field.fill("NOOR")
    await gallery.get_by_test_id("option-U3").click()
    await field.fill("zoe")
    await expect(gallery.get_by_text("No matches.")).to_be_visible()
    assert [one["selected_users"] for one in await sent(gallery, 1)] == [["U2", "U3"]]


async def test_conversations_are_filtered_as_the_app_says(gallery: Page) -> None:
    only = {"include": ["im", "private"], "exclude_bot_users": True}
    menu = {"type": "conversations_select", "action_id": "c", "filter": only}
    await draw(gallery, actions(menu))
    await gallery.get_by_test_id("action-c").click()
    await expect(gallery.get_by_role("option")).to_have_text(["#mentorsprivate"])


async def test_an_external_menu_asks_the_app(gallery: Page) -> None:
    found = [option("ux", text=plain("UX writing"))]
    await gallery.evaluate(
        "(given) => { window.answers = given; }",
        {
            "wri": {"option_groups": [{"label": plain("Skills"), "options": found}]},
            "oops": {"error": "The app did not answer in time."},
        },
    )
    menu = {"type": "external_select", "action_id": "x", "min_query_length": 3}
    await draw(gallery, asking(menu, label=plain("Skill"), dispatch_action=True), where="modal")
    field = gallery.get_by_label("Skill", exact=True)
    await field.click()
    await expect(gallery.get_by_text("Type 3 characters to search.")).to_be_visible()
    await field.press_sequentially("wr")
    await expect(gallery.get_by_text("Type 1 more character to search.")).to_be_visible()
    await field.press_sequentially("i")
    await gallery.get_by_test_id("option-ux").click()
    await expect(field).to_have_value("UX writing")
    await field.fill("oops")
    await expect(gallery.get_by_text("The app did not answer in time.")).to_be_visible()
    await gallery.keyboard.press("Escape")
    await expect(field).to_have_value("UX writing")
    assert await gallery.evaluate("window.asked") == ["wri", "oops"]
    assert (await values(gallery, "x"))["selected_option"] == found[0]
    assert [one["selected_option"] for one in await sent(gallery, 1)] == found


async def test_a_refused_question_brings_the_old_choice_back(gallery: Page) -> None:
    menu = {**STATIC, "initial_option": CHOICES[0], "confirm": confirm()}
    await draw(gallery, actions(menu))
    field = gallery.get_by_test_id("action-s")
    await field.click()
    await gallery.get_by_test_id("option-stuck").click()
    await gallery.get_by_test_id("confirm-deny").click()
    await expect(field).to_have_value("On track")
    assert (await values(gallery, "s"))["selected_option"] == CHOICES[0]
    assert await sent(gallery) == []


async def test_the_list_stays_inside_a_small_window(gallery: Page) -> None:
    await gallery.set_viewport_size({"width": 390, "height": 400})
    many = [option(f"o{number}", text=plain(f"Choice {number}")) for number in range(60)]
    menu = {"type": "static_select", "action_id": "s", "options": many}
    await draw(gallery, *[asking({**menu, "action_id": f"s{n}"}) for n in range(6)], where="modal")
    field = gallery.get_by_test_id("action-s4")
    await field.scroll_into_view_if_needed()
    await field.click()
    await gallery.keyboard.press("End")
    last = gallery.get_by_test_id("list-s4").get_by_test_id("option-o59")
    await expect(last).to_be_in_viewport()
    box = await gallery.get_by_test_id("list-s4").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 400
    assert box["x"] + box["width"] <= 390
    await last.click()
    await expect(field).to_have_value("Choice 59")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
async def test_an_open_list_reads_well(gallery: Page, scheme: Any) -> None:
    await gallery.emulate_media(color_scheme=scheme)
    await draw(gallery, asking({**DAYS, "initial_options": GROUPS[1]["options"]}), where="modal")
    await gallery.get_by_test_id("action-m").click()
    await expect(gallery.get_by_test_id("option-mon")).to_be_visible()
    found = await Axe().run(gallery, context={"include": [["#drawn"]]})
    grave = [one for one in found.response["violations"] if one["impact"] != "minor"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave] == []


async def test_an_error_stands_beside_the_menu(gallery: Page) -> None:
    await draw(gallery, asking(STATIC, label=plain("State")), where="modal")
    problems = await gallery.evaluate("drawn.problems()")
    await gallery.evaluate("(found) => drawn.redraw(found)", problems)
    field = gallery.get_by_label("State")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("Please complete this required field.")
