"""What is due becomes messages. Claim first, then act: a crash loses nothing, nobody is asked
twice (style.md 3.5, reliability.md e.2)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.nudges import DueNudge, NudgeRecord, Skipped
from bot.domain.outbox import Delivery
from bot.ports import Points, TryAgain, Units, Unwatched
from bot.services.digests import gather
from bot.services.nudges import Nudge
from bot.services.rerunning import run_again

logger = logging.getLogger(__name__)

#: Rows looked at in one go.
BATCH = 200
#: A row that cannot be planned waits this long, so that it silences nobody else.
POISON_PAUSE = timedelta(hours=1)


class Planner:
    """Turns due rows into outbox rows; any number of planners may run at once."""

    def __init__(
        self, units: Units, nudges: Sequence[Nudge], points: Points | None = None
    ) -> None:
        self._units = units
        self._points = points or Unwatched()
        self._nudges = {nudge.kind: nudge for nudge in nudges}
        #: Set when the process ends: no further row is taken.
        self.stopping = False
        #: Called after each row, so that a long list does not look like a standstill.
        self.moved: Callable[[], None] = lambda: None

    async def plan_due(self, at: datetime) -> int:
        """Plan everything due at ``at``; returns how many rows were dealt with."""
        done = 0
        while batch := await self._units.everywhere().due_nudges(at, BATCH):
            for due in batch:
                if self.stopping:
                    return done
                done += await self._plan_safely(due, at)
                self.moved()
        return done

    async def gather_held(self, at: datetime) -> int:
        """Release or merge what waited for its slot; returns how many messages may go now."""
        released = 0
        for workspace_id, user_id in await self._units.everywhere().people_with_held(at, BATCH):
            async with self._units(workspace_id) as work:
                person = await work.people.get(user_id)
                if person is None:
                    await work.outbox.cancel_for(user_id, reason="nobody", budgeted_only=False)
                else:
                    released += len(await gather(work, person, at))
                await work.commit()
        return released

    async def _plan_safely(self, due: DueNudge, at: datetime) -> int:
        try:
            return await run_again(lambda: self._plan_one(due, at))
        except TryAgain:
            raise  # the database is in trouble, not this row: it stays due
        except Exception as problem:  # noqa: BLE001  one broken row must not silence everybody
            logger.error(
                "Could not plan %s; trying again in an hour: %s",
                due.kind,
                type(problem).__name__,
                extra={"action": "nudge_poison", "nudge_id": due.id},
            )
            await self._units.everywhere().push_back(due, at + POISON_PAUSE)
            return 0

    async def _plan_one(self, due: DueNudge, at: datetime) -> int:
        """One row, one transaction: taken off the list, decided, written down."""
        async with self._units(due.workspace_id) as work:
            if not await work.nudges.claim(due):
                return 0
            nudge = self._nudges.get(due.kind)
            if nudge is None:
                logger.error("Nobody plans %s", due.kind, extra={"action": "nudge_unknown"})
                await work.commit()
                return 1
            occurrence = await nudge.occurrence(work, due)
            outcome = await nudge.plan(work, due, at)
            if not await work.nudges.recorded(due.kind, due.subject_id, occurrence):
                work.nudges.record(_record(due, occurrence, at, outcome))
            self._points.reach("M1")
            await work.commit()
            self._points.reach("M2")
            return 1


# --- private -------------------------------------------------------------------------------------


def _record(
    due: DueNudge, occurrence: str, at: datetime, outcome: Delivery | Skipped
) -> NudgeRecord:
    return NudgeRecord(
        workspace_id=due.workspace_id,
        kind=due.kind,
        subject_id=due.subject_id,
        person_id=due.person_id,
        occurrence=occurrence,
        due_at=due.due_at,
        at=at,
        outcome=outcome.reason if isinstance(outcome, Skipped) else "queued",
    )
