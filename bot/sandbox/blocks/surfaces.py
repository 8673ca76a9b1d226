"""Which blocks each surface takes, how many, and what a view is made of."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.layout import BLOCKS
from bot.sandbox.blocks.objects import plain
from bot.sandbox.blocks.shapes import Flag, Items, Kinds, Shape, Words, kind, record

_EVERYWHERE = frozenset(
    {
        "actions",
        "card",
        "context",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "video",
    }
)
_BOXES = frozenset({"carousel", "container", "data_table", "table"})
_MESSAGE_ONLY = frozenset(
    {"context_actions", "data_visualization", "file", "markdown", "plan", "task_card"}
)

# D and S agree but for data_visualization on Home: S takes it, D and refused calls (I) do not.
SURFACES: Final = MappingProxyType(
    {
        "message": _EVERYWHERE | _BOXES | _MESSAGE_ONLY,
        "modal": _EVERYWHERE | frozenset({"alert"}),
        "home": _EVERYWHERE | _BOXES,
    }
)
_MOST = {
    "message": limits.MESSAGE_BLOCKS,
    "modal": limits.VIEW_BLOCKS,
    "home": limits.VIEW_BLOCKS,
}


def _blocks(surface: str) -> Items:
    allowed = {name: shape for name, shape in BLOCKS.items() if name in SURFACES[surface]}
    return Items(Kinds(allowed, frozenset(BLOCKS), stray="wrong_surface"), _MOST[surface])


BLOCKS_OF: Final = {surface: _blocks(surface) for surface in SURFACES}

# --- Views ---

_CALLBACK_ID = Words(limits.CALLBACK_ID)
_EXTERNAL_ID = Words(limits.EXTERNAL_ID)
_PRIVATE_METADATA = Words(limits.PRIVATE_METADATA)
VIEW: Final = Kinds(
    kind(
        "modal",
        "title blocks",
        title=plain(limits.VIEW_LABEL),
        submit=plain(limits.VIEW_LABEL),
        close=plain(limits.VIEW_LABEL),
        blocks=BLOCKS_OF["modal"],
        callback_id=_CALLBACK_ID,
        external_id=_EXTERNAL_ID,
        private_metadata=_PRIVATE_METADATA,
        clear_on_close=Flag(),
        notify_on_close=Flag(),
    )
    | kind(  # D names no title, submit or close for a Home tab; that Slack refuses them is U
        "home",
        "blocks",
        blocks=BLOCKS_OF["home"],
        callback_id=_CALLBACK_ID,
        external_id=_EXTERNAL_ID,
        private_metadata=_PRIVATE_METADATA,
    )
)

# --- Messages: only the fields that carry content; the rest belongs to the method ---

MESSAGE_FIELDS: Final[dict[str, Shape]] = {
    "text": Words(),
    "blocks": BLOCKS_OF["message"],
}
ATTACHMENT_FIELDS: Final[dict[str, Shape]] = {
    "blocks": BLOCKS_OF["message"],
    "color": Words(),
    "fallback": Words(),
    "text": Words(),
    "fields": Items(record("", title=Words(), value=Words(), short=Flag())),
}
