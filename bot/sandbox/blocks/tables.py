"""Blocks that show data: table, data_table, data_visualization."""

from __future__ import annotations

from bot.sandbox.blocks import limits
from bot.sandbox.blocks.objects import BLOCK_ID
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.rules import (
    column_exists,
    distinct_categories,
    one_point_per_category,
    plain_header,
    same_width,
    unique,
)
from bot.sandbox.blocks.shapes import (
    Amount,
    Flag,
    Items,
    Kinds,
    Record,
    Whole,
    Words,
    choice,
    kind,
    record,
)

# --- Tables ---

_CELL = Kinds(
    RICH_TEXT
    | kind("raw_text", "text", text=Words(least=1))
    | kind("raw_number", "value", value=Amount(), text=Words(least=1))
)
_ROW = Items(_CELL, limits.TABLE_CELLS, least=1)
TABLE = kind(
    "table",
    "rows",
    same_width,
    block_id=BLOCK_ID,
    rows=Items(_ROW, limits.TABLE_ROWS, least=1),
    column_settings=Items(
        record("", align=choice("left", "center", "right"), is_wrapped=Flag()),
        limits.TABLE_CELLS,
        gaps=True,
    ),
)
DATA_TABLE = kind(
    "data_table",
    "rows caption",
    same_width,
    plain_header,
    column_exists("row_header_column_index"),
    block_id=BLOCK_ID,
    rows=Items(_ROW, limits.DATA_TABLE_ROWS, least=limits.DATA_TABLE_ROWS_MIN),
    caption=Words(least=1),
    page_size=Whole(1, limits.DATA_TABLE_PAGE),
    row_header_column_index=Whole(0),
)

# --- Charts ---

_LABEL = Words(limits.CHART_LABEL, least=1)
_POINT = record("label value", label=_LABEL, value=Amount())
_SERIES = record(
    "name data",
    name=_LABEL,
    data=Items(_POINT, limits.CHART_POINTS, least=1),
)
_AXES = record(
    "categories",
    distinct_categories,
    categories=Items(_LABEL, limits.CHART_POINTS, least=1),
    x_label=Words(limits.AXIS_LABEL),
    y_label=Words(limits.AXIS_LABEL),
)


def _chart_with_axes(name: str) -> dict[str, Record]:
    return kind(
        name,
        "series axis_config",
        unique("series", "name"),
        one_point_per_category,
        series=Items(_SERIES, limits.CHART_PARTS, least=1),
        axis_config=_AXES,
    )


_PIE = kind(
    "pie",
    "segments",
    segments=Items(
        record("label value", label=_LABEL, value=Amount(above=0)),
        limits.CHART_PARTS,
        least=1,
    ),
)
DATA_VISUALIZATION = kind(
    "data_visualization",
    "title chart",
    block_id=BLOCK_ID,
    title=Words(limits.CHART_TITLE, least=1),
    chart=Kinds(
        _PIE | _chart_with_axes("bar") | _chart_with_axes("line") | _chart_with_axes("area")
    ),
)
