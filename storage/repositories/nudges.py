"""What is due, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.nudges import CheckinSchedule, DueNudge, NudgeRecord
from bot.domain.rhythm import Past
from storage.repositories.ahead import Shelf
from storage.repositories.base import Repository
from storage.tables.checkins import schedules
from storage.tables.nudges import due_nudges, nudge_records


class NudgeRepository(Repository):
    """Implements ``bot.ports.repositories.Nudges``."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._planned: dict[tuple[str, str], dict[str, Any]] = {}
        self._records: list[dict[str, Any]] = []
        self._pasts = Shelf[tuple[str, Past]]()

    async def set(self, kind: str, subject_id: str, person_id: str, due_at: datetime) -> None:
        """Plan it, or move it: there is one row for a kind and subject.

        Written with all others before the next question about plans, or at the commit.
        """
        row = DueNudge(self.workspace_id, kind, subject_id, person_id, due_at)
        self._planned[kind, subject_id] = asdict(row)
        self._pasts.forget(subject_id)

    async def write(self) -> None:
        """Everything planned and recorded so far, in one statement a table."""
        planned, self._planned = list(self._planned.values()), {}
        records, self._records = self._records, []
        if planned:
            into = self._insert(due_nudges)
            moved = {name: into.excluded[name] for name in ("due_at", "person_id")}
            keys = ["workspace_id", "kind", "subject_id"]
            await self._run(into.on_conflict_do_update(index_elements=keys, set_=moved), planned)
        if records:
            keys = ["workspace_id", "kind", "subject_id", "occurrence"]
            into = self._insert(nudge_records)
            await self._run(into.on_conflict_do_nothing(index_elements=keys), records)

    async def read_ahead(self, kind: str, subject_ids: Sequence[str]) -> None:
        """What these rhythms have behind them."""
        await self.write()
        due, done = due_nudges.c, nudge_records.c
        asked_at = func.max(case((done.outcome == "queued", done.due_at)))
        behind = (
            select(done.subject_id, func.max(done.occurrence), asked_at)
            .where(*self._in(nudge_records, kind, subject_ids))
            .group_by(done.subject_id)
        )
        ahead = select(due.subject_id, due.due_at).where(*self._in(due_nudges, kind, subject_ids))
        planned = {row[0]: row[1] for row in await self.session.execute(ahead)}
        found = {row[0]: (row[1], row[2]) for row in await self.session.execute(behind)}
        for subject_id in subject_ids:
            day, asked = found.get(subject_id, (None, None))
            past = Past(planned.get(subject_id), _date(day), asked)
            self._pasts.keep(subject_id, (kind, past))

    async def cancel(self, subject_id: str, *kinds: str) -> None:
        """Take planned ones back; without kinds, all about this subject."""
        await self.write()
        self._pasts.forget(subject_id)
        only = (due_nudges.c.kind.in_(kinds),) if kinds else ()
        await self._run(delete(due_nudges).where(*self._about(subject_id), *only))

    async def cancel_for(self, person_id: str) -> None:
        """Take back everything planned for a person."""
        await self.write()
        self._pasts = Shelf()
        columns = due_nudges.c
        await self._run(
            delete(due_nudges).where(
                columns.workspace_id == self.workspace_id, columns.person_id == person_id
            )
        )

    async def claim(self, due: Sequence[DueNudge], at: datetime) -> list[DueNudge]:
        """Take due rows off the list; without those somebody else took, or moved to later
        (style.md S6)."""
        columns = due_nudges.c
        await self.session.flush()
        taken = await self.session.execute(
            delete(due_nudges)
            .where(
                columns.workspace_id == self.workspace_id,
                columns.id.in_([one.id for one in due]),
                columns.due_at <= at,
            )
            .returning(columns.id, columns.due_at)
        )
        moments = {row[0]: row[1] for row in taken}
        return [replace(one, due_at=moments[one.id]) for one in due if one.id in moments]

    async def planned_for(self, person_id: str) -> list[DueNudge]:
        """What is planned for a person, soonest first."""
        await self.write()
        query = self.rows(DueNudge, due_nudges, due_nudges.c.person_id == person_id)
        return await self.all(query.order_by(due_nudges.c.due_at))

    async def past(self, kind: str, subject_id: str) -> Past:
        """What is planned for a rhythm, the latest date with an outcome, and the latest slot
        that was asked."""
        ahead = self._pasts.get(subject_id)
        if ahead is None or ahead[0] != kind:
            await self.read_ahead(kind, [subject_id])
            ahead = self._pasts.get(subject_id)
        assert ahead is not None
        return ahead[1]

    async def rhythm_of(self, owner_id: str, kind: str) -> tuple[CheckinSchedule | None, Past]:
        """A person's rhythm and what it has behind it: one question to the store."""
        await self.write()
        due, done = due_nudges.c, nudge_records.c
        mine = (
            done.workspace_id == schedules.c.workspace_id,
            done.kind == kind,
            done.subject_id == schedules.c.id,
        )
        latest = select(func.max(done.occurrence)).where(*mine)
        asked = select(func.max(done.due_at)).where(*mine, done.outcome == "queued")
        planned = and_(
            due.workspace_id == self.workspace_id,
            due.kind == kind,
            due.subject_id == schedules.c.id,
        )
        query = (
            select(CheckinSchedule, due.due_at, latest.scalar_subquery(), asked.scalar_subquery())
            .outerjoin(due_nudges, planned)
            .where(schedules.c.workspace_id == self.workspace_id, schedules.c.owner_id == owner_id)
        )
        found = (await self.session.execute(query)).first()
        if found is None:
            return None, Past()
        schedule, planned_at, day, asked_at = found
        return schedule, Past(planned_at, _date(day), asked_at)

    def record(self, record: NudgeRecord) -> None:
        """Write down what became of an occurrence; the first word about it stands."""
        if record.workspace_id != self.workspace_id:
            raise ValueError("an entity of another workspace")
        self._records.append(asdict(record))
        self._pasts.forget(record.subject_id)

    async def last_skipped(self, person_id: str, kinds: Sequence[str]) -> NudgeRecord | None:
        """The latest occurrence for a person, of these kinds, that was not sent."""
        await self.write()
        columns = nudge_records.c
        query = self.rows(
            NudgeRecord,
            nudge_records,
            columns.person_id == person_id,
            columns.kind.in_(list(kinds)),
            columns.outcome != "queued",
        )
        return await self.one(query.order_by(columns.at.desc()))

    def _about(self, subject_id: str) -> tuple[Any, ...]:
        columns = due_nudges.c
        return (columns.workspace_id == self.workspace_id, columns.subject_id == subject_id)

    def _in(self, table: Table, kind: str, subject_ids: Sequence[str]) -> tuple[Any, ...]:
        columns = table.c
        return (
            columns.workspace_id == self.workspace_id,
            columns.kind == kind,
            columns.subject_id.in_(list(subject_ids)),
        )

    def _insert(self, table: Table) -> Any:
        """An insert that knows what to do about a row that is there, in either dialect."""
        is_sqlite = self.session.get_bind().dialect.name == "sqlite"
        return sqlite_insert(table) if is_sqlite else postgres_insert(table)

    async def _run(self, statement: Any, rows: Any = None) -> None:
        await self.session.flush()
        options = {"synchronize_session": False} if rows is None else {}
        await self.session.execute(statement, rows, execution_options=options)


# --- private -------------------------------------------------------------------------------------


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
