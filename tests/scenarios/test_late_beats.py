"""A heartbeat comes up to five seconds after the slot: nothing may slip to another day for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import paired, with_goal
from tests.stage import Conversation

LONDON = ZoneInfo("Europe/London")


async def beat_at(waymark: Conversation, local: str, late: timedelta) -> None:
    """Jump there as a real clock does between two beats, and let the heart beat once."""
    moment = datetime.fromisoformat(local).replace(tzinfo=LONDON) + late
    waymark.clock.advance(moment - waymark.clock.now())
    await waymark.settle()


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=4), timedelta(minutes=20)])
async def test_a_late_beat_asks_and_nudges_on_the_same_day(
    waymark: Conversation, late: timedelta
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await beat_at(waymark, "2026-03-09 10:00", late)
    assert [m.text for m in waymark.maya.dms] == ["Your check-in is ready"]
    await beat_at(waymark, "2026-03-10 10:00", late)
    assert [m.text for m in waymark.maya.dms][1:] == ["Your check-in is still open"]


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=4)])
async def test_a_late_beat_reminds_the_mentor_on_the_agreed_day(
    waymark: Conversation, late: timedelta
) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor roadblock The access policy blocks the rollout")
    assert (await waymark.maya.submit(severity="slowing")).ok
    await waymark.settle()
    told = len(waymark.theo.dms)
    await beat_at(waymark, "2026-03-09 10:00", late)
    assert len(waymark.theo.dms) == told + 1
