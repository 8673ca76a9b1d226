"""What several answers say together, and what is offered then (content.md F5, 5.4 to 5.6)."""

from __future__ import annotations

from datetime import date

from tests.factories import TEAM, paired, with_goal
from tests.pacing import DUE, PACE, agenda_of, goal_of, monday, said, weekly, weekly_one
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation


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
    await waymark.maya.slash("/mentor agenda")
    assert "Lead the migration: heavier lately" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.click("Talk about it", message=words)
    assert "Theo" in waymark.maya.last_dm.all_text
    (theirs,) = await agenda_of(waymark, waymark.theo)
    assert theirs.id == line.id


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
        note_visibility="You and Theo",
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


async def test_row_5_2_two_steady_goals_are_one_question_in_thirty_days(
    waymark: Conversation,
) -> None:
    """The second offer is due while the first still waits for its slot."""
    await paired(waymark)
    for title in ("Lead the migration", "Write each week"):
        await with_goal(waymark, "maya", title)
    for number in range(4):
        await waymark.until(monday(number))
        for _ in range(2):
            await waymark.maya.click("On track", message=waymark.maya.last_dm)
    await waymark.until(monday(6))
    async with waymark.waymark.units.reading(TEAM) as work:
        goals = await work.goals.active_of(waymark.maya.id)
        written = [await work.outbox.about(one.id, "checkin_cadence_ask") for one in goals]
    assert sorted(len(rows) for rows in written) == [0, 1]


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
    await waymark.maya.click("Stuck", row="Lead the migration")
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


async def test_undo_withdraws_the_offer_of_a_slower_rhythm(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "On track", "On track", "On track")
    await waymark.maya.click("Undo")
    await waymark.maya.click("A bit behind")
    await waymark.until("2026-04-03 12:00")
    assert PACE not in [text for _, text in said(waymark.maya)]


async def test_a_bit_behind_offers_a_smaller_step(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(
        waymark, "maya", "Lead the migration", shared=True, next_step="Write the whole plan"
    )
    await weekly(waymark, "A bit behind")
    await waymark.maya.click("Smaller step")
    assert "Your step was: Write the whole plan" in str(waymark.maya.modal)
    await waymark.maya.submit(next_step="Ask Ana for one page", next_step_on="2026-03-13")
    assert "your next step is now: Ask Ana for one page" in waymark.maya.last_dm.all_text
    goal = await goal_of(waymark, goal_id)
    assert (goal.next_step, goal.next_step_on) == ("Ask Ana for one page", date(2026, 3, 13))
    await waymark.until("2026-03-16 10:00")
    assert "You planned by Fri 13 Mar: Ask Ana for one page." in waymark.maya.last_dm.all_text
    relayed = waymark.theo.last_dm.all_text
    assert "a bit behind" in relayed
    assert "by Fri 13 Mar: Ask Ana for one page" in relayed
    assert relayed.count("a bit behind") == 1


async def test_a_mentor_answers_a_shared_check_in_with_a_talk(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await weekly(waymark, "A bit behind")
    await waymark.until("2026-03-16 10:00")
    assert {"Ask a question", "Offer a talk", "Not now"} <= set(waymark.theo.last_dm.buttons)
    await waymark.theo.click("Offer a talk")
    assert "Maya sees it too" in waymark.theo.last_dm.all_text
    (line,) = await agenda_of(waymark, waymark.maya)
    assert line.text == "Lead the migration"
    assert waymark.theo.errors == []


async def test_undo_takes_the_line_off_the_agenda_while_nobody_saw_it(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await weekly(waymark, "On track", "A bit behind", "Stuck")
    assert len(await agenda_of(waymark, waymark.maya)) == 1
    await waymark.maya.click("Undo")
    assert await agenda_of(waymark, waymark.maya) == []
    await waymark.maya.click("Stuck")
    assert "heavier lately" in waymark.maya.last_dm.all_text, "the same day it is the same word"
    await waymark.maya.click("Talk about it")
    assert len(await agenda_of(waymark, waymark.theo)) == 1


async def test_a_question_is_built_from_the_plan_and_the_promised_step(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        goal.obstacle, goal.plan_then = "the day fills up", "block an hour"
        await work.commit()
    await waymark.until("2026-03-09 10:00")
    assert "If the day fills up, then I will block an hour" in waymark.maya.last_dm.all_text
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="on_track", next_step="Ask Ana", next_step_on="2026-03-12")
    await with_goal(waymark, "maya", "Write the guide", next_step="Outline it")
    await waymark.until("2026-03-16 10:00")
    words = waymark.maya.last_dm.all_text
    assert "You planned: Ask Ana" in words
    assert "You planned: Outline it" in words
    assert "block an hour" not in words, "the step is the smallest useful fact"


async def test_an_extra_check_in_about_a_closed_goal_is_not_asked(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "Stuck")
    await waymark.maya.click("One extra check-in")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Let it go", within="modal")
    await waymark.until("2026-03-13 12:00")
    assert len(waymark.maya.dms) == 1
