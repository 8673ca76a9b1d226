"""The heartbeat: looks at the clock at least every five seconds, and at once after a commit.

The only file that knows APScheduler. One in-memory job; nothing that is promised lives in it
(design D5, reliability.md exp 1): due times are rows, and every beat asks the database.
"""

from __future__ import annotations

import asyncio
import logging
from contextvars import Context
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports import Clock, Units
from bot.scheduling.courier import Courier
from bot.scheduling.planner import Planner

logger = logging.getLogger(__name__)

#: A jump of the clock is noticed within this time (design README, public interface).
BEAT = timedelta(seconds=5)
#: Requests from Slack are remembered longer than its last retry (slack.md 1).
INBOX_MEMORY = timedelta(days=2)


class Heartbeat:
    """Plans and delivers, beat by beat. ``beaten_at`` tells the health check that it lives."""

    def __init__(self, units: Units, planner: Planner, courier: Courier, clock: Clock) -> None:
        self._units = units
        self._planner = planner
        self._courier = courier
        self._clock = clock
        self._scheduler: AsyncIOScheduler | None = None
        self._turn = asyncio.Lock()
        self._rewake = False
        self._waking: set[asyncio.Task[None]] = set()
        self._swept_at: datetime | None = None
        self.beaten_at: datetime | None = None

    def start(self) -> None:
        """Begin to beat, in the running event loop."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self.beat,
            IntervalTrigger(seconds=int(BEAT.total_seconds()), timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        self._scheduler = scheduler
        self.wake()

    async def stop(self) -> None:
        """No further beats; the message in hand is finished, nothing more is claimed."""
        self._courier.stopping = self._planner.stopping = True
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        async with self._turn:
            pass
        for task in list(self._waking):
            task.cancel()

    def wake(self) -> None:
        """Beat at once: called after a commit that wrote messages. Cheap, and safe to repeat."""
        if self._scheduler is None:
            return
        task = asyncio.get_running_loop().create_task(self.beat(), context=Context())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def beat(self) -> None:
        """One look at everything that is due. Of several calls at once, one more beat follows."""
        if self._turn.locked():
            self._rewake = True
            return
        async with self._turn:
            self._rewake = True
            while self._rewake:
                self._rewake = False
                await self._beat_safely()

    async def settle(self) -> None:
        """Plan and deliver until nothing is due; for tests and the sandbox's time machine."""
        async with self._turn:
            while await self._round():
                pass

    # --- private ---------------------------------------------------------------------------------

    async def _beat_safely(self) -> None:
        try:
            while await self._round():
                pass
            self.beaten_at = self._clock.now()
        except Exception as problem:  # noqa: BLE001  the heart goes on; health shows the gap
            logger.error(
                "A heartbeat stumbled: %s",
                type(problem).__name__,
                extra={"action": "heartbeat_failed"},
            )

    async def _round(self) -> int:
        """Everything due at this moment; one question when nothing is, as at most beats."""
        at = self._clock.now()
        soonest = await self._units.everywhere().next_due_at()
        done = 0
        if soonest is not None and soonest <= at:
            done += await self._courier.deliver_due()
            done += await self._planner.plan_due(at)
            done += await self._planner.gather_held(at)
            done += await self._courier.settle_unknown()
        if self._swept_at is None or at - self._swept_at > timedelta(hours=1):
            self._swept_at = at
            await self._units.everywhere().forget_requests(at - INBOX_MEMORY)
        return done
