"""What the checker refuses in menus and inputs: each case names one code and one pointer."""

from __future__ import annotations

import pytest

from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    Case,
    Json,
    asking,
    assert_refused,
    beside,
    element,
    group,
    lacking,
    mrkdwn,
    option,
    options,
    plain,
    spoiled,
    words,
)

MENUS: list[Case] = [
    (beside({"type": "static_select"}), "needs_one", "/accessory"),
    (beside(element("static_select", option_groups=[group("a")])), "only_one", "/accessory"),
    (beside(element("static_select", options=[])), "too_few", "/accessory/options"),
    (
        beside(element("multi_static_select", option_groups=[group()])),
        "too_few",
        "/accessory/option_groups/0/options",
    ),
    (
        beside(element("static_select", initial_option=option("z"))),
        "not_an_option",
        "/accessory/initial_option",
    ),
    (
        beside(element("static_select", initial_option=option("o0", description=plain()))),
        "not_an_option",
        "/accessory/initial_option",
    ),
    (
        beside(element("multi_static_select", initial_options=[option("a"), option("z")])),
        "not_an_option",
        "/accessory/initial_options/1",
    ),
    (
        beside(
            {
                "type": "multi_static_select",
                "options": options(3),
                "initial_options": options(2),
                "max_selected_items": 1,
            }
        ),
        "too_many",
        "/accessory/initial_options",
    ),
    (
        beside(element("multi_users_select", max_selected_items=0)),
        "out_of_range",
        "/accessory/max_selected_items",
    ),
    (beside(element("users_select", max_selected_items=1)), "unknown_field", "/accessory"),
    (
        beside(element("users_select", placeholder=mrkdwn())),
        "wrong_place",
        "/accessory/placeholder/type",
    ),
    (beside(element("users_select", initial_users=["U1"])), "unknown_field", "/accessory"),
    (
        beside(element("multi_users_select", initial_users="U1")),
        "wrong_type",
        "/accessory/initial_users",
    ),
    (
        beside(element("external_select", min_query_length=-1)),
        "out_of_range",
        "/accessory/min_query_length",
    ),
    (beside(element("external_select", options=options(1))), "unknown_field", "/accessory"),
    (
        beside(element("conversations_select", filter={})),
        "needs_one",
        "/accessory/filter",
    ),
    (
        beside(element("conversations_select", filter={"include": []})),
        "too_few",
        "/accessory/filter/include",
    ),
    (
        beside(element("conversations_select", filter={"include": ["dm"]})),
        "wrong_value",
        "/accessory/filter/include/0",
    ),
    (beside(element("overflow", options=[])), "too_few", "/accessory/options"),
    (beside(element("overflow", focus_on_load=True)), "unknown_field", "/accessory"),
    (
        beside(element("radio_buttons", options=[option(url="https://a.org")])),
        "unknown_field",
        "/accessory/options/0",
    ),
    (
        beside(element("static_select", options=[{**option(), "text": mrkdwn()}])),
        "wrong_place",
        "/accessory/options/0/text/type",
    ),
    (
        beside(element("checkboxes", options=[lacking(option(), "value")])),
        "missing_field",
        "/accessory/options/0",
    ),
    (
        beside(element("checkboxes", options=[{"text": plain(), "value": ""}])),
        "too_short",
        "/accessory/options/0/value",
    ),
    (
        beside(element("checkboxes", initial_options=[])),
        "too_few",
        "/accessory/initial_options",
    ),
    (
        beside(element("radio_buttons", initial_option=option("z"))),
        "not_an_option",
        "/accessory/initial_option",
    ),
]

INPUTS: list[Case] = [
    (lacking(BLOCKS["input"], "label"), "missing_field", ""),
    (lacking(BLOCKS["input"], "element"), "missing_field", ""),
    (spoiled("input", label=mrkdwn()), "wrong_place", "/label/type"),
    (spoiled("input", hint=mrkdwn()), "wrong_place", "/hint/type"),
    (spoiled("input", optional="true"), "wrong_type", "/optional"),
    (spoiled("input", element={"type": "textarea"}), "unsupported_type", "/element/type"),
    (
        asking({"type": "plain_text_input", "min_length": 9, "max_length": 8}),
        "out_of_order",
        "/element/min_length",
    ),
    (
        asking({"type": "plain_text_input", "initial_value": "abc", "max_length": 2}),
        "too_long",
        "/element/initial_value",
    ),
    (
        asking({"type": "plain_text_input", "max_length": 0}),
        "out_of_range",
        "/element/max_length",
    ),
    (
        asking({"type": "plain_text_input", "max_length": "5"}),
        "wrong_type",
        "/element/max_length",
    ),
    (asking({"type": "plain_text_input", "value": "x"}), "unknown_field", "/element"),
    (
        asking({"type": "plain_text_input", "dispatch_action_config": {}}),
        "missing_field",
        "/element/dispatch_action_config",
    ),
    (
        asking(
            {
                "type": "plain_text_input",
                "dispatch_action_config": {"trigger_actions_on": ["on_blur"]},
            }
        ),
        "wrong_value",
        "/element/dispatch_action_config/trigger_actions_on/0",
    ),
    (asking({"type": "number_input"}), "missing_field", "/element"),
    (
        asking(element("number_input", min_value="5", max_value="4")),
        "out_of_order",
        "/element/min_value",
    ),
    (
        asking(element("number_input", initial_value="5", max_value="4")),
        "out_of_order",
        "/element/initial_value",
    ),
    (asking(element("number_input", min_value="1.5")), "bad_format", "/element/min_value"),
    (asking(element("number_input", min_value="many")), "bad_format", "/element/min_value"),
    (asking(element("number_input", min_value=1)), "wrong_type", "/element/min_value"),
    (
        asking(element("rich_text_input", initial_value=words())),
        "unsupported_type",
        "/element/initial_value/type",
    ),
    (
        asking(element("rich_text_input", min_lines=3, max_lines=2)),
        "out_of_order",
        "/element/min_lines",
    ),
    (
        asking(element("datepicker", initial_date="2026-2-3")),
        "bad_format",
        "/element/initial_date",
    ),
    (
        asking(element("datepicker", initial_date="2026-02-30")),
        "bad_format",
        "/element/initial_date",
    ),
    (asking(element("timepicker", initial_time="24:00")), "bad_format", "/element/initial_time"),
    (asking(element("timepicker", initial_time="9:00")), "bad_format", "/element/initial_time"),
    (asking(element("timepicker", timezone="GMT 1")), "bad_format", "/element/timezone"),
    (
        asking(element("datetimepicker", initial_date_time=123456789)),
        "out_of_range",
        "/element/initial_date_time",
    ),
    (
        asking(element("datetimepicker", initial_date_time="1628633820")),
        "wrong_type",
        "/element/initial_date_time",
    ),
    (asking(element("datetimepicker", placeholder=plain())), "unknown_field", "/element"),
    (asking({"type": "file_input"}, dispatch_action=True), "wrong_place", "/element/type"),
    (asking(element("file_input", filetypes="pdf")), "wrong_type", "/element/filetypes"),
]


@pytest.mark.parametrize(("block", "code", "pointer"), [*MENUS, *INPUTS])
def test_one_fault_is_one_problem(block: Json, code: str, pointer: str) -> None:
    assert_refused(block, code, pointer)
