"""What was promised against what stands in Slack, by key and by meaning."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.domain.outbox import DeliveryState, HealState
from storage.database import Database
from storage.private_text import KeyRing
from storage.tables import map_entities
from storage.tables.nudges import due_nudges
from storage.tables.outbox import outbox
from tests.storm.place import Place

IN_FLIGHT = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
WAITING = (DeliveryState.PENDING, DeliveryState.HELD)
#: Rows the reader must see somewhere.
SHOWN = (DeliveryState.SENT, DeliveryState.MERGED)
#: Ends that are no end of a promise.
BROKEN = (DeliveryState.DEAD, DeliveryState.UNRESOLVED, DeliveryState.BLOCKED)


@dataclass
class Verdict:
    """``lost``: promised and not there. ``duplicated``: there more than once. ``stuck``: nobody
    works on it any more. ``misplaced``: somebody else sees it, or nobody promised it."""

    promises: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    resent: int = 0
    healed: int = 0
    states: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicated or self.stuck or self.misplaced)

    @property
    def complaints(self) -> str:
        """The first few of each kind, for a test that failed."""
        kinds = ("lost", "duplicated", "stuck", "misplaced")
        return "; ".join(f"{kind}: {getattr(self, kind)[:5]}" for kind in kinds)


async def rows_of(database: Database) -> list[dict[str, Any]]:
    """The outbox as it stands, without its words."""
    columns = [one for one in outbox.c if one.name != "payload"]
    async with database.reading() as session:
        return [dict(row) for row in (await session.execute(select(*columns))).mappings()]


async def is_idle(database: Database, at: datetime) -> bool:
    """Whether nothing is in flight and nothing that is due waits."""
    columns, due = outbox.c, due_nudges.c
    busy = columns.state.in_(IN_FLIGHT) | (columns.state.in_(WAITING) & (columns.next_at <= at))
    async with database.reading() as session:
        if await session.scalar(select(columns.id).where(busy).limit(1)):
            return False
        return not await session.scalar(select(due.id).where(due.due_at <= at).limit(1))


async def is_spent(database: Database, at: datetime) -> bool:
    """Whether besides nothing is left that a first healing look may find twice."""
    awaited = select(outbox.c.id).where(outbox.c.heal_state == HealState.FIRST)
    async with database.reading() as session:
        if await session.scalar(awaited.limit(1)):
            return False
    return await is_idle(database, at)


def opened(place: Place) -> Database:
    """The storm's database, to look at."""
    map_entities()
    return Database(place.database_url, KeyRing([place.key]))


def judge(
    ledger: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    messages: list[dict[str, Any]],
    now: datetime,
) -> Verdict:
    """The whole comparison, after everything was given time to drain."""
    verdict = Verdict(states=Counter(str(row["state"]) for row in rows))
    standing: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in messages:
        if message["deleted"]:
            verdict.healed += 1
        elif message["key"]:
            standing[message["key"]].append(message)
    by_id = {row["id"]: row for row in rows}
    by_meaning: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_meaning[row["dedupe_key"]].append(row)
        verdict.resent += row["resent"]
        _judge_row(verdict, row, standing, now)
    for promise in (one for one in ledger if one["what"] == "promise"):
        verdict.promises += 1
        _judge_promise(verdict, promise, by_meaning[promise["key"]], by_id, standing)
    known = {row["key"] for row in rows}
    verdict.misplaced += [f"nobody promised {key}" for key in standing if key not in known]
    return verdict


# --- private -------------------------------------------------------------------------------------


def _judge_row(
    verdict: Verdict,
    row: dict[str, Any],
    standing: dict[str, list[dict[str, Any]]],
    now: datetime,
) -> None:
    there, name = standing.get(row["key"], []), f"{row['dedupe_key']} ({row['state']})"
    if len(there) > 1:
        verdict.duplicated.append(f"{name} ×{len(there)}")
    if row["state"] == DeliveryState.SENT and not there:
        verdict.lost.append(name)
    if row["state"] in BROKEN:
        verdict.lost.append(f"{name} {row['reason']}")
    overdue = row["state"] in WAITING and row["next_at"] <= now
    if row["state"] in IN_FLIGHT or overdue:
        verdict.stuck.append(name)
    if any(message["user"] != row["recipient_id"] for message in there):
        verdict.misplaced.append(f"{name} went to {there[0]['user']}")


def _judge_promise(
    verdict: Verdict,
    promise: dict[str, Any],
    rows: list[dict[str, Any]],
    by_id: dict[str, dict[str, Any]],
    standing: dict[str, list[dict[str, Any]]],
) -> None:
    """One line of the ledger: one row, to that person, and its words before their eyes."""
    if len(rows) != 1:
        (verdict.duplicated if rows else verdict.lost).append(f"{promise['key']} ×{len(rows)}")
        return
    (row,) = rows
    if row["recipient_id"] != promise["to"]:
        verdict.misplaced.append(f"{promise['key']} for {row['recipient_id']}")
    if row["state"] == DeliveryState.MERGED:
        whole = by_id.get(row["merged_into"])
        if whole is None:
            verdict.lost.append(f"{promise['key']} merged into nothing")
            return
        row = whole
    there = standing.get(row["key"], [])
    if there and promise["marker"] and promise["marker"] not in there[0]["text"]:
        verdict.misplaced.append(f"{promise['key']} says something else")
