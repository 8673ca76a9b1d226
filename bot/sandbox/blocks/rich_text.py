"""The rich_text block and everything that may stand in it.

Lists do not nest: deeper items are further lists with an `indent` (D; I: a list inside a list is
refused).
"""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.objects import BLOCK_ID, IDENTIFIER
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

_WORDS_STYLE = record("", bold=Flag(), italic=Flag(), strike=Flag(), code=Flag(), underline=Flag())
_MENTION_STYLE = record(
    "",
    bold=Flag(),
    italic=Flag(),
    strike=Flag(),
    code=Flag(),
    underline=Flag(),
    highlight=Flag(),
    client_highlight=Flag(),
    unlink=Flag(),
)
_URL = Words(limits.URL, least=1, form="link")
_BORDER = Whole(0, limits.BORDER)


def _mention(name: str, key: str, value: Shape = IDENTIFIER) -> dict[str, Record]:
    fields: dict[str, Shape] = {key: value, "style": _MENTION_STYLE}
    return kind(name, key, **fields)


_TEXT = kind("text", "text", text=Words(least=1), style=_WORDS_STYLE)
_LINK = kind("link", "url", url=_URL, text=Words(), unsafe=Flag(), style=_WORDS_STYLE)
_INLINE = (
    _TEXT
    | _LINK
    | _mention("user", "user_id")
    | _mention("channel", "channel_id")
    | _mention("usergroup", "usergroup_id")
    | _mention("team", "team_id")
    | _mention("broadcast", "range", choice("here", "channel", "everyone"))
    | _mention("color", "value", Words(form="colour"))
    | kind(
        "emoji",
        "name",
        name=Words(least=1),
        unicode=Words(least=1),
        skin_tone=Whole(1, 6),
        url=_URL,
        style=_WORDS_STYLE,
    )
    | kind(
        "date",
        "timestamp format",
        timestamp=Whole(),
        format=Words(least=1),
        url=_URL,
        fallback=Words(least=1),
        style=_WORDS_STYLE,
    )
)
_PARTS_NAMES = frozenset(
    {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
)
_LINE = Items(Kinds(_INLINE, _PARTS_NAMES))
_SECTION = kind("rich_text_section", "elements", elements=_LINE)
_PARTS = (
    _SECTION
    | kind(
        "rich_text_list",
        "style elements",
        style=choice("bullet", "ordered"),
        elements=Items(Kinds(_SECTION, _PARTS_NAMES | frozenset(_INLINE))),
        indent=Whole(0, limits.LIST_INDENT),
        offset=Whole(0),
        border=_BORDER,
    )
    | kind("rich_text_quote", "elements", elements=_LINE, border=_BORDER)
    | kind(
        "rich_text_preformatted",
        "elements",
        elements=Items(Kinds(_TEXT | _LINK, frozenset(_INLINE) | _PARTS_NAMES)),
        border=_BORDER,
        language=Words(least=1),
    )
)
RICH_TEXT = kind(
    "rich_text",
    "elements",
    elements=Items(Kinds(_PARTS, frozenset(_INLINE)), least=1),  # that it may not be empty is U
    block_id=BLOCK_ID,
)
