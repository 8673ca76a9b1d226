"""The checks of who may see what, found in the code itself, and a way to switch one off."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "storage" / "repositories"
#: Columns that say whose a row is, or for whom.
WHOSE = {
    *("owner_id", "mentor_id", "mentee_id", "by_id", "giver_id", "receiver_id"),
    *("person_id", "recipient_id", "user_id", "visibility", "pairing_id", "sent_at"),
}
#: Not for a viewer: planning, sending and counting, which show nobody anything.
MACHINERY_FILES = {"claimable", "deliveries", "everywhere", "ahead", "base", "installations"}
MACHINERY = {
    **dict.fromkeys(("read_ahead", "read_held_ahead", "next_turn", "cancel_for"), "planning"),
    "owner_of_post": "sending: by the id of a message; names nobody to anybody",
    **dict.fromkeys(("last_skipped", "last_sent", "_spent_by"), "planning"),
    **dict.fromkeys(("get", "several", "named"), "people: names and settings, no content"),
    "mentors_with_room": "offers to everybody by design (content.md 2.1)",
    "roadblocks_solved_in": "a count for the pair's anniversary, asked with their own pairing",
    "count_in": "a count for the pair's anniversary, asked with their own pairing",
}
#: In these files only; a ``get`` elsewhere is a reading path.
MACHINERY_IN = {"get": {"people"}, "several": {"people"}, "named": {"people"}}


#: Content is read here; every public way in is walked in ``paths.py``, or named with its reason.
CONTENT = {
    *("agenda", "checkins", "circles", "feedback", "goals", "maps", "pairings"),
    *("replies", "roadblocks", "self_help", "setbacks", "wins"),
}
NOT_WALKED = {
    "maps.remove": "takes away what its owner was handed",
    **dict.fromkeys(
        [f"circles.{one}" for one in ("get", "of_channel", "open", "of", "members")],
        "channels and who is in them, as Slack shows everybody; no content",
    ),
    "circles.remove": "Slack said somebody left",
    "self_help.take_back": "takes away what its owner was handed",
    "checkins.answers_to": "asked with a prompt that was read by its owner",
    "checkins.schedule": "planning: by the id of a nudge",
}


@dataclass(frozen=True)
class Check:
    """One condition: where it is, and as it is written."""

    module: str
    function: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"storage/repositories/{self.module}.py:{self.line} {self.function}: {self.text}"


def all_checks() -> list[Check]:
    """Every check of every repository."""
    found = []
    for file in sorted(FOLDER.glob("*.py")):
        if file.stem not in MACHINERY_FILES | {"__init__"}:
            tree = ast.parse(file.read_text())
            found += [one for f in _functions(tree) for one in _checks(file.stem, f)]
    return found


def ways_in() -> set[str]:
    """Every public question of the repositories that hold content, as "module.method"."""
    found = set()
    for module in CONTENT:
        for one in _functions(ast.parse((FOLDER / f"{module}.py").read_text())):
            machinery = one.name in MACHINERY and module in MACHINERY_IN.get(one.name, {module})
            if isinstance(one, ast.AsyncFunctionDef) and one.name[0] != "_" and not machinery:
                found.add(f"{module}.{one.name}")
    return found - set(NOT_WALKED)


def switch_off(check: Check, patch: pytest.MonkeyPatch) -> None:
    """From here on this condition is always true."""
    module = importlib.import_module(f"storage.repositories.{check.module}")
    tree = _Off(check).visit(ast.parse((FOLDER / f"{check.module}.py").read_text()))
    ast.fix_missing_locations(tree)
    other = ModuleType(module.__name__)
    exec(compile(tree, f"{check.module} without a check", "exec"), other.__dict__)
    for name, thing in vars(other).items():
        if isinstance(thing, FunctionType) and name == check.function:
            _everywhere(name, getattr(module, name), thing, patch)
        if isinstance(thing, type) and thing.__module__ == module.__name__:
            function = vars(thing).get(check.function)
            if isinstance(function, FunctionType) and hasattr(module, name):
                patch.setattr(getattr(module, name), check.function, function)


# --- private -------------------------------------------------------------------------------------


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _checks(module: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Check]:
    name = function.name
    if name in MACHINERY and module in MACHINERY_IN.get(name, {module}):
        return
    for node in ast.walk(function):
        if _is_check(node):
            assert isinstance(node, ast.expr)
            yield Check(module, name, node.lineno, node.col_offset, ast.unparse(node))


def _is_check(node: ast.AST) -> bool:
    """``column == whoever``, ``column.in_(…)``, ``column.is_not(…)``, the state of a pairing, and
    the one rule itself."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(_whose(one) for one in sides) or "PairingState." in ast.unparse(node)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("in_", "is_not"):
        return _whose(node.func.value)
    return ast.unparse(node.func) in ("may_see", "self._may_see", "in_circle", "asked_of")


def _whose(node: ast.expr) -> bool:
    """A column of a table, not a field of an object."""
    if not isinstance(node, ast.Attribute) or node.attr not in WHOSE:
        return False
    holder = ast.unparse(node.value)
    return holder.endswith((".c", "columns")) or holder in ("done", "due", "turns")


class _Off(ast.NodeTransformer):
    def __init__(self, check: Check) -> None:
        self.check = check

    def visit(self, node: ast.AST) -> Any:
        at = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if at == (self.check.line, self.check.column) and _is_check(node):
            return ast.parse("__import__('sqlalchemy').true()", mode="eval").body
        return super().visit(node)


def _everywhere(name: str, was: Any, now: Any, patch: pytest.MonkeyPatch) -> None:
    for file in FOLDER.glob("*.py"):
        module = importlib.import_module(f"storage.repositories.{file.stem}")
        if getattr(module, name, None) is was:
            patch.setattr(module, name, now)
