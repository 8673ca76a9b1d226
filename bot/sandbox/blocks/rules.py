"""What the fields of one object demand of each other. Each function makes a rule for a `record`.

A rule runs only when every field has its shape, so it may trust the types of what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.sandbox.blocks import problems
from bot.sandbox.blocks.shapes import Finding, Json, Rule


def at_least_one(*keys: str, at: str | None = None) -> Rule:
    """`at` is the step Slack's own pointer ends in, where that is known."""

    def rule(value: Json) -> Iterator[Finding]:
        if not any(key in value for key in keys):
            yield ((at,) if at else ()), problems.needs_one(*keys)

    return rule


def at_most_one(*keys: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if sum(key in value for key in keys) > 1:
            yield (), problems.only_one(*keys)

    return rule


def needs(key: str, other: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if key in value and other not in value:
            yield (), problems.missing(other)

    return rule


def ordered(low: str, high: str) -> Rule:
    """Numbers, or strings that hold numbers."""

    def rule(value: Json) -> Iterator[Finding]:
        if low in value and high in value and Decimal(value[low]) > Decimal(value[high]):
            yield (low,), problems.out_of_order(low, high)

    return rule


def whole_unless(flag: str, *keys: str) -> Rule:
    """Numbers in strings have no fraction unless `flag` is true."""

    def rule(value: Json) -> Iterator[Finding]:
        for key in keys:
            if not value.get(flag) and "." in value.get(key, ""):
                yield (key,), problems.bad_format("a whole number")

    return rule


def fits(key: str, limit: str) -> Rule:
    """The text of `key` is no longer than the number in `limit` (U: Slack may let it pass)."""

    def rule(value: Json) -> Iterator[Finding]:
        if key in value and limit in value and len(value[key]) > value[limit]:
            yield (key,), problems.too_long(value[limit])

    return rule


def no_more_than(key: str, limit: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if key in value and limit in value and len(value[key]) > value[limit]:
            yield (key,), problems.too_many(value[limit])

    return rule


def among_options(key: str) -> Rule:
    """The option or options of `key` equal one of `options`, or one in `option_groups`."""

    def rule(value: Json) -> Iterator[Finding]:
        if key not in value:
            return
        offered = list(value.get("options", ()))
        for group in value.get("option_groups", ()):
            offered += group["options"]
        if isinstance(value[key], dict):
            if value[key] not in offered:
                yield (key,), problems.not_an_option()
            return
        for index, option in enumerate(value[key]):
            if option not in offered:
                yield (key, index), problems.not_an_option()

    return rule


# --- Blocks with inner order ---


def no_dispatch_for_files(value: Json) -> Iterator[Finding]:
    element = value["element"]["type"]
    if value.get("dispatch_action") and element == "file_input":
        yield ("element", "type"), problems.unsupported(element, "wrong_place")


def collapsing(value: Json) -> Iterator[Finding]:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield ("default_collapsed",), problems.inconsistent("must be used with `is_collapsible`")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        words = "cannot be used with `is_collapsible`"
        yield ("has_header_divider",), problems.inconsistent(words)


def unique(items: str, key: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        seen: set[str] = set()
        for index, item in enumerate(value.get(items, ())):
            if item[key] in seen:
                yield (items, index, key), problems.taken(key, item[key])
            seen.add(item[key])

    return rule


def same_width(value: Json) -> Iterator[Finding]:
    """Every row of a table has as many cells as the first."""
    width = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != width:
            words = f"must have {width} cells like the first row"
            yield ("rows", index), problems.inconsistent(words)


def plain_header(value: Json) -> Iterator[Finding]:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            fault = problems.unsupported("rich_text", "wrong_place")
            yield ("rows", 0, index, "type"), fault


def column_exists(key: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        last = len(value["rows"][0]) - 1
        if value.get(key, 0) > last:
            yield (key,), problems.too_high(last)

    return rule


def one_point_per_category(value: Json) -> Iterator[Finding]:
    """Every series of a chart has each category once, and nothing else."""
    categories: list[Any] = value["axis_config"]["categories"]
    for index, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            words = "must have exactly one entry for every category"
            yield ("series", index, "data"), problems.inconsistent(words)


def distinct_categories(value: Json) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, category in enumerate(value["categories"]):
        if category in seen:
            yield ("categories", index), problems.taken("category", category)
        seen.add(category)
