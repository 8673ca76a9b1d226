"""Trouble of a database that passes: what it looks like, and doing a transaction over.

A serialization failure or a deadlock was undone by the database; a lost connection or a busy file
may be better in a moment (reliability.md R18).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

#: So often a transaction is tried in all.
TRIES = 5
#: Seconds before the second try; doubled each time, and spread so that two rivals part.
PAUSE = 0.02

#: Serialization failure, deadlock, lock not available; shutting down, starting up, out of
#: connections.
_STATES = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300")

T = TypeVar("T")


def is_passing(problem: BaseException) -> bool:
    """Whether the same transaction may well succeed in a moment."""
    if isinstance(problem, DBAPIError):
        state = str(getattr(problem.orig, "sqlstate", None) or "")
        if problem.connection_invalidated or state in _STATES or state.startswith("08"):
            return True
        if isinstance(problem, OperationalError | InterfaceError) and not state:
            words = str(problem.orig).lower()
            return "locked" in words or "busy" in words or "connection" in words
        return False
    # A server that is away refuses, and its Unix socket or its name is not even there.
    return isinstance(problem, OSError)


async def over_again(work: Callable[[], Awaitable[T]]) -> T:
    """Run a whole transaction; again when what broke it passes. ``work`` may safely run twice."""
    for trial in range(1, TRIES):
        try:
            return await work()
        except Exception as problem:
            if not is_passing(problem):
                raise
        await asyncio.sleep(PAUSE * 2**trial * (0.5 + random.random()))
    return await work()
