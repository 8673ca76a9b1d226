"""What tests do in processes of their own, some of which are killed on the way.

Each job is a plain function; `Crew` forks them from a server that has everything imported.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from typing import Any

from sqlalchemy import Engine, event

from bot.clock import SystemClock
from storage import schema
from storage.database import Database
from storage.private_text import KeyRing
from storage.unit_of_work import SqlUnits

#: How a process ends that was killed at the chosen point.
KILLED = 9
#: Seconds any job may take; the machine may be busy.
PATIENCE = 50


class Crew:
    """Starts jobs and waits for their exit codes."""

    def __init__(self) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["tests.jobs", "alembic.command"])
        self._working: list[ForkServerProcess] = []

    def start(self, job: Callable[..., None], *given: Any) -> ForkServerProcess:
        """Begin; the process runs beside the others."""
        process = self._context.Process(target=job, args=given)
        process.start()
        self._working.append(process)
        return process

    def finish(self) -> list[int | None]:
        """Wait for all; their exit codes in the order they began."""
        for process in self._working:
            process.join(PATIENCE)
        codes = [process.exitcode for process in self._working]
        for process in self._working:
            process.kill()
        self._working = []
        return codes


def migrate(url: str, key: str, killed_at: int = 0) -> None:
    """Bring a database to the newest schema; die at the statement of this number."""
    if killed_at:
        _die_at(killed_at)
    asyncio.run(schema.migrate(url, KeyRing([key])))


def count_up(url: str, key: str, workspace: str, tasks: int, rounds: int) -> None:
    """Read a number and write the next one, in so many tasks at once, so often."""

    async def one(units: SqlUnits) -> None:
        for _ in range(rounds):
            async with units(workspace) as work:
                await work.people.next_turn("U1", "count")
                await work.commit()

    async def run() -> None:
        database = Database(url, KeyRing([key]))
        units = SqlUnits(database, SystemClock())
        await asyncio.gather(*(one(units) for _ in range(tasks)))
        await database.close()

    asyncio.run(run())


# --- private -------------------------------------------------------------------------------------


def _die_at(number: int) -> None:
    """As if the machine lost its power just before this statement."""
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os._exit(KILLED)
