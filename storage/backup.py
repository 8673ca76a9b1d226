"""A copy of the database in one file, made beside a running Waymark (reliability.md R21, exp 9).

SQLite's own backup, never a copy of the file: that lost committed rows in 19 of 20 tries. The
copy is made under another name, checked, and only then given its name. Private words and tokens
stay encrypted in it; names, times, states and ids of Slack are readable, so it is for its owner's
eyes only (mode 0600).
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

from storage.dumps import dump
from storage.files import beginning
from storage.refusals import CannotUse, in_words

#: Copies kept beside a SQLite file that was migrated, newest first.
KEPT = 3


@dataclass(frozen=True)
class Backup:
    """What was written."""

    path: Path
    size: int


def back_up(url: str, target: Path) -> Backup:
    """Write everything the database holds at this moment into a new file; Waymark may run on.

    Raises ``CannotUse``: the file is there already, the database is not, or the copy is not whole.
    """
    place = make_url(url)
    if target.exists():
        raise CannotUse(f"{target} is there already: a backup never replaces a file.")
    if place.get_backend_name() != "sqlite":
        dump(place, target)
    elif not Path(str(place.database)).is_file():
        raise CannotUse(f"There is no database at {place.database}.")
    else:
        copy_file(Path(str(place.database)), target)
    return Backup(target, target.stat().st_size)


def copy_file(source: Path, target: Path) -> None:
    """A checked copy of a SQLite file that others may be writing to. Never replaces a file."""
    with (
        in_words(str(source)),
        beginning(target) as part,
        closing(open_file(source)) as old,
        closing(open_file(part)) as new,
    ):
        old.backup(new)  # in one go: step by step, a busy writer would make it begin again
        new.execute("PRAGMA journal_mode = DELETE")  # one file, not three
        if problem := unsound(new):
            raise CannotUse(f"The copy of {source} is not whole ({problem}): none was kept.")


def keep_beside(path: Path, revision: str) -> Path:
    """Before a migration: the file as it is, beside itself; the newest ``KEPT`` of them stay."""
    target = unused(path.with_name(f"{path.name}.{revision}"))
    copy_file(path, target)
    ours = re.compile(re.escape(path.name) + r"\.[0-9]{4}-[0-9]+\.backup")
    found = [one for one in path.parent.iterdir() if ours.fullmatch(one.name)]
    for old in sorted(found, key=lambda one: one.stat().st_mtime_ns)[:-KEPT]:
        old.unlink()
    return target


def unused(stem: Path) -> Path:
    """The next name of a backup kept beside something: "waymark.db.0004-2.backup"."""
    ours = re.compile(re.escape(stem.name) + r"-([0-9]+)\.backup")
    taken = (found for one in stem.parent.iterdir() if (found := ours.fullmatch(one.name)))
    number = max((int(found[1]) for found in taken), default=0) + 1
    return stem.with_name(f"{stem.name}-{number}.backup")


def open_file(path: Path) -> sqlite3.Connection:
    """A SQLite file that is there; another program's writer is waited for."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=30)


def unsound(connection: sqlite3.Connection) -> str:
    """What is wrong with a SQLite file, in SQLite's words; empty when it is whole."""
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        return str(found)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return f"{len(orphans)} rows without their parent" if orphans else ""
