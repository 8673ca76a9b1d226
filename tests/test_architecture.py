"""The rules a machine can keep (style.md 3.3, S7, S20), so that plain `pytest` tells you."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CLOCKS = {"bot/clock.py", "bot/sandbox/clock.py"}
MOST_LINES = 400
MOST_WIDE = 100

# Modules that a contract names and nobody has written yet. Empty it, and it stays empty.
AWAITED: frozenset[str] = frozenset()


# --- who imports whom ----------------------------------------------------------------------------


def test_the_import_contracts_are_kept(tmp_path: Path) -> None:
    config = tmp_path / "pyproject.toml"
    config.write_text(_as_toml(_without_awaited(_import_rules())), encoding="utf-8")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--config", str(config), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(_import_rules()['contracts'])} kept, 0 broken" in " ".join(run.stdout.split())


def test_a_contract_names_only_modules_that_exist() -> None:
    missing = {name for name in _named_modules() if not _exists(name)}
    assert missing <= AWAITED


def test_every_module_of_the_bot_has_its_place_in_the_layers() -> None:
    (layers,) = [c["layers"] for c in _import_rules()["contracts"] if c["type"] == "layers"]
    placed = {name.strip() for layer in layers for name in re.split(r"[|:]", layer)}
    found = {
        f"bot.{path.stem}"
        for path in (ROOT / "bot").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }
    # The sandbox stands beside the layers; two contracts of its own keep it there.
    assert found - placed == {"bot.sandbox"}


def _import_rules() -> dict[str, Any]:
    rules: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "tool"
    ]["importlinter"]
    return rules


def _named_modules() -> Iterator[str]:
    for contract in _import_rules()["contracts"]:
        for key in ("source_modules", "forbidden_modules", "modules", "layers"):
            for entry in contract.get(key, []):
                for name in re.split(r"[|:]", entry):
                    if name.strip().split(".")[0] in _import_rules()["root_packages"]:
                        yield name.strip().removesuffix(".*")


def _exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _without_awaited(rules: dict[str, Any]) -> dict[str, Any]:
    """The same rules, with AWAITED modules left out while they do not exist."""
    absent = {name for name in AWAITED if not _exists(name)}
    contracts = []
    for contract in rules["contracts"]:
        kept = dict(contract)
        for key in ("source_modules", "forbidden_modules"):
            if key in kept:
                kept[key] = [name for name in kept[key] if name not in absent]
        if "layers" in kept:
            present = (
                " | ".join(n for n in layer.split(" | ") if n not in absent)
                for layer in kept["layers"]
            )
            kept["layers"] = [layer for layer in present if layer]
        contracts.append(kept)
    return {**rules, "contracts": contracts}


def _as_toml(rules: dict[str, Any]) -> str:
    """Strings, booleans and lists of strings look the same in JSON and in TOML."""
    lines = ["[tool.importlinter]"]
    lines += [f"{key} = {json.dumps(rules[key])}" for key in rules if key != "contracts"]
    for contract in rules["contracts"]:
        lines += ["", "[[tool.importlinter.contracts]]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in contract.items()]
    return "\n".join(lines) + "\n"


# --- what stands in the files --------------------------------------------------------------------


def test_there_are_files_to_look_at() -> None:
    assert len(_python()) > 20


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    kinds = {".py", ".js", ".css", ".html", ".j2"}
    lengths = {
        name: len(_text(name).splitlines()) for name in _files() if Path(name).suffix in kinds
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_line_of_the_page_is_too_wide() -> None:
    """What ruff is for Python. The table of emoji is data."""
    wide = [
        f"{name}:{number}"
        for name in _files()
        if Path(name).suffix in {".js", ".css"} and Path(name).name != "emoji.js"
        for number, line in enumerate(_text(name).splitlines(), 1)
        if len(line) > MOST_WIDE
    ]
    assert wide == []


def test_every_module_postpones_its_annotations() -> None:
    assert [name for name in _python() if not _postpones(_tree(name))] == []


def test_only_the_clocks_ask_the_machine_for_the_time() -> None:
    assert [
        f"{name}:{line}"
        for name in _python()
        if name not in CLOCKS
        for line in _asks_for_the_time(_tree(name))
    ] == []


def test_no_test_sleeps() -> None:
    assert [
        f"{name}:{line}"
        for name in _python()
        if name.startswith("tests/")
        for line in _sleeps(_tree(name))
    ] == []


def test_no_file_knows_this_machine_or_a_package_registry() -> None:
    assert [
        f"{name}: {found}"
        for name in _files()
        if name != "tests/test_architecture.py"  # holds what it looks for
        for found in _machine_words(_text(name), prose=name.endswith((".md", ".txt")))
    ] == []


def _postpones(tree: ast.Module) -> bool:
    body = [node for node in tree.body if not _is_docstring(node)]
    first = body[0] if body else None
    return not body or (
        isinstance(first, ast.ImportFrom)
        and first.module == "__future__"
        and "annotations" in {alias.name for alias in first.names}
    )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _asks_for_the_time(tree: ast.Module) -> Iterator[int]:
    banned = {
        "datetime": {"now", "utcnow", "today"},
        "date": {"today"},
        "time": {"time", "time_ns"},
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in banned.get(_last(node.value), set()):
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                if alias.name in banned["time"]:
                    yield node.lineno


def _sleeps(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node.func) == "sleep" and not _is_a_turn(node):
            yield node.lineno


def _is_a_turn(call: ast.Call) -> bool:
    """``asyncio.sleep(0)`` waits for nothing: it lets others have their turn."""
    return [ast.unparse(argument) for argument in call.args] == ["0"]


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _machine_words(text: str, *, prose: bool) -> Iterable[str]:
    places = r"(?<![\w.:/<-])/(?:work|root|home/\w+|Users)/[\w.-]"
    registries = r"pypi\.org|pythonhosted|/simple/|artifactory"
    options = r"--(?:extra-)?index-url|--find-links"
    for pattern in (places, registries, *(() if prose else (options,))):
        yield from re.findall(pattern, text)


# --- the checks see what they look for -----------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "dt.datetime.utcnow()",
        "date.today()",
        "datetime.date.today()",
        "time.time()",
        "clock = time.time",
        "from time import time",
    ],
)
def test_asking_the_machine_is_seen(code: str) -> None:
    assert list(_asks_for_the_time(ast.parse(code))) == [1]


@pytest.mark.parametrize(
    "code", ["clock.now()", "time.perf_counter()", "row.time", "moment.date()", "time.monotonic()"]
)
def test_asking_the_clock_is_allowed(code: str) -> None:
    assert list(_asks_for_the_time(ast.parse(code))) == []


@pytest.mark.parametrize("code", ["time.sleep(1)", "await asyncio.sleep(0.01)", "sleep(2)"])
def test_a_sleep_is_seen(code: str) -> None:
    assert list(_sleeps(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["import os", '"""Words."""\nimport os', "x = 1"])
def test_a_missing_future_import_is_seen(code: str) -> None:
    assert not _postpones(ast.parse(code))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("open('/home/maya/x')", True),
        ("cd /" + "work/main", True),
        ("--index" + "-url x", True),
        ("https://pypi.org/x", True),
        ("/workspace", False),
        ("people/U1/home/x", False),
        ("sqlite:////srv/waymark.db", False),
    ],
)
def test_a_machines_traces_are_seen(text: str, seen: bool) -> None:
    assert bool(list(_machine_words(text, prose=False))) is seen


# --- reading -------------------------------------------------------------------------------------


@cache
def _files() -> tuple[str, ...]:
    """Everything that is or would be committed; without git, everything that is not hidden."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = (
        listed.stdout.decode().split("\0")
        if listed.returncode == 0
        else [path.relative_to(ROOT).as_posix() for path in ROOT.glob("[!.]*/**/*")]
    )
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


@cache
def _python() -> tuple[str, ...]:
    return tuple(name for name in _files() if name.endswith(".py"))


@cache
def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse(_text(name), filename=name)
