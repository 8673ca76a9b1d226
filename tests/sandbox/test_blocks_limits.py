"""Every limit twice: exactly at it nothing is said, one over it the fault is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.blocks import check_blocks, check_message, check_view
from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    CARD,
    ELEMENTS,
    FEEDBACK,
    PICTURE,
    TASK,
    Json,
    actions,
    asking,
    beside,
    button,
    buttons,
    cell,
    chart,
    confirm,
    element,
    group,
    home,
    modal,
    mrkdwn,
    option,
    options,
    picture,
    plain,
    rich,
    rows,
    section,
    spoiled,
)

Build = Callable[[int], Json]


def url(length: int) -> str:
    return "https://example.org/".ljust(length, "x")


def typed(**more: Any) -> Json:
    return asking({"type": "plain_text_input", **more})


def pressed(**more: Any) -> Json:
    return actions(button(**more))


def labelled(option_: Json) -> Json:
    return beside({"type": "checkboxes", "options": [option_]})


def context_action(name: str, **more: Any) -> Json:
    return spoiled("context_actions", elements=[element(name, **more)])


# block built from a length, the limit, the pointer after /blocks/0
LENGTHS: list[tuple[Build, int, str]] = [
    (lambda n: section(block_id="x" * n), 255, "/block_id"),
    (lambda n: section(text=mrkdwn("x" * n)), 3000, "/text/text"),
    (lambda n: section(text=plain("x" * n)), 3000, "/text/text"),
    (lambda n: section(fields=[plain("x" * n)]), 2000, "/fields/0/text"),
    (lambda n: spoiled("header", text=plain("x" * n)), 150, "/text/text"),
    (lambda n: spoiled("context", elements=[mrkdwn("x" * n)]), 3000, "/elements/0/text"),
    (lambda n: {**PICTURE, "alt_text": "x" * n}, 2000, "/alt_text"),
    (lambda n: {**PICTURE, "title": plain("x" * n)}, 2000, "/title/text"),
    (lambda n: {**PICTURE, "image_url": url(n)}, 3000, "/image_url"),
    (lambda n: beside({**PICTURE, "alt_text": "x" * n}), 2000, "/accessory/alt_text"),
    (lambda n: spoiled("input", label=plain("x" * n)), 2000, "/label/text"),
    (lambda n: spoiled("input", hint=plain("x" * n)), 2000, "/hint/text"),
    (lambda n: typed(placeholder=plain("x" * n)), 150, "/element/placeholder/text"),
    (lambda n: typed(action_id="x" * n), 255, "/element/action_id"),
    (lambda n: typed(initial_value="x" * n), 3000, "/element/initial_value"),
    (
        lambda n: beside(element("users_select", placeholder=plain("x" * n))),
        150,
        "/accessory/placeholder/text",
    ),
    (
        lambda n: asking(element("datepicker", placeholder=plain("x" * n))),
        150,
        "/element/placeholder/text",
    ),
    (lambda n: pressed(text=plain("x" * n)), 75, "/elements/0/text/text"),
    (lambda n: pressed(value="x" * n), 2000, "/elements/0/value"),
    (lambda n: pressed(url=url(n)), 3000, "/elements/0/url"),
    (lambda n: pressed(action_id="x" * n), 255, "/elements/0/action_id"),
    (lambda n: pressed(accessibility_label="x" * n), 75, "/elements/0/accessibility_label"),
    (lambda n: pressed(agent_prompt="x" * n), 4000, "/elements/0/agent_prompt"),
    (
        lambda n: pressed(confirm=confirm(title=plain("x" * n))),
        100,
        "/elements/0/confirm/title/text",
    ),
    (
        lambda n: pressed(confirm=confirm(text=plain("x" * n))),
        300,
        "/elements/0/confirm/text/text",
    ),
    (
        lambda n: pressed(confirm=confirm(confirm=plain("x" * n))),
        30,
        "/elements/0/confirm/confirm/text",
    ),
    (
        lambda n: pressed(confirm=confirm(deny=plain("x" * n))),
        30,
        "/elements/0/confirm/deny/text",
    ),
    (
        lambda n: context_action("icon_button", value="x" * n),
        2000,
        "/elements/0/value",
    ),
    (
        lambda n: context_action(
            "feedback_buttons", negative_button={**FEEDBACK, "text": plain("x" * n)}
        ),
        75,
        "/elements/0/negative_button/text/text",
    ),
    (
        lambda n: labelled({"text": mrkdwn("x" * n), "value": "a"}),
        75,
        "/accessory/options/0/text/text",
    ),
    (
        lambda n: labelled({"text": plain(), "value": "x" * n}),
        150,
        "/accessory/options/0/value",
    ),
    (
        lambda n: labelled(option(description=plain("x" * n))),
        75,
        "/accessory/options/0/description/text",
    ),
    (
        lambda n: beside(element("overflow", options=[option(url=url(n))])),
        3000,
        "/accessory/options/0/url",
    ),
    (
        lambda n: beside(
            element("multi_static_select", option_groups=[{**group("a"), "label": plain("x" * n)}])
        ),
        75,
        "/accessory/option_groups/0/label/text",
    ),
    (lambda n: spoiled("video", title=plain("x" * n)), 200, "/title/text"),
    (lambda n: spoiled("video", description=plain("x" * n)), 200, "/description/text"),
    (lambda n: spoiled("video", author_name="x" * n), 50, "/author_name"),
    (lambda n: spoiled("video", provider_name="x" * n), 50, "/provider_name"),
    (lambda n: spoiled("video", title_url=url(n)), 2000, "/title_url"),
    (lambda n: spoiled("video", video_url=url(n)), 3000, "/video_url"),
    (lambda n: spoiled("alert", text=plain("x" * n)), 200, "/text/text"),
    (lambda n: {**CARD, "title": mrkdwn("x" * n)}, 150, "/title/text"),
    (lambda n: {**CARD, "subtitle": mrkdwn("x" * n)}, 150, "/subtitle/text"),
    (lambda n: {**CARD, "body": mrkdwn("x" * n)}, 200, "/body/text"),
    (lambda n: {**CARD, "subtext": mrkdwn("x" * n)}, 200, "/subtext/text"),
    (lambda n: spoiled("container", title=plain("x" * n)), 150, "/title/text"),
    (lambda n: spoiled("container", subtitle=mrkdwn("x" * n)), 150, "/subtitle/text"),
    (lambda n: picture(title="x" * n), 50, "/title"),
    (
        lambda n: picture({"type": "pie", "segments": [{"label": "x" * n, "value": 1}]}),
        20,
        "/chart/segments/0/label",
    ),
    (
        lambda n: picture({**chart(), "series": [{**chart()["series"][0], "name": "x" * n}]}),
        20,
        "/chart/series/0/name",
    ),
    (
        lambda n: picture(
            {**chart(), "axis_config": {"categories": ["c0", "c1"], "x_label": "x" * n}}
        ),
        50,
        "/chart/axis_config/x_label",
    ),
    (lambda n: spoiled("markdown", text="x" * n), 12_000, "/text"),
    (lambda n: spoiled("table", rows=[[cell("x" * n)]]), 10_000, "/rows"),
    (
        lambda n: spoiled("data_table", rows=[[cell("a")], [cell("x" * (n - 1))]]),
        20_000,
        "/rows",
    ),
]

COUNTS: list[tuple[Build, int, str]] = [
    (lambda n: section(fields=[plain()] * n), 10, "/fields"),
    (lambda n: spoiled("context", elements=[plain()] * n), 10, "/elements"),
    (lambda n: actions(*buttons(n)), 25, "/elements"),
    (
        lambda n: spoiled("context_actions", elements=[ELEMENTS["icon_button"]] * n),
        5,
        "/elements",
    ),
    (lambda n: beside(element("overflow", options=options(n))), 5, "/accessory/options"),
    (lambda n: beside(element("checkboxes", options=options(n))), 10, "/accessory/options"),
    (lambda n: beside(element("radio_buttons", options=options(n))), 10, "/accessory/options"),
    (lambda n: beside(element("static_select", options=options(n))), 100, "/accessory/options"),
    (
        lambda n: beside(element("multi_static_select", option_groups=[group("a")] * n)),
        100,
        "/accessory/option_groups",
    ),
    (
        lambda n: context_action("icon_button", visible_to_user_ids=["U1"] * n),
        10,
        "/elements/0/visible_to_user_ids",
    ),
    (lambda n: {**CARD, "actions": buttons(n)}, 3, "/actions"),
    (lambda n: spoiled("carousel", elements=[CARD] * n), 10, "/elements"),
    (lambda n: spoiled("container", child_blocks=[section()] * n), 10, "/child_blocks"),
    (
        lambda n: spoiled("plan", tasks=[{**TASK, "task_id": str(i)} for i in range(n)]),
        50,
        "/tasks",
    ),
    (lambda n: spoiled("table", rows=rows(n)), 100, "/rows"),
    (lambda n: spoiled("table", rows=rows(1, n)), 20, "/rows/0"),
    (lambda n: spoiled("table", column_settings=[None] * n), 20, "/column_settings"),
    (lambda n: spoiled("data_table", rows=rows(n)), 201, "/rows"),
    (lambda n: picture(chart("pie", n)), 6, "/chart/segments"),
    (lambda n: picture(chart("line", n)), 6, "/chart/series"),
]

NUMBERS: list[tuple[Build, int, str]] = [
    (lambda n: typed(min_length=n), 3000, "/element/min_length"),
    (lambda n: typed(max_length=n), 3000, "/element/max_length"),
    (lambda n: asking(element("file_input", max_files=n)), 10, "/element/max_files"),
    (lambda n: asking(element("rich_text_input", max_lines=n)), 100, "/element/max_lines"),
    (lambda n: spoiled("data_table", page_size=n), 100, "/page_size"),
    (lambda n: spoiled("header", level=n), 4, "/level"),
    (
        lambda n: rich({"type": "rich_text_list", "style": "bullet", "elements": [], "indent": n}),
        8,
        "/elements/0/indent",
    ),
]

CASES = [
    *((*case, "too_long") for case in LENGTHS),
    *((*case, "too_many") for case in COUNTS),
    *((*case, "out_of_range") for case in NUMBERS),
]


@pytest.mark.parametrize(("build", "limit", "pointer", "code"), CASES)
def test_at_the_limit_and_one_over(build: Build, limit: int, pointer: str, code: str) -> None:
    surface = "modal" if build(1)["type"] == "alert" else "message"
    assert check_blocks([build(limit)], surface) == []
    found = check_blocks([build(limit + 1)], surface)
    assert [(one.code, one.pointer) for one in found] == [(code, f"/blocks/0{pointer}")]


def test_twenty_categories_and_no_more() -> None:
    assert check_blocks([picture(chart(points=20))], "message") == []
    found = {one.pointer for one in check_blocks([picture(chart(points=21))], "message")}
    assert found == {"/blocks/0/chart/series/0/data", "/blocks/0/chart/axis_config/categories"}


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_blocks_of_a_surface(surface: str, most: int) -> None:
    assert check_blocks([BLOCKS["divider"]] * most, surface) == []
    (found,) = check_blocks([BLOCKS["divider"]] * (most + 1), surface)
    assert found.message == f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]"


@pytest.mark.parametrize("key", ["title", "submit", "close"])
def test_labels_of_a_modal(key: str) -> None:
    assert check_view(modal(**{key: plain("x" * 24)})) == []
    (found,) = check_view(modal(**{key: plain("x" * 25)}))
    expected = f"must be less than 25 characters [json-pointer:/view/{key}/text]"
    assert found.message == f"[ERROR] {expected}"


@pytest.mark.parametrize(
    ("key", "most"), [("callback_id", 255), ("external_id", 255), ("private_metadata", 3000)]
)
@pytest.mark.parametrize("view", [modal, home])
def test_strings_of_a_view(view: Callable[..., Json], key: str, most: int) -> None:
    assert check_view(view(**{key: "x" * most})) == []
    (found,) = check_view(view(**{key: "x" * (most + 1)}))
    assert (found.code, found.pointer) == ("too_long", f"/view/{key}")


def test_a_view_of_250_kilobytes_and_one_byte_more() -> None:
    full = [section(text=plain("é" * 1200)) for _ in range(100)]
    view = home(*full)
    spare = 250_000 - len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    full[0]["block_id"] = "x"
    spare -= len(',"block_id":"x"')
    for block in full[1:]:
        take = min(spare, 1800)
        block["text"]["text"] += "x" * take
        spare -= take
    assert check_view(view) == []
    full[0]["block_id"] = "xx"
    (found,) = check_view(view)
    assert (found.code, found.pointer) == ("view_too_large", "/view")


def test_a_hundred_attachments_and_no_more() -> None:
    assert check_message({"attachments": [{"text": "x"}] * 100}) == []
    (found,) = check_message({"attachments": [{"text": "x"}] * 101})
    assert (found.code, found.pointer) == ("too_many", "/attachments")


def test_lengths_count_code_points() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # one sign to the eye, five code points
    assert check_blocks([spoiled("header", text=plain(family * 30))], "message") == []
    assert check_blocks([spoiled("header", text=plain(family * 30 + "x"))], "message") != []
    assert check_blocks([spoiled("header", text=plain("\U0001f600" * 150))], "message") == []
