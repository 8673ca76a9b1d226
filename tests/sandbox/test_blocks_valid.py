"""What the checker must let pass: JSON by hand, and JSON built by slackblocks per surface."""

from __future__ import annotations

from typing import Any

import pytest
import slackblocks as sb

from bot.sandbox.blocks import check_blocks, check_message, check_view
from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    CARD,
    PICTURE,
    TASK,
    Json,
    actions,
    asking,
    beside,
    button,
    cell,
    chart,
    confirm,
    element,
    group,
    line,
    mrkdwn,
    option,
    options,
    picture,
    plain,
    rich,
    section,
    spoiled,
    words,
)

WRITTEN: list[Json] = [
    section(text=plain(" ")),
    section(text={**plain(), "emoji": False}),
    section(text={**mrkdwn(), "verbatim": True}),
    {"type": "section", "fields": [plain(), mrkdwn()]},
    section(fields=[plain()] * 10, expand=True, block_id="b"),
    spoiled("header", level=1),
    spoiled("context", elements=[PICTURE, plain(), mrkdwn()]),
    {**PICTURE, "title": plain(" "), "block_id": "b"},
    {"type": "image", "alt_text": "A dog", "slack_file": {"id": "F0123456"}},
    {"type": "image", "alt_text": "A dog", "slack_file": {"url": "https://files.slack.com/x.png"}},
    actions(button(url="mailto:someone@example.org"), button(url="slack://open")),
    actions(button(style="primary", confirm=confirm(style="danger"), value="")),
    actions(button(confirm=confirm(text=mrkdwn("*Sure?*")))),
    actions(button(action_id="a"), button(action_id="b"), button()),
    actions(button(agent_prompt="Sum up", agent_prompt_display="Summary")),
    beside(element("overflow", options=[option(url="https://example.org"), option("b")])),
    beside(element("static_select", options=options(3), initial_option=option("o2"))),
    beside(element("multi_static_select", initial_options=[option("a")])),
    beside(
        {
            "type": "static_select",
            "option_groups": [group("a", "b"), group("c")],
            "initial_option": option("c"),
        }
    ),
    beside(element("external_select", initial_option=option("z"), min_query_length=0)),
    beside(element("multi_users_select", initial_users=["U1", "W2"], max_selected_items=2)),
    beside(element("users_select", initial_user="U1", focus_on_load=True)),
    beside(
        element(
            "conversations_select",
            default_to_current_conversation=True,
            response_url_enabled=True,
            filter={"include": ["im", "public"], "exclude_bot_users": True},
        )
    ),
    beside(element("channels_select", initial_channel="C1")),
    beside(
        element(
            "checkboxes",
            options=[option("a", description=mrkdwn()), {"text": mrkdwn(), "value": "b"}],
            initial_options=[{"text": mrkdwn(), "value": "b"}],
        )
    ),
    asking(element("radio_buttons", options=options(2), initial_option=option("o1"))),
    asking(element("datepicker", initial_date="2024-02-29")),
    asking(element("timepicker", initial_time="23:59", timezone="America/Argentina/Buenos_Aires")),
    asking(element("timepicker", initial_time="00:00", timezone="Etc/GMT+5")),
    asking(element("datetimepicker", initial_date_time=1628633820)),
    asking(
        {
            "type": "plain_text_input",
            "multiline": True,
            "min_length": 5,
            "max_length": 5,
            "initial_value": "abcde",
            "dispatch_action_config": {
                "trigger_actions_on": ["on_enter_pressed", "on_character_entered"]
            },
        },
        dispatch_action=True,
        optional=True,
        hint=plain(),
    ),
    asking(element("number_input", min_value="-1", initial_value="0", max_value="10")),
    asking(element("number_input", is_decimal_allowed=True, initial_value="0.25")),
    asking(element("rich_text_input", initial_value=rich(line(words())), min_lines=2)),
    asking(element("file_input", filetypes=["pdf"], max_files=1), dispatch_action=False),
    asking(element("url_text_input", initial_value="not a url yet")),
    spoiled("context_actions", elements=[element("feedback_buttons", action_id="f")]),
    rich(line()),
    rich(
        line(
            words(style={"bold": True, "italic": True, "strike": False, "code": True}),
            {"type": "link", "url": "https://example.org", "text": "here"},
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1", "style": {"highlight": True}},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "team", "team_id": "T1"},
            {"type": "broadcast", "range": "here"},
            {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
            {"type": "color", "value": "#A0b1C2"},
            {"type": "date", "timestamp": 0, "format": "{date_long}", "fallback": "then"},
        ),
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [line(words()), line()],
            "indent": 1,
            "offset": 3,
            "border": 1,
        },
        {"type": "rich_text_quote", "elements": [words()], "border": 0},
        {"type": "rich_text_preformatted", "elements": [words()], "language": "python"},
    ),
    spoiled(
        "table",
        rows=[
            [cell("Name"), cell("Score")],
            [rich(line(words("Ann"))), {"type": "raw_number", "value": 4.5, "text": "4.5"}],
        ],
        column_settings=[None, {"align": "right", "is_wrapped": True}],
    ),
    spoiled("data_table", rows=[[cell()], [{"type": "raw_number", "value": 3}]], page_size=5),
    picture(chart("pie", 6)),
    picture(chart("area", 6, 20)),
    picture({"type": "pie", "segments": [{"label": "a", "value": 0.5}]}),
    {**CARD, "actions": [button()], "icon": PICTURE, "hero_image": PICTURE},
    {"type": "card", "slack_icon": {"type": "icon", "name": "star-filled"}, "body": plain()},
    spoiled("container", is_collapsible=True, default_collapsed=True, width="full"),
    spoiled("container", child_blocks=[BLOCKS["input"], BLOCKS["table"], BLOCKS["file"]]),
    spoiled("task_card", status="complete", details=rich(line(words()))),
    spoiled("plan", tasks=[{**TASK, "status": "pending", "type": "task_card"}]),
    {"type": "plan", "title": "Later"},
]


@pytest.mark.parametrize("block", WRITTEN)
def test_written_by_hand(block: Json) -> None:
    assert check_blocks([block], "message") == []


def _option(value: str) -> sb.Option:
    return sb.Option(text=sb.Text(value, type_=sb.TextType.PLAINTEXT), value=value)


def _everywhere() -> list[sb.Block]:
    """What slackblocks builds for any surface; ids left to it, so they are unique."""
    choices = [_option("a"), _option("b")]
    return [
        sb.SectionBlock("Hello *you*"),
        sb.SectionBlock("Pick", accessory=sb.StaticSelectMenu("s", choices)),
        sb.SectionBlock("Pick", accessory=sb.OverflowMenu("o", choices)),
        sb.SectionBlock("Look", accessory=sb.Image("A dog", "https://example.org/a.png")),
        sb.SectionBlock(fields=[sb.Text("one"), sb.Text("two", type_=sb.TextType.PLAINTEXT)]),
        sb.HeaderBlock("Title"),
        sb.DividerBlock(),
        sb.ContextBlock([sb.Text("small print")]),
        sb.ImageBlock("https://example.org/a.png", alt_text="A dog", title="Dog"),
        sb.ActionsBlock(
            [
                sb.Button("Go", "go", value="1", style="primary"),
                sb.CheckboxGroup("c", choices),
                sb.RadioButtonGroup("r", choices),
                sb.DatePicker("d", initial_date="2026-11-22"),
                sb.TimePicker("t", initial_time="09:30"),
                sb.UserSelectMenu("u", placeholder="Who"),
                sb.ConversationMultiSelectMenu("m"),
            ]
        ),
        sb.InputBlock("Say", sb.PlainTextInput("p", multiline=True, max_length=300), hint="Short"),
        sb.InputBlock("How many", sb.NumberInput(False, "n", min_value=1, max_value=5)),
        sb.InputBlock("Mail", sb.EmailInput("e")),
        sb.InputBlock("Link", sb.URLInput("l")),
        sb.InputBlock("When", sb.DateTimePicker("w", 1628633830)),
        sb.InputBlock("File", sb.FileInput("f", filetypes=["pdf"], max_files=2)),
        sb.RichTextBlock(
            [
                sb.RichTextSection([sb.RichText("bold", bold=True), sb.RichTextUser("U1")]),
                sb.RichTextList("bullet", [sb.RichTextSection([sb.RichText("one")])], indent=1),
                sb.RichTextQuote([sb.RichText("said")]),
                sb.RichTextCodeBlock([sb.RichText("x = 1")]),
            ]
        ),
        sb.CardBlock(title="Card", body="Text", actions=[sb.Button("Go", "go")]),
    ]


def _wide() -> list[sb.Block]:
    """For messages and Home tabs."""
    return [
        sb.CarouselBlock([sb.CardBlock(title="One"), sb.CardBlock(title="Two")]),
        sb.ContainerBlock([sb.SectionBlock("Inside")], title="Box"),
        sb.TableBlock([[sb.RawText("Name"), sb.RawText("Score")]]),
        sb.DataTableBlock(
            rows=[[sb.RawText("Name")], [sb.RawText("Ann")]],
            caption="Names",
        ),
    ]


def _message_only() -> list[sb.Block]:
    point = sb.DataPoint("Mon", 3)
    axes = sb.AxisConfig(["Mon"], x_label="Day")
    return [
        sb.MarkdownBlock("**bold**"),
        sb.FileBlock("ext"),
        sb.DataVisualizationBlock("Pie", sb.PieChart([sb.ChartSegment("a", 1)])),
        sb.DataVisualizationBlock("Line", sb.LineChart([sb.DataSeries("s", [point])], axes)),
        sb.ContextActionsBlock([sb.IconButton(text="Delete", action_id="x")]),
        sb.PlanBlock("Plan", [sb.TaskCardBlock("t", "Task", status="pending")]),
        sb.TaskCardBlock("t", "Task", status="complete"),
    ]


def _json(block: Any) -> Json:
    built: Json = block._resolve()
    return built


BUILT = [
    *((surface, block) for surface in ("message", "modal", "home") for block in _everywhere()),
    *((surface, block) for surface in ("message", "home") for block in _wide()),
    *(("message", block) for block in _message_only()),
    ("modal", sb.AlertBlock("Careful", level="warning")),
]


@pytest.mark.parametrize(("surface", "block"), BUILT)
def test_built_by_slackblocks(surface: str, block: sb.Block) -> None:
    assert check_blocks([_json(block)], surface) == []


def test_whole_surfaces_built_by_slackblocks() -> None:
    message = sb.Message("C1", blocks=[*_everywhere(), *_wide(), *_message_only()], text="Hello")
    assert check_message(message._resolve()) == []
    view = sb.ModalView("Title", _everywhere(), submit="Send", close="Not now", callback_id="c")
    assert check_view(view._resolve()) == []
    assert check_view(sb.HomeTabView([*_everywhere(), *_wide()])._resolve()) == []
