"""Many people in one transaction: the same as one by one, and one broken row silences nobody
(performance.md P4, style.md S6)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import ManualClock
from bot.domain.checkins import Checkin
from bot.domain.goals import Goal, GoalState
from bot.domain.people import Actor
from bot.scheduling import planner
from storage.tables.checkins import prompts, schedules
from storage.tables.nudges import due_nudges, nudge_records
from storage.tables.outbox import outbox
from storage.tables.people import people
from tests.conftest import TEAM, THURSDAY
from tests.time.house import House

SLOT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
#: What is compared: everything planning writes, without the ids that chance gives.
WRITTEN = (
    (people, "user_id paused_until"),
    (schedules, "owner_id last_prompt_on resting_at"),
    (prompts, "owner_id slot_on state closes_at"),
    (due_nudges, "person_id kind due_at"),
    (nudge_records, "person_id kind due_at outcome at"),
    (outbox, "recipient_id kind state reason due_at next_at turn priority"),
)


async def beat(house: House) -> None:
    """What one beat plans and chooses, until nothing is left to do."""
    turn = house.planner()
    while await turn.plan_due(house.clock.now()) + await turn.gather_held(house.clock.now()):
        pass


async def test_together_is_as_one_by_one(
    migrated_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nine weeks of seven different people, lived twice."""
    lived = []
    for size in (50, 1):
        monkeypatch.setattr(planner, "TOGETHER", size)
        path = tmp_path / f"{size}.db"
        shutil.copy(migrated_file, path)
        house = House(f"sqlite+aiosqlite:///{path}", ManualClock(THURSDAY))
        await house.open()
        await _seven_people(house)
        for week in range(9):
            house.clock.move_to(SLOT + timedelta(weeks=week, minutes=1))
            await beat(house)
            await _something_is_said(house, week)
            house.clock.advance(timedelta(days=1, minutes=5))
            await beat(house)
        lived.append(await _written(house))
        await house.close()
    together, alone = lived
    assert together == alone
    assert "one by one" not in caplog.text, "together they never failed"
    assert len(together[-1]) > 30
    assert {row[3] for row in together[4]} >= {
        "queued", "paused", "first-day-back", "too-close", "already-checked-in", "skipped-late"
    }  # fmt: skip


async def test_one_broken_row_silences_nobody(house: House) -> None:
    names = [f"u{number}" for number in range(5)]
    for name in names:
        await house.arrives(name)
    async with house.database.writing() as session:
        broken = update(people).where(people.c.user_id == "u2").values(working_days="x")
        await session.execute(broken)
        await session.commit()
    house.clock.move_to(SLOT)
    await house.planner().plan_due(SLOT)
    for name in names:
        expected = [] if name == "u2" else [("2026-03-09", "queued")]
        assert await house.outcomes(name) == expected
    assert await house.planned("u2") == [SLOT + planner.POISON_PAUSE]
    async with house.database.writing() as session:
        await session.execute(update(people).values(working_days="01234"))
        await session.execute(
            update(outbox).where(outbox.c.recipient_id == "u3").values(kind="no_such_kind")
        )
        await session.commit()
    assert await house.planner().gather_held(SLOT) == 3
    async with house.database.reading() as session:
        held = select(outbox.c.recipient_id).where(outbox.c.state == "held")
        assert list(await session.scalars(held)) == ["u3"]


# --- private -------------------------------------------------------------------------------------


async def _seven_people(house: House) -> None:
    """Silent, paused, busy, moving, fortnightly, late and of few words."""
    for name in ("silent", "busy", "moving", "paused", "seldom", "late", "quieted"):
        await house.arrives(name, "Europe/London")
    await house.pauses("paused", datetime(2026, 3, 23, tzinfo=UTC))
    await house.every("seldom", 2)
    async with house.units(TEAM) as work:
        for title in ("One", "Two"):
            goal = Goal(TEAM, "busy", title, house.clock.now(), statement=title)
            goal.state = GoalState.ACTIVE
            work.goals.add(goal)
        await work.people.say_less("quieted", "checkin_due", "k")
        person = await work.people.get("late")
        assert person is not None
        person.slot = person.window_start = time(0, 30)
        schedule = await work.checkins.schedule_of("late")
        assert schedule is not None
        early = datetime(2026, 3, 8, 21, 0, tzinfo=UTC)
        await work.nudges.set("checkin_due", schedule.id, "late", early)
        await work.commit()


async def _something_is_said(house: House, week: int) -> None:
    """Between two questions: an answer, a move, another weekday, a word of one's own."""
    if week == 1:
        await house.moves("moving", "Pacific/Kiritimati")
        await house.chooses("moving", weekday=3)
    if week == 3:
        await house.moves("moving", "America/Los_Angeles")
    if week % 2:
        async with house.units(TEAM) as work:
            mine = (await work.checkins.recent_prompts("busy", 1))[0].id if week < 4 else ""
            now = house.clock.now()
            work.checkins.add(Checkin(TEAM, "busy", "on_track", now, prompt_id=mine))
            await work.commit()
    if week == 5:
        await house.care.pause(Actor(TEAM, "seldom"), None)


async def _written(house: House) -> list[list[tuple[Any, ...]]]:
    found = []
    async with house.database.reading() as session:
        for table, names in WRITTEN:
            rows = await session.execute(select(*(table.c[name] for name in names.split())))
            found.append(sorted((tuple(row) for row in rows), key=str))
    return found
