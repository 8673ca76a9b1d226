"""A PostgreSQL that keeps what it said is committed, and can be stopped without a warning."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from pathlib import Path
from typing import Any

from tests.databases import address, postgres_server


class Cluster:
    """A server of its own for storms; ``stop`` is ``pg_ctl stop -m immediate``."""

    def __init__(self, folder: Path) -> None:
        self._server: Any = postgres_server(folder)
        # In the other tests a lost commit harms nobody; here it is what we look for.
        for setting in ("synchronous_commit", "full_page_writes"):
            self._server.psql(f"ALTER SYSTEM SET {setting} = on")
        self._server.psql("ALTER SYSTEM SET max_connections = 200")
        self._server.psql("SELECT pg_reload_conf()")

    def database(self) -> str:
        """A new, empty database; returns its address."""
        name = f"storm{secrets.token_hex(6)}"
        self._server.psql(f"CREATE DATABASE {name}")
        return address(self._server, name)

    async def restart(self) -> None:
        """End every backend in the middle of whatever it does, then recover."""
        await asyncio.to_thread(self._restart)

    def close(self) -> None:
        """End it for good."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        self._server.cleanup()

    # --- private ---------------------------------------------------------------------------------

    def _restart(self) -> None:
        pid = self._server.get_pid()
        os.kill(pid, signal.SIGQUIT)  # what "-m immediate" sends
        while _is_alive(pid):
            os.sched_yield()
        self._server.ensure_postgres_running()


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
