"""Members and what they asked to hear less of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.nudges import LessOf, WordingCount
from bot.domain.people import Person
from storage.repositories.ahead import Shelf
from storage.repositories.base import Repository
from storage.tables.people import less_of, people, wording_counts


class PeopleRepository(Repository):
    """Implements ``bot.ports.repositories.People``."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._people = Shelf[Person]()
        self._less = Shelf[dict[str, LessOf]]()
        self._turns = Shelf[dict[str, WordingCount]]()
        self._told_ahead: frozenset[str] = frozenset()

    async def read_ahead(self, user_ids: Sequence[str], kinds: Sequence[str]) -> None:
        """These people, what they want less of, and how often they were told these kinds."""
        for user_id, person in (await self.several(user_ids)).items():
            self._people.keep(user_id, person)
        turns = wording_counts.c
        quiet = self.rows(LessOf, less_of, less_of.c.person_id.in_(list(user_ids)))
        told = self.rows(
            WordingCount,
            wording_counts,
            turns.person_id.in_(list(user_ids)),
            turns.kind.in_(list(kinds)),
        )
        quieted: dict[str, dict[str, LessOf]] = {user_id: {} for user_id in user_ids}
        for less in await self.all(quiet):
            quieted[less.person_id][less.kind] = less
        counts: dict[str, dict[str, WordingCount]] = {user_id: {} for user_id in user_ids}
        for count in await self.all(told):
            counts[count.person_id][count.kind] = count
        for user_id in user_ids:
            self._less.keep(user_id, quieted[user_id])
            self._turns.keep(user_id, counts[user_id])
        self._told_ahead = frozenset(kinds)

    async def get(self, user_id: str) -> Person | None:
        """The person, if Waymark ever met them."""
        if (ahead := self._people.get(user_id)) is not None:
            return ahead
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
        if (ahead := self._less.get(user_id)) is not None:
            return ahead[kind].times if kind in ahead else 0
        row = await self._less_of(user_id, kind)
        return row.times if row else 0

    async def say_less(self, user_id: str, kind: str, key: str = "") -> int:
        """Count one more "less of this"; returns the new count. On the same message, whose
        delivery has this ``key``, it counts once."""
        row = await self._less_of(user_id, kind)
        if row is None:
            row = LessOf(self.workspace_id, user_id, kind)
            self.session.add(row)
            self._less.forget(user_id)
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
        columns, ahead = wording_counts.c, self._turns.get(user_id)
        if ahead is not None and kind in self._told_ahead:
            row = ahead.get(kind)
        else:
            query = self.rows(
                WordingCount, wording_counts, columns.person_id == user_id, columns.kind == kind
            )
            row = await self.one(query)
        if row is None:
            row = WordingCount(self.workspace_id, user_id, kind)
            self.session.add(row)
            if ahead is not None:
                ahead[kind] = row
        row.count += 1
        return row.count - 1

    async def _less_of(self, user_id: str, kind: str) -> LessOf | None:
        if (ahead := self._less.get(user_id)) is not None and kind in ahead:
            return ahead[kind]
        columns = less_of.c
        return await self.one(
            self.rows(LessOf, less_of, columns.person_id == user_id, columns.kind == kind)
        )
