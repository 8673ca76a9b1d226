"""Winding a clock so that everything due on the way happens in order, at its own time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.ports import Clock

#: What is due already and still not done, such as a message whose addressee is just being
#: written to, is looked at again after this.
LEAST = timedelta(seconds=1)


class WindableClock(Clock, Protocol):
    """A clock one may wind forward."""

    def advance(self, by: timedelta) -> None:
        """Forward only."""
        ...


async def wind(
    clock: WindableClock,
    until: datetime,
    *,
    next_due: Callable[[], Awaitable[datetime | None]],
    settle: Callable[[], Awaitable[None]],
    most_steps: int | None = None,
) -> bool:
    """Wind to ``until``, with a stop at each moment at which something is due.

    ``settle`` does what is due at the clock's moment. False when ``most_steps`` were not enough;
    the clock then stands where it got to.
    """
    steps = 0
    await settle()
    while (due := await next_due()) is not None and due < until:
        if steps == most_steps:
            return False
        steps += 1
        clock.advance(max(due - clock.now(), LEAST))
        await settle()
    clock.advance(max(until - clock.now(), timedelta()))
    await settle()
    return True
