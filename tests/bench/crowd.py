"""Many people at once, written past the ORM: a million rows must not take an hour to lay out."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import asyncpg
from sqlalchemy import Table, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.checkins import Prompt
from bot.domain.goals import Goal, GoalState
from bot.domain.installations import Installation
from bot.domain.messages.checkins import AskedGoal, CheckinDue
from bot.domain.nudges import CheckinSchedule, DueNudge
from bot.domain.outbox import Delivery
from bot.domain.pairings import Pairing
from bot.domain.people import Person
from storage.private_text import KeyRing, attach
from storage.tables import map_entities
from storage.tables.checkins import prompts, schedules
from storage.tables.goals import goals
from storage.tables.installations import installations
from storage.tables.nudges import due_nudges
from storage.tables.outbox import outbox
from storage.tables.pairings import pairings
from storage.tables.people import people
from tests.bench.children import TEAM, TOKEN

#: When everybody here was set up; a Monday of summer time long before any run.
LONG_AGO = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
_TABLES: dict[type, Table] = {
    Person: people,
    Goal: goals,
    CheckinSchedule: schedules,
    DueNudge: due_nudges,
    Prompt: prompts,
    Pairing: pairings,
    Delivery: outbox,
    Installation: installations,
}

Rows = Iterable[dict[str, Any]]


class Hall:
    """One database being filled."""

    def __init__(self, url: str, key: str) -> None:
        map_entities()
        self._url = make_url(url)
        self._dialect = create_async_engine(url).sync_engine.dialect
        attach(self._dialect, KeyRing([key]))

    async def fill(self, pattern: object, rows: Rows) -> None:
        """As many copies of ``pattern`` as ``rows``, each with that row's own values."""
        table = _TABLES[type(pattern)]
        names = [column.name for column in table.columns]
        writers = {name: self._writer(table, name) for name in names}
        same = {name: writers[name](getattr(pattern, name)) for name in names}

        def lines() -> Iterator[tuple[Any, ...]]:
            for row in rows:
                own = {name: writers[name](value) for name, value in row.items()}
                yield tuple(own.get(name, same[name]) for name in names)

        if self._url.get_backend_name() == "sqlite":
            await asyncio.to_thread(self._pour, table, names, lines())
        else:
            await self._copy(table, names, lines())

    async def analyze(self) -> None:
        """As autovacuum would have by now."""
        if self._url.get_backend_name() != "sqlite":
            connection = await self._connected()
            await connection.execute("VACUUM ANALYZE")
            await connection.close()

    def _writer(self, table: Table, name: str) -> Callable[[Any], Any]:
        """How SQLAlchemy would hand a value of this column to the driver."""
        kind = table.columns[name].type
        processor = kind.dialect_impl(self._dialect).bind_processor(self._dialect)
        return processor or (lambda value: value)

    def _pour(self, table: Table, names: list[str], lines: Iterator[tuple[Any, ...]]) -> None:
        signs = ", ".join("?" * len(names))
        with closing(sqlite3.connect(str(self._url.database), timeout=60)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -400000")
            connection.executemany(
                f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({signs})", lines
            )
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _copy(
        self, table: Table, names: list[str], lines: Iterator[tuple[Any, ...]]
    ) -> None:
        connection = await self._connected()
        while batch := list(islice(lines, 50_000)):
            await connection.copy_records_to_table(table.name, records=batch, columns=names)
        await connection.close()

    async def _connected(self) -> Any:
        plain = self._url.set(drivername="postgresql")
        return await asyncpg.connect(plain.render_as_string(hide_password=False))


def workspace(team: str = TEAM) -> Installation:
    """One that never ends."""
    return Installation(team, "Bench", TOKEN, "UBOT", LONG_AGO, bot_id="BBOT")


def member() -> Person:
    """Somebody every message may reach at any hour, so that no run waits for a window."""
    return Person(
        TEAM,
        "",
        "Somebody",
        "Europe/London",
        LONG_AGO,
        slot=time(10, 0),
        window_start=time(0, 0),
        window_end=time(23, 59),
        working_days="0123456",
        slack_zone="Europe/London",
        set_up_at=LONG_AGO,
        seen_home_at=LONG_AGO,
        dm_channel="D1",
    )


def goal() -> Goal:
    """An active goal with a next step."""
    return Goal(
        TEAM, "", "", LONG_AGO, statement="Lead it", next_step="Draft it", state=GoalState.ACTIVE
    )


def rhythm() -> CheckinSchedule:
    """Every Monday."""
    return CheckinSchedule(TEAM, "", 0, set_on=date(2026, 6, 1), set_at=LONG_AGO)


def due(at: datetime) -> DueNudge:
    """A check-in that is due."""
    return DueNudge(TEAM, "checkin_due", "", "", at)


def prompt(at: datetime) -> Prompt:
    """A question that waits for its answer."""
    return Prompt(TEAM, "", asked_at=at, closes_at=at + timedelta(days=6), goal_ids=[])


def letter(at: datetime) -> Delivery:
    """A check-in question ready to go."""
    asked = AskedGoal(goal_id="g", title="Lead the migration", next_step="Draft it")
    message = CheckinDue(
        subject_id="s", goal_title=asked.title, next_step=asked.next_step, goals=(asked,)
    )
    return Delivery(
        TEAM, "", message.kind, message.payload(), "", message.priority, at, at, at, turn=1
    )
