"""Every block and element, filled as an app would fill it: long words, every style, every part."""

from __future__ import annotations

from typing import Any

from tests.sandbox.test_blocks_samples import (
    BLOCKS,
    ELEMENTS,
    actions,
    asking,
    beside,
    button,
    confirm,
    line,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    words,
)

Json = dict[str, Any]

#: Wednesday 25 November 2026, 09:30 in London.
NOW = 1795599000
PEOPLE: list[Json] = [
    {"id": "U1", "name": "maya", "real_name": "Maya Okafor"},
    {"id": "U2", "name": "theo", "real_name": "Theo Lindqvist"},
    {"id": "U3", "name": "noor", "real_name": "Noor Haddad"},
    {"id": "U4", "name": "zoe", "real_name": "Zoë Ferreira", "deleted": True},
    {"id": "U9", "name": "waymark", "real_name": "Waymark", "is_bot": True},
]

WEEKS = ["Week 1", "Week 2", "Week 3", "Week 4", "Week 5", "Week 6"]


def lines(kind: str, **rows: list[float]) -> Json:
    """A chart over WEEKS, one series per keyword."""
    series = [
        {
            "name": name.title(),
            "data": [
                {"label": label, "value": value} for label, value in zip(WEEKS, row, strict=True)
            ],
        }
        for name, row in rows.items()
    ]
    axes = {"categories": WEEKS, "x_label": "Week", "y_label": "How it went"}
    return {"type": kind, "series": series, "axis_config": axes}


def chart(payload: Json, title: str = "Your last six weeks") -> Json:
    return {"type": "data_visualization", "title": title, "chart": payload}


ROWS: dict[str, list[float]] = {"mood": [3, 4, 2, 4, 5, 4], "energy": [2, 3, 3, 3.5, 4, 5]}
PIE: Json = {
    "type": "pie",
    "segments": [
        {"label": "Deep work", "value": 12},
        {"label": "Meetings", "value": 7},
        {"label": "Learning", "value": 4},
        {"label": "Admin", "value": 2},
        {"label": "Helping", "value": 3},
        {"label": "Rest", "value": 0.4},
    ],
}

CHOICES = [
    option("on", text=plain("On track")),
    option("bit", text=plain("A bit behind"), description=plain("Less than a week")),
    option("stuck", text=plain("Stuck :construction:")),
]
GROUPS: list[Json] = [
    {"label": plain("Every week"), "options": [option("mon", text=plain("Monday"))]},
    {
        "label": plain("Every other week"),
        "options": [option("tue", text=plain("Tuesday")), option("fri", text=plain("Friday"))],
    },
]
RICH_CHOICES = [
    {"text": mrkdwn("*Share* it"), "value": "s", "description": mrkdwn("Theo _sees_ it")},
    {"text": plain("Keep it"), "value": "k"},
]

#: What replaces or completes the smallest sample of an element.
FULL_ELEMENTS: dict[str, Json] = {
    **ELEMENTS,
    "button": button(style="primary", confirm=confirm(style="danger")),
    "overflow": {
        "type": "overflow",
        "options": [option("edit", text=plain("Edit")), option("stop", text=plain("Stop"))],
    },
    "static_select": {
        "type": "static_select",
        "placeholder": plain("How is it going?"),
        "options": CHOICES,
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "placeholder": plain("Which days?"),
        "option_groups": GROUPS,
        "initial_options": [GROUPS[0]["options"][0], GROUPS[1]["options"][1]],
        "max_selected_items": 2,
    },
    "users_select": {"type": "users_select", "initial_user": "U2"},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1", "U3"]},
    "channels_select": {"type": "channels_select", "initial_channel": "C1"},
    "checkboxes": {
        "type": "checkboxes",
        "options": RICH_CHOICES,
        "initial_options": [RICH_CHOICES[0]],
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "options": RICH_CHOICES,
        "initial_option": RICH_CHOICES[1],
    },
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-26"},
    "timepicker": {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Paris"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": NOW},
    "plain_text_input": {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": 300,
        "placeholder": plain("In your own words"),
    },
    "number_input": {"type": "number_input", "is_decimal_allowed": True, "initial_value": "2.5"},
    "file_input": {"type": "file_input", "filetypes": ["pdf"], "max_files": 2},
}

TALL = rich(
    line(
        words("Bold", style={"bold": True}),
        words(" and "),
        words("struck italic", style={"italic": True, "strike": True}),
        words(", "),
        words("code", style={"code": True}),
        words(", "),
        {"type": "link", "url": "https://example.org", "text": "a link"},
        words(", "),
        {"type": "user", "user_id": "U1"},
        {"type": "user", "user_id": "U2"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "team", "team_id": "T1"},
        {"type": "broadcast", "range": "here"},
        words(" "),
        {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
        {"type": "emoji", "name": "no_such_name", "unicode": "1f9ed"},
        words(" "),
        {"type": "color", "value": "#A0b1C2"},
        words(" "),
        {"type": "date", "timestamp": NOW, "format": "{date_long} at {time}", "fallback": "then"},
    ),
    {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [line(words("One")), line(words("Two"))],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 1,
        "elements": [line(words("Under two")), line(words("Also"))],
    },
    {
        "type": "rich_text_list",
        "style": "ordered",
        "offset": 2,
        "border": 1,
        "elements": [line(words("Three, bordered"))],
    },
    {"type": "rich_text_quote", "elements": [words("Somebody said\nthis on two lines.")]},
    {"type": "rich_text_preformatted", "elements": [words("def f():\n    return 1")]},
)

MARKDOWN = """# Title

Some **bold**, *italic*, ~~struck~~, `code` and [a link](https://example.org).

## A list

- one
- two
  - two and a half
1. first
2. second

- [x] done
- [ ] to do

> Quoted **words**

```python
print("hi")
```

| Week | Mood |
| ---- | ---: |
| 1    | 4    |

---

The end.
"""

_PARTS = {"details": rich(line(words("Looked at the notes"))), "output": rich(line(words("2")))}
_SOURCES = {"sources": [{"type": "url", "url": "https://example.org", "text": "Notes"}]}
CARD: Json = {
    "type": "card",
    "title": mrkdwn("*Goal:* ship the talk"),
    "subtitle": plain("Since October"),
    "body": mrkdwn("Next step: an outline of three points."),
    "subtext": plain("Shared with Theo"),
    "slack_icon": {"type": "icon", "name": "flag"},
    "hero_image": {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Hills"},
    "actions": [button(text=plain("Open")), button(text=plain("Done"))],
}

FULL_BLOCKS: dict[str, Json] = {
    **BLOCKS,
    "section": section(
        text=mrkdwn("*Check-in* for <@U1> :compass:\n&gt; How was the week?"),
        fields=[mrkdwn("*Mood*\n4 of 5"), mrkdwn("*Energy*\n3 of 5")],
        accessory={"type": "image", "image_url": "https://example.org/a", "alt_text": "Hills"},
    ),
    "header": {"type": "header", "text": plain("Your week :seedling:")},
    "context": {
        "type": "context",
        "elements": [
            {"type": "image", "image_url": "https://example.org/a", "alt_text": "Compass"},
            mrkdwn("Only you see this. <https://example.org|Why?>"),
            plain("Week 4"),
        ],
    },
    "actions": actions(
        button(style="primary"), button(style="danger"), button(), FULL_ELEMENTS["overflow"]
    ),
    "context_actions": {
        "type": "context_actions",
        "elements": [ELEMENTS["feedback_buttons"], ELEMENTS["icon_button"]],
    },
    "rich_text": TALL,
    "markdown": {"type": "markdown", "text": MARKDOWN},
    "data_visualization": chart(lines("line", **ROWS)),
    "table": {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Score"}],
            [rich(line(words("Ann", style={"bold": True}))), {"type": "raw_number", "value": 4.5}],
        ],
        "column_settings": [None, {"align": "right"}],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Check-ins",
        "page_size": 3,
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Week"}, {"type": "raw_text", "text": "Mood"}],
            *(
                [{"type": "raw_text", "text": week}, {"type": "raw_number", "value": mood}]
                for week, mood in zip(WEEKS, ROWS["mood"], strict=True)
            ),
        ],
    },
    "card": CARD,
    "carousel": {
        "type": "carousel",
        "elements": [CARD, {**CARD, "title": plain("Another")}, CARD],
    },
    "container": {
        "type": "container",
        "title": plain("Box"),
        "subtitle": plain("With a few blocks"),
        "is_collapsible": True,
        "child_blocks": [section(), BLOCKS["input"]],
    },
    "task_card": {
        "type": "task_card",
        "task_id": "t",
        "title": "Look it up",
        "status": "complete",
        **_PARTS,
        **_SOURCES,
    },
    "plan": {
        "type": "plan",
        "title": "Plan",
        "tasks": [
            {"task_id": state, "title": f"A task {state}", "status": state}
            for state in ("complete", "in_progress", "error", "pending")
        ],
    },
    "video": {
        **BLOCKS["video"],
        "author_name": "Ann",
        "provider_name": "Tube",
        "description": plain("Ten minutes"),
        "title_url": "https://example.org/v",
    },
}

ALERTS: list[Json] = [
    {"type": "alert", "text": mrkdwn(f"*{level}*: read this"), "level": level}
    for level in ("default", "info", "warning", "error", "success")
]
CHARTS: list[Json] = [
    chart(lines("line", **ROWS)),
    chart(lines("area", **ROWS), "Area"),
    chart(lines("bar", **ROWS), "Bars"),
    chart(PIE, "Where the time went"),
]


def every_element() -> list[Json]:
    """Each element in a block that may hold it."""
    found: list[Json] = []
    for name, one in FULL_ELEMENTS.items():
        if name in ("plain_text", "mrkdwn", "icon_button", "feedback_buttons"):
            continue
        if name == "image":
            found.append(beside(one))
        elif name in ("button", "workflow_button", "overflow"):
            found.append(actions(one))
        else:
            found.append(asking(one, label=plain(name), hint=plain("A hint"), optional=True))
    return found
