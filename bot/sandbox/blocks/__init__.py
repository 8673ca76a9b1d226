"""Says what Slack would refuse in Block Kit JSON. Pure: JSON in, problems out, no exception.

An empty list means Slack would take it. The source of each rule stands in `limits.py` or beside
the shape: `objects.py`, `rich_text.py`, `menus.py`, `elements.py`, `tables.py`, `layout.py`,
`surfaces.py` are the tables; `walker.py`, `rules.py` and `whole.py` apply them.
"""

from __future__ import annotations

from bot.sandbox.blocks.check import check_blocks, check_message, check_options, check_view
from bot.sandbox.blocks.problems import Problem
from bot.sandbox.blocks.surfaces import SURFACES

__all__ = ["SURFACES", "Problem", "check_blocks", "check_message", "check_options", "check_view"]
