"""The heart: looks at the clock at least every five seconds, at once after a commit, and at the
very moment something is due.

The only file that knows APScheduler. One in-memory job; nothing that is promised lives in it
(design D5, reliability.md exp 1): due times are rows, and every beat asks the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports import Ahead, Clock, Units
from bot.scheduling.courier import Courier
from bot.scheduling.healer import Healer
from bot.scheduling.planner import Planner
from bot.scheduling.reconciler import Reconciler

logger = logging.getLogger(__name__)

#: A jump of the clock is noticed within this time (design README, public interface).
BEAT = timedelta(seconds=5)
#: What is due and could not be done, because somebody's minute is spent or another worker has it,
#: is looked at again after this: no busy loop, and no late roadblock.
POLL = timedelta(seconds=1)
#: Seconds a look may go on when the process is to end.
LAST_LOOK = 2.0
#: Requests from Slack are remembered longer than its last retry (slack.md 1).
INBOX_MEMORY = timedelta(days=2)
#: How often it is cleared.
SWEEP = timedelta(hours=1)


class Heartbeat:
    """Delivers, plans and looks, each at its own pace: a slow history holds no roadblock up.

    ``still`` tells the health check which of them does not move (reliability.md R24).
    """

    def __init__(
        self,
        units: Units,
        planner: Planner,
        courier: Courier,
        reconciler: Reconciler,
        healer: Healer,
        clock: Clock,
    ) -> None:
        self._units = units
        self._planner = planner
        self._courier = courier
        self._reconciler = reconciler
        self._healer = healer
        self._clock = clock
        self._scheduler: AsyncIOScheduler | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._waking: set[asyncio.Task[None]] = set()
        self._asking = self._ask_again = False
        self._swept_at: datetime | None = None
        self._started_at: datetime | None = None
        self._ticked_at: datetime | None = None
        self._delivering = _Part("delivering", self._deliver, clock)
        self._planning = _Part("planning", self._plan, clock)
        self._looking = _Part("looking", self._look, clock)
        self._parts = (self._delivering, self._planning, self._looking)
        courier.moved, planner.moved = self._delivering.moved, self._planning.moved

    @property
    def still(self) -> dict[str, timedelta]:
        """How long each part has not moved, by its name; the timer that starts them is one."""
        if self._started_at is None:
            return {}
        moved = {part.name: part.beaten_at or self._started_at for part in self._parts}
        moved["timer"] = self._ticked_at or self._started_at
        now = self._clock.now()
        return {name: max(now - moment, timedelta()) for name, moment in moved.items()}

    def start(self) -> None:
        """Begin to beat, in the running event loop."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=int(BEAT.total_seconds()), timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        self._scheduler = scheduler
        self._started_at = self._ticked_at = self._clock.now()
        self.wake()

    def retire(self) -> None:
        """Nothing more is taken in hand, from this very moment."""
        self._courier.stopping = self._planner.stopping = True
        self._reconciler.stopping = self._healer.stopping = True

    async def stop(self) -> None:
        """No further beats; the message in hand is finished, nothing more is claimed."""
        self.retire()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        if self._alarm is not None:
            self._alarm.cancel()
        await self._delivering.finished()
        await self._planning.finished()
        # A look may be left, its lease ends by itself. Nothing else is cut: a question to SQLite
        # that is cancelled on its way can keep the process from ending.
        _, left = await asyncio.wait([*self._waking, self._looks_ended()], timeout=LAST_LOOK)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def wake(self) -> None:
        """Beat at once: called after a commit that wrote messages. Cheap, and safe to repeat: of
        any number of calls while the database is asked what is due, one more question follows."""
        if self._scheduler is None:
            return
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        task = asyncio.get_running_loop().create_task(self._woken(), context=Context())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def beat(self) -> None:
        """One look at everything that is due; one question when nothing is, as at most beats."""
        await self._do(await self._due())

    async def settle(self) -> int:
        """Plan and deliver until nothing is left to do, and tell how much there was; for tests and
        the sandbox's time machine."""
        done = 0
        while due := await self._due():
            more = sum([await part.run() for part in due])
            if not more:
                break
            done += more
        return done

    # --- private ---------------------------------------------------------------------------------

    async def _tick(self) -> None:
        """All that APScheduler runs: when it shuts down it cancels what it runs, even a send."""
        self._ticked_at = self._clock.now()
        self.wake()

    async def _woken(self) -> None:
        """A beat whose question is never asked twice at a time: a hundred commits in one moment
        must not take every connection away from the work itself."""
        due: list[_Part] = []
        try:
            if self._scheduler is not None:
                due = await self._due()
        finally:
            self._asking = False
            if self._ask_again:
                self._ask_again = False
                self.wake()
        await self._do(due)

    async def _do(self, due: Sequence[_Part]) -> None:
        await asyncio.gather(*(self._then_alarm(part) for part in due))
        await self._set_alarm()

    async def _deliver(self) -> int:
        return await self._courier.deliver_due()

    async def _plan(self) -> int:
        at = self._clock.now()
        done = await self._planner.plan_due(at)
        done += await self._planner.gather_held(at)
        if self._is_sweep_due():
            self._swept_at = at
            await self._units.everywhere().forget_requests(at - INBOX_MEMORY)
        return done

    async def _look(self) -> int:
        return await self._reconciler.settle_unknown() + await self._healer.heal_due()

    async def _due(self) -> list[_Part]:
        """The parts that have something to do, and those under way, to look once more; all of
        them when nobody knows: then they say what is wrong."""
        ahead = await self._ahead()
        if ahead is None:
            return list(self._parts)
        when, now = ahead
        moments = zip(self._parts, (when.delivering, when.planning, when.looking), strict=True)
        due = [part for part, at in moments if (at is not None and at <= now) or not part.is_idle]
        if self._is_sweep_due() and self._planning not in due:
            due.append(self._planning)
        for part in self._parts:
            if part not in due:
                part.moved()
        return due

    def _looks_ended(self) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(self._looking.finished())

    async def _then_alarm(self, part: _Part) -> None:
        """The moment of the next message does not wait for a slow history."""
        await part.beat()
        if part is not self._looking:
            await self._set_alarm()

    async def _set_alarm(self) -> None:
        """Wake at the moment something is due, when that is before the next beat."""
        if self._scheduler is None:
            return
        ahead = await self._ahead()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if ahead is None or ahead[0].soonest is None or self._scheduler is None:
            return
        wait = ahead[0].soonest - ahead[1]
        if wait < BEAT:
            delay = wait if wait > timedelta() else POLL
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(delay.total_seconds(), self.wake)

    async def _ahead(self) -> tuple[Ahead, datetime] | None:
        """What comes when, and the moment that is now there; None when the database did not
        say."""
        try:
            everywhere = self._units.everywhere()
            return await everywhere.next_due(), await everywhere.moment(self._clock.now())
        except Exception:  # noqa: BLE001  the parts meet the same, and say it
            return None

    def _is_sweep_due(self) -> bool:
        return self._swept_at is None or self._clock.now() - self._swept_at > SWEEP


# --- private -------------------------------------------------------------------------------------


class _Part:
    """One thing the heart does, never twice at a time."""

    def __init__(self, name: str, run: Callable[[], Awaitable[int]], clock: Clock) -> None:
        self.name = name
        self.beaten_at: datetime | None = None
        self.run = run
        self._clock = clock
        self._turn = asyncio.Lock()
        self._again = False

    async def beat(self) -> None:
        """Rounds until nothing is left; of several calls at once, one more follows."""
        if self._turn.locked():
            self._again = True
            return
        async with self._turn:
            self._again = True
            while self._again:
                self._again = False
                await self._rounds()

    @property
    def is_idle(self) -> bool:
        """Nothing under way."""
        return not self._turn.locked()

    async def finished(self) -> None:
        """Return when the round under way has ended."""
        async with self._turn:
            pass

    def moved(self) -> None:
        """It came a step further."""
        self.beaten_at = self._clock.now()

    async def _rounds(self) -> None:
        self.moved()
        try:
            while await self.run():
                self.moved()
            self.moved()
        except Exception as problem:  # noqa: BLE001  the heart goes on; health shows the gap
            logger.error(
                "A heartbeat stumbled while %s: %s",
                self.name,
                type(problem).__name__,
                extra={"action": "heartbeat_failed"},
            )
