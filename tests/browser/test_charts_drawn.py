"""Charts: as many marks as numbers, values by keyboard and pointer, and the numbers themselves."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.block_samples import PIE, ROWS, chart, lines
from tests.browser.drawing import draw

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("line", {".series .stroke": 2, ".marker": 12}),
        ("area", {".series .area": 2, ".series .stroke": 2, ".marker": 12}),
        ("bar", {".column": 12}),
    ],
)
async def test_every_number_has_its_mark(gallery: Page, kind: str, marks: dict[str, int]) -> None:
    await draw(gallery, chart(lines(kind, **ROWS)))
    drawing = gallery.get_by_test_id(f"chart-{kind}")
    plot = drawing.locator(".chart-stage")
    for selector, count in marks.items():
        await expect(plot.locator(selector)).to_have_count(count)
    await expect(drawing.locator(".legend li")).to_have_text(["Mood", "Energy"])
    sentence = await plot.get_by_role("img").get_attribute("aria-label")
    assert sentence is not None
    assert sentence.endswith("Mood: 2 to 5, last 4; Energy: 2 to 5, last 5.")
    await expect(plot.locator(".axis-name")).to_have_text(["Week", "How it went"])


async def test_heights_of_bars_are_as_the_numbers(gallery: Page) -> None:
    await draw(gallery, chart(lines("bar", gain=[1, 2, 4, -2, 0, 3])))
    tall = await gallery.locator(".column").evaluate_all(
        "(bars) => bars.map((bar) => Number(bar.getAttribute('height')))"
    )
    assert [round(one / tall[0], 3) for one in tall] == [1, 2, 4, 2, round(1 / tall[0], 3), 3]


async def test_the_slices_make_a_whole_and_a_single_one_is_a_circle(gallery: Page) -> None:
    await draw(gallery, chart(PIE))
    await expect(gallery.locator(".slice")).to_have_count(6)
    shares = await gallery.locator(".legend .muted").all_inner_texts()
    assert shares == ["42%", "25%", "14%", "7%", "11%", "1%"]
    await draw(gallery, chart({"type": "pie", "segments": [{"label": "All", "value": 3}]}))
    await expect(gallery.locator(".slice")).to_have_count(1)
    circle = """() => {
        const { width, height } = document.querySelector(".slice").getBoundingClientRect();
        return width > 150 && Math.abs(width - height) < 0.5;
    }"""
    await gallery.wait_for_function(circle)  # it is drawn again when it learns its size


async def test_values_are_read_by_keyboard_and_pointer(gallery: Page) -> None:
    await draw(gallery, chart(lines("line", **ROWS)))
    plot = gallery.get_by_test_id("chart-plot")
    await plot.focus()
    await gallery.keyboard.press("ArrowRight")
    await gallery.keyboard.press("ArrowRight")
    await expect(plot.get_by_role("status")).to_have_text("Week 2, Mood: 4, Energy: 3")
    await gallery.keyboard.press("End")
    await expect(plot.get_by_role("status")).to_have_text("Week 6, Mood: 4, Energy: 5")
    await gallery.keyboard.press("Escape")
    await expect(gallery.locator(".chart-tip")).to_be_hidden()
    box = await plot.bounding_box()
    assert box is not None
    await gallery.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 60)
    await expect(gallery.locator(".chart-tip")).to_contain_text("Week 3")
    tip = await gallery.locator(".chart-tip").bounding_box()
    assert tip is not None
    assert tip["x"] >= box["x"]
    assert tip["x"] + tip["width"] <= box["x"] + box["width"] + 1


async def test_the_numbers_are_a_table_away(gallery: Page) -> None:
    await draw(gallery, chart(lines("bar", **ROWS)))
    table = gallery.get_by_role("table")
    await expect(table).to_be_hidden()
    await gallery.get_by_text("Show the numbers").click()
    await expect(table.get_by_role("row").nth(4)).to_have_text("Week 443.5")


async def test_words_stay_readable_in_a_narrow_pane(gallery: Page) -> None:
    labels = [f"A long name {number}" for number in range(20)]
    data = [{"label": label, "value": number * 1000} for number, label in enumerate(labels)]
    many = {
        "type": "bar",
        "series": [{"name": "n", "data": data}],
        "axis_config": {"categories": labels},
    }
    await gallery.set_viewport_size({"width": 390, "height": 800})
    await draw(gallery, chart(many))
    drawing = gallery.locator(".chart-stage svg")
    await expect(drawing).to_have_js_property("clientWidth", 324)
    assert await drawing.evaluate("(node) => node.viewBox.baseVal.width") == pytest.approx(324)
    assert await gallery.evaluate("document.documentElement.scrollWidth <= innerWidth")
