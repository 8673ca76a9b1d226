"""A use case whose transaction the database undid runs again, as if it had just been asked for.

Each public coroutine of a service is one use case and one unit of work; before its commit it
changes nothing outside. So when ``TryAgain`` comes out, all of it may run once more. When the
commit itself is in doubt, the request's identity in the inbox tells: it is not applied twice
(reliability.md R7, R18).
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from bot.ports import TryAgain, request_key

#: So often a use case is tried in all, with so many seconds before the second time and double
#: before each further one: together well below the three seconds Slack waits.
TRIES = 5
PAUSE = 0.05

T = TypeVar("T")
S = TypeVar("S")


def rerunning(service: S) -> S:
    """The same service, each of whose use cases is run again when its trouble passes."""
    return cast("S", _Rerunning(service))


async def run_again(use_case: Callable[[], Awaitable[T]]) -> T:
    """Run it, at most ``TRIES`` times; not again when a part of it was stored already."""
    key = request_key.get()
    for trial in range(TRIES - 1):
        try:
            return await use_case()
        except TryAgain:
            if request_key.get() != key:
                raise
            await asyncio.sleep(PAUSE * 2**trial)
    return await use_case()


# --- private -------------------------------------------------------------------------------------


class _Rerunning:
    def __init__(self, service: object) -> None:
        self.__dict__["_service"] = service

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.__dict__["_service"], name)
        if inspect.iscoroutinefunction(found):

            @functools.wraps(found)
            async def use_case(*args: Any, **words: Any) -> Any:
                return await run_again(lambda: found(*args, **words))

            return use_case
        is_service = type(found).__module__.startswith("bot.services.")
        return _Rerunning(found) if is_service else found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_service"], name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.__dict__["_service"], name)
