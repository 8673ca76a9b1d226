"""Whatever JSON comes in, the checker answers: it never raises, its pointers are sound."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.blocks import SURFACES, Problem, check_blocks, check_message, check_view
from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    ELEMENTS,
    Json,
    asking,
    beside,
    home,
    modal,
)

_NAMES = sorted({*BLOCKS, *ELEMENTS, "modal", "home", "rich_text_section", "pie", "text"})
_KEYS = [
    "type",
    "text",
    "blocks",
    "elements",
    "element",
    "accessory",
    "options",
    "option_groups",
    "fields",
    "rows",
    "child_blocks",
    "action_id",
    "block_id",
    "label",
    "title",
    "submit",
    "chart",
    "series",
    "segments",
    "axis_config",
    "categories",
    "data",
    "tasks",
    "initial_option",
    "initial_options",
    "confirm",
    "min_length",
    "max_length",
    "min_value",
    "max_value",
    "style",
    "image_url",
    "slack_file",
]
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(_NAMES)
)
ANY_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=25,
)
VALID = [
    *BLOCKS.values(),
    *(asking(element) for element in ELEMENTS.values()),
    *(beside(element) for element in ELEMENTS.values()),
]


def assert_sound(found: list[Problem], root: str) -> None:
    for one in found:
        assert one.pointer == root or one.pointer.startswith(root + "/")
        assert one.message.startswith("[ERROR] ")
        assert one.message.endswith(f"[json-pointer:{one.pointer}]")


@given(ANY_JSON, st.sampled_from(sorted(SURFACES)))
@settings(deadline=None)
def test_any_json_as_blocks(value: Any, surface: str) -> None:
    assert_sound(check_blocks(value, surface), "/blocks")
    assert_sound(check_blocks([value], surface), "/blocks")


@given(ANY_JSON)
@settings(deadline=None)
def test_any_json_as_a_view(value: Any) -> None:
    assert_sound(check_view(value), "/view")
    assert_sound(check_view({"type": "modal", "blocks": value}), "/view")


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments"]), ANY_JSON))
@settings(deadline=None)
def test_any_json_as_a_message(payload: Json) -> None:
    for one in check_message(payload):
        assert one.pointer.split("/")[1] in payload


@given(st.sampled_from(VALID), st.data())
@settings(max_examples=400, deadline=None)
def test_valid_blocks_with_one_part_replaced(block: Json, data: st.DataObject) -> None:
    """Close to valid is where a careless rule would stumble."""
    spoiled = copy.deepcopy(block)
    places = list(_places(spoiled))
    parent, key = data.draw(st.sampled_from(places))
    parent[key] = data.draw(ANY_JSON)
    for surface in SURFACES:
        assert_sound(check_blocks([spoiled, spoiled], surface), "/blocks")
    assert_sound(check_message({"blocks": [spoiled], "attachments": [spoiled]}), "")
    assert_sound(check_view(modal(spoiled)) + check_view(home(spoiled)), "/view")


def test_json_as_deep_as_a_parser_lets_through() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = {"type": "rich_text", "elements": [deep], "text": "x"}
    assert check_blocks([deep, {"type": "table", "rows": [[deep]]}], "message") != []
    assert check_view(modal(deep)) != []


def _places(node: Any) -> Any:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(items):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)
