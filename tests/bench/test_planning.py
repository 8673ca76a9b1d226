"""P4 of performance.md: what a thousand people due in one minute cost, out of ten thousand and
out of a million; and what a job a person costs in APScheduler's own store."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import SystemClock
from bot.scheduling.planner import Planner
from bot.services.nudges import NUDGES
from storage.database import Database
from storage.private_text import KeyRing
from storage.unit_of_work import SqlUnits
from tests.bench import crowd
from tests.bench.crowd import Hall
from tests.bench.table import Row
from tests.conftest import KEY
from tests.databases import Server, address

pytestmark = pytest.mark.bench

FEW, MANY = 10_000, 1_000_000
DUE, ROUNDS = 1_000, 4
A_WORKSPACE = 10_000
#: A Monday at ten in London; the next rounds are due a minute later each.
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def halls(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> tuple[str, list[str]]:
    """Which database, and the addresses of two: for few people, and for many."""
    kind = str(request.param)
    return kind, [
        _database(kind, people, request, tmp_path, migrated_file) for people in (FEW, MANY)
    ]


async def test_planning_costs_what_is_due(
    halls: tuple[str, list[str]], tmp_path: Path, tell: Callable[[Row], None]
) -> None:
    kind, urls = halls
    for url, people in zip(urls, (FEW, MANY), strict=True):
        await _fill(url, people)
    few, many, jobs, gaps, grown = [], [], [], [], []
    small, large = (_Sweep(url) for url in urls)
    for number in range(ROUNDS + 1):
        at = MONDAY + timedelta(minutes=number)
        few.append((await small.plan(at))[0])
        before = _resident()
        seconds, gap = await large.plan(at)
        grown.append(_resident() / before)
        many.append(seconds)
        gaps.append(gap * 1000)
        if kind == "sqlite":
            jobs.append(await _jobs(tmp_path / f"jobs{number}.db"))
    await small.database.close()
    await large.database.close()
    tell(
        Row(
            f"P4 {kind} size",
            f"planning {DUE:,} due out of {MANY:,}, against out of {FEW:,}",
            [b / a for a, b in zip(few[1:], many[1:], strict=True)],
            most=1.5,
            how=f"{median(many[1:]):.2f} s against {median(few[1:]):.2f} s",
        )
    )
    tell(Row(f"P4 {kind} held", "the event loop held meanwhile", gaps[1:], "ms", most=20))
    tell(Row(f"P4 {kind} memory", "resident memory after, against before", grown[1:], most=1.1))
    if kind == "sqlite":
        tell(
            Row(
                "P4 sqlite jobs",
                f"an APScheduler job a person, {DUE:,} due, against planning out of {MANY:,}",
                [b / a for a, b in zip(many[1:], jobs[1:], strict=True)],
                least=50,
                how=f"{median(jobs[1:]):.2f} s against {median(many[1:]):.2f} s",
            )
        )


# --- private -------------------------------------------------------------------------------------


class _Sweep:
    """The real planner on one database."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, KeyRing([KEY]))
        self._planner = Planner(SqlUnits(self.database, SystemClock()), NUDGES)

    async def plan(self, at: datetime) -> tuple[float, float]:
        """Seconds for everything due, and the longest the loop stood still meanwhile."""
        async with _watched() as gap:
            began = time.perf_counter()
            planned = await self._planner.plan_due(at)
            took = time.perf_counter() - began
        assert planned == DUE
        return took, max(gap)


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """How late the loop was each time for what wants to run every millisecond."""
    gaps = [0.0]
    gc.collect()

    loop = asyncio.get_running_loop()
    next_tick: list[asyncio.Handle] = []

    def tick(expected: float) -> None:
        gaps.append(loop.time() - expected)
        next_tick[:] = [loop.call_later(0.001, tick, loop.time() + 0.001)]

    next_tick.append(loop.call_soon(tick, loop.time()))
    try:
        yield gaps
    finally:
        next_tick[0].cancel()


def _database(
    kind: str, people: int, request: pytest.FixtureRequest, folder: Path, migrated_file: Path
) -> str:
    if kind == "sqlite":
        path = folder / f"{people}.db"
        path.write_bytes(migrated_file.read_bytes())
        return f"sqlite+aiosqlite:///{path}"
    server: Server = request.getfixturevalue("postgres")
    server.psql(f"CREATE DATABASE bench{people} TEMPLATE waymark_template")
    return address(server, f"bench{people}")


async def _fill(url: str, people: int) -> None:
    """Everybody has a rhythm and a row that is due some minute of the week; of each round's
    thousand nobody is a neighbour of another. Goals have those only who will be asked."""
    hall = Hall(url, KEY)
    everybody = range(people)
    await hall.fill(crowd.workspace(), ({"workspace_id": t} for t in _teams(people)))
    await hall.fill(
        crowd.member(),
        ({"workspace_id": _team(n), "user_id": f"U{n:08}"} for n in everybody),
    )
    await hall.fill(
        crowd.rhythm(),
        ({"workspace_id": _team(n), "id": f"s{n:08}", "owner_id": f"U{n:08}"} for n in everybody),
    )
    await hall.fill(
        crowd.due(MONDAY),
        (
            {
                "workspace_id": _team(n),
                "id": f"d{n:08}",
                "subject_id": f"s{n:08}",
                "person_id": f"U{n:08}",
                "due_at": _due(n, people),
            }
            for n in everybody
        ),
    )
    await hall.fill(
        crowd.goal(),
        (
            {"workspace_id": _team(n), "id": f"g{n:08}", "owner_id": f"U{n:08}"}
            for n in everybody
            if _due(n, people) < MONDAY + timedelta(minutes=ROUNDS + 1)
        ),
    )
    await hall.analyze()


def _due(number: int, people: int) -> datetime:
    """Round k's thousand are every (people / 1000)th, from k on; all others later in the week."""
    place = number % (people // DUE)
    if place <= ROUNDS:
        return MONDAY + timedelta(minutes=place)
    return MONDAY + timedelta(hours=1, minutes=number % (6 * 24 * 60))


def _team(number: int) -> str:
    return f"T{number // A_WORKSPACE}"


def _teams(people: int) -> list[str]:
    return [f"T{n}" for n in range(-(-people // A_WORKSPACE))]


async def _jobs(path: Path) -> float:
    """Seconds until a thousand jobs, each a person's own and all due, have run."""
    done = 0
    finished = asyncio.Event()

    def ran(_event: object) -> None:
        nonlocal done
        done += 1
        if done == DUE:
            finished.set()

    scheduler = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{path}")}, timezone=UTC
    )
    scheduler.start(paused=True)
    past = SystemClock().now() - timedelta(seconds=1)
    for number in range(DUE):
        scheduler.add_job(
            ask,
            IntervalTrigger(weeks=1, timezone=UTC),
            args=[number],
            next_run_time=past,
            misfire_grace_time=None,
        )
    scheduler.add_listener(ran, 2**12)  # EVENT_JOB_EXECUTED
    began = time.perf_counter()
    scheduler.resume()
    await finished.wait()
    took = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return took


async def ask(_number: int) -> None:
    """What the job of one person does: nothing, so that only the scheduler is measured."""


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.partition("VmRSS:")[2].split()[0])
