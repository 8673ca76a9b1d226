"""Views, messages and the rules over a whole surface."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest

from bot.sandbox.blocks import Problem, check_blocks, check_message, check_view
from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    CARD,
    ELEMENTS,
    PICTURE,
    Json,
    actions,
    asking,
    beside,
    button,
    buttons,
    cell,
    home,
    lacking,
    modal,
    mrkdwn,
    picture,
    plain,
    section,
    spoiled,
)

ASK = BLOCKS["input"]


def faults(found: list[Problem]) -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in found]


# --- Views ---


@pytest.mark.parametrize(
    "view",
    [
        home(),
        home(ASK, callback_id="home", private_metadata="", external_id="e"),
        modal(),
        modal(section(), close=plain("Not now"), clear_on_close=True, notify_on_close=False),
        modal(ASK, submit=plain("Send")),
        modal(BLOCKS["alert"]),
        modal(beside({**ELEMENTS["users_select"], "focus_on_load": True})),
    ],
)
def test_views_slack_takes(view: Json) -> None:
    assert check_view(view) == []


@pytest.mark.parametrize(
    ("view", "code", "pointer"),
    [
        ("modal", "wrong_type", "/view"),
        ([modal()], "wrong_type", "/view"),
        ({}, "missing_field", "/view"),
        ({"type": "tab", "blocks": []}, "unsupported_type", "/view/type"),
        ({"type": "workflow_step", "blocks": []}, "unsupported_type", "/view/type"),
        (lacking(modal(), "title"), "missing_field", "/view"),
        (lacking(modal(), "blocks"), "missing_field", "/view"),
        (lacking(home(), "blocks"), "missing_field", "/view"),
        ({**home(), "blocks": section()}, "wrong_type", "/view/blocks"),
        (modal(title=mrkdwn()), "wrong_place", "/view/title/type"),
        (modal(title="Title"), "wrong_type", "/view/title"),
        (modal(title=plain("")), "too_short", "/view/title/text"),
        (modal(submit=mrkdwn()), "wrong_place", "/view/submit/type"),
        (modal(close=None), "wrong_type", "/view/close"),
        (modal(private_metadata={"a": 1}), "wrong_type", "/view/private_metadata"),
        (modal(notify_on_close="true"), "wrong_type", "/view/notify_on_close"),
        (modal(hash="1.2"), "unknown_field", "/view"),
        (modal(submit_disabled=False), "unknown_field", "/view"),
        (home(title=plain()), "unknown_field", "/view"),
        (home(notify_on_close=True), "unknown_field", "/view"),
        (modal(section(), ASK), "submit_required", "/view/blocks/1/input"),
        (modal(BLOCKS["markdown"]), "wrong_surface", "/view/blocks/0/type"),
        (modal(BLOCKS["table"]), "wrong_surface", "/view/blocks/0/type"),
        (home(picture()), "wrong_surface", "/view/blocks/0/type"),
        (home(BLOCKS["alert"]), "wrong_surface", "/view/blocks/0/type"),
        (
            home(section(block_id="b"), section(block_id="b")),
            "duplicate_block_id",
            "/view/blocks/1/block_id",
        ),
    ],
)
def test_views_slack_refuses(view: object, code: str, pointer: str) -> None:
    assert faults(check_view(view)) == [(code, pointer)]


def test_only_one_element_has_the_focus() -> None:
    element = {**ELEMENTS["plain_text_input"], "focus_on_load": True}
    view = modal(asking(element), asking(element), submit=plain("Send"))
    expected = [("too_many", "/view/blocks/1/element/focus_on_load")]
    assert faults(check_view(view)) == expected


def test_what_is_no_json_is_too_large() -> None:
    loop = modal()
    loop["private_metadata"] = loop
    assert ("view_too_large", "/view") in faults(check_view(loop))


# --- Messages ---


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"text": "", "channel": "C1", "unfurl_links": False},
        {"text": "x" * 50_000},
        {"blocks": []},
        {"blocks": [section(block_id="b")], "attachments": [{"blocks": [section(block_id="b")]}]},
        {"attachments": [{"color": "good", "title": "Old", "fields": [{"title": "a"}]}]},
        {"blocks": [picture(), picture()]},
        {"blocks": [spoiled("markdown", text="x" * 6000)] * 2},
    ],
)
def test_messages_slack_takes(payload: Json) -> None:
    assert check_message(payload) == []


@pytest.mark.parametrize(
    ("payload", "code", "pointer"),
    [
        ({"text": 5}, "wrong_type", "/text"),
        ({"text": None}, "wrong_type", "/text"),
        ({"blocks": "[]"}, "wrong_type", "/blocks"),
        ({"blocks": {"blocks": []}}, "wrong_type", "/blocks"),
        ({"blocks": [section(text=mrkdwn(""))]}, "too_short", "/blocks/0/text/text"),
        ({"attachments": {}}, "wrong_type", "/attachments"),
        ({"attachments": ["x"]}, "wrong_type", "/attachments/0"),
        ({"attachments": [{"color": 1}]}, "wrong_type", "/attachments/0/color"),
        (
            {"attachments": [{}, {"blocks": [BLOCKS["alert"]]}]},
            "wrong_surface",
            "/attachments/1/blocks/0/type",
        ),
        (
            {"blocks": [section(), section(block_id="b"), section(block_id="b")]},
            "duplicate_block_id",
            "/blocks/2/block_id",
        ),
        ({"blocks": [picture()] * 3}, "too_many", "/blocks/2"),
        (
            {"blocks": [picture()] * 2, "attachments": [{"blocks": [picture()]}]},
            "too_many",
            "/attachments/0/blocks/0",
        ),
        (
            {
                "blocks": [
                    spoiled("markdown", text="x" * 6000),
                    section(),
                    spoiled("markdown", text="x" * 6001),
                ]
            },
            "too_long",
            "/blocks/2/text",
        ),
        (
            {"blocks": [spoiled("table", rows=[[cell("x" * 5001)]])] * 2},
            "too_long",
            "/blocks/1/rows",
        ),
    ],
)
def test_messages_slack_refuses(payload: Json, code: str, pointer: str) -> None:
    assert faults(check_message(payload)) == [(code, pointer)]


# --- Ids ---


@pytest.mark.parametrize(
    ("outer", "pointer"),
    [
        (
            spoiled("container", child_blocks=[section(block_id="b")]),
            "/blocks/1/child_blocks/0/block_id",
        ),
        (
            spoiled("carousel", elements=[{**CARD, "block_id": "b"}]),
            "/blocks/1/elements/0/block_id",
        ),
    ],
)
def test_block_ids_are_unique_in_boxes_too(outer: Json, pointer: str) -> None:
    found = check_blocks([section(block_id="b"), outer], "message")
    assert faults(found) == [("duplicate_block_id", pointer)]


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        (actions(button(action_id="a"), button(action_id="a")), "elements/1"),
        ({**CARD, "actions": [button(action_id="a"), button(action_id="a")]}, "actions/1"),
        (
            spoiled(
                "context_actions",
                elements=[{**ELEMENTS["icon_button"], "action_id": "a"}] * 2,
            ),
            "elements/1",
        ),
    ],
)
def test_action_ids_are_unique_in_their_block(block: Json, pointer: str) -> None:
    found = check_blocks([block], "message")
    assert faults(found) == [("duplicate_action_id", f"/blocks/0/{pointer}/action_id")]


def test_the_same_action_id_may_stand_in_two_blocks() -> None:
    row = beside(button(action_id="done"))
    assert check_blocks([row, row, actions(button(action_id="done"))], "home") == []


# --- Wording ---


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            spoiled("header", text=plain("x" * 151)),
            "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            section(text=mrkdwn("")),
            "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            actions(*buttons(26)),
            "[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            beside({"type": "static_select", "options": []}),
            "[ERROR] must provide at least 1 items [json-pointer:/blocks/0/accessory/options]",
        ),
        (
            {"type": "section"},
            "[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0/type]",
        ),
        (
            section(colour=1),
            "[ERROR] invalid additional property: colour [json-pointer:/blocks/0]",
        ),
        (
            lacking(PICTURE, "alt_text"),
            "[ERROR] missing required field: alt_text [json-pointer:/blocks/0]",
        ),
        ({"type": "poll"}, "[ERROR] unsupported type: poll [json-pointer:/blocks/0/type]"),
        (
            {**CARD, "title": "Card"},
            "[ERROR] must provide an object [json-pointer:/blocks/0/title]",
        ),
        (
            actions(button(action_id="a"), button(action_id="a")),
            '[ERROR] `action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ),
        (
            actions(button(style="loud")),
            "[ERROR] must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
        ),
    ],
)
def test_messages_read_like_slacks(block: Json, message: str) -> None:
    """Sentences seen in answers of the real Slack."""
    assert [one.message for one in check_blocks([block], "message")] == [message]


def test_the_missing_submit_reads_like_slacks() -> None:
    (found,) = check_view(modal(section(), section(), ASK))
    assert found.message == (
        "[ERROR] must define `submit` to use an `input` block in modals"
        " [json-pointer:/view/blocks/2/input]"
    )


# --- The checker itself ---


def test_problems_come_in_document_order() -> None:
    blocks = [section(text=plain("")), {"type": "poll"}, actions()]
    pointers = [one.pointer for one in check_blocks(blocks, "message")]
    assert pointers == ["/blocks/0/text/text", "/blocks/1/type", "/blocks/2/elements"]


def test_an_unknown_surface_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="canvas"):
        check_blocks([], "canvas")


def test_nothing_is_changed() -> None:
    payload: dict[str, Any] = {"blocks": list(copy.deepcopy(BLOCKS).values()), "text": "Hello"}
    before = copy.deepcopy(payload)
    check_message(payload)
    assert payload == before


def test_a_full_message_takes_less_than_two_milliseconds() -> None:
    row = beside(button(action_id="open", value="goal-1", style="primary"))
    blocks = [{**copy.deepcopy(row), "block_id": f"b{number}"} for number in range(50)]
    best = min(_seconds(blocks) for _ in range(20))
    assert check_blocks(blocks, "message") == []
    assert best < 0.002


def _seconds(blocks: list[Json]) -> float:
    start = time.perf_counter()
    check_blocks(blocks, "message")
    return time.perf_counter() - start
