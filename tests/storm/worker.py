"""One worker process: the program as ``bootstrap`` builds it, on the storm's clock.

Alone: ``python -m tests.storm.worker FOLDER``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
from datetime import timedelta

from bot.bootstrap import build
from bot.ports.points import LABELS
from bot.scheduling import courier
from bot.serving import serve
from tests.storm.guards import without
from tests.storm.place import Place
from tests.storm.record import record

#: Real seconds between beats: the product's five, on a clock that runs faster.
BEAT = 0.4
#: How old a claim may be on the wire: the product's fifteen seconds are for a machine that froze;
#: here they would be half a real second, which a busy machine needs to phrase a message.
FRESH = timedelta(seconds=45)
#: A process that ended at a point says by its exit status at which.
CRASHED = 64


async def run(
    place: Place, *, guard: str = "", label: str = "", chance: float = 0.0, seed: int = 0
) -> None:
    """Beat until the process is ended. ``guard`` is left out; at ``label`` it may end at once."""
    without(guard)
    setattr(courier, "FRESH", FRESH)  # noqa: B010
    record(place.history)
    stop = _until_told()
    waymark = build(place.settings(), place.clock, Doom(label, chance, seed))
    await waymark.start(sockets=False, migrated=True)
    while not stop.is_set():
        waymark.heartbeat.wake()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), BEAT)
    await waymark.stop()


async def run_web(
    place: Place,
    *,
    port: int,
    guard: str = "",
    label: str = "",
    chance: float = 0.0,
    seed: int = 0,
) -> None:
    """Answer Slack's requests on ``port`` until the process is ended."""
    without(guard)
    stop = _until_told()
    waymark = build(place.settings(), place.clock, Doom(label, chance, seed))
    await waymark.start(heart=False, sockets=False, migrated=True)
    await serve(waymark.web(), "127.0.0.1", port, stop=stop)
    await waymark.stop()


class Doom:
    """Ends the process at one labelled point, now and then: no ``finally``, no goodbye."""

    def __init__(self, label: str, chance: float, seed: int) -> None:
        self._label = label
        self._chance = chance
        self._dice = random.Random(seed)

    def reach(self, label: str) -> None:
        """The program is at this point now."""
        if label == self._label and self._dice.random() < self._chance:
            os._exit(CRASHED + LABELS.index(label))


def crash_point(status: int) -> str:
    """The label a process ended at; empty for any other end."""
    number = status - CRASHED
    return LABELS[number] if 0 <= number < len(LABELS) else ""


# --- private -------------------------------------------------------------------------------------


def _until_told() -> asyncio.Event:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    return stop


if __name__ == "__main__":
    asyncio.run(run(Place.of(sys.argv[1])))
