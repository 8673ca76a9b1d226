"""Hearing of other processes' commits: PostgreSQL's LISTEN, on a connection of its own.

A wake-up may get lost with its connection; so after every new connection one is made up. Nothing
depends on it but speed: every heart looks by itself as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from storage.database import Database

logger = logging.getLogger(__name__)

CHANNEL = "waymark_outbox"
#: Seconds between looks whether the line is still there: a dead one may keep silent.
CHECK = 30.0
#: Seconds before another try; doubled up to the most.
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0


class Listening:
    """Calls ``wake`` after a commit that wrote messages, in whatever process. SQLite: does
    nothing, there is one process."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        self._database = database
        self._wake = wake
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the running event loop."""
        if not self._database.is_sqlite:
            self._task = asyncio.create_task(self._listen(), name="listening")

    async def stop(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    # --- private ---------------------------------------------------------------------------------

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with self._database.engine.connect() as connection:
                    line: Any = (await connection.get_raw_connection()).driver_connection
                    pause = FIRST_PAUSE
                    try:
                        await self._hold(line)
                    finally:
                        await connection.invalidate()
            except Exception as problem:  # noqa: BLE001  whatever broke it: call again
                logger.warning(
                    "The line to the database broke; calling again: %s",
                    type(problem).__name__,
                    extra={"action": "listening_again"},
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _hold(self, line: Any) -> None:
        """Return, or raise, when the line is dead."""
        dead = asyncio.Event()
        line.add_termination_listener(lambda _: dead.set())
        await line.add_listener(CHANNEL, lambda *_: self._wake())
        self._wake()
        while not dead.is_set():
            try:
                await asyncio.wait_for(dead.wait(), CHECK)
            except TimeoutError:
                await line.execute("SELECT 1", timeout=CHECK / 3)
