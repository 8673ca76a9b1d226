"""Block elements, and the blocks each may stand in (D, agreeing with @slack/types)."""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.menus import CHOOSER, MENUS, OVERFLOW
from bot.sandbox.blocks.objects import (
    ACCESSIBILITY_LABEL,
    ACTION_ID,
    CONFIRM,
    DISPATCH,
    IDENTIFIER,
    IMAGE,
    PLACEHOLDER,
    STYLE,
    WORKFLOW,
    plain,
    text,
)
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.rules import fits, needs, ordered, whole_unless
from bot.sandbox.blocks.shapes import (
    Flag,
    Items,
    Kinds,
    Record,
    Shape,
    Whole,
    Words,
    choice,
    kind,
    record,
)

# --- Buttons ---

BUTTON = kind(
    "button",
    "text",
    needs("agent_prompt_display", "agent_prompt"),
    text=plain(limits.BUTTON_TEXT),
    action_id=ACTION_ID,
    url=Words(limits.URL, least=1, form="link"),
    value=Words(limits.BUTTON_VALUE),
    style=STYLE,
    confirm=CONFIRM,
    accessibility_label=ACCESSIBILITY_LABEL,
    agent_prompt=Words(limits.AGENT_PROMPT, least=1),
    agent_prompt_display=Words(),
)
_WORKFLOW_BUTTON = kind(
    "workflow_button",
    "text workflow",
    text=plain(limits.BUTTON_TEXT),
    workflow=WORKFLOW,
    action_id=ACTION_ID,
    style=STYLE,
    confirm=CONFIRM,
    accessibility_label=ACCESSIBILITY_LABEL,
)
_ICON_BUTTON = kind(
    "icon_button",
    "icon text",
    icon=choice("trash"),
    text=plain(limits.BUTTON_TEXT),
    action_id=ACTION_ID,
    value=Words(limits.BUTTON_VALUE),
    confirm=CONFIRM,
    accessibility_label=ACCESSIBILITY_LABEL,
    visible_to_user_ids=Items(IDENTIFIER, limits.VISIBLE_TO),
)
_FEEDBACK = record(
    "text value",
    text=plain(limits.BUTTON_TEXT),
    value=Words(limits.BUTTON_VALUE),
    accessibility_label=ACCESSIBILITY_LABEL,
)
_FEEDBACK_BUTTONS = kind(
    "feedback_buttons",
    "positive_button negative_button",
    action_id=ACTION_ID,
    positive_button=_FEEDBACK,
    negative_button=_FEEDBACK,
)

# --- Dates and times ---

_PICKERS = kind(
    "datepicker", "", initial_date=Words(form="date"), placeholder=PLACEHOLDER, **CHOOSER
) | kind(
    "timepicker",
    "",
    initial_time=Words(form="time"),
    timezone=Words(form="zone"),
    placeholder=PLACEHOLDER,
    **CHOOSER,
)
_MOMENT = kind(
    "datetimepicker",
    "",
    initial_date_time=Whole(10**9, 10**10 - 1),  # D: a Unix time of ten digits
    **CHOOSER,
)

# --- Typed answers ---

_TYPED: dict[str, Shape] = {
    "action_id": ACTION_ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH,
}
_RICH_INPUT = kind(
    "rich_text_input",
    "",
    ordered("min_lines", "max_lines"),
    initial_value=Kinds(RICH_TEXT),
    min_lines=Whole(1, limits.INPUT_LINES),
    max_lines=Whole(1, limits.INPUT_LINES),
    **_TYPED,
)
_PLAIN_INPUT = kind(
    "plain_text_input",
    "",
    ordered("min_length", "max_length"),
    fits("initial_value", "max_length"),
    initial_value=Words(limits.INPUT_LENGTH),
    multiline=Flag(),
    min_length=Whole(0, limits.INPUT_LENGTH),
    max_length=Whole(1, limits.INPUT_LENGTH),
    **_TYPED,
)
_NUMBER = Words(least=1, form="number")
_NUMBER_INPUT = kind(
    "number_input",
    "is_decimal_allowed",
    ordered("min_value", "max_value"),
    ordered("min_value", "initial_value"),
    ordered("initial_value", "max_value"),
    whole_unless("is_decimal_allowed", "initial_value", "min_value", "max_value"),
    is_decimal_allowed=Flag(),
    initial_value=_NUMBER,
    min_value=_NUMBER,
    max_value=_NUMBER,
    **_TYPED,
)
_ADDRESSES = kind("email_text_input", "", initial_value=Words(), **_TYPED) | kind(
    "url_text_input", "", initial_value=Words(), **_TYPED
)
_FILE_INPUT = kind(
    "file_input",
    "",
    action_id=ACTION_ID,
    filetypes=Items(Words(least=1)),
    max_files=Whole(1, limits.FILES),
)
URL_SOURCE = kind(
    "url",
    "url text",
    url=Words(limits.URL, least=1, form="link"),
    text=Words(least=1),
)

# --- Places ---

_COMMON = MENUS | _PICKERS
_PLACES: dict[str, dict[str, Record]] = {
    "section": _COMMON | OVERFLOW | BUTTON | _WORKFLOW_BUTTON | IMAGE,
    "actions": _COMMON | OVERFLOW | BUTTON | _WORKFLOW_BUTTON | _MOMENT | _RICH_INPUT,
    "input": _COMMON
    | _MOMENT
    | _RICH_INPUT
    | _PLAIN_INPUT
    | _NUMBER_INPUT
    | _ADDRESSES
    | _FILE_INPUT,
    "context": IMAGE | text().records,
    "context_actions": _FEEDBACK_BUTTONS | _ICON_BUTTON,
    "card": BUTTON,
}
_ALL = frozenset(name for place in _PLACES.values() for name in place)


def elements_of(place: str) -> Kinds:
    """What may stand in a block of that type; other known elements get the code "wrong_place"."""
    return Kinds(dict(_PLACES[place]), _ALL)
