"""Every kind and every reason a dry run may name has its words."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.domain.messages import MESSAGES
from bot.domain.outbox import Priority
from bot.services.nudges import NUDGES
from bot.simulation.words import KINDS, REASONS

ROOT = Path(__file__).parent.parent


def test_every_kind_that_comes_by_itself_has_a_name() -> None:
    kinds = {one.kind for one in MESSAGES if one.priority > Priority.P0}
    kinds |= {nudge.kind for nudge in NUDGES}
    assert kinds - set(KINDS) == set()


def test_every_named_reason_has_its_words() -> None:
    """Whoever adds a reason gives it words: in the table of the dry run."""
    found = set()
    for folder in ("bot/services", "bot/scheduling", "bot/domain/policy.py"):
        path = ROOT / folder
        for file in [path] if path.is_file() else path.rglob("*.py"):
            found |= set(_reasons(ast.parse(file.read_text(encoding="utf-8"))))
    assert len(found) > 25
    assert found - set(REASONS) == set()


def _reasons(tree: ast.AST) -> list[str]:
    """Words given as ``Skipped("…")`` or ``reason="…"``, assigned to a reason, or returned by a
    function that says why not."""
    given: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "Skipped":
                given += node.args
            given += [word.value for word in node.keywords if word.arg == "reason"]
        if isinstance(node, ast.Assign) and "reason" in ast.unparse(node.targets[0]):
            given.append(node.value)
        if str(getattr(node, "name", "")).startswith(("_why_", "room_for")):
            given += [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
    words: list[str] = []
    for value in given:
        held = ast.walk(value) if isinstance(value, ast.IfExp) else [value]
        words += [
            one.value
            for one in held
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
        ]
    return words
