"""What is due becomes messages. Claim first, then act: a crash loses nothing, nobody is asked
twice (style.md 3.5, reliability.md e.2)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain.nudges import DueNudge, NudgeRecord, Skipped
from bot.domain.outbox import Delivery
from bot.domain.policy import MEMORY
from bot.domain.rhythm import CATCH_UP
from bot.ports import InDoubt, Points, TryAgain, UnitOfWork, Units, Unwatched
from bot.services.digests import gather
from bot.services.nudges import Nudge
from bot.services.rerunning import run_again

logger = logging.getLogger(__name__)

#: Rows looked at in one go.
BATCH = 500
#: Rows of one workspace in one transaction: more would hold its writer's lock, and the event loop
#: while they are written, for longer than anybody else should wait.
TOGETHER = 50
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
        #: Called after each transaction, so that a long list does not look like a standstill.
        self.moved: Callable[[], None] = lambda: None

    async def plan_due(self, at: datetime) -> int:
        """Plan everything due at ``at``; returns how many rows were dealt with."""
        done = 0
        while batch := await self._units.everywhere().due_nudges(at, BATCH):
            for group in _together(batch):
                if self.stopping:
                    return done
                done += await self._plan_together(group, at)
                self.moved()
        return done

    async def gather_held(self, at: datetime) -> int:
        """Release or merge what waited for its slot; returns how many messages may go now."""
        released, waiting = 0, dict[str, list[str]]()
        for workspace_id, user_id in await self._units.everywhere().people_with_held(at, BATCH):
            waiting.setdefault(workspace_id, []).append(user_id)
        for workspace_id, people in waiting.items():
            for start in range(0, len(people), TOGETHER):
                if self.stopping:
                    return released
                group = people[start : start + TOGETHER]
                released += await self._gather_together(workspace_id, group, at)
                self.moved()
        return released

    # --- private ---------------------------------------------------------------------------------

    async def _gather_together(self, workspace_id: str, group: Sequence[str], at: datetime) -> int:
        """Many people in one transaction; when one breaks it, each in one of their own."""
        if len(group) > 1:
            try:
                return await run_again(lambda: self._gather(workspace_id, group, at))
            except (TryAgain, InDoubt):
                raise
            except Exception as problem:  # noqa: BLE001  found and named below, one by one
                _went_apart(len(group), problem)
        return sum([await self._gather_safely(workspace_id, user_id, at) for user_id in group])

    async def _gather_safely(self, workspace_id: str, user_id: str, at: datetime) -> int:
        try:
            return await run_again(lambda: self._gather(workspace_id, [user_id], at))
        except TryAgain:
            raise
        except Exception as problem:  # noqa: BLE001  one broken row must not silence everybody
            logger.error(
                "Could not choose from what waits for a person: %s",
                type(problem).__name__,
                extra={"action": "gather_poison"},
            )
            return 0

    async def _gather(self, workspace_id: str, people: Sequence[str], at: datetime) -> int:
        """One transaction: what may go to these people now."""
        released = 0
        async with self._units(workspace_id) as work:
            if len(people) > 1:
                await work.read_held_ahead(people, at, at - MEMORY)
            for user_id in people:
                person = await work.people.get(user_id)
                if person is None:
                    await work.outbox.cancel_for(user_id, reason="nobody", budgeted_only=False)
                else:
                    released += len(await gather(work, person, at))
                await asyncio.sleep(0)  # others in this process get their turn
            await work.commit()
        return released

    async def _plan_together(self, group: Sequence[DueNudge], at: datetime) -> int:
        """Many rows in one transaction; when one breaks it, each in a transaction of its own."""
        if len(group) > 1:
            try:
                return await run_again(lambda: self._plan(group, at))
            except (TryAgain, InDoubt):
                raise
            except Exception as problem:  # noqa: BLE001  found and named below, one by one
                _went_apart(len(group), problem)
        done = 0
        for due in group:
            done += await self._plan_safely(due, at)
            self.moved()
        return done

    async def _plan_safely(self, due: DueNudge, at: datetime) -> int:
        try:
            return await run_again(lambda: self._plan([due], at))
        except (TryAgain, InDoubt):
            raise  # the database is in trouble, not this row: it stays due, or it was planned
        except Exception as problem:  # noqa: BLE001  one broken row must not silence everybody
            logger.error(
                "Could not plan %s; trying again in an hour: %s",
                due.kind,
                type(problem).__name__,
                extra={"action": "nudge_poison", "nudge_id": due.id},
            )
            await self._units.everywhere().push_back(due, at + POISON_PAUSE)
            return 0

    async def _plan(self, group: Sequence[DueNudge], at: datetime) -> int:
        """One transaction: rows of one workspace taken off the list, decided, written down."""
        async with self._units(group[0].workspace_id) as work:
            taken = await work.nudges.claim(group, at)
            if len(taken) > 1:
                await work.read_ahead([due.person_id for due in taken], at - MEMORY - CATCH_UP)
            for due in taken:
                await self._decide(work, due, at)
                await asyncio.sleep(0)  # others in this process get their turn
            self._points.reach("M1")
            await work.commit()
            self._points.reach("M2")
            return len(taken)

    async def _decide(self, work: UnitOfWork, due: DueNudge, at: datetime) -> None:
        nudge = self._nudges.get(due.kind)
        if nudge is None:
            logger.error("Nobody plans %s", due.kind, extra={"action": "nudge_unknown"})
            return
        occurrence = await nudge.occurrence(work, due)
        outcome = await nudge.plan(work, due, at)
        work.nudges.record(_record(due, occurrence, at, outcome))


# --- private -------------------------------------------------------------------------------------


def _together(batch: Sequence[DueNudge]) -> Iterator[list[DueNudge]]:
    """Rows that go into one transaction: of one workspace, at most one of each person, because
    what is read ahead of a person is true once. The rest is found again in the next look."""
    groups: dict[str, dict[str, DueNudge]] = {}
    for due in batch:
        groups.setdefault(due.workspace_id, {}).setdefault(due.person_id, due)
    for people in groups.values():
        rows = list(people.values())
        for start in range(0, len(rows), TOGETHER):
            yield rows[start : start + TOGETHER]


def _went_apart(count: int, problem: Exception) -> None:
    logger.warning(
        "%d rows are taken one by one after %s",
        count,
        type(problem).__name__,
        extra={"action": "rows_apart"},
    )


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
