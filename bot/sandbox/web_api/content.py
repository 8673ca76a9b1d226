"""The content of a message as the chat methods accept it: text, blocks, metadata, thread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blocks import check_message
from bot.sandbox.fields import completed
from bot.sandbox.text import cut
from bot.sandbox.web_api.blocks import refuse_blocks
from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import ApiError, Json

MARKDOWN_LIMIT = 12_000


@dataclass
class Content:
    """Checked content. ``given`` tells which arguments were present at all."""

    text: str
    blocks: list[Json]
    attachments: list[Json]
    metadata: Json | None
    given: frozenset[str]


def read(call: Call) -> Content:
    """Check and take the content arguments.

    Raises ``invalid_blocks_format``, ``invalid_blocks``, ``markdown_text_conflict``,
    ``msg_too_long``, ``invalid_metadata_*``, ``metadata_too_large`` or ``no_text``.
    """
    blocks = call.structure("blocks", "invalid_blocks_format")
    attachments = call.structure("attachments", "invalid_attachments")
    text = call.args.get("text")
    if text is not None and not isinstance(text, str):
        text = str(text)
    text = _markdown(call, text, blocks) or text or ""
    _check(blocks, attachments)
    stored, shortened = cut(text)
    if shortened:
        call.warnings.append("message_truncated")
    content = Content(
        text=stored,
        blocks=completed(blocks or [], call.world.ids),
        attachments=attachments or [],
        metadata=metadata(call),
        given=frozenset(name for name, value in call.args.items() if value is not None),
    )
    if not (content.text.strip() or content.blocks or content.attachments):
        raise ApiError("no_text")
    return content


def metadata(call: Call) -> Json | None:
    """The ``metadata`` argument, checked (slack.md 4.4)."""
    value = call.structure("metadata", "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ApiError("invalid_metadata_format")
    name, payload = value.get("event_type"), value.get("event_payload")
    if not isinstance(name, str) or not name or not isinstance(payload, dict):
        raise ApiError("invalid_metadata_schema")
    if set(value) - {"event_type", "event_payload", "entities"}:
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(value).encode()) > call.world.config.unsettled.metadata_bytes:
        raise ApiError("metadata_too_large")
    return value


# --- private ---------------------------------------------------------------------


def _markdown(call: Call, text: str | None, blocks: Any) -> str | None:
    markdown = call.args.get("markdown_text")
    if markdown is None:
        return None
    if text is not None or blocks is not None:
        raise ApiError("markdown_text_conflict")
    if len(str(markdown)) > MARKDOWN_LIMIT:
        raise ApiError("msg_too_long")
    return str(markdown)


def _check(blocks: Any, attachments: Any) -> None:
    if blocks is not None and not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if attachments is not None and not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    if attachments and len(attachments) > 100:
        raise ApiError("too_many_attachments")
    payload: Json = {}
    if blocks is not None:
        payload["blocks"] = blocks
    if attachments is not None:
        payload["attachments"] = attachments
    if payload:
        refuse_blocks(check_message(payload))
