"""Real processes of the program, started in a few milliseconds.

One helper process holds everything imported and forks on request; what runs in the child is the
command line itself, in an environment and a folder of its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

#: Seconds for anything a child should do, on a busy machine.
PATIENCE = 90.0
_IS_AT = re.compile(r"is at (http://\S+)")


class Child:
    """A process of the program. ``said`` is what it wrote to standard error so far."""

    def __init__(
        self, words: Sequence[str], folder: Path, given: Mapping[str, str], clock: str = ""
    ) -> None:
        """``clock``: the file of a shared clock (tests.processes.clocks); empty: the machine's."""
        self.words = tuple(words)
        self.said: list[str] = []
        self._heard = asyncio.Event()
        ours, theirs = multiprocessing.Pipe(duplex=False)
        self._process: ForkServerProcess = _context().Process(
            target=_play, args=(self.words, str(folder), dict(given), clock, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, self._gone)
        self._reading = loop.create_task(self._read(ours))

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def alive(self) -> bool:
        return not self._ended.done()

    async def url(self) -> str:
        """Its address, once it serves."""
        return (await self.until(_IS_AT)).group(1)

    async def until(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Return when a line of its matches. Raises AssertionError when it ends before."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = next(filter(None, map(pattern.search, self.said)), None)
                if found is not None:
                    return found
                if self._reading.done():
                    raise AssertionError(f"{self.words} ended: {''.join(self.said)}")
                self._heard.clear()
                await self._heard.wait()

    def send(self, number: int) -> None:
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def ended(self) -> int:
        """Its exit code; negative for a signal."""
        async with asyncio.timeout(PATIENCE):
            code = await asyncio.shield(self._ended)
            await self._reading
        return code

    async def end(self, number: int = signal.SIGTERM) -> int:
        self.send(number)
        return await self.ended()

    # --- private ---------------------------------------------------------------------------------

    def _gone(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        if not self._ended.done():
            self._ended.set_result(self._process.exitcode or 0)

    async def _read(self, line: Connection) -> None:
        reader = asyncio.StreamReader()
        pipe = os.fdopen(os.dup(line.fileno()), "rb", buffering=0)
        line.close()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), pipe
        )
        try:
            while words := await reader.readline():
                self.said.append(words.decode(errors="replace"))
                self._heard.set()
        finally:
            transport.close()
            self._heard.set()


# --- private -------------------------------------------------------------------------------------


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.processes.entry"])
    return context


def _play(
    words: Sequence[str], folder: str, given: dict[str, str], clock: str, stderr: Connection
) -> None:
    os.dup2(stderr.fileno(), 2)
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(given)
    os.chdir(folder)
    from tests.processes.entry import play

    sys.exit(play(words, clock))
