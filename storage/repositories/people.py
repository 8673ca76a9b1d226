"""Members and what they asked to hear less of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.nudges import LessOf, WordingCount
from bot.domain.people import Person
from storage.repositories.base import Repository
from storage.tables.people import less_of, people, wording_counts


class PeopleRepository(Repository):
    """Implements ``bot.ports.repositories.People``."""

    async def get(self, user_id: str) -> Person | None:
        """The person, if Waymark ever met them."""
        return await self.one(self.rows(Person, people, people.c.user_id == user_id))

    async def several(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """People by user id, for those known."""
        found = await self.all(self.rows(Person, people, people.c.user_id.in_(list(user_ids))))
        return {one.user_id: one for one in found}

    async def named(self, user_ids: Sequence[str]) -> dict[str, str]:
        """Display names by user id, for those known."""
        query = select(people.c.user_id, people.c.name).where(
            people.c.workspace_id == self.workspace_id, people.c.user_id.in_(list(user_ids))
        )
        return {row[0]: row[1] for row in await self.session.execute(query)}

    async def less_of(self, user_id: str, kind: str) -> int:
        """How often they said "less of this" to this kind of message."""
        row = await self._less_of(user_id, kind)
        return row.times if row else 0

    async def say_less(self, user_id: str, kind: str, key: str = "") -> int:
        """Count one more "less of this"; returns the new count. On the same message, whose
        delivery has this ``key``, it counts once."""
        row = await self._less_of(user_id, kind)
        if row is None:
            row = LessOf(self.workspace_id, user_id, kind)
            self.session.add(row)
        if not key or row.last_key != key:
            row.times, row.last_key = row.times + 1, key
        return row.times

    async def quieted(self, user_id: str) -> list[LessOf]:
        """Everything they asked to hear less of."""
        query = self.rows(LessOf, less_of, less_of.c.person_id == user_id, less_of.c.times > 0)
        return await self.all(query.order_by(less_of.c.kind))

    async def restore(self, user_id: str, kind: str) -> None:
        """Forget that they asked for less of this."""
        row = await self._less_of(user_id, kind)
        if row is not None:
            row.times, row.last_key = 0, ""

    async def next_turn(self, user_id: str, kind: str) -> int:
        """Counts from 0: which time this is that they are told something of this kind."""
        columns = wording_counts.c
        row = await self.one(
            self.rows(
                WordingCount, wording_counts, columns.person_id == user_id, columns.kind == kind
            )
        )
        if row is None:
            row = WordingCount(self.workspace_id, user_id, kind)
            self.session.add(row)
        row.count += 1
        return row.count - 1

    async def _less_of(self, user_id: str, kind: str) -> LessOf | None:
        columns = less_of.c
        return await self.one(
            self.rows(LessOf, less_of, columns.person_id == user_id, columns.kind == kind)
        )
