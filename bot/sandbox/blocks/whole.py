"""Rules over all blocks of a surface: unique ids, one focus, totals. They trust no type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.sandbox.blocks import limits, problems
from bot.sandbox.blocks.walker import Path, Walk, path_to

Placed = tuple[dict[str, Any], Path]
_CHILDREN = {"container": "child_blocks", "carousel": "elements"}
_ACTIVE = {"actions": "elements", "context_actions": "elements", "card": "actions"}
_SINGLE = {"section": "accessory", "input": "element"}


def blocks_in(blocks: object, path: Path) -> Iterator[Placed]:
    """Every object in the list, and those inside containers and carousels, in document order."""
    for block, place in _objects(blocks, path):
        yield block, place
        child = _of(_CHILDREN, block)
        if child:
            yield from _objects(block.get(child), (place, child))


def check_ids(walk: Walk, placed: Iterable[Placed]) -> None:
    """A block_id once in the surface, an action_id once in its block, `focus_on_load` once."""
    block_ids: set[str] = set()
    focused = 0
    for block, path in placed:
        if block.get("type") != "markdown":  # D: its block_id is not kept
            _once(walk, block, "block_id", block_ids, path)
        action_ids: set[str] = set()
        for element, place in _elements(block, path):
            _once(walk, element, "action_id", action_ids, place)
            if element.get("focus_on_load") is True:
                focused += 1
                if focused > limits.FOCUSED:
                    fault = problems.too_many(limits.FOCUSED)
                    walk.report((place, "focus_on_load"), fault)


def check_totals(walk: Walk, placed: Iterable[Placed]) -> None:
    """What one message may hold in all its blocks and attachments together."""
    charts = 0
    text = {"markdown": 0, "table": 0, "data_table": 0}
    most = {
        "markdown": limits.MARKDOWN_TOTAL,
        "table": limits.TABLE_TOTAL,
        "data_table": limits.DATA_TABLE_TOTAL,
    }
    for block, path in placed:
        kind = block.get("type")
        if kind == "data_visualization":
            charts += 1
            if charts > limits.MESSAGE_CHARTS:
                walk.report(path, problems.too_many_charts())
        elif isinstance(kind, str) and kind in text:
            before = text[kind]
            text[kind] += _length(block)
            if before <= most[kind] < text[kind]:
                where = "text" if kind == "markdown" else "rows"
                walk.report((path, where), problems.too_much_text(most[kind], f"{kind} text"))


def check_submit(walk: Walk, view: dict[str, Any], placed: Iterable[Placed]) -> None:
    """I: the pointer ends in the word input, which is no field."""
    if view.get("type") != "modal" or "submit" in view:
        return
    for block, path in placed:
        if block.get("type") == "input":
            walk.report(path_to("input", start=path), problems.needs_submit())


# ---------------------------------------------------------------------------------------------


def _objects(items: object, path: Path) -> Iterator[Placed]:
    if isinstance(items, list):
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield item, (path, index)


def _of(table: dict[str, str], block: dict[str, Any]) -> str | None:
    kind = block.get("type")
    return table.get(kind) if isinstance(kind, str) else None


def _elements(block: dict[str, Any], path: Path) -> Iterator[Placed]:
    several, single = _of(_ACTIVE, block), _of(_SINGLE, block)
    if several:
        yield from _objects(block.get(several), (path, several))
    elif single and isinstance(block.get(single), dict):
        yield block[single], (path, single)


def _once(walk: Walk, owner: dict[str, Any], key: str, seen: set[str], path: Path) -> None:
    value = owner.get(key)
    if not isinstance(value, str):
        return
    if value in seen:
        walk.report((path, key), problems.taken(key, value))
    seen.add(value)


def _length(block: dict[str, Any]) -> int:
    """Code points of a markdown text, or of all the cells of a table."""
    if block.get("type") == "markdown":
        text = block.get("text")
        return len(text) if isinstance(text, str) else 0
    rows = block.get("rows")
    if not isinstance(rows, list):
        return 0
    return sum(_text(cell, 0) for row in rows if isinstance(row, list) for cell in row)


def _text(node: object, depth: int) -> int:
    """A cell is rich_text > section or list > list item > text at the deepest."""
    if not isinstance(node, dict) or depth > 4:
        return 0
    words, parts = node.get("text"), node.get("elements")
    own = len(words) if isinstance(words, str) else 0
    return own + (sum(_text(part, depth + 1) for part in parts) if isinstance(parts, list) else 0)
