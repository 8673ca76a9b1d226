"""How often check-ins come, and what silence changes (content.md F5, F6, 5.4 to 5.6)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.agenda import AgendaItem
from bot.domain.goals import Goal
from bot.domain.people import Actor
from bot.sandbox import Persona
from bot.services.agreements import Clauses
from tests.factories import TEAM, paired, with_goal
from tests.forwarding import actions_of
from tests.stage import Conversation

DUE, AGAIN = "Your check-in is ready", "Your check-in is still open"
FRESH, PACE = "A fresh start for your goal", "How often should I ask?"
REST, QUIET = "Your check-ins will rest", "A line about somebody you mentor"


def said(who: Persona) -> list[tuple[str, str]]:
    """(when on their clock, what the lock screen shows), in order."""
    zone = ZoneInfo(who.user.tz or "UTC")
    moments = [datetime.fromtimestamp(float(one.ts), tz=UTC).astimezone(zone) for one in who.dms]
    return [(f"{at:%a %d %b %H:%M}", one.text) for at, one in zip(moments, who.dms, strict=True)]


async def goal_of(waymark: Conversation, goal_id: str) -> Goal:
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        return goal


async def agenda_of(waymark: Conversation, who: Persona) -> list[AgendaItem]:
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.agenda.waiting(who.id)


def monday(number: int, hour: str = "10:00") -> str:
    """So many weeks after Monday 9 March."""
    return f"{date(2026, 3, 9) + timedelta(weeks=number)} {hour}"


async def weekly(waymark: Conversation, *statuses: str) -> None:
    """Answers to the next questions, one a week from Monday 9 March on."""
    for number, status in enumerate(statuses):
        await waymark.until(monday(number))
        await waymark.maya.click(status, message=waymark.maya.last_dm)


# --- the rows of the feature map -----------------------------------------------------------------


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


async def test_row_4_2b_two_falls_create_an_agenda_suggestion(waymark: Conversation) -> None:
    """What was done and where it stands; two falls offer a talk, seen by nobody until a tap."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await weekly(waymark, "On track", "A bit behind")
    assert await agenda_of(waymark, waymark.maya) == []
    await weekly_one(waymark, "2026-03-23 10:00", "Stuck")
    words = waymark.maya.last_dm
    assert "This has been heavier lately." in words.all_text
    (line,) = await agenda_of(waymark, waymark.maya)
    assert "Lead the migration" in line.text
    assert await agenda_of(waymark, waymark.theo) == []
    await waymark.maya.click("Talk about it")
    assert "Theo" in waymark.maya.last_dm.all_text
    (theirs,) = await agenda_of(waymark, waymark.theo)
    assert theirs.id == line.id


async def weekly_one(waymark: Conversation, when: str, status: str) -> None:
    await waymark.until(when)
    await waymark.maya.click(status, message=waymark.maya.last_dm)


async def test_row_4_2b_the_form_asks_for_behaviour_and_outcome(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(
        waymark, "maya", "Cut lead time to 3 days", shared=True, next_step="Ask Ana"
    )
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        goal.measure = "lead time below 3 days"
        await work.commit()
    await weekly(waymark, "On track")
    await waymark.until("2026-03-16 10:00")
    await waymark.maya.choose("Say more")
    shown = str(waymark.maya.modal)
    assert "Lately: on track" in shown
    assert "Your step was: Ask Ana" in shown
    assert "You measure it by: lead time below 3 days" in shown
    await waymark.maya.submit(
        status_0="behind",
        did_step="part",
        measure_value="5 days",
        learned="Start smaller",
        next_step="Draft the outline",
        next_step_on="2026-03-20",
        note="The review moved",
        note_visibility="mentor",
    )
    async with waymark.waymark.units.reading(TEAM) as work:
        latest = (await work.checkins.recent(waymark.maya.id, 1))[0]
    assert (latest.did_step, latest.measure_value) == ("part", "5 days")
    assert latest.learned == "Start smaller"
    await waymark.until("2026-03-23 10:00")
    relayed = next(one for one in waymark.theo.dms if "a bit behind" in one.all_text)
    assert "by Fri 20 Mar: Draft the outline" in relayed.all_text
    assert "The review moved" in relayed.all_text
    assert "Start smaller" not in relayed.all_text


# --- 7.6, 7: silence -----------------------------------------------------------------------------


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
    ("tap", "next_one", "weeks"),
    [("Keep as it is", "Mon 06 Apr", 1), ("Ask less often", "Mon 13 Apr", 2)],
)
async def test_an_answer_about_the_pace_ends_the_silence(
    waymark: Conversation, tap: str, next_one: str, weeks: int
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-30 10:00")
    question = waymark.maya.last_dm
    await waymark.maya.click(tap)
    assert tap not in waymark.maya.last_dm.buttons
    assert (await goal_of(waymark, goal_id)).every_weeks == weeks
    await waymark.maya.click(tap, message=question) if tap in question.buttons else None
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


# --- the record: 8 of the last 10 ----------------------------------------------------------------


async def record(waymark: Conversation) -> str:
    return (await waymark.waymark.services.pace.record(Actor(TEAM, waymark.maya.id))).in_words


async def test_breathers_are_used_by_themselves(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track")
    assert "1 of the last 1 times; 2 breathers left" in await record(waymark)
    await waymark.until("2026-03-23 10:00")
    assert "1 of the last 1 times; 1 breather left" in await record(waymark)
    shown = await waymark.maya.slash("/mentor next")
    assert "You checked in 1 of the last 1 times" in str(shown.blocks)


async def test_the_last_one_can_be_filled_in_for_a_week(waymark: Conversation) -> None:
    """It counts as kept; nobody says welcome back, only what was saved."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-16 10:00")
    first = waymark.maya.dms[0]
    assert "2 of the last" not in await record(waymark)
    await waymark.maya.click("On track", message=first)
    assert "1 of the last 1 times; 2 breathers left" in await record(waymark)
    assert "welcome" not in waymark.maya.dms[0].all_text.lower()
    late = waymark.maya.dms[2]
    await waymark.until("2026-03-30 09:00")
    await waymark.maya.click("On track", message=late)
    assert "1 of the last 1 times; 1 breather left" in await record(waymark)


async def test_a_pause_does_not_count_at_all(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.slash("/mentor pause 2 weeks")
    await waymark.until("2026-03-30 10:00")
    assert await record(waymark) == ""
    assert said(waymark.maya)[-1][1] == DUE, "no fresh start: nothing was quiet"


# --- steady, another hour, one more --------------------------------------------------------------


async def test_steady_offers_a_slower_rhythm_once_a_quarter(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track", "On track", "On track")
    await waymark.until("2026-03-31 10:00")
    assert said(waymark.maya)[-1][1] == PACE
    assert "Every two weeks" in waymark.maya.last_dm.buttons
    await waymark.maya.click("Every two weeks")
    assert (await goal_of(waymark, goal_id)).every_weeks == 2
    await waymark.until("2026-04-13 09:00")
    assert len(waymark.maya.dms) == 5
    await waymark.until("2026-04-13 10:00")
    assert said(waymark.maya)[-1][1] == DUE


async def test_a_note_means_there_is_something_to_say(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track", "On track")
    await waymark.until("2026-03-30 10:00")
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="on_track", note="Ana helped")
    await waymark.until("2026-04-03 12:00")
    assert PACE not in [text for _, text in said(waymark.maya)]


async def test_another_hour_is_offered_once(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    for week in range(6):
        await waymark.until(monday(week, "14:20"))
        await waymark.maya.click("A bit behind" if week % 2 else "On track")
    await waymark.until("2026-04-15 10:00")
    assert "Move to that hour" in waymark.maya.last_dm.buttons
    assert "14:00" in waymark.maya.last_dm.all_text
    await waymark.maya.click("Move to that hour")
    await waymark.until("2026-04-20 14:00")
    assert said(waymark.maya)[-1] == ("Mon 20 Apr 14:00", DUE)


async def test_one_extra_check_in_for_this_goal(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await with_goal(waymark, "maya", "Write the guide", every_weeks=4)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("Stuck")
    assert "One extra check-in" in waymark.maya.last_dm.buttons
    await waymark.maya.click("One extra check-in")
    assert "Thu 12 Mar, 10:00" in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-12 10:00")
    assert said(waymark.maya)[-1] == ("Thu 12 Mar 10:00", DUE)
    assert "Lead the migration" in waymark.maya.last_dm.all_text
    assert "Write the guide" not in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-15 10:00")
    assert len(waymark.maya.dms) == 2


async def test_a_first_bit_behind_offers_no_extra_one(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "A bit behind")
    assert "One extra check-in" not in waymark.maya.last_dm.buttons
    await weekly_one(waymark, "2026-03-16 10:00", "A bit behind")
    assert "One extra check-in" in waymark.maya.last_dm.buttons


async def test_what_the_answers_mean(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("What do these mean?")
    assert "I can still get there if something changes." in str(waymark.maya.modal)


async def test_the_third_snooze_is_a_skip(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    for day in ("2026-03-10 10:00", "2026-03-11 10:00", "2026-03-12 10:00"):
        await waymark.maya.choose("Tomorrow")
        await waymark.until(day)
    assert "1 of the last 1 times" in await record(waymark)


async def test_heavier_is_said_once_in_thirty_days(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    said_so = []
    for week in range(8):
        await waymark.until(monday(week))
        await waymark.maya.click("A bit behind", message=waymark.maya.last_dm)
        said_so.append("heavier lately" in waymark.maya.last_dm.all_text)
    assert said_so == [False, False, True, False, False, False, False, True]
    assert len(await agenda_of(waymark, waymark.maya)) == 1, "the line waits already"


async def test_a_private_goal_is_put_on_the_agenda_for_its_owner_only(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=False)
    await weekly(waymark, "On track", "A bit behind", "Stuck")
    await waymark.maya.click("Talk about it")
    assert "only you see the line" in waymark.maya.last_dm.all_text
    assert len(await agenda_of(waymark, waymark.maya)) == 1
    assert await agenda_of(waymark, waymark.theo) == []


async def test_a_near_date_offers_an_extra_check_in(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        goal.due_on = date(2026, 3, 20)
        await work.commit()
    await weekly(waymark, "A bit behind")
    assert "One extra check-in" in waymark.maya.last_dm.buttons


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


async def test_undo_withdraws_the_offer_of_a_slower_rhythm(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track", "On track", "On track")
    await waymark.maya.click("Undo")
    await waymark.maya.click("A bit behind")
    await waymark.until("2026-04-03 12:00")
    assert PACE not in [text for _, text in said(waymark.maya)]


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
    await waymark.maya.choose("Pause everything")
    await waymark.maya.submit(length="2")
    await waymark.until("2026-03-24 09:00")
    assert len(waymark.maya.dms) == 2
