"""What a child runs: the command line, or the same process on a clock of the stage's."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import storage.schema  # noqa: F401  imported before the fork, so that a child starts at once
from bot import logs
from bot.__main__ import main
from bot.bootstrap import Waymark, build
from bot.listening import in_words
from bot.running import run, until_signal
from bot.settings import Settings
from tests.processes.clocks import SharedClock

#: Real seconds between beats; on a clock that stands still the product's five would be for ever.
BEAT = 0.1


def play(words: Sequence[str], clock: str) -> int:
    """Run ``waymark WORDS``; with ``clock``, on the shared one in that file."""
    if not clock:
        return main(list(words))
    settings = Settings.from_env(os.environ)
    logs.set_up(settings.log_level)

    async def body(stop: asyncio.Event) -> int:
        moment = SharedClock(Path(clock))
        waymark = build(settings, moment)
        _beat_only_when(waymark, lambda: moment.beats)
        sys.stderr.write(f"courier is {waymark.heartbeat._courier._name}\n")
        beating = asyncio.create_task(_beat(waymark, stop))
        await run(waymark, words[0], stop)
        await beating
        return 0

    try:
        return asyncio.run(until_signal(body))
    except OSError as problem:
        sys.stderr.write(f"{in_words(problem)}\n")
        return 2


def _beat_only_when(waymark: Waymark, allowed: Callable[[], bool]) -> None:
    wake = waymark.heartbeat.wake
    guarded = lambda: wake() if allowed() else None  # noqa: E731
    waymark.heartbeat.wake = guarded  # type: ignore[method-assign]
    waymark.listening._wake = guarded


async def _beat(waymark: Waymark, stop: asyncio.Event) -> None:
    while not stop.is_set():
        waymark.heartbeat.wake()
        try:
            await asyncio.wait_for(stop.wait(), BEAT)
        except TimeoutError:
            continue
