"""What the checker refuses in blocks: each case names one code and one pointer."""

from __future__ import annotations

import pytest

from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    CARD,
    FEEDBACK,
    PICTURE,
    TASK,
    Case,
    Json,
    actions,
    assert_refused,
    beside,
    button,
    cell,
    chart,
    confirm,
    element,
    lacking,
    line,
    mrkdwn,
    picture,
    plain,
    rich,
    rows,
    section,
    spoiled,
    words,
)

SHAPES: list[Case] = [
    ({}, "missing_field", ""),
    ({"type": 1}, "wrong_type", "/type"),
    ({"type": ["section"]}, "wrong_type", "/type"),
    ({"type": "Section"}, "unsupported_type", "/type"),
    ({"type": "call"}, "unsupported_type", "/type"),
    ({"type": "button", "text": plain()}, "unsupported_type", "/type"),
    (section(colour="red"), "unknown_field", ""),
    (section(block_id=7), "wrong_type", "/block_id"),
    (section(block_id=""), "too_short", "/block_id"),
    (section(block_id=None), "wrong_type", "/block_id"),
    (spoiled("divider", text=plain()), "unknown_field", ""),
]

TEXTS: list[Case] = [
    (section(text="Hello"), "wrong_type", "/text"),
    (section(text={"text": "Hello"}), "missing_field", "/text"),
    (section(text={"type": "mrkdwn"}), "missing_field", "/text"),
    (section(text=mrkdwn("")), "too_short", "/text/text"),
    (section(text={"type": "mrkdwn", "text": 5}), "wrong_type", "/text/text"),
    (section(text={"type": "markdown", "text": "a"}), "unsupported_type", "/text/type"),
    (section(text={**mrkdwn(), "emoji": True}), "unknown_field", "/text"),
    (section(text={**plain(), "verbatim": True}), "unknown_field", "/text"),
    (section(text={**plain(), "emoji": "yes"}), "wrong_type", "/text/emoji"),
    (section(text={**mrkdwn(), "verbatim": 1}), "wrong_type", "/text/verbatim"),
    (spoiled("header", text=mrkdwn()), "wrong_place", "/text/type"),
    (lacking(BLOCKS["header"], "text"), "missing_field", ""),
    (spoiled("header", level=5), "out_of_range", "/level"),
    (spoiled("header", level=True), "wrong_type", "/level"),
    ({"type": "section"}, "needs_one", "/type"),
    (section(fields=[]), "too_few", "/fields"),
    (section(fields=plain()), "wrong_type", "/fields"),
    (section(fields=["one"]), "wrong_type", "/fields/0"),
    (section(expand="no"), "wrong_type", "/expand"),
    (section(accessory=[button()]), "wrong_type", "/accessory"),
    (spoiled("context", elements=[]), "too_few", "/elements"),
    (spoiled("context", elements=[plain(), "x"]), "wrong_type", "/elements/1"),
    (spoiled("markdown", text=""), "too_short", "/text"),
    (spoiled("markdown", text=plain()), "wrong_type", "/text"),
]

PICTURES: list[Case] = [
    (lacking(PICTURE, "alt_text"), "missing_field", ""),
    ({**PICTURE, "alt_text": ""}, "too_short", "/alt_text"),
    (lacking(PICTURE, "image_url"), "needs_one", ""),
    ({**PICTURE, "slack_file": {"id": "F1"}}, "only_one", ""),
    ({**PICTURE, "image_url": "a.png"}, "bad_format", "/image_url"),
    ({**PICTURE, "image_url": "ftp://example.org/a"}, "bad_format", "/image_url"),
    ({**PICTURE, "title": mrkdwn()}, "wrong_place", "/title/type"),
    ({**lacking(PICTURE, "image_url"), "slack_file": {}}, "needs_one", "/slack_file"),
    (beside(lacking(PICTURE, "alt_text")), "missing_field", "/accessory"),
    (beside({**PICTURE, "title": plain()}), "unknown_field", "/accessory"),
    (lacking(BLOCKS["video"], "alt_text"), "missing_field", ""),
    (lacking(BLOCKS["video"], "title"), "missing_field", ""),
    (spoiled("video", video_url="http://example.org/v"), "bad_format", "/video_url"),
    (spoiled("video", title_url="http://example.org"), "bad_format", "/title_url"),
    (spoiled("file", source="local"), "wrong_value", "/source"),
]

ACTIONS: list[Case] = [
    (actions(), "too_few", "/elements"),
    ({"type": "actions"}, "missing_field", ""),
    (actions({"type": "buton"}), "unsupported_type", "/elements/0/type"),
    (actions(button(style="default")), "wrong_value", "/elements/0/style"),
    (actions(button(style=None)), "wrong_type", "/elements/0/style"),
    (actions(button(text=mrkdwn())), "wrong_place", "/elements/0/text/type"),
    (actions(button(text="Press")), "wrong_type", "/elements/0/text"),
    (actions(lacking(button(), "text")), "missing_field", "/elements/0"),
    (actions(button(value=1)), "wrong_type", "/elements/0/value"),
    (actions(button(url="example.org")), "bad_format", "/elements/0/url"),
    (actions(button(url="")), "too_short", "/elements/0/url"),
    (actions(button(placeholder=plain())), "unknown_field", "/elements/0"),
    (actions(button(agent_prompt_display="x")), "missing_field", "/elements/0"),
    (actions(button(confirm="Sure?")), "wrong_type", "/elements/0/confirm"),
    (
        actions(button(confirm=lacking(confirm(), "deny"))),
        "missing_field",
        "/elements/0/confirm",
    ),
    (
        actions(button(confirm=confirm(style="red"))),
        "wrong_value",
        "/elements/0/confirm/style",
    ),
    (
        actions(button(confirm=confirm(title=mrkdwn()))),
        "wrong_place",
        "/elements/0/confirm/title/type",
    ),
    (
        actions(button(action_id="a"), button(action_id="a")),
        "duplicate_action_id",
        "/elements/1/action_id",
    ),
    (actions(button(action_id="")), "too_short", "/elements/0/action_id"),
    (
        actions(element("workflow_button", workflow={})),
        "missing_field",
        "/elements/0/workflow",
    ),
    (
        actions(element("workflow_button", workflow={"trigger": {"url": "x"}})),
        "bad_format",
        "/elements/0/workflow/trigger/url",
    ),
    (
        spoiled("context_actions", elements=[element("icon_button", icon="star")]),
        "wrong_value",
        "/elements/0/icon",
    ),
    (
        spoiled(
            "context_actions",
            elements=[element("feedback_buttons", positive_button=lacking(FEEDBACK, "value"))],
        ),
        "missing_field",
        "/elements/0/positive_button",
    ),
]

RICH_TEXTS: list[Case] = [
    (rich(), "too_few", "/elements"),
    (rich(words()), "wrong_place", "/elements/0/type"),
    (rich(line(words(""))), "too_short", "/elements/0/elements/0/text"),
    (rich(line(line(words()))), "wrong_place", "/elements/0/elements/0/type"),
    (rich(line({"type": "user"})), "missing_field", "/elements/0/elements/0"),
    (rich(line(words(style={"loud": True}))), "unknown_field", "/elements/0/elements/0/style"),
    (rich(line(words(style={"bold": 1}))), "wrong_type", "/elements/0/elements/0/style/bold"),
    (
        rich(line({"type": "broadcast", "range": "all"})),
        "wrong_value",
        "/elements/0/elements/0/range",
    ),
    (
        rich(line({"type": "color", "value": "red"})),
        "bad_format",
        "/elements/0/elements/0/value",
    ),
    (rich(line({"type": "link", "url": "x"})), "bad_format", "/elements/0/elements/0/url"),
    (
        rich(line({"type": "date", "timestamp": "1", "format": "{date}"})),
        "wrong_type",
        "/elements/0/elements/0/timestamp",
    ),
    (
        rich({"type": "rich_text_list", "style": "numbers", "elements": []}),
        "wrong_value",
        "/elements/0/style",
    ),
    (rich({"type": "rich_text_list", "elements": []}), "missing_field", "/elements/0"),
    (
        rich(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}],
            }
        ),
        "wrong_place",
        "/elements/0/elements/0/type",
    ),
    (
        rich(
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "user", "user_id": "U1"}],
            }
        ),
        "wrong_place",
        "/elements/0/elements/0/type",
    ),
    (
        rich({"type": "rich_text_quote", "elements": [], "border": 2}),
        "out_of_range",
        "/elements/0/border",
    ),
]

DATA: list[Case] = [
    (spoiled("table", rows={}), "wrong_type", "/rows"),
    (spoiled("table", rows=[]), "too_few", "/rows"),
    (spoiled("table", rows=[[]]), "too_few", "/rows/0"),
    (spoiled("table", rows=[[cell()], [cell(), cell()]]), "inconsistent", "/rows/1"),
    (spoiled("table", rows=[["x"]]), "wrong_type", "/rows/0/0"),
    (spoiled("table", rows=[[cell("")]]), "too_short", "/rows/0/0/text"),
    (
        spoiled("table", column_settings=[None, {"align": "middle"}]),
        "wrong_value",
        "/column_settings/1/align",
    ),
    (lacking(BLOCKS["data_table"], "caption"), "missing_field", ""),
    (spoiled("data_table", rows=rows(1)), "too_few", "/rows"),
    (
        spoiled("data_table", rows=[[rich(line(words()))], [cell()]]),
        "wrong_place",
        "/rows/0/0/type",
    ),
    (
        spoiled("data_table", row_header_column_index=1),
        "out_of_range",
        "/row_header_column_index",
    ),
    (spoiled("data_table", page_size=0), "out_of_range", "/page_size"),
    (lacking(picture(), "title"), "missing_field", ""),
    (picture({"type": "radar"}), "unsupported_type", "/chart/type"),
    (picture({"type": "pie", "segments": []}), "too_few", "/chart/segments"),
    (
        picture({"type": "pie", "segments": [{"label": "a", "value": 0}]}),
        "out_of_range",
        "/chart/segments/0/value",
    ),
    (picture(lacking(chart(), "axis_config")), "missing_field", "/chart"),
    (
        picture({**chart(), "axis_config": {"categories": ["c0", "c2"]}}),
        "inconsistent",
        "/chart/series/0/data",
    ),
    (
        picture({**chart(), "axis_config": {"categories": ["c0", "c1", "c2"]}}),
        "inconsistent",
        "/chart/series/0/data",
    ),
    (
        picture({**chart(), "series": chart()["series"] * 2}),
        "duplicate_name",
        "/chart/series/1/name",
    ),
    (
        picture({**chart(), "axis_config": {"categories": ["c0", "c0"]}}),
        "duplicate_category",
        "/chart/axis_config/categories/1",
    ),
]

BOXES: list[Case] = [
    (spoiled("alert", level="loud"), "wrong_value", "/level"),
    (lacking(CARD, "title"), "needs_one", ""),
    ({**CARD, "title": "Card"}, "wrong_type", "/title"),
    (
        {**CARD, "icon": PICTURE, "slack_icon": {"type": "icon", "name": "bot"}},
        "only_one",
        "",
    ),
    (
        {**CARD, "slack_icon": {"type": "icon", "name": "bell"}},
        "wrong_value",
        "/slack_icon/name",
    ),
    ({**CARD, "actions": actions(button())}, "wrong_type", "/actions"),
    ({**CARD, "actions": [element("overflow")]}, "wrong_place", "/actions/0/type"),
    (spoiled("carousel", elements=[]), "too_few", "/elements"),
    (spoiled("carousel", elements=[section()]), "unsupported_type", "/elements/0/type"),
    (lacking(BLOCKS["container"], "title"), "needs_one", ""),
    (spoiled("container", child_blocks=[]), "too_few", "/child_blocks"),
    (spoiled("container", child_blocks=[CARD]), "wrong_place", "/child_blocks/0/type"),
    (
        spoiled("container", child_blocks=[BLOCKS["container"]]),
        "wrong_place",
        "/child_blocks/0/type",
    ),
    (spoiled("container", default_collapsed=True), "inconsistent", "/default_collapsed"),
    (
        spoiled("container", is_collapsible=True, has_header_divider=True),
        "inconsistent",
        "/has_header_divider",
    ),
    (spoiled("container", width="huge"), "wrong_value", "/width"),
    (spoiled("task_card", status="pending"), "wrong_value", "/status"),
    (spoiled("task_card", title=plain()), "wrong_type", "/title"),
    (
        spoiled("task_card", sources=[{"type": "url", "url": "https://a.org"}]),
        "missing_field",
        "/sources/0",
    ),
    (spoiled("plan", title=plain()), "wrong_type", "/title"),
    (spoiled("plan", tasks=[TASK, TASK]), "duplicate_task_id", "/tasks/1/task_id"),
    (spoiled("plan", tasks=[{**TASK, "status": "done"}]), "wrong_value", "/tasks/0/status"),
]

CASES = [*SHAPES, *TEXTS, *PICTURES, *ACTIONS, *RICH_TEXTS, *DATA, *BOXES]


@pytest.mark.parametrize(("block", "code", "pointer"), CASES)
def test_one_fault_is_one_problem(block: Json, code: str, pointer: str) -> None:
    assert_refused(block, code, pointer)
