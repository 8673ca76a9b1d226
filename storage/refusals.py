"""Why a database cannot be used, in one sentence for whoever runs Waymark (reliability.md R22)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

#: What SQLite says, and what an operator can do about it.
_SQLITE = {
    "file is not a database": "is not a SQLite database, or is damaged: restore a backup.",
    "malformed": "is damaged: restore a backup.",
    "unable to open database file": (
        "cannot be opened: the folder and the file must belong to whoever runs Waymark."
    ),
    "readonly database": "cannot be written: its file or folder is read-only for this user.",
    "disk I/O error": "cannot be read or written: the disk reports an error.",
    "database or disk is full": "cannot be written: the disk is full.",
    "database is locked": "is held by another program: stop what has it open.",
}
#: The same for PostgreSQL, by the name of the driver's exception.
_POSTGRES = {
    "InvalidPasswordError": "DATABASE_URL: PostgreSQL refuses the user or the password.",
    "InvalidAuthorizationSpecificationError": "DATABASE_URL: PostgreSQL refuses this user.",
    "InvalidCatalogNameError": "DATABASE_URL: PostgreSQL has no database of this name.",
    "InsufficientPrivilegeError": "DATABASE_URL: this user may not make or read its tables.",
    "TooManyConnectionsError": "PostgreSQL has no connection left for Waymark.",
    "CannotConnectNowError": "PostgreSQL is starting or stopping: try again in a moment.",
    "LockNotAvailableError": (
        "Somebody keeps a table busy, so it cannot be migrated: stop old processes, start again."
    ),
}


class CannotUse(Exception):
    """One sentence that says what is wrong with the database; never a value, never a password."""


@contextlib.contextmanager
def in_words(place: str = "") -> Iterator[None]:
    """Turn what drivers raise into ``CannotUse``; what nobody can act upon stays as it is.

    ``place`` is the path of a SQLite file; empty for PostgreSQL.
    """
    try:
        yield
    except Exception as problem:
        if said := _in_words(problem, place):
            raise CannotUse(said) from None
        raise


# --- private -------------------------------------------------------------------------------------


def _in_words(problem: BaseException, place: str) -> str:
    """The sentence; empty when this is none of the known ways."""
    driver: BaseException = getattr(problem, "orig", None) or problem
    if place:
        found = (words for sign, words in _SQLITE.items() if sign in str(driver))
        words = next(found, "")
        return f"The database {place} {words}" if words else ""
    names = [kind.__name__ for one in (driver, driver.__cause__) for kind in type(one).__mro__]
    if words := next((_POSTGRES[name] for name in names if name in _POSTGRES), ""):
        return words
    if isinstance(problem, OSError | TimeoutError):
        return f"The database cannot be reached ({type(problem).__name__}): see DATABASE_URL."
    return ""
