"""Downtime: late, once, or skipped by name; never a burst (reliability.md R13, e.2)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import distinct, func, select

from bot.domain.people import Actor
from bot.services.home import HomeService
from storage.tables.outbox import outbox
from tests.conftest import TEAM
from tests.time.house import Dies, DiesAt, House

#: A Monday, 10:00 in London: the first slot of everybody here.
SLOT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LATE = "skipped-late"

DOWN = [
    (SECOND, 1, ["queued"]),
    (59 * SECOND, 1, ["queued"]),
    (10 * MINUTE, 1, ["queued"]),
    (HOUR, 1, ["queued"]),
    (11 * HOUR + 59 * MINUTE, 1, ["queued"]),
    (12 * HOUR + MINUTE, 1, [LATE]),
    (timedelta(days=3), 1, [LATE]),
    (timedelta(days=30), 1, [LATE] * 5),
    (timedelta(days=28, hours=2), 1, [*[LATE] * 4, "queued"]),
    (timedelta(days=27, hours=23), 1, [*[LATE] * 4, "queued"]),
    (timedelta(days=3), 2, [LATE]),
    (timedelta(days=14, hours=3), 2, [LATE, "queued"]),
    (timedelta(days=30), 2, [LATE] * 3),
    (HOUR, 4, ["queued"]),
    (12 * HOUR + MINUTE, 4, [LATE]),
    (timedelta(days=30), 4, [LATE] * 2),
    (timedelta(days=366), 4, [LATE] * 14),
]


@pytest.mark.parametrize(("down", "weeks", "outcomes"), DOWN)
async def test_downtime_matrix(
    house: House, down: timedelta, weeks: int, outcomes: list[str]
) -> None:
    """Every date that passed has one outcome; at most the latest is asked, 12 h late at most."""
    await house.arrives("maya")
    await house.every("maya", weeks)
    (first,) = await house.planned("maya")
    house.clock.move_to(first + down)
    await house.plan()
    dates = [(first + timedelta(weeks=weeks) * n).date().isoformat() for n in range(20)]
    assert await house.outcomes("maya") == list(zip(dates, outcomes, strict=False))
    assert len(await house.questions("maya")) == outcomes.count("queued")
    (following,) = await house.planned("maya")
    assert house.clock.now() < following <= house.clock.now() + timedelta(weeks=weeks)
    assert await house.plan() == 0, "a second look finds nothing"


@pytest.mark.parametrize("label", ["M1", "M2"])
async def test_a_planner_that_dies_loses_and_doubles_nothing(house: House, label: str) -> None:
    """Inside its transaction, or right after the commit."""
    await house.arrives("maya")
    house.clock.move_to(SLOT)
    with pytest.raises(Dies):
        await house.planner(DiesAt(label)).plan_due(SLOT)
    assert await house.outcomes("maya") == ([] if label == "M1" else [("2026-03-09", "queued")])
    await house.plan()
    assert await house.outcomes("maya") == [("2026-03-09", "queued")]
    assert len(await house.questions("maya")) == 1


async def test_two_planners_ask_everybody_once(house: House) -> None:
    names = [f"u{number}" for number in range(12)]
    for name in names:
        await house.arrives(name)
    house.clock.move_to(SLOT)
    done = await asyncio.gather(*(house.planner().plan_due(SLOT) for _ in range(3)))
    assert sum(done) == len(names)
    for name in names:
        assert await house.outcomes(name) == [("2026-03-09", "queued")]
        assert len(await house.questions(name)) == 1


# --- a pause -------------------------------------------------------------------------------------


async def test_each_slot_in_a_pause_leaves_a_row(house: House) -> None:
    """Nothing is replayed, and the first day back is quiet."""
    await house.arrives("maya")
    await house.pauses("maya", datetime(2026, 3, 23, tzinfo=UTC))
    told = await house.next_question("maya")
    assert told == datetime(2026, 3, 24, 10, 0, tzinfo=UTC)
    home = await HomeService(house.units, house.clock).page(Actor(TEAM, "maya"))
    assert home.next.next_at == told, "the Home tab does not promise a slot inside the pause"
    await house.wind(datetime(2026, 3, 31, 12, 0, tzinfo=UTC))
    assert await house.outcomes("maya") == [
        ("2026-03-09", "paused"),
        ("2026-03-16", "paused"),
        ("2026-03-23", "first-day-back"),
        ("2026-03-24", "queued"),
        ("2026-03-30", "queued"),
    ]


async def test_a_pause_that_ended_during_a_downtime_replays_nothing(house: House) -> None:
    """Nobody planned while the slot went by inside the pause; then the person came back."""
    await house.arrives("maya")
    await house.pauses("maya")
    house.clock.move_to(SLOT + HOUR)
    await house.resumes("maya")
    await house.plan()
    assert await house.outcomes("maya") == [("2026-03-09", "paused")]
    assert await house.questions("maya") == []
    assert await house.planned("maya") == [SLOT + timedelta(weeks=1)]


async def test_a_skipped_date_is_not_tried_again(house: House) -> None:
    """Paused at ten, back at eleven, the hour changed to two o'clock: not this Monday any more."""
    await house.arrives("maya")
    await house.pauses("maya")
    house.clock.move_to(SLOT)
    await house.plan()
    house.clock.move_to(SLOT + HOUR)
    await house.resumes("maya")
    await house.chooses("maya", slot=time(14, 0))
    assert await house.planned("maya") == [datetime(2026, 3, 16, 14, 0, tzinfo=UTC)]
    await house.wind(SLOT + timedelta(days=1))
    assert await house.outcomes("maya") == [("2026-03-09", "paused")]


async def test_too_soon_after_the_last_question_leaves_a_row(house: House) -> None:
    await house.arrives("maya")
    await house.wind(SLOT)
    await house.chooses("maya", weekday=2)
    assert await house.next_question("maya") == datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
    await house.wind(datetime(2026, 3, 18, 12, 0, tzinfo=UTC))
    assert await house.outcomes("maya") == [
        ("2026-03-09", "queued"),
        ("2026-03-11", "too-close"),
        ("2026-03-18", "queued"),
    ]


async def test_an_edit_does_not_lose_a_question_whose_time_has_come(house: House) -> None:
    """The planner is down from 9:59; at 10:02 somebody saves their settings."""
    await house.arrives("maya")
    house.clock.move_to(SLOT + 2 * MINUTE)
    await house.chooses("maya", tone="direct")
    await house.plan()
    assert await house.outcomes("maya") == [("2026-03-09", "queued")]


async def test_an_edit_never_looks_back(house: House) -> None:
    """At noon the hour becomes eleven: this Monday's question was at ten, and stays the only."""
    await house.arrives("maya")
    await house.wind(SLOT + 2 * HOUR)
    await house.chooses("maya", slot=time(11, 0))
    await house.wind(SLOT + timedelta(days=6))
    assert await house.outcomes("maya") == [("2026-03-09", "queued")]
    assert await house.planned("maya") == [datetime(2026, 3, 16, 11, 0, tzinfo=UTC)]


# --- a stampede ----------------------------------------------------------------------------------


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_ten_thousand_at_nine(house: House) -> None:
    """All asked once, in batches, and nobody twice by the second planner."""
    crowd = 10_000
    await house.crowd(crowd, SLOT)
    house.clock.move_to(SLOT)
    done = await asyncio.gather(*(house.planner().plan_due(SLOT) for _ in range(2)))
    assert sum(done) == crowd
    async with house.database.reading() as session:
        asked = select(func.count(), func.count(distinct(outbox.c.recipient_id)))
        assert tuple((await session.execute(asked)).one()) == (crowd, crowd)
