"""What a forked process may be."""

from __future__ import annotations

import asyncio
import logging
import os
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from tests.storm import claims, feeder, slack, worker
from tests.storm.place import Place

ROLES: dict[str, Callable[..., Awaitable[None]]] = {
    "slack": slack.run,
    "worker": worker.run,
    "web": worker.run_web,
    "prepare": feeder.prepare,
    "feeder": feeder.feed,
    "claimer": claims.run,
}


def play(role: str, folder: str, words: dict[str, Any]) -> None:
    """Be it until it ends, then leave the process; 0 when it ended well."""
    logging.basicConfig(level=logging.ERROR, format=f"%(process)d {role} %(name)s: %(message)s")
    status = 1
    try:
        asyncio.run(ROLES[role](Place.of(folder), **words))  # type: ignore[arg-type]
        status = 0
    except BaseException:  # noqa: BLE001  a forked process must not return into the nursery
        traceback.print_exc()
    finally:
        os._exit(status)
