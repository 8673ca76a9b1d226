"""From a request of Slack's to the one listener it belongs to: by table, not by search.

Bolt walks its listeners in order with a middleware chain each (performance.md), so Waymark
registers one per kind of request and looks the rest up here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from bot.slack import ids
from bot.slack.feature import Feature, Listener, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import help as help_view
from bot.slack.views.commands import HOME_RUN

#: Words that mean "what can I say?".
HELP = ("", "help", "?", "commands", "hello", "hi")


class Dispatch:
    """The tables, built once from the features."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.subcommands = [one for feature in features for one in feature.subcommands]
        self._words = _words(self.subcommands)
        self.actions = _merged(
            [*(feature.actions for feature in features), _twins(self.subcommands)]
        )
        self.actions[ids.HOME_MORE] = self._chosen
        self.menu = tuple((one.name, one.home) for one in self.subcommands if one.home)
        self.submissions = _merged([feature.submissions for feature in features])
        self.shortcuts = _merged([feature.shortcuts for feature in features])
        self.events = _merged([feature.events for feature in features])

    def subcommand(self, word: str) -> Subcommand | None:
        """The subcommand of this name or alias, whatever its case."""
        return self._words.get(word.casefold())

    def nearest(self, word: str) -> str:
        """The name that was probably meant; empty when nothing is near."""
        found = difflib.get_close_matches(word.casefold(), list(self._words), n=1, cutoff=0.6)
        return self._words[found[0]].name if found else ""

    async def command(self, turn: Turn) -> None:
        """`/mentor <word> <rest>`: run it, list everything, or ask what was meant."""
        word, _, rest = turn.text.partition(" ")
        if word.casefold() in HELP:
            await self.help(turn)
            return
        found = self.subcommand(word)
        if found is None:
            await self.help(turn, unknown=turn.text, nearest=self.nearest(word))
            return
        await found.run(turn.with_text(rest.strip()))

    async def help(self, turn: Turn, *, unknown: str = "", nearest: str = "") -> None:
        """The generated list."""
        rows = [(one.usage or one.name, one.help) for one in self.subcommands]
        rows.append(("help", "this list"))
        blocks = help_view.listing(rows, unknown=unknown, nearest=nearest)
        await turn.show("What you can say to Waymark", blocks)

    # --- private ---------------------------------------------------------------------------------

    async def _chosen(self, turn: Turn) -> None:
        """From the menu of everything: the same as the bare word."""
        found = self.subcommand(turn.value)
        if found is None:  # a Home painted by another version
            await self.help(turn)
        else:
            await found.run(turn.with_text(""))


# --- private -------------------------------------------------------------------------------------


def _twins(subcommands: Sequence[Subcommand]) -> dict[str, Listener]:
    """Each subcommand's button in the Home tab does what the bare word does (content.md 0.4)."""
    return {HOME_RUN + one.name: one.run for one in subcommands if one.home}


def _words(subcommands: Sequence[Subcommand]) -> dict[str, Subcommand]:
    words: dict[str, Subcommand] = {}
    for one in subcommands:
        for word in (one.name, *one.aliases):
            if word in words:
                raise ValueError(f"two subcommands answer to {word!r}")
            words[word] = one
    return words


def _merged(tables: Sequence[Mapping[str, Listener]]) -> dict[str, Listener]:
    merged: dict[str, Listener] = {}
    for table in tables:
        for key, listener in table.items():
            if key in merged:
                raise ValueError(f"two listeners for {key!r}")
            merged[key] = listener
    return merged
