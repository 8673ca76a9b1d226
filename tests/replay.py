"""What the services wrote once is written again by copying their rows.

Most conversations begin with the same pair. Making it takes the services a dozen transactions,
hundreds of times in a run. From the same rows, at the same moment, the same call leaves the same
rows: so the first call in a worker is real, and the later ones repeat what it wrote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Hashable
from contextlib import closing
from dataclasses import dataclass

from tests.stage import Conversation

#: Every table's rows, as SQLite keeps them.
Rows = dict[str, list[tuple[object, ...]]]

#: Holds a token that is sealed anew for each bot, and is none of what is made here.
_ANOTHERS = "installations"


@dataclass(frozen=True)
class _Made:
    answer: str
    changed: Rows


_made: dict[Hashable, _Made] = {}


async def once(
    waymark: Conversation, call: tuple[Hashable, ...], make: Callable[[], Awaitable[str]]
) -> str:
    """What ``make`` answers, with the rows it leaves.

    ``call`` names it and all that it is given. Slack hears of a repeated call nothing.
    """
    path = waymark.file
    if path is None:
        return await make()
    before = rows_of(path)
    key = (call, waymark.clock.now(), waymark.secret, _frozen(before))
    made = _made.get(key)
    if made is None:
        answer = await make()
        after = rows_of(path)
        changed = {name: rows for name, rows in after.items() if rows != before[name]}
        _made[key] = _Made(answer, changed)
        return answer
    _write(path, made.changed)
    return made.answer


def rows_of(path: str) -> Rows:
    """All that is kept in the file but the installation, in the order it came."""
    with closing(sqlite3.connect(path)) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: store.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in names
            if name != _ANOTHERS and not name.startswith(("sqlite_", "alembic_"))
        }


# --- private -------------------------------------------------------------------------------------


def _frozen(rows: Rows) -> Hashable:
    return tuple((name, tuple(lines)) for name, lines in rows.items() if lines)


def _write(path: str, changed: Rows) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        for name, rows in changed.items():
            store.execute(f'DELETE FROM "{name}"')
            if rows:
                places = ", ".join("?" * len(rows[0]))
                store.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)
