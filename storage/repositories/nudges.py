"""What is due, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, delete, func, select, update

from bot.domain.nudges import DueNudge, NudgeRecord
from bot.domain.rhythm import Past
from storage.repositories.base import Repository
from storage.tables.nudges import due_nudges, nudge_records


class NudgeRepository(Repository):
    """Implements ``bot.ports.repositories.Nudges``."""

    async def set(self, kind: str, subject_id: str, person_id: str, due_at: datetime) -> None:
        """Plan it, or move it: there is one row for a kind and subject."""
        moved = await self._run(
            update(due_nudges)
            .where(*self._about(subject_id), due_nudges.c.kind == kind)
            .values(due_at=due_at, person_id=person_id)
        )
        if not moved:
            row = DueNudge(self.workspace_id, kind, subject_id, person_id, due_at)
            self.session.add(row)
            await self.session.flush()

    async def cancel(self, subject_id: str, *kinds: str) -> None:
        """Take planned ones back; without kinds, all about this subject."""
        only = (due_nudges.c.kind.in_(kinds),) if kinds else ()
        await self._run(delete(due_nudges).where(*self._about(subject_id), *only))

    async def cancel_for(self, person_id: str) -> None:
        """Take back everything planned for a person."""
        columns = due_nudges.c
        await self._run(
            delete(due_nudges).where(
                columns.workspace_id == self.workspace_id, columns.person_id == person_id
            )
        )

    async def claim(self, due: DueNudge) -> bool:
        """Take a due row off the list; False when somebody else already did (style.md S6)."""
        columns = due_nudges.c
        taken = await self._run(
            delete(due_nudges).where(
                columns.workspace_id == self.workspace_id,
                columns.id == due.id,
                columns.due_at == due.due_at,
            )
        )
        return taken == 1

    async def planned_for(self, person_id: str) -> list[DueNudge]:
        """What is planned for a person, soonest first."""
        query = self.rows(DueNudge, due_nudges, due_nudges.c.person_id == person_id)
        return await self.all(query.order_by(due_nudges.c.due_at))

    async def past(self, kind: str, subject_id: str) -> Past:
        """What is planned for a rhythm, the latest date with an outcome, and the latest slot
        that was asked: one question to the store."""
        columns, done = due_nudges.c, nudge_records.c
        planned = select(columns.due_at).where(*self._about(subject_id), columns.kind == kind)
        mine = (
            done.workspace_id == self.workspace_id,
            done.kind == kind,
            done.subject_id == subject_id,
        )
        latest = select(func.max(done.occurrence)).where(*mine)
        asked = select(func.max(done.due_at)).where(*mine, done.outcome == "queued")
        query = select(
            planned.scalar_subquery(), latest.scalar_subquery(), asked.scalar_subquery()
        )
        await self.session.flush()
        planned_at, day, asked_at = (await self.session.execute(query)).one()
        return Past(planned_at, date.fromisoformat(day) if day else None, asked_at)

    def record(self, record: NudgeRecord) -> None:
        """Write down what became of an occurrence."""
        self.add(record)

    async def last_skipped(self, person_id: str, kinds: Sequence[str]) -> NudgeRecord | None:
        """The latest occurrence for a person, of these kinds, that was not sent."""
        columns = nudge_records.c
        query = self.rows(
            NudgeRecord,
            nudge_records,
            columns.person_id == person_id,
            columns.kind.in_(list(kinds)),
            columns.outcome != "queued",
        )
        return await self.one(query.order_by(columns.at.desc()))

    async def recorded(self, kind: str, subject_id: str, occurrence: str) -> bool:
        """Whether this very occurrence was already dealt with."""
        columns = nudge_records.c
        query = select(columns.id).where(
            columns.workspace_id == self.workspace_id,
            columns.kind == kind,
            columns.subject_id == subject_id,
            columns.occurrence == occurrence,
        )
        return (await self.session.scalar(query)) is not None

    def _about(self, subject_id: str) -> tuple[Any, ...]:
        columns = due_nudges.c
        return (columns.workspace_id == self.workspace_id, columns.subject_id == subject_id)

    async def _run(self, statement: Any) -> int:
        await self.session.flush()
        options = {"synchronize_session": False}
        result = await self.session.execute(statement, execution_options=options)
        return result.rowcount if isinstance(result, CursorResult) else 0
