"""What a feature contributes to the Slack surface: records, read from one explicit list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.slack.turn import Turn

Listener = Callable[[Turn], Awaitable[None]]


@dataclass(frozen=True)
class Subcommand:
    """One word after `/mentor`. ``help`` is one line; ``usage`` shows what may follow the word.

    ``group`` orders the generated help; ``home`` is the label of its button twin in the Home tab,
    empty for words that need none.
    """

    name: str
    help: str
    run: Listener
    usage: str = ""
    aliases: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True)
class Feature:
    """Everything one feature listens to; ``actions``, ``submissions``, ``shortcuts`` by id.

    A shortcut is declared in ``bot.slack.manifest``, where Slack reads of it.
    """

    name: str
    subcommands: tuple[Subcommand, ...] = ()
    actions: Mapping[str, Listener] = field(default_factory=dict)
    submissions: Mapping[str, Listener] = field(default_factory=dict)
    shortcuts: Mapping[str, Listener] = field(default_factory=dict)
    events: Mapping[str, Listener] = field(default_factory=dict)
