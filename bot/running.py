"""One process from its start to its end: `waymark run`, `web` or `worker`.

The end (reliability.md R23): nothing is claimed from the first moment on, what is on the wire
comes to its outcome, requests under way are answered, lines are closed. What hangs longer than
that is left to the leases: another process takes it up.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from bot.bootstrap import Waymark
from bot.serving import serve

logger = logging.getLogger("waymark")

#: Seconds for the whole end; README.md promises 20 (public interface).
STOP_SECONDS = 18.0


async def run(waymark: Waymark, process: str, stop: asyncio.Event) -> None:
    """Start, serve until ``stop`` is set, end.

    Raises OSError when nobody can listen at the address (``bot.listening.in_words``).
    ``process``: ``run`` does everything, ``web`` only answers Slack, ``worker`` only the rest.
    Two of them may share a port, except workers: those would answer Slack with "not found".
    """
    await waymark.start(heart=process != "web", sockets=process != "worker")
    serving = asyncio.create_task(_serve(waymark, process, stop), name="serving")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            ends = (waymark.retire(), serving, stopping)
            retired, served, _ = await asyncio.gather(*ends, return_exceptions=True)
            await waymark.close()
    except TimeoutError:
        logger.error(
            "Something would not end; it is taken up again when its lease is over",
            extra={"action": "stop_forced"},
        )
        os._exit(1)
    for problem in (served, retired):
        if problem is not None:
            raise problem


async def until_signal(body: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """SIGTERM and SIGINT set the event; plain ``asyncio.run`` would run no ``finally``.

    A second signal ends the process at once, as if it were killed.
    """
    stop = asyncio.Event()

    def heard(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heard, number)
    return await body(stop)


# --- private -------------------------------------------------------------------------------------


async def _serve(waymark: Waymark, process: str, stop: asyncio.Event) -> None:
    is_worker = process == "worker"
    await serve(
        waymark.web(slack=not is_worker),
        waymark.settings.host,
        waymark.settings.port,
        stop=stop,
        ready_message=lambda url: logger.info("Waymark (%s) is at %s", process, url),
        house="" if is_worker else waymark.house,
    )
