"""Compares a JSON value with a shape. The tables bound the depth, so no input
exhausts the stack.
"""

from __future__ import annotations

import math
from typing import Any

from bot.sandbox.blocks import problems
from bot.sandbox.blocks.formats import FORMATS
from bot.sandbox.blocks.problems import Fault, Problem
from bot.sandbox.blocks.shapes import (
    Amount,
    Choice,
    Flag,
    Items,
    Kinds,
    Record,
    Shape,
    Whole,
    Words,
)

Path = tuple[
    "Path | None", str | int
]  # the parent's path and one step; a pointer costs only when shown


def path_to(*steps: str | int, start: Path | None = None) -> Path:
    path = start
    for step in steps:
        path = (path, step)
    assert path is not None, "a path has at least one step"
    return path


class Walk:
    """Collects the problems of one request, in the order of the document."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def report(self, path: Path, fault: Fault) -> None:
        self.found.append(problems.problem(_pointer(path), fault))

    def visit(self, shape: Shape, value: object, path: Path) -> None:
        _VISITS[type(shape)](self, shape, value, path)

    # --- Values ---

    def words(self, shape: Words, value: object, path: Path) -> None:
        if not isinstance(value, str):
            self.report(path, problems.wrong_type("a string"))
        elif len(value) < shape.least:
            self.report(path, problems.too_short(shape.least))
        elif shape.most is not None and len(value) > shape.most:
            self.report(path, problems.too_long(shape.most))
        elif shape.form is not None and not FORMATS[shape.form][0](value):
            self.report(path, problems.bad_format(FORMATS[shape.form][1]))

    def whole(self, shape: Whole, value: object, path: Path) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            self.report(path, problems.wrong_type("an integer"))
        elif shape.least is not None and value < shape.least:
            self.report(path, problems.too_low(shape.least))
        elif shape.most is not None and value > shape.most:
            self.report(path, problems.too_high(shape.most))

    def amount(self, shape: Amount, value: object, path: Path) -> None:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or (isinstance(value, float) and not math.isfinite(value)):
            self.report(path, problems.wrong_type("a number"))
        elif shape.above is not None and isinstance(value, int | float) and value <= shape.above:
            self.report(path, problems.not_above(shape.above))

    def flag(self, _shape: Flag, value: object, path: Path) -> None:
        if not isinstance(value, bool):
            self.report(path, problems.wrong_type("a boolean"))

    def choice(self, shape: Choice, value: object, path: Path) -> None:
        if not isinstance(value, str):
            self.report(path, problems.wrong_type("a string"))
        elif value not in shape.values:
            self.report(path, problems.not_listed())

    # --- Containers ---

    def items(self, shape: Items, value: object, path: Path) -> None:
        if not isinstance(value, list):
            self.report(path, problems.wrong_type("an array"))
            return
        if len(value) < shape.least:
            self.report(path, problems.too_few(shape.least))
        elif shape.most is not None and len(value) > shape.most:
            self.report(path, problems.too_many(shape.most))
            return  # a million items are one fault, not a million
        for index, item in enumerate(value):
            if item is not None or not shape.gaps:
                self.visit(shape.of, item, (path, index))

    def record(self, shape: Record, value: object, path: Path) -> None:
        if not isinstance(value, dict):
            self.report(path, problems.wrong_type("an object"))
            return
        before = len(self.found)
        fields = shape.fields
        for key, item in value.items():
            field = fields.get(key)
            if field is None:
                self.report(path, problems.unknown(key))
            else:
                _VISITS[type(field)](self, field, item, (path, key))
        for key in shape.needed:
            if key not in value:
                self.report(path, problems.missing(key))
        if shape.rules and len(self.found) == before:
            for rule in shape.rules:
                for steps, fault in rule(value):
                    self.report(path_to(*steps, start=path), fault)

    def kinds(self, shape: Kinds, value: object, path: Path) -> None:
        if not isinstance(value, dict):
            self.report(path, problems.wrong_type("an object"))
        elif "type" not in value:
            self.report(path, problems.missing("type"))
        elif not isinstance(value["type"], str):
            self.report((path, "type"), problems.wrong_type("a string"))
        elif value["type"] in shape.records:
            self.record(shape.records[value["type"]], value, path)
        elif value["type"] in shape.elsewhere:
            self.report((path, "type"), problems.unsupported(value["type"], shape.stray))
        else:
            self.report((path, "type"), problems.unsupported(value["type"]))


def _pointer(path: Path) -> str:
    steps: list[str] = []
    here: Path | None = path
    while here is not None:
        here, step = here
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "/" + "/".join(reversed(steps))


_VISITS: dict[type, Any] = {
    Words: Walk.words,
    Whole: Walk.whole,
    Amount: Walk.amount,
    Flag: Walk.flag,
    Choice: Walk.choice,
    Items: Walk.items,
    Record: Walk.record,
    Kinds: Walk.kinds,
}
