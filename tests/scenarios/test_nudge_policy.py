"""The nudge policy as it is lived: silence, downtime, moves, a quarter (content.md 5, 7.6)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.pairings import PartnerAway, RequestReceived
from bot.domain.messages.roadblocks import RoadblockNoAnswer
from bot.sandbox import Persona
from bot.services.agreements import Clauses
from bot.services.outbox import tell
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

DUE, AGAIN = "Your check-in is ready", "Your check-in is still open"
REST = "Your check-ins will rest"


async def told(waymark: Conversation, who: Persona, message: Any, key: str, **how: Any) -> None:
    async with waymark.waymark.units(TEAM) as work:
        await tell(work, message, to=who.id, at=waymark.clock.now(), key=key, **how)
        await work.commit()


def ask(number: int = 0) -> RequestReceived:
    return RequestReceived(
        subject_id=f"r{number}", mentee_name="Ari", topic="pricing", reason="Your talk."
    )


def times(who: Persona) -> list[str]:
    """When each message stood there, on their clock."""
    zone = ZoneInfo(who.user.tz or "UTC")
    moments = [datetime.fromtimestamp(float(one.ts), tz=UTC) for one in who.dms]
    return [moment.astimezone(zone).strftime("%a %d %b %H:%M") for moment in moments]


def texts(who: Persona) -> list[str]:
    return [one.text for one in who.dms]


# --- silence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["button", "command"])
async def test_a_resting_rhythm_wakes_with_one_tap(waymark: Conversation, way: str) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=False)
    await waymark.advance(timedelta(weeks=12))
    outlook = await waymark.maya.slash("/mentor next")
    assert "check-ins rest" in str(outlook.blocks)
    if way == "button":
        await waymark.maya.click("Start again")
        assert "Start again" not in waymark.maya.last_dm.buttons
    else:
        await waymark.maya.slash("/mentor checkin on track")
    heard = len(waymark.maya.dms)
    await waymark.advance(timedelta(weeks=2))
    assert texts(waymark.maya)[heard:].count(DUE) >= 1


async def test_an_answer_spares_the_nudge(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("Skip")
    await waymark.until("2026-03-15 10:00")
    assert len(waymark.maya.dms) == 1


async def test_this_afternoon_is_this_afternoon(waymark: Conversation) -> None:
    """The reader chose the moment: neither slot nor daily cap moves it."""
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("This afternoon")
    await waymark.until("2026-03-13 18:00")
    assert times(waymark.maya) == ["Mon 09 Mar 10:00", "Mon 09 Mar 14:00"]


async def test_one_check_in_of_ones_own_spares_one_question_not_all(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.until("2026-03-06 12:00")
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.until("2026-03-15 12:00")
    assert waymark.maya.dms == []
    await waymark.until("2026-03-16 10:00")
    assert texts(waymark.maya) == [DUE]


# --- downtime ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "sent"),
    [
        (1, ["Mon 09 Mar 11:00"]),
        (3.95, ["Mon 09 Mar 13:57"]),
        (4.1, ["Tue 10 Mar 10:00"]),
        (8, ["Tue 10 Mar 10:00"]),
        (11.95, ["Tue 10 Mar 10:00"]),
        (12.1, []),
        (72, []),
        (24 * 7 - 2, ["Mon 16 Mar 10:00"]),
        (24 * 7 + 1, ["Mon 16 Mar 11:00"]),
        (24 * 7 + 9, ["Tue 17 Mar 10:00"]),
        (24 * 28 + 10, ["Tue 07 Apr 10:00"]),
        (24 * 29, []),
    ],
)
async def test_after_a_downtime_late_once_or_skipped(
    waymark: Conversation, hours: float, sent: list[str]
) -> None:
    """Within 4 h at once, later at the next slot, after 12 h not at all; never a burst."""
    await paired(waymark)
    await waymark.until("2026-03-09 09:59")
    waymark.clock.advance(timedelta(minutes=1, hours=hours))
    await waymark.settle()
    await waymark.advance(timedelta(hours=24))
    asked = zip(times(waymark.maya), texts(waymark.maya), strict=True)
    assert [when for when, text in asked if text == DUE] == sent


async def test_a_follow_up_is_dropped_after_a_downtime(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-10 09:59")
    waymark.clock.advance(timedelta(hours=5))
    await waymark.advance(timedelta(days=4))
    assert texts(waymark.maya) == [DUE]


async def test_what_waited_for_its_slot_is_not_sent_at_night(waymark: Conversation) -> None:
    """The service comes back at 22:00: who waits is heard at the next opening."""
    theo = waymark.theo
    await theo.slash("/mentor help")
    await told(waymark, theo, ask(1), "one")
    await waymark.settle()
    await told(waymark, theo, ask(2), "two")
    await told(waymark, theo, PartnerAway(subject_id="x", partner_name="Sam"), "away")
    await waymark.settle()
    waymark.clock.advance(timedelta(hours=12))
    await waymark.settle()
    assert len(theo.dms) == 1
    await waymark.advance(timedelta(days=3))
    assert times(theo) == ["Thu 05 Mar 10:05", "Fri 06 Mar 09:30", "Fri 06 Mar 10:00"]


async def test_a_restart_sends_nothing_twice(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    for _ in range(2):
        await waymark.stop_bot()
        await waymark.start_bot()
        await waymark.settle()
    assert texts(waymark.maya) == [DUE]


# --- journeys and clocks -------------------------------------------------------------------------


async def _moves(waymark: Conversation, who: Persona, zone: str) -> None:
    who.user.tz = zone
    people = waymark.waymark.services.people
    profile = await people.directory.profile(TEAM, who.id)
    assert profile is not None
    await people.changed(TEAM, profile)


async def test_a_journey_asks_neither_twice_nor_never(waymark: Conversation) -> None:
    """Asked in London on Monday at 10:00; in Los Angeles it is not yet 10:00 that Monday."""
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await _moves(waymark, waymark.maya, "America/Los_Angeles")
    await waymark.until("2026-03-16 09:59", "America/Los_Angeles")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-03-16 10:00", "America/Los_Angeles")
    assert len(waymark.maya.dms) == 2
    await waymark.maya.click("On track")
    await _moves(waymark, waymark.maya, "Pacific/Kiritimati")
    await waymark.until("2026-03-23 10:00", "Pacific/Kiritimati")
    assert len(waymark.maya.dms) == 3


async def test_another_day_asks_no_sooner_than_half_a_week_after(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await waymark.maya.slash("/mentor settings")
    await waymark.maya.submit(weekday="2")
    assert "next: Wed 18 Mar" in str(waymark.maya.modal)
    await waymark.until("2026-03-18 10:00")
    assert times(waymark.maya) == ["Mon 09 Mar 10:00", "Wed 18 Mar 10:00"]
    await waymark.maya.slash("/mentor settings")
    await waymark.maya.submit(weekday="1")
    assert "next: Tue 24 Mar" in str(waymark.maya.modal)


async def test_an_hour_that_is_left_out_and_one_that_comes_twice(waymark: Conversation) -> None:
    """New York, Sundays at 01:30 and 02:30: 8 March has no 02:30, 1 November has 01:30 twice."""
    noor = waymark.noor
    await noor.slash("/mentor start")
    await noor.submit(role="mentee")
    await noor.submit()
    await noor.close_modal()
    await noor.slash("/mentor settings")
    week = {"window_start": "01:00", "window_end": "06:00", "working_days": ["6"]}
    await noor.submit(weekday="6", slot="02:30", **week)
    await waymark.until("2026-03-09 00:00", "America/New_York")
    assert times(noor) == ["Sun 08 Mar 03:30"]
    assert "The clocks left out 02:30 today." in noor.last_dm.all_text
    await waymark.until("2026-03-15 06:00", "America/New_York")
    assert times(noor)[-1] == "Sun 15 Mar 02:30"
    assert "clocks" not in noor.last_dm.all_text
    await waymark.until("2026-10-20 12:00", "America/New_York")
    await noor.slash("/mentor checkin on track")  # a summer of silence had put it to rest
    await waymark.until("2026-10-27 12:00", "America/New_York")
    await noor.slash("/mentor settings")
    await noor.submit(slot="01:30")
    before = len(noor.dms)
    await waymark.until("2026-11-01 12:00", "America/New_York")
    assert len(noor.dms) == before + 1
    moment = datetime.fromtimestamp(float(noor.last_dm.ts), tz=UTC)
    assert moment.strftime("%d %H:%M") == "01 05:30", "the first of the two"


# --- a quarter -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "days", "answers"),
    [
        (1, 35, True),
        (2, 63, False),
        *(pytest.param(seed, 91, True, marks=pytest.mark.soak) for seed in range(1, 23)),
        *(pytest.param(seed, 91, False, marks=pytest.mark.soak) for seed in range(23, 29)),
    ],
)
async def test_no_cap_is_broken_in_a_quarter_of_chance(
    waymark: Conversation, seed: int, days: int, answers: bool
) -> None:
    """Test 9 of content.md 7.6: a pair, random taps at any hour, requests and follow-ups; also
    while nobody answers, so that the steps of a silence come among all the rest."""
    chance = random.Random(seed)
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark, clauses=Clauses(may_tell_quiet=True))
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    began = waymark.clock.now()
    number = 0
    while waymark.clock.now() - began < timedelta(days=days):
        await waymark.advance(timedelta(minutes=chance.randint(20, 60 * 30)))
        number += 1
        await _something_happens(waymark, chance, number, answers=answers)
    async with waymark.waymark.units.reading(TEAM) as work:
        for who, a_week in ((maya, 3), (theo, 2)):
            person = await work.people.get(who.id)
            assert person is not None
            sent = await work.outbox.spent(who.id, began)
            moments = [at for classes, at in sent if classes - {0}]
            assert len(moments) >= days // 5, "the time was busy"
            assert all(person.week.is_open(at) for at in moments)
            assert len(who.dms) == len(sent), "every message is in the log"
            _check_caps([(person.week.local(at).date(), classes) for classes, at in sent], a_week)
    assert maya.errors == theo.errors == []
    assert waymark.ari.dms == []


async def _something_happens(
    waymark: Conversation, chance: random.Random, number: int, *, answers: bool
) -> None:
    maya, theo = waymark.maya, waymark.theo
    line = CheckinShared(
        subject_id=f"c{number}", mentee_name="Maya", goal_title="", status="stuck"
    )
    reminder = RoadblockNoAnswer(subject_id=f"b{number}", mentor_name="Theo")
    away = PartnerAway(subject_id=f"a{number}", partner_name="Sam")
    match chance.randrange(7):
        case 0:
            await told(waymark, chance.choice([maya, theo]), ask(number), f"ask:{number}")
        case 1:
            await told(waymark, theo, line, f"line:{number}")
        case 2:
            await told(waymark, chance.choice([maya, theo]), reminder, f"reminder:{number}")
        case 3:
            await told(waymark, chance.choice([maya, theo]), away, f"away:{number}")
        case 4 if answers:
            label = chance.choice(["On track", "A bit behind", "Stuck", "Skip", "Undo"])
            if any(label in message.buttons for message in maya.dms[-1:]):
                await maya.click(label, message=maya.dms[-1])
        case 5 if answers:
            await maya.slash(f"/mentor checkin {chance.choice(['on track', 'stuck', 'skip'])}")
            while maya.modal:
                await maya.close_modal()
        case _:
            pass
    await waymark.settle()


def _check_caps(sent: list[tuple[date, frozenset[int]]], a_week: int) -> None:
    """Content.md 5.2, counted in local days."""
    for day in {day for day, _ in sent}:
        today = [classes for on, classes in sent if on == day and classes - {0}]
        week = [classes for on, classes in sent if timedelta() <= day - on < timedelta(days=7)]
        budgeted = [classes for classes in today if classes & {2, 3, 4}]
        assert len(today) <= 2, (day, today)
        assert len(budgeted) <= 1, (day, today)
        assert len([classes for classes in week if classes & {2, 3, 4}]) <= a_week, (day, week)


async def test_a_retry_never_leaves_after_the_window(waymark: Conversation) -> None:
    """Slack asks for patience at 16:29: the message arrives the next morning, not at 16:31."""
    theo = waymark.theo
    await theo.slash("/mentor help")
    await waymark.until("2026-03-05 16:29")
    waymark.sandbox.faults.add("chat.postMessage", "rate_limited", seconds=90)
    await told(waymark, theo, ask(), "ask")
    await waymark.advance(timedelta(hours=4))
    assert theo.dms == []
    await waymark.advance(timedelta(days=1))
    assert times(theo) == ["Fri 06 Mar 09:30"]


async def test_an_urgent_one_is_not_sent_at_night_after_a_downtime(waymark: Conversation) -> None:
    theo = waymark.theo
    await theo.slash("/mentor help")
    await waymark.until("2026-03-05 18:00")
    await told(waymark, theo, ask(), "ask", urgent=True)
    await waymark.settle()
    waymark.clock.advance(timedelta(hours=28))
    await waymark.settle()
    assert theo.dms == []
    await waymark.advance(timedelta(days=4))
    assert times(theo) == ["Mon 09 Mar 09:30"]
