"""A store in memory, for lives of which there are thousands: the same questions, no database.

All or nothing, one writer at a time, each row once by its meaning, as the real one. What no rule
of time asks for is not here. The long run of the state machine lives in the real store as well.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from bot.clock import ManualClock
from bot.domain.checkins import Checkin, Prompt
from bot.domain.nudges import CheckinSchedule, DueNudge, NudgeRecord
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.people import Person
from bot.domain.rhythm import Past
from bot.services.nudges import NUDGES, Nudge
from tests.conftest import TEAM
from tests.time.house import House


class MemoryHouse(House):
    """A house whose store is a dictionary."""

    def __init__(self, clock: ManualClock, nudges: Iterable[Nudge] = NUDGES) -> None:
        self.memory = Memory()
        self.furnish(cast(Any, self.memory), clock, nudges)

    async def records(self, user_id: str, kind: str = "checkin_due") -> list[NudgeRecord]:
        """From memory."""
        rows = self.memory.rows.of(NudgeRecord)
        mine = [one for one in rows if one.person_id == user_id and one.kind == kind]
        return sorted(mine, key=lambda one: one.due_at)

    async def planned(self, user_id: str, kind: str = "checkin_due") -> list[datetime]:
        """From memory."""
        rows = self.memory.rows.of(DueNudge)
        return [one.due_at for one in rows if one.person_id == user_id and one.kind == kind]

    async def leaves(self, user_id: str) -> None:
        """Everything is forgotten: the next one has the house for themselves."""
        self.memory.rows = Rows()

    async def next_due(self) -> datetime | None:
        """From memory."""
        return min((one.due_at for one in self.memory.rows.of(DueNudge)), default=None)


class Rows:
    """Entities by their class; a copy shares nothing with its original."""

    def __init__(self, kept: dict[type, list[Any]] | None = None) -> None:
        self._kept = kept or {}

    def of(self, kind: type[Any]) -> list[Any]:
        """All of one class."""
        return self._kept.setdefault(kind, [])

    def copy(self) -> Rows:
        """Fresh entities, equal to these."""
        return Rows({kind: [replace(one) for one in rows] for kind, rows in self._kept.items()})


class Memory:
    """Implements what the services of time need of ``Units`` and ``Everywhere``."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.turns: Counter[tuple[str, str]] = Counter()
        self._writer = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def __call__(self, workspace_id: str) -> AsyncIterator[Work]:
        async with self._writer:
            yield Work(self, self.rows.copy())

    @contextlib.asynccontextmanager
    async def reading(self, workspace_id: str) -> AsyncIterator[Work]:
        yield Work(self, self.rows)

    def everywhere(self) -> Memory:
        return self

    async def due_nudges(self, at: datetime, limit: int) -> list[DueNudge]:
        await asyncio.sleep(0)  # where the real one waits, others get their turn
        due = [replace(one) for one in self.rows.of(DueNudge) if one.due_at <= at]
        return sorted(due, key=lambda one: one.due_at)[:limit]

    async def push_back(self, due: DueNudge, until: datetime) -> None:
        raise AssertionError("a row could not be planned")


class Work:
    """Implements what the services of time need of ``UnitOfWork``."""

    def __init__(self, memory: Memory, rows: Rows) -> None:
        self._memory = memory
        self.rows = rows
        self.workspace_id = TEAM
        self.people = _People(rows, memory)
        self.checkins = _Checkins(rows)
        self.nudges = _Nudges(rows)
        self.outbox = _Outbox(rows)
        self.goals = self.pairings = _Nothing()

    async def flush(self) -> None:
        await asyncio.sleep(0)

    async def read_ahead(self, people: Sequence[str], since: datetime) -> None:
        """Everything is at hand."""

    async def commit(self) -> None:
        self._memory.rows = self.rows


# --- private -------------------------------------------------------------------------------------


class _Table:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, row: Any) -> None:
        self._rows.of(type(row)).append(row)

    def where(self, entity: type[Any], /, **fields: Any) -> list[Any]:
        return [
            one
            for one in self._rows.of(entity)
            if all(getattr(one, name) == value for name, value in fields.items())
        ]

    def one(self, entity: type[Any], /, **fields: Any) -> Any:
        return next(iter(self.where(entity, **fields)), None)


class _Nothing:
    """No goals, no pairings."""

    async def active_of(self, user_id: str) -> list[Any]:
        return []

    async def active_of_mentee(self, user_id: str) -> list[Any]:
        return []

    async def of(self, user_id: str) -> list[Any]:
        return []


class _People(_Table):
    def __init__(self, rows: Rows, memory: Memory) -> None:
        super().__init__(rows)
        self._turns = memory.turns

    async def get(self, user_id: str) -> Person | None:
        return cast(Person | None, self.one(Person, user_id=user_id))

    async def less_of(self, user_id: str, kind: str) -> int:
        return 0

    async def next_turn(self, user_id: str, kind: str) -> int:
        self._turns[user_id, kind] += 1
        return self._turns[user_id, kind] - 1


class _Checkins(_Table):
    async def schedule_of(self, owner_id: str) -> CheckinSchedule | None:
        return cast(CheckinSchedule | None, self.one(CheckinSchedule, owner_id=owner_id))

    async def schedule(self, schedule_id: str) -> CheckinSchedule | None:
        return cast(CheckinSchedule | None, self.one(CheckinSchedule, id=schedule_id))

    async def prompt(self, prompt_id: str, *, owner_id: str) -> Prompt | None:
        return cast(Prompt | None, self.one(Prompt, id=prompt_id))

    async def answers_to(self, prompt_id: str) -> dict[str, Checkin]:
        return {one.goal_id: one for one in self.where(Checkin, prompt_id=prompt_id)}

    async def since(self, owner_id: str, moment: datetime) -> list[Checkin]:
        return [one for one in self.where(Checkin, owner_id=owner_id) if one.at > moment]

    async def recent(self, owner_id: str, limit: int = 10) -> list[Checkin]:
        found = self.where(Checkin, owner_id=owner_id)
        return sorted(found, key=lambda one: one.at, reverse=True)[:limit]

    async def recent_prompts(self, owner_id: str, limit: int = 10) -> list[Prompt]:
        found = self.where(Prompt, owner_id=owner_id)
        return sorted(found, key=lambda one: one.asked_at, reverse=True)[:limit]


class _Nudges(_Table):
    async def set(self, kind: str, subject_id: str, person_id: str, due_at: datetime) -> None:
        await self.cancel(subject_id, kind)
        self.add(DueNudge(TEAM, kind, subject_id, person_id, due_at))

    async def cancel(self, subject_id: str, *kinds: str) -> None:
        rows = self._rows.of(DueNudge)
        rows[:] = [
            one
            for one in rows
            if one.subject_id != subject_id or (kinds and one.kind not in kinds)
        ]

    async def cancel_for(self, person_id: str) -> None:
        rows = self._rows.of(DueNudge)
        rows[:] = [one for one in rows if one.person_id != person_id]

    async def claim(self, due: Sequence[DueNudge], at: datetime) -> list[DueNudge]:
        rows, wanted = self._rows.of(DueNudge), {one.id for one in due}
        taken = [one for one in rows if one.id in wanted and one.due_at <= at]
        rows[:] = [one for one in rows if one not in taken]
        return taken

    async def planned_for(self, person_id: str) -> list[DueNudge]:
        return self.where(DueNudge, person_id=person_id)

    async def past(self, kind: str, subject_id: str) -> Past:
        due = self.one(DueNudge, kind=kind, subject_id=subject_id)
        done = self.where(NudgeRecord, kind=kind, subject_id=subject_id)
        days = [date.fromisoformat(one.occurrence) for one in done]
        asked = [one.due_at for one in done if one.outcome == "queued"]
        return Past(due.due_at if due else None, max(days, default=None), max(asked, default=None))

    async def rhythm_of(self, owner_id: str, kind: str) -> tuple[CheckinSchedule | None, Past]:
        schedule = self.one(CheckinSchedule, owner_id=owner_id)
        return schedule, await self.past(kind, schedule.id) if schedule else Past()

    def record(self, record: NudgeRecord) -> None:
        meaning = ("kind", "subject_id", "occurrence")
        if not self.where(NudgeRecord, **{name: getattr(record, name) for name in meaning}):
            self.add(record)


class _Outbox(_Table):
    async def add(self, delivery: Delivery, *, fresh: bool = False) -> bool:  # type: ignore[override]
        if self.one(Delivery, dedupe_key=delivery.dedupe_key):
            return False
        super().add(delivery)
        return True

    async def spent(self, recipient_id: str, since: datetime) -> list[Any]:
        return []

    async def about(self, subject_id: str, *kinds: str) -> list[Delivery]:
        return [one for one in self.where(Delivery, subject_id=subject_id) if one.kind in kinds]

    async def waiting_for(self, recipient_id: str) -> list[Delivery]:
        return self.where(Delivery, recipient_id=recipient_id, state=DeliveryState.HELD)

    async def cancel(self, subject_id: str, *kinds: str, reason: str) -> int:
        return 0
