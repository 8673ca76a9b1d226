"""Every subcommand within reach of a tap: three as buttons, all in one menu (content.md 0.4).

Nobody has to remember a word, and nobody has to read seventeen buttons.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.views.vocabulary import Block, pick, row

#: Action id of a subcommand's button, before its name.
HOME_RUN = "home_run_"
#: The headings of the menu, and the subcommands under each; the rest comes under the last.
GROUPS = (
    ("Now", ("checkin", "roadblock", "win", "setback")),
    ("Where I'm going", ("goal", "goals", "map", "wins", "setbacks", "skills")),
    (
        "With others",
        ("pair", "agenda", "feedback", "advice", "circle", "ask", "questions", "story"),
    ),
    ("Waymark", ()),
)
#: Said at once by most people.
QUICK = ("checkin", "roadblock", "win")
#: Options of one menu (slack.md 5.2).
MOST = 100

#: (name, label) of each subcommand that has a twin.
Menu = Sequence[tuple[str, str]]


def quick(menu: Menu, *, but: str = "") -> list[tuple[str, str]]:
    """The three said most, in their order, without the one that is shown already."""
    known = dict(menu)
    return [(name, known[name]) for name in QUICK if name in known and name != but]


def everything(menu: Menu, mark: str = "") -> list[Block]:
    """The menu of all, under its headings. ``mark``: a new one forgets what was picked last."""
    left = {name: (words, name) for name, words in menu[:MOST]}
    groups = []
    for heading, names in GROUPS:
        mine = [left.pop(name) for name in names if name in left] if names else [*left.values()]
        if mine:
            groups.append((heading, mine))
    if not groups:
        return []
    chooser = pick(ids.HOME_MORE, "Everything you can do", groups)
    return [row(chooser, subject="menu", part=f"all.{mark}")]
