"""The words the tables are written in: what one JSON value may be. `walker.py` compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blocks.problems import Fault

Json = dict[str, Any]
Finding = tuple[tuple[str | int, ...], Fault]  # where, from the record on, and what
Rule = Callable[[Json], Iterator[Finding]]  # asked only when every field has its shape


@dataclass(frozen=True, slots=True)
class Words:
    """A string of `least` to `most` code points, in the form `form` of `formats.py`."""

    most: int | None = None
    least: int = 0
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer; true and false are none."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Any finite number, `above` a bound when given."""

    above: float | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few strings."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Items:
    """An array. `gaps` lets null stand for an item."""

    of: Shape
    most: int | None = None
    least: int = 0
    gaps: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object with exactly these keys, those of `needed` always, and `rules` between them."""

    fields: Mapping[str, Shape]
    needed: tuple[str, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Kinds:
    """An object told apart by its `type`. A type of `elsewhere` gets the code `stray`."""

    records: dict[str, Record]
    elsewhere: frozenset[str] = frozenset()
    stray: str = "wrong_place"


Shape = Words | Whole | Amount | Flag | Choice | Items | Record | Kinds


def choice(*values: str) -> Choice:
    return Choice(frozenset(values))


def record(needed: str, /, *rules: Rule, **fields: Shape) -> Record:
    """`needed` names the obligatory keys, separated by spaces."""
    return Record(fields, tuple(needed.split()), rules)


def kind(name: str, needed: str, /, *rules: Rule, **fields: Shape) -> dict[str, Record]:
    """One entry for the table of a `Kinds`: an object whose `type` is `name`."""
    return {name: Record({"type": choice(name), **fields}, tuple(needed.split()), rules)}
