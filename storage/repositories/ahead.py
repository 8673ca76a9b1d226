"""What planning for many people will ask, read beforehand in one statement a table.

A person's rhythm takes a dozen questions to the store. For a hundred people in one transaction
that would be a thousand trips; read ahead, it is a handful (performance.md P4). The rows are those
of the transaction itself: nobody else writes for this workspace meanwhile, and whoever writes for
a person here forgets what was read of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

T = TypeVar("T")


class Shelf(Generic[T]):
    """By person (or subject): what was read of them; None for whom nothing was."""

    def __init__(self) -> None:
        self._kept: dict[str, T] = {}

    def get(self, owner: str) -> T | None:
        """What was read, if it was and still holds."""
        return self._kept.get(owner)

    def keep(self, owner: str, value: T) -> None:
        """Remember."""
        self._kept[owner] = value

    def forget(self, owner: str) -> None:
        """It changed: ask the store again."""
        self._kept.pop(owner, None)


@dataclass
class Latest(Generic[T]):
    """A person's newest rows, newest first; ``whole``: there are no others."""

    rows: list[T] = field(default_factory=list)
    whole: bool = True

    def first(self, limit: int) -> list[T] | None:
        """The newest so many; None when that cannot be said from here."""
        return self.rows[:limit] if self.whole or limit <= len(self.rows) else None

    def since(self, moment: datetime, at: str) -> list[T] | None:
        """Those after a moment; None when older ones might be among them."""
        if not self.whole and getattr(self.rows[-1], at) > moment:
            return None
        return [one for one in self.rows if getattr(one, at) > moment]


async def latest_of(
    session: AsyncSession,
    entity: type[T],
    table: Table,
    owners: Sequence[str],
    limit: int,
    order: ColumnElement[Any],
    *where: ColumnElement[bool],
) -> dict[str, Latest[T]]:
    """Each owner's newest rows, at most ``limit``, in one statement."""
    place = func.row_number().over(partition_by=table.c.owner_id, order_by=order.desc())
    ranked = (
        select(*table.c, place.label("place"))
        .where(table.c.owner_id.in_(owners), *where)
        .subquery()
    )
    row = aliased(entity, ranked)
    query: Select[Any] = select(row).where(ranked.c.place <= limit).order_by(ranked.c.place)
    found = {owner: Latest[T]() for owner in owners}
    for one in await session.scalars(query):
        found[one.owner_id].rows.append(one)
    for latest in found.values():
        latest.whole = len(latest.rows) < limit
    return found
