"""The layout blocks: one entry per type, with its fields."""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.elements import URL_SOURCE, elements_of
from bot.sandbox.blocks.objects import (
    ALT_TEXT,
    BLOCK_ID,
    IMAGE,
    IMAGE_RULES,
    IMAGE_SOURCE,
    SLACK_ICON,
    plain,
    text,
)
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.rules import (
    at_least_one,
    at_most_one,
    collapsing,
    no_dispatch_for_files,
    unique,
)
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
from bot.sandbox.blocks.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE

# --- Text and pictures ---

_SECTION = kind(
    "section",
    "",
    at_least_one("text", "fields", at="type"),  # I: the pointer ends in /type
    block_id=BLOCK_ID,
    text=text(),
    fields=Items(text(limits.SECTION_FIELD), limits.SECTION_FIELDS, least=1),
    accessory=elements_of("section"),
    expand=Flag(),
)
_HEADER = kind(
    "header",
    "text",
    block_id=BLOCK_ID,
    text=plain(limits.HEADER),
    level=Whole(1, limits.HEADER_LEVELS),
)
_DIVIDER = kind("divider", "", block_id=BLOCK_ID)
_CONTEXT = kind(
    "context",
    "elements",
    block_id=BLOCK_ID,
    elements=Items(elements_of("context"), limits.CONTEXT_ELEMENTS, least=1),
)
_IMAGE = kind(
    "image",
    "alt_text",
    *IMAGE_RULES,
    block_id=BLOCK_ID,
    title=plain(limits.IMAGE_TITLE),
    **IMAGE_SOURCE,
)
_VIDEO = kind(
    "video",
    "alt_text title thumbnail_url video_url",
    block_id=BLOCK_ID,
    alt_text=ALT_TEXT,
    title=plain(limits.VIDEO_TITLE),
    title_url=Words(limits.VIDEO_LINK, least=1, form="https"),
    thumbnail_url=Words(limits.URL, least=1, form="web"),
    video_url=Words(limits.URL, least=1, form="https"),
    description=plain(limits.VIDEO_DESCRIPTION),
    author_name=Words(limits.VIDEO_AUTHOR),
    provider_name=Words(limits.VIDEO_PROVIDER),
    provider_icon_url=Words(limits.VIDEO_LINK, least=1, form="web"),
)
_FILE = kind(
    "file",
    "external_id source",
    block_id=BLOCK_ID,
    external_id=Words(least=1),
    source=choice("remote"),
)
_MARKDOWN = kind("markdown", "text", block_id=BLOCK_ID, text=Words(least=1))
_ALERT = kind(
    "alert",
    "text",
    block_id=BLOCK_ID,
    text=text(limits.ALERT),
    level=choice("default", "info", "warning", "error", "success"),
)

# --- Things to press and fill in ---

_ACTIONS = kind(
    "actions",
    "elements",
    block_id=BLOCK_ID,
    elements=Items(elements_of("actions"), limits.ACTIONS_ELEMENTS, least=1),
)
_CONTEXT_ACTIONS = kind(
    "context_actions",
    "elements",
    block_id=BLOCK_ID,
    elements=Items(elements_of("context_actions"), limits.CONTEXT_ACTIONS_ELEMENTS, least=1),
)
_INPUT = kind(
    "input",
    "label element",
    no_dispatch_for_files,
    block_id=BLOCK_ID,
    label=plain(limits.INPUT_LABEL),
    element=elements_of("input"),
    hint=plain(limits.INPUT_HINT),
    optional=Flag(),
    dispatch_action=Flag(),
)

# --- Boxes ---

_CARD = kind(
    "card",
    "",
    at_least_one("hero_image", "title", "actions", "body"),
    at_most_one("icon", "slack_icon"),
    block_id=BLOCK_ID,
    hero_image=Kinds(IMAGE),
    icon=Kinds(IMAGE),
    slack_icon=Kinds(SLACK_ICON),
    title=text(limits.CARD_TITLE),  # I: an object, though D says string
    subtitle=text(limits.CARD_TITLE),
    body=text(limits.CARD_BODY),
    subtext=text(limits.CARD_BODY),
    actions=Items(elements_of("card"), limits.CARD_ACTIONS, least=1),
)
_CAROUSEL = kind(
    "carousel",
    "elements",
    block_id=BLOCK_ID,
    elements=Items(Kinds(_CARD), limits.CAROUSEL_CARDS, least=1),
)
_IN_CONTAINER = (
    _ACTIONS
    | _CONTEXT
    | _DIVIDER
    | _FILE
    | _HEADER
    | _IMAGE
    | _INPUT
    | RICH_TEXT
    | _SECTION
    | TABLE
    | _VIDEO
)
_TASK: dict[str, Shape] = {
    "type": choice("task_card"),
    "block_id": BLOCK_ID,
    "task_id": Words(least=1),
    "title": Words(least=1),  # I: a string, unlike a card's
    "details": Kinds(RICH_TEXT),
    "output": Kinds(RICH_TEXT),
    "sources": Items(Kinds(URL_SOURCE)),
}
_STATUS = ("in_progress", "complete", "error")
_WAITING = choice("pending", *_STATUS)
_TASK_CARD = {
    "task_card": record("task_id title", status=choice(*_STATUS), **_TASK)
}  # I: "pending" only inside a plan
_PLAN = kind(
    "plan",
    "title",
    unique("tasks", "task_id"),
    block_id=BLOCK_ID,
    title=Words(least=1),  # I: a string
    status=_WAITING,  # I: taken and ignored
    tasks=Items(record("task_id title", status=_WAITING, **_TASK), limits.PLAN_TASKS),
)
_PLAIN_BLOCKS: dict[str, Record] = (
    _IN_CONTAINER
    | _MARKDOWN
    | _ALERT
    | _CONTEXT_ACTIONS
    | _CARD
    | _CAROUSEL
    | _TASK_CARD
    | _PLAN
    | DATA_TABLE
    | DATA_VISUALIZATION
)
_CONTAINER = kind(
    "container",
    "child_blocks",
    at_least_one("title", "rich_text_title"),
    collapsing,
    block_id=BLOCK_ID,
    title=plain(limits.CONTAINER_TITLE),
    rich_text_title=Kinds(RICH_TEXT),
    subtitle=text(limits.CONTAINER_TITLE),
    child_blocks=Items(
        Kinds(_IN_CONTAINER, frozenset({*_PLAIN_BLOCKS, "container"})),
        limits.CONTAINER_BLOCKS,
        least=1,
    ),
    width=choice("narrow", "standard", "wide", "full"),
    icon=Kinds(IMAGE),
    is_collapsible=Flag(),
    default_collapsed=Flag(),
    has_header_divider=Flag(),
)
BLOCKS: dict[str, Record] = _PLAIN_BLOCKS | _CONTAINER
