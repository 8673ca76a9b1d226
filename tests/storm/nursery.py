"""Where processes come from: one interpreter with everything imported, which forks on request.

A worker that is killed every second must be back in a few milliseconds, or a storm is mostly the
import of libraries. ``python -m tests.storm.nursery LOG`` reads one wish a line and tells of every
start and end; its children end with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import select
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
#: Seconds between looks for ended children.
_LOOK = 0.01


@dataclass
class Child:
    """A process of the storm; ``ended`` becomes its exit status, negative for a signal."""

    pid: int
    ended: asyncio.Future[int] = field(repr=False)

    def signal(self, number: int) -> None:
        """Send a signal, unless it is gone already."""
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        await self.ended


class Nursery:
    """The director's end. Use as an async context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: dict[int, Child] = {}
        self._early: dict[int, int] = {}
        self._wishes: asyncio.Queue[asyncio.Future[int]] = asyncio.Queue()

    async def __aenter__(self) -> Nursery:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.storm.nursery",
            str(self._folder / "processes.log"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._listening

    async def start(self, role: str, **words: Any) -> Child:
        """Fork a process that plays ``role`` (see ``tests.storm.roles``)."""
        assert self._process.stdin is not None
        started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._wishes.put_nowait(started)
        wish = {"role": role, "folder": str(self._folder), "words": words}
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")
        return self._children[await started]

    @property
    def log(self) -> str:
        """What the processes said, for a test that failed."""
        return (self._folder / "processes.log").read_text(errors="replace")

    # --- private ---------------------------------------------------------------------------------

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        loop = asyncio.get_running_loop()
        async for line in self._process.stdout:
            told = json.loads(line)
            if "started" in told:
                pid = told["started"]
                self._children[pid] = Child(pid, loop.create_future())
                self._wishes.get_nowait().set_result(pid)
            else:
                self._children[told["ended"]].ended.set_result(told["status"])
        for child in self._children.values():
            if not child.ended.done():
                child.ended.set_result(-signal.SIGKILL)


# --- the process ---------------------------------------------------------------------------------


def main(log: str) -> None:
    """Fork as asked until nobody asks any more."""
    from tests.storm import roles

    children: set[int] = set()
    held = b""
    while True:
        for pid in list(children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                children.discard(pid)
                _tell(ended=pid, status=os.waitstatus_to_exitcode(status))
        if not select.select([0], [], [], _LOOK)[0]:
            continue
        read = os.read(0, 2**16)
        if not read:
            break
        *lines, held = (held + read).split(b"\n")
        for line in lines:
            wish = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _become(log)
                roles.play(wish["role"], wish["folder"], wish["words"])
            children.add(pid)
            _tell(started=pid)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _become(log: str) -> None:
    """A process of its own: its words go to the log, and it ends with the nursery."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(words, 1)
    os.dup2(words, 2)


def _tell(**told: int) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
