"""How often check-ins come, and what silence changes (content.md F6, 5.4 to 5.6)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.pace import Record
from bot.domain.people import Actor
from bot.services.agreements import Clauses
from tests.factories import TEAM, paired, with_goal
from tests.forwarding import actions_of
from tests.pacing import (
    AGAIN,
    DUE,
    FRESH,
    PACE,
    QUIET,
    REST,
    goal_of,
    monday,
    record,
    said,
    weekly,
    weekly_one,
)
from tests.stage import Conversation


async def test_row_4_2a_one_tap_completes_it_and_each_goal_has_its_own_rhythm(
    waymark: Conversation,
) -> None:
    """A weekly and a monthly goal share a slot: the monthly one joins every fourth week."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await with_goal(waymark, "maya", "Write the guide", every_weeks=4)
    asked = []
    for week in range(5):
        await waymark.until(monday(week))
        words = waymark.maya.last_dm.all_text
        asked.append(("Lead the migration" in words, "Write the guide" in words))
        before = len(waymark.maya.dms)
        await waymark.maya.click("On track")
        if asked[-1][1]:
            await waymark.maya.click("On track")
        assert len(waymark.maya.dms) == before, "one tap, and the message itself shows it"
    assert asked == [(True, True), (True, False), (True, False), (True, False), (True, True)]
    assert waymark.maya.errors == []


async def test_row_4_2a_a_monthly_goal_alone_is_asked_about_monthly(waymark: Conversation) -> None:
    await paired(waymark)
    first = await with_goal(waymark, "maya", "Lead the migration")
    await with_goal(waymark, "maya", "Write the guide", every_weeks=4)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await waymark.maya.click("On track")
    await waymark.waymark.services.goals.let_go(Actor(TEAM, waymark.maya.id), first)
    outlook = await waymark.maya.slash("/mentor next")
    assert "Mon 6 Apr" in str(outlook.blocks)
    await waymark.until("2026-04-05 12:00")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-04-06 10:00")
    assert said(waymark.maya)[-1] == ("Mon 06 Apr 10:00", DUE)


async def test_flow_7_twelve_weeks_of_silence(waymark: Conversation) -> None:
    """One nudge, one fresh start, one question about the pace, one rest, nothing more; the mentor
    hears nothing."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=False)
    await waymark.advance(timedelta(weeks=12))
    assert said(waymark.maya) == [
        ("Mon 09 Mar 10:00", DUE),
        ("Tue 10 Mar 10:00", AGAIN),
        ("Mon 16 Mar 10:00", DUE),
        ("Mon 23 Mar 10:00", FRESH),
        ("Mon 30 Mar 10:00", PACE),
        ("Mon 13 Apr 10:00", DUE),
        ("Mon 27 Apr 10:00", REST),
    ]
    counted = Counter(text for _, text in said(waymark.maya))
    assert (counted[AGAIN], counted[FRESH], counted[PACE], counted[REST]) == (1, 1, 1, 1)
    assert waymark.theo.dms == []
    await waymark.advance(timedelta(weeks=12))
    assert len(waymark.maya.dms) == 7


async def test_the_slower_pace_is_said_once(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-04-13 10:00")
    assert "every 2 weeks" in waymark.maya.last_dm.all_text
    assert (await goal_of(waymark, goal_id)).every_weeks == 2
    await waymark.maya.click("On track")
    await waymark.until("2026-04-27 10:00")
    assert said(waymark.maya)[-1] == ("Mon 27 Apr 10:00", DUE)
    assert "every 2 weeks" not in waymark.maya.last_dm.all_text


@pytest.mark.parametrize(
    ("tap", "sent", "next_one", "weeks"),
    [
        ("Keep as it is", "pace_keep", "Mon 06 Apr", 1),
        ("Ask less often", "pace_fewer", "Mon 13 Apr", 2),
    ],
)
async def test_an_answer_about_the_pace_ends_the_silence(
    waymark: Conversation, tap: str, sent: str, next_one: str, weeks: int
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-30 10:00")
    question = waymark.maya.last_dm
    (action,) = [one for one in actions_of(question) if one["action_id"] == sent]
    await waymark.maya.click(tap)
    assert tap not in waymark.maya.last_dm.buttons
    assert (await goal_of(waymark, goal_id)).every_weeks == weeks
    await waymark.maya.press(action, question)  # as a second device still shows it
    assert (await goal_of(waymark, goal_id)).every_weeks == weeks
    await waymark.advance(timedelta(weeks=2))
    assert said(waymark.maya)[5] == (f"{next_one} 10:00", DUE)
    assert "every 2 weeks" not in waymark.maya.dms[5].all_text, "nobody slowed down by itself"


async def test_a_check_in_answers_the_question_about_the_pace(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-31 12:00")
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.until("2026-04-13 09:00")
    assert (await goal_of(waymark, goal_id)).every_weeks == 1


async def test_a_fresh_start_waits_for_the_start_of_a_week(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor settings")
    await waymark.maya.submit(weekday="3")
    await waymark.maya.close_modal()
    await waymark.until("2026-04-10 18:00")
    assert [one for one in said(waymark.maya) if one[1] == FRESH] == [("Mon 30 Mar 10:00", FRESH)]
    assert said(waymark.maya)[-1] == ("Thu 09 Apr 10:00", PACE)


async def test_a_goal_can_be_set_down_or_kept_at_the_fresh_start(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-23 10:00")
    card = waymark.maya.last_dm
    for label in ("On track", "Keep as it is", "Make it smaller", "Set it down"):
        assert label in card.buttons
    await waymark.maya.click("Set it down")
    assert (await goal_of(waymark, goal_id)).state == "let_go"
    assert waymark.theo.dms == []
    assert waymark.maya.errors == []


@pytest.mark.parametrize("agreed", [True, False])
async def test_a_mentor_hears_of_a_silence_only_by_clause_seven(
    waymark: Conversation, agreed: bool
) -> None:
    await paired(waymark, clauses=Clauses(may_tell_quiet=agreed))
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.advance(timedelta(weeks=12))
    heard = [one for one in said(waymark.theo) if one[1] == QUIET]
    assert len(waymark.theo.dms) == len(heard) == int(agreed)
    if agreed:
        assert not any(letter.isdigit() for letter in waymark.theo.last_dm.all_text)
        await waymark.theo.click("Draft a hello")
        assert "Hi Maya" in str(waymark.theo.modal)


async def test_a_line_about_a_silence_that_waits_goes_when_the_clause_does(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark, clauses=Clauses(may_tell_quiet=True))
    await with_goal(waymark, "maya", "Lead the migration")
    waiting: list[str] = []
    while "mentee_quiet" not in waiting:
        await waymark.advance(timedelta(hours=6))
        assert waymark.theo.dms == [], "it waits for a while"
        async with waymark.waymark.units.reading(TEAM) as work:
            waiting = [one.kind for one in await work.outbox.waiting_for(waymark.theo.id)]
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.may_tell_quiet = False
        await work.commit()
    await waymark.advance(timedelta(weeks=4))
    assert waymark.theo.dms == []


async def test_breathers_are_used_by_themselves(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track")
    assert await record(waymark) == Record(kept=2, window=2, breathers=2)
    await waymark.until("2026-03-30 10:00")
    assert await record(waymark) == Record(kept=2, window=2, breathers=1)
    assert "of the last" not in str((await waymark.maya.slash("/mentor next")).blocks)
    await weekly_one(waymark, "2026-03-30 11:00", "On track")
    shown = str((await waymark.maya.slash("/mentor next")).blocks)
    assert "You checked in 3 of the last 3 times; 1 breather left" in shown


async def test_the_last_one_can_be_filled_in_for_a_week(waymark: Conversation) -> None:
    """It counts as kept; nobody says welcome back, only what was saved."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-16 10:00")
    first = waymark.maya.dms[0]
    assert (await record(waymark)).kept == 0
    await waymark.maya.click("On track", message=first)
    assert await record(waymark) == Record(kept=1, window=1, breathers=2)
    assert "welcome" not in waymark.maya.dms[0].all_text.lower()
    late = waymark.maya.dms[2]
    await waymark.until("2026-03-30 09:00")
    await waymark.maya.click("On track", message=late)
    assert await record(waymark) == Record(kept=1, window=1, breathers=1)


async def test_a_pause_does_not_count_at_all(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.slash("/mentor pause 2 weeks")
    await waymark.until("2026-03-24 12:00")
    found = await record(waymark)
    assert (found.window, found.breathers) == (0, 2)
    await waymark.until("2026-03-30 10:00")
    assert said(waymark.maya)[-1][1] == DUE, "no fresh start: nothing was quiet"


async def test_the_third_snooze_is_a_skip(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    for day in ("2026-03-10 10:00", "2026-03-11 10:00", "2026-03-12 10:00"):
        await waymark.maya.choose("Tomorrow")
        await waymark.until(day)
    assert (await record(waymark)).kept == 1


async def test_why_nothing_came_is_told_while_the_pace_is_open(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-30 12:00")
    shown = str((await waymark.maya.slash("/mentor next")).blocks)
    assert "A slower pace, if you leave it open: Mon 6 Apr, 10:00" in shown
    await waymark.until("2026-04-06 12:00")
    shown = str((await waymark.maya.slash("/mentor next")).blocks)
    assert "I had asked how often to ask, and waited" in shown
    assert "Mon 13 Apr" in shown


async def test_a_question_that_waits_is_withdrawn_when_answered(waymark: Conversation) -> None:
    """Down at the slot, up five hours later: the question waits for the next slot."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 09:59")
    waymark.clock.advance(timedelta(hours=5))
    await waymark.settle()
    assert waymark.maya.dms == []
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.until("2026-03-15 12:00")
    assert waymark.maya.dms == []


async def test_nobody_elses_pace_can_be_changed(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-30 10:00")
    for action in actions_of(waymark.maya.last_dm):
        await waymark.theo.press(action, waymark.maya.last_dm)
        while waymark.theo.modal is not None:
            await waymark.theo.close_modal()
    assert (await goal_of(waymark, goal_id)).every_weeks == 1
    await waymark.until("2026-04-13 10:00")
    assert (await goal_of(waymark, goal_id)).every_weeks == 2, "her own silence still counts"


async def test_stop_and_pause_stand_on_every_message(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-10 10:00")
    assert said(waymark.maya)[-1][1] == AGAIN
    await waymark.maya.choose("Stop these")
    assert ": off." in str(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.choose("Take a break")
    await waymark.maya.submit(length="2")
    await waymark.until("2026-03-24 09:00")
    assert len(waymark.maya.dms) == 2


@pytest.mark.parametrize(
    ("tap", "form"), [("Another day", "Settings"), ("Pause", "Pause"), ("Close a goal", "goals")]
)
async def test_a_form_opened_from_the_question_is_an_answer(
    waymark: Conversation, tap: str, form: str
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-30 10:00")
    await waymark.maya.click(tap)
    assert form in str(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.until("2026-04-06 10:00")
    assert (await goal_of(waymark, goal_id)).every_weeks == 1
    assert said(waymark.maya)[-1] == ("Mon 06 Apr 10:00", DUE)


async def test_home_says_what_was_kept_from_three_times_on(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track")
    await waymark.maya.open_home()
    assert "of the last" not in str(waymark.maya.home)
    await weekly_one(waymark, "2026-03-23 10:00", "On track")
    await waymark.maya.open_home()
    assert "You checked in 3 of the last 3 times; 2 breathers left" in str(waymark.maya.home)
    await waymark.theo.open_home()
    assert "breathers" not in str(waymark.theo.home)
