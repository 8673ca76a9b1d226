"""The smallest valid JSON of every element and block; the other tests spoil or stretch it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.sandbox.blocks import SURFACES, check_blocks

Json = dict[str, Any]
Case = tuple[Json, str, str]  # a block, the code, the pointer after /blocks/0


def plain(words: str = "Hello") -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str = "*Hello*") -> Json:
    return {"type": "mrkdwn", "text": words}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain(value), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(f"o{number}") for number in range(count)]


def group(*values: str) -> Json:
    return {"label": plain("Group"), "options": [option(value) for value in values]}


def confirm(**more: Any) -> Json:
    texts = {key: plain(key) for key in ("title", "text", "confirm", "deny")}
    return {**texts, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"a{number}") for number in range(count)]


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def beside(element: Json) -> Json:
    return section(accessory=element)


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str = "Hello", **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def rows(count: int, width: int = 1) -> list[list[Json]]:
    return [[cell() for _ in range(width)] for _ in range(count)]


def chart(kind: str = "bar", series: int = 1, points: int = 2) -> Json:
    if kind == "pie":
        segments = [{"label": f"s{number}", "value": 1} for number in range(series)]
        return {"type": "pie", "segments": segments}
    names = [f"c{number}" for number in range(points)]
    data = [{"label": name, "value": 0} for name in names]
    lines = [{"name": f"s{number}", "data": copy.deepcopy(data)} for number in range(series)]
    return {"type": kind, "series": lines, "axis_config": {"categories": names}}


def picture(payload: Json | None = None, **more: Any) -> Json:
    drawn = payload or chart()
    return {"type": "data_visualization", "title": "Chart", "chart": drawn, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


PICTURE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A dog"}
CARD: Json = {"type": "card", "title": mrkdwn("Card")}
TASK: Json = {"task_id": "t1", "title": "Look it up"}
WORKFLOW = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}}
FEEDBACK = {"text": plain("Good"), "value": "good"}

ELEMENTS: dict[str, Json] = {
    "button": button(),
    "workflow_button": {"type": "workflow_button", "text": plain("Run"), "workflow": WORKFLOW},
    "overflow": {"type": "overflow", "options": options(1)},
    "static_select": {"type": "static_select", "options": options(1)},
    "multi_static_select": {"type": "multi_static_select", "option_groups": [group("a")]},
    "external_select": {"type": "external_select"},
    "multi_external_select": {"type": "multi_external_select"},
    "users_select": {"type": "users_select"},
    "multi_users_select": {"type": "multi_users_select"},
    "conversations_select": {"type": "conversations_select"},
    "multi_conversations_select": {"type": "multi_conversations_select"},
    "channels_select": {"type": "channels_select"},
    "multi_channels_select": {"type": "multi_channels_select"},
    "checkboxes": {"type": "checkboxes", "options": options(1)},
    "radio_buttons": {"type": "radio_buttons", "options": options(1)},
    "datepicker": {"type": "datepicker"},
    "timepicker": {"type": "timepicker"},
    "datetimepicker": {"type": "datetimepicker"},
    "plain_text_input": {"type": "plain_text_input"},
    "rich_text_input": {"type": "rich_text_input"},
    "email_text_input": {"type": "email_text_input"},
    "url_text_input": {"type": "url_text_input"},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "file_input": {"type": "file_input"},
    "image": PICTURE,
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "positive_button": FEEDBACK,
        "negative_button": FEEDBACK,
    },
    "plain_text": plain(),
    "mrkdwn": mrkdwn(),
}

_CHOOSERS = {
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_external_select",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "multi_conversations_select",
    "channels_select",
    "multi_channels_select",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
}
_PRESSED = {"button", "workflow_button", "overflow"}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input"}
PLACES = {
    "section": _CHOOSERS | _PRESSED | {"image"},
    "actions": _CHOOSERS | _PRESSED | {"datetimepicker", "rich_text_input"},
    "input": _CHOOSERS | _TYPED | {"datetimepicker", "rich_text_input"},
    "context": {"image", "plain_text", "mrkdwn"},
    "context_actions": {"icon_button", "feedback_buttons"},
}

BLOCKS: dict[str, Json] = {
    "section": section(),
    "header": {"type": "header", "text": plain()},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [mrkdwn()]},
    "actions": actions(button()),
    "context_actions": {"type": "context_actions", "elements": [ELEMENTS["icon_button"]]},
    "input": asking({"type": "plain_text_input"}),
    "image": PICTURE,
    "rich_text": rich(line(words())),
    "video": {
        "type": "video",
        "alt_text": "How to",
        "title": plain("How to"),
        "thumbnail_url": "https://example.org/t.png",
        "video_url": "https://example.org/v",
    },
    "file": {"type": "file", "external_id": "F1", "source": "remote"},
    "table": {"type": "table", "rows": rows(1)},
    "data_table": {"type": "data_table", "rows": rows(2), "caption": "Scores"},
    "data_visualization": picture(),
    "markdown": {"type": "markdown", "text": "**Hello**"},
    "alert": {"type": "alert", "text": mrkdwn()},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {"type": "container", "title": plain("Box"), "child_blocks": [section()]},
    "task_card": {"type": "task_card", **TASK},
    "plan": {"type": "plan", "title": "Plan", "tasks": [TASK]},
}


def spoiled(name: str, **more: Any) -> Json:
    """The smallest block of that type with some fields changed."""
    return {**BLOCKS[name], **more}


def lacking(value: Json, key: str) -> Json:
    return {name: item for name, item in value.items() if name != key}


def element(name: str, **more: Any) -> Json:
    return {**ELEMENTS[name], **more}


def assert_refused(block: Json, code: str, pointer: str) -> None:
    """One problem and no other, on a surface that takes the block."""
    surface = "modal" if block.get("type") == "alert" else "message"
    found = check_blocks([block], surface)
    assert [(one.code, one.pointer) for one in found] == [(code, f"/blocks/0{pointer}")]
    assert found[0].message.startswith("[ERROR] ")
    assert found[0].message.endswith(f" [json-pointer:/blocks/0{pointer}]")


def in_place(place: str, element: Json) -> Json:
    """A block of type `place` that holds the element."""
    if place == "section":
        return beside(element)
    if place == "input":
        return asking(element)
    return {"type": place, "elements": [element]}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_stands_on_its_surfaces_and_on_no_other(name: str, surface: str) -> None:
    found = check_blocks([BLOCKS[name]], surface)
    if name in SURFACES[surface]:
        assert found == []
    else:
        assert [(one.pointer, one.code) for one in found] == [("/blocks/0/type", "wrong_surface")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ELEMENTS)
def test_each_element_stands_in_its_blocks_and_in_no_other(name: str, place: str) -> None:
    found = check_blocks([in_place(place, ELEMENTS[name])], "message")
    if name in PLACES[place]:
        assert found == []
    else:
        where = {"section": "accessory", "input": "element"}.get(place, "elements/0")
        expected = [(f"/blocks/0/{where}/type", "wrong_place")]
        assert [(one.pointer, one.code) for one in found] == expected


def test_every_block_type_has_a_sample() -> None:
    assert set().union(*SURFACES.values()) == set(BLOCKS)


def test_surfaces_differ_as_slack_says() -> None:
    message, modal_, home_ = (set(SURFACES[name]) for name in ("message", "modal", "home"))
    assert modal_ - message == {"alert"}
    assert message - modal_ == {
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "data_visualization",
        "file",
        "markdown",
        "plan",
        "table",
        "task_card",
    }
    assert home_ == (message & home_)
    assert message - home_ == {
        "context_actions",
        "data_visualization",
        "file",
        "markdown",
        "plan",
        "task_card",
    }
