"""Elements that offer a choice: select menus, checkboxes, radio buttons, overflow menus."""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.objects import (
    ACTION_ID,
    CONFIRM,
    FILTER,
    IDENTIFIER,
    MENU_OPTION,
    OPTION_GROUPS,
    OPTIONS,
    PLACEHOLDER,
    PLAIN_OPTION,
    RICH_OPTION,
)
from bot.sandbox.blocks.rules import among_options, at_least_one, at_most_one, no_more_than
from bot.sandbox.blocks.shapes import Flag, Items, Record, Shape, Whole, kind

CHOOSER: dict[str, Shape] = {
    "action_id": ACTION_ID,
    "confirm": CONFIRM,
    "focus_on_load": Flag(),
}
_MENU: dict[str, Shape] = {**CHOOSER, "placeholder": PLACEHOLDER}
_MULTI_MENU: dict[str, Shape] = {**_MENU, "max_selected_items": Whole(1)}

# --- Static lists ---

_LISTS: dict[str, Shape] = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_ONE_LIST = (at_least_one(*_LISTS), at_most_one(*_LISTS))
_STATIC = kind(
    "static_select",
    "",
    *_ONE_LIST,
    among_options("initial_option"),
    initial_option=PLAIN_OPTION,
    **_LISTS,
    **_MENU,
) | kind(
    "multi_static_select",
    "",
    *_ONE_LIST,
    among_options("initial_options"),
    no_more_than("initial_options", "max_selected_items"),
    initial_options=OPTIONS,
    **_LISTS,
    **_MULTI_MENU,
)

# --- Lists Slack or the app fills in ---


def _filled(source: str, initial: str, one: Shape, **more: Shape) -> dict[str, Record]:
    return kind(f"{source}_select", "", **{initial: one}, **more, **_MENU)


def _filled_many(source: str, initial: str, one: Shape, **more: Shape) -> dict[str, Record]:
    return kind(
        f"multi_{source}_select",
        "",
        no_more_than(f"{initial}s", "max_selected_items"),
        **{f"{initial}s": Items(one)},
        **more,
        **_MULTI_MENU,
    )


_TALKS: dict[str, Shape] = {"default_to_current_conversation": Flag(), "filter": FILTER}
_REPLY: dict[str, Shape] = {"response_url_enabled": Flag()}
_FILLED = (
    _filled("external", "initial_option", PLAIN_OPTION, min_query_length=Whole(0))
    | _filled_many("external", "initial_option", PLAIN_OPTION, min_query_length=Whole(0))
    | _filled("users", "initial_user", IDENTIFIER)
    | _filled_many("users", "initial_user", IDENTIFIER)
    | _filled("conversations", "initial_conversation", IDENTIFIER, **_TALKS, **_REPLY)
    | _filled_many("conversations", "initial_conversation", IDENTIFIER, **_TALKS)
    | _filled("channels", "initial_channel", IDENTIFIER, **_REPLY)
    | _filled_many("channels", "initial_channel", IDENTIFIER)
)

# --- All in sight ---

_CHOICES = Items(RICH_OPTION, limits.CHOICES, least=1)
_GROUPS = kind(
    "checkboxes",
    "options",
    among_options("initial_options"),
    options=_CHOICES,
    initial_options=_CHOICES,
    **CHOOSER,
) | kind(
    "radio_buttons",
    "options",
    among_options("initial_option"),
    options=_CHOICES,
    initial_option=RICH_OPTION,
    **CHOOSER,
)

MENUS = _STATIC | _FILLED | _GROUPS
OVERFLOW = kind(
    "overflow",
    "options",
    options=Items(MENU_OPTION, limits.OVERFLOW_OPTIONS, least=1),
    action_id=ACTION_ID,
    confirm=CONFIRM,
)
