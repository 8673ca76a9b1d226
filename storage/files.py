"""A file that is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from storage.refusals import CannotUse


@contextlib.contextmanager
def beginning(target: Path) -> Iterator[Path]:
    """A private file to write to; it gets its name when the block ends well, else it is gone."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as problem:
        raise CannotUse(f"{target} cannot be written: {problem.strerror}.") from None
    try:
        yield part
        _name(part, target)
    finally:
        part.unlink(missing_ok=True)


# --- private -------------------------------------------------------------------------------------


def _name(part: Path, target: Path) -> None:
    """On the disk before it has its name; a link fails where a rename would replace."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(part, target)
    except FileExistsError:
        raise CannotUse(f"{target} is there already: a backup never replaces a file.") from None
    except OSError:  # a file system without links
        part.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
