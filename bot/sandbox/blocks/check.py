"""The questions the sandbox asks: of blocks, of a view, of a message, of suggested options."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.sandbox.blocks import limits, problems
from bot.sandbox.blocks.objects import SUGGESTED
from bot.sandbox.blocks.problems import Problem
from bot.sandbox.blocks.surfaces import (
    ATTACHMENT_FIELDS,
    BLOCKS_OF,
    MESSAGE_FIELDS,
    SURFACES,
    VIEW,
)
from bot.sandbox.blocks.walker import Path, Walk, path_to
from bot.sandbox.blocks.whole import Placed, blocks_in, check_ids, check_submit, check_totals


def check_blocks(blocks: object, surface: str) -> list[Problem]:
    """What Slack would refuse in this list on that surface; pointers start at /blocks.

    Raises ValueError for a surface that is not in SURFACES.
    """
    if surface not in SURFACES:
        raise ValueError(f"no such surface: {surface}")
    walk, path = Walk(), path_to("blocks")
    walk.visit(BLOCKS_OF[surface], blocks, path)
    placed = list(blocks_in(blocks, path))
    check_ids(walk, placed)
    if surface == "message":
        check_totals(walk, placed)
    return walk.found


def check_view(view: object) -> list[Problem]:
    """What Slack would refuse in a modal or Home view; pointers start at /view (I).

    The code "view_too_large" stands for the error of that name; all else is `invalid_arguments`.
    """
    walk, path = Walk(), path_to("view")
    walk.visit(VIEW, view, path)
    if isinstance(view, dict):
        placed = list(blocks_in(view.get("blocks"), (path, "blocks")))
        check_ids(walk, placed)
        check_submit(walk, view, placed)
        if _size(view) > limits.VIEW_BYTES:
            walk.report(path, problems.view_too_large(limits.VIEW_BYTES))
    return walk.found


def check_message(payload: Mapping[str, object]) -> list[Problem]:
    """What Slack would refuse in `text`, `blocks` and `attachments` of a message, already parsed.

    Other arguments are the method's business, and so are a message without any content and the
    length of `text` (cut at 40,000 by chat.postMessage, refused above 4,000 by chat.update).
    """
    walk = Walk()
    for key, shape in MESSAGE_FIELDS.items():
        if key in payload:
            walk.visit(shape, payload[key], path_to(key))
    everything = list(blocks_in(payload.get("blocks"), path_to("blocks")))
    check_ids(walk, everything)
    if "attachments" in payload:
        everything += _attachments(walk, payload["attachments"], path_to("attachments"))
    check_totals(walk, everything)
    return walk.found


def check_options(answer: object) -> list[Problem]:
    """What Slack would refuse in the answer to a `block_suggestion`."""
    walk = Walk()
    walk.visit(SUGGESTED, answer, path_to("answer"))
    return walk.found


# ---------------------------------------------------------------------------------------------


def _attachments(walk: Walk, attachments: object, path: Path) -> list[Placed]:
    """Old-style attachments have many fields we do not judge; their blocks are judged in full."""
    if not isinstance(attachments, list):
        walk.report(path, problems.wrong_type("an array"))
        return []
    if len(attachments) > limits.ATTACHMENTS:
        walk.report(path, problems.too_many(limits.ATTACHMENTS))
        return []
    everything: list[Placed] = []
    for index, attachment in enumerate(attachments):
        place: Path = (path, index)
        if not isinstance(attachment, dict):
            walk.report(place, problems.wrong_type("an object"))
            continue
        for key, shape in ATTACHMENT_FIELDS.items():
            if key in attachment:
                walk.visit(shape, attachment[key], (place, key))
        placed = list(blocks_in(attachment.get("blocks"), (place, "blocks")))
        check_ids(walk, placed)  # unique within one attachment (U)
        everything += placed
    return everything


def _size(view: dict[str, object]) -> int:
    """Bytes of the view as compact JSON in UTF-8; what no JSON could say counts as too large."""
    try:
        text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        return limits.VIEW_BYTES + 1
    return len(text.encode("utf-8", "surrogatepass"))
