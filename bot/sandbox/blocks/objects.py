"""Composition objects: texts, options, dialogs, filters and what several elements share."""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.rules import at_least_one, at_most_one
from bot.sandbox.blocks.shapes import (
    Flag,
    Items,
    Kinds,
    Record,
    Shape,
    Words,
    choice,
    kind,
    record,
)


def plain(most: int = limits.TEXT) -> Kinds:
    """A plain_text object of 1 to `most` code points."""
    return Kinds(_plain(most), frozenset({"mrkdwn"}))


def text(most: int = limits.TEXT) -> Kinds:
    """A plain_text or mrkdwn object of 1 to `most` code points."""
    return Kinds(_plain(most) | _mrkdwn(most))


def _plain(most: int) -> dict[str, Record]:
    return kind("plain_text", "text", text=Words(most, least=1), emoji=Flag())


def _mrkdwn(most: int) -> dict[str, Record]:
    return kind("mrkdwn", "text", text=Words(most, least=1), verbatim=Flag())


BLOCK_ID = Words(limits.BLOCK_ID, least=1)  # that it may not be empty is U
ACTION_ID = Words(limits.ACTION_ID, least=1)  # likewise
ALT_TEXT = Words(limits.ALT_TEXT, least=1)  # likewise
STYLE = choice("primary", "danger")
ACCESSIBILITY_LABEL = Words(limits.ACCESSIBILITY_LABEL)
PLACEHOLDER = plain(limits.PLACEHOLDER)
IDENTIFIER = Words(least=1)  # of a person, a channel, a file: looked up elsewhere

# --- Images ---

SLACK_FILE = record(
    "",
    at_least_one("id", "url"),
    at_most_one("id", "url"),
    id=IDENTIFIER,
    url=Words(limits.URL, least=1, form="web"),
)
IMAGE_SOURCE: dict[str, Shape] = {
    "image_url": Words(limits.URL, least=1, form="web"),
    "slack_file": SLACK_FILE,
    "alt_text": ALT_TEXT,
}
IMAGE_RULES = (at_least_one("image_url", "slack_file"), at_most_one("image_url", "slack_file"))
IMAGE = kind("image", "alt_text", *IMAGE_RULES, **IMAGE_SOURCE)

# --- Options ---


def _option(label: Kinds, description: Kinds, **more: Shape) -> Record:
    value = Words(limits.OPTION_VALUE, least=1)
    fields: dict[str, Shape] = {"text": label, "value": value, "description": description}
    return record("text value", **fields, **more)


PLAIN_OPTION = _option(plain(limits.OPTION_TEXT), plain(limits.OPTION_TEXT))
RICH_OPTION = _option(text(limits.OPTION_TEXT), text(limits.OPTION_TEXT))
MENU_OPTION = _option(
    plain(limits.OPTION_TEXT),
    plain(limits.OPTION_TEXT),
    url=Words(limits.OPTION_URL, least=1, form="link"),
)
OPTIONS = Items(PLAIN_OPTION, limits.SELECT_OPTIONS, least=1)
OPTION_GROUPS = Items(
    record("label options", label=plain(limits.GROUP_LABEL), options=OPTIONS),
    limits.SELECT_OPTIONS,
    least=1,
)
#: What an app answers an external select with; finding nothing is an answer too (U).
SUGGESTED = record(
    "",
    at_least_one("options", "option_groups"),
    at_most_one("options", "option_groups"),
    options=Items(PLAIN_OPTION, limits.SELECT_OPTIONS),
    option_groups=Items(
        record(
            "label options",
            label=plain(limits.GROUP_LABEL),
            options=Items(PLAIN_OPTION, limits.SELECT_OPTIONS),
        ),
        limits.SELECT_OPTIONS,
    ),
)

# --- Behaviour ---

CONFIRM = record(
    "title text confirm deny",
    title=plain(limits.CONFIRM_TITLE),
    text=text(limits.CONFIRM_TEXT),  # D says plain_text, S and old examples mrkdwn too
    confirm=plain(limits.CONFIRM_BUTTON),
    deny=plain(limits.CONFIRM_BUTTON),
    style=STYLE,
)
DISPATCH = record(
    "trigger_actions_on",
    trigger_actions_on=Items(
        choice("on_enter_pressed", "on_character_entered"), limits.TRIGGERS, least=1
    ),
)
FILTER = record(
    "",
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
    include=Items(choice("im", "mpim", "private", "public"), least=1),
    exclude_external_shared_channels=Flag(),
    exclude_bot_users=Flag(),
)
WORKFLOW = record(
    "trigger",
    trigger=record(
        "url",
        url=Words(limits.URL, least=1, form="web"),
        customizable_input_parameters=Items(
            record("name value", name=Words(least=1), value=Words())
        ),
    ),
)
_ICON_NAMES = """
    archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment
    compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart
    help image info key lightbulb link map mobile new-window pin plus refine refresh rocket save
    screen share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning
"""  # D: exactly these 54
SLACK_ICON = kind("icon", "name", name=choice(*_ICON_NAMES.split()))
