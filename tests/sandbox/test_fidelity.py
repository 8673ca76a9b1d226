"""FIDELITY.md is complete and true to the code: every method, block, element and file in it."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from bot.sandbox import server
from bot.sandbox.app_config import Unsettled
from bot.sandbox.blocks.elements import elements_of
from bot.sandbox.blocks.layout import BLOCKS
from bot.sandbox.blocks.surfaces import SURFACES
from bot.sandbox.faults import KINDS
from bot.sandbox.web_api.methods import METHODS

ROOT = server.PAGE.parent
TEXT = (ROOT / "FIDELITY.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| Rule", "| Method", "| Block"))
]
PLACES = ("section", "actions", "input", "context", "context_actions", "card")
ELEMENTS = {name for place in PLACES for name in elements_of(place).records}


def row(name: str) -> list[str]:
    """The one row that begins with this name."""
    (found,) = [cells for cells in ROWS if cells[0] == f"`{name}`"]
    return found


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_has_its_row(method: str) -> None:
    assert row(method)[1].startswith(("yes", "partly"))


def test_no_method_is_promised_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `([a-z]+\.[A-Za-z.]+[a-zA-Z])` \|", TEXT, re.MULTILINE))
    assert named == set(METHODS)


@pytest.mark.parametrize("block", sorted(BLOCKS))
def test_every_block_has_its_row_and_its_surfaces(block: str) -> None:
    places = [name for name in ("message", "modal", "home") if block in SURFACES[name]]
    found = [cells[1] for cells in ROWS if cells[0] == f"`{block}`"]
    assert ", ".join(places) in found


@pytest.mark.parametrize("element", sorted(ELEMENTS - set(BLOCKS)))
def test_every_element_has_its_row(element: str) -> None:
    assert row(element)[2].startswith(("yes", "partly"))


@pytest.mark.parametrize("rule", [one.name for one in fields(Unsettled)])
def test_every_rule_nobody_could_verify_can_be_turned_around(rule: str) -> None:
    assert f"[`{rule}`]" in TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named(kind: str) -> None:
    assert f"`{kind}`" in TEXT


def test_every_file_it_points_at_is_there() -> None:
    named = set(re.findall(r"`([a-z_/]+(?:\.py|\.js|/))`", TEXT))
    assert len(named) > 40
    places = (ROOT, ROOT.parent.parent)
    assert [name for name in sorted(named) if not any((p / name).exists() for p in places)] == []


def test_every_row_says_how_far_it_goes() -> None:
    states = ("yes", "partly", "no")
    unclear = [cells[0] for cells in ROWS if not any(c.startswith(states) for c in cells[1:3])]
    assert unclear in ([], ["Element"])
