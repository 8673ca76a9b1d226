"""Who reads the words of a check-in, and what a form about several goals says (content.md 5.2)."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.goals import Plan
from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.pacing import weekly
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation

NOTE = "The review moved"


async def two_mentors(waymark: Conversation) -> str:
    """Maya has Theo and Noor; Noor alone sees the goal. Returns its id."""
    await paired(waymark)
    noors = await paired(waymark, "maya", "noor")
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    goals = waymark.waymark.services.goals
    await goals.share(Actor(TEAM, waymark.maya.id), goal_id, f"mentor:{noors}")
    return goal_id


async def seen_by(waymark: Conversation, words: str) -> dict[str, bool]:
    """Which mentor has read these words, a week and a half later."""
    await waymark.until("2026-03-19 12:00")
    people = {"theo": waymark.theo, "noor": waymark.noor, "ari": waymark.ari}
    return {name: words in "".join(one.seen) for name, one in people.items()}


async def test_the_note_names_the_mentor_who_reads_it(waymark: Conversation) -> None:
    await two_mentors(waymark)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Say more")
    shown = str(waymark.maya.modal)
    assert "You and Noor" in shown
    assert "You and Theo" not in shown, "he does not see this goal"
    await waymark.maya.submit(status_0="stuck", note=NOTE, note_visibility="You and Noor")
    said = text_of(waymark.maya.modal)
    assert "ask Noor" in said, "who sees the goal is who would be asked about it"
    assert "Theo" not in said
    assert await seen_by(waymark, NOTE) == {"theo": False, "noor": True, "ari": False}


async def test_a_note_about_no_goal_goes_to_the_one_mentor_who_was_named(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await paired(waymark, "maya", "noor")
    await waymark.maya.slash("/mentor checkin")
    shown = str(waymark.maya.modal)
    assert "You and Theo" in shown
    assert "You and Noor" in shown
    await waymark.maya.submit(status_0="behind", note=NOTE, note_visibility="You and Theo")
    assert await seen_by(waymark, NOTE) == {"theo": True, "noor": False, "ari": False}
    assert "a bit behind" in "".join(waymark.noor.seen), "the status is shared with both"


async def test_a_goal_nobody_sees_offers_nobody_its_words(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Say more")
    assert "You and Theo" not in str(waymark.maya.modal)
    assert "Only you see these words." in str(waymark.maya.modal)
    await waymark.maya.submit(status_0="behind", note=NOTE)
    assert await seen_by(waymark, NOTE) == {"theo": False, "noor": False, "ari": False}


async def test_a_form_about_three_goals_answers_for_each_of_them(waymark: Conversation) -> None:
    """Every answer has its acknowledgement, with what can be done next (content.md 5.2 to 5.1)."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", next_step="Ask Ana")
    for title in ("Speak at the meetup", "Cut lead time to 3 days"):
        await waymark.advance(timedelta(minutes=1))  # the oldest stands first
        await with_goal(waymark, "maya", title)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.slash("/mentor checkin")
    assert "go with the first goal you answer" in text_of(waymark.maya.modal)
    await waymark.maya.submit(status_0="on_track", status_1="stuck", status_2="behind")
    shown = text_of(waymark.maya.modal)
    for title in ("Lead the migration", "Speak at the meetup", "Cut lead time to 3 days"):
        assert title in shown
    assert "Work on it now" in shown
    assert "Smaller step" in shown
    await waymark.maya.click("Smaller step")
    await waymark.maya.submit(next_step="Measure one day")
    async with waymark.waymark.units.reading(TEAM) as work:
        steps = {one.title: one.next_step for one in await work.goals.active_of(waymark.maya.id)}
    assert steps["Cut lead time to 3 days"] == "Measure one day"
    assert steps["Lead the migration"] == "Ask Ana"
    assert waymark.maya.errors == []


async def test_a_step_of_one_goal_is_not_kept_for_another(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", next_step="Ask Ana")
    await waymark.advance(timedelta(minutes=1))  # the oldest stands first
    await with_goal(waymark, "maya", "Speak at the meetup")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.slash("/mentor checkin")
    await waymark.maya.submit(status_1="behind", did_step="yes", learned="Ask early")
    async with waymark.waymark.units.reading(TEAM) as work:
        (kept,) = await work.checkins.recent(waymark.maya.id)
    assert (kept.did_step, kept.learned) == ("", "Ask early")


async def test_a_step_that_was_replaced_stands_in_the_history(waymark: Conversation) -> None:
    """No word of a plan is lost by a check-in (content.md 1.1b)."""
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", next_step="Ask Ana")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="behind", next_step="Draw a map")
    goals = waymark.waymark.services.goals
    _, changes = await goals.history(Actor(TEAM, waymark.maya.id), goal_id)
    assert [(one.fact, one.before, one.after) for _, one in changes] == [
        ("next_step", "Ask Ana", "Draw a map")
    ]


async def test_of_several_goals_each_answer_keeps_its_name(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await with_goal(waymark, "maya", "Speak at the meetup")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("Stuck", row="Speak at the meetup")
    assert "Work on it now" in waymark.maya.last_dm.buttons
    assert "*Speak at the meetup*" in waymark.maya.last_dm.all_text
    await waymark.maya.click("On track")
    for title in ("*Lead the migration*", "*Speak at the meetup*"):
        assert title in waymark.maya.last_dm.all_text


async def test_home_and_next_say_that_a_question_is_open(waymark: Conversation) -> None:
    """Open until the day before the next one (content.md 5.0), wherever the person looks."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:05")
    maya = waymark.maya
    assert "One is open until Sun 15 Mar, 10:00" in text_of(await maya.open_home())
    await maya.slash("/mentor next")
    assert "One is open until Sun 15 Mar, 10:00" in maya.ephemerals[-1].all_text
    await maya.click("On track", message=maya.last_dm)
    assert "One is open" not in text_of(await maya.open_home())
    await maya.slash("/mentor next")
    assert "One is open" not in maya.ephemerals[-1].all_text


async def test_the_form_says_what_of_it_travels(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Say more")
    assert "what you learned stays yours" in text_of(waymark.maya.modal)


async def test_heavier_quotes_the_plan_when_stuck(waymark: Conversation) -> None:
    """The plan is for this day, also where a talk is offered (content.md 1.1c, 5.4)."""
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    goals = waymark.waymark.services.goals
    maya = Actor(TEAM, waymark.maya.id)
    edits = (await goals.form_for(maya, goal_id)).goal.edits
    plan = Plan("Lead the migration", obstacle="I have no time", plan_then="block Friday")
    await goals.finish(maya, goal_id, plan, "share", version=edits)
    await weekly(waymark, "On track", "A bit behind", "Stuck")
    card = waymark.maya.last_dm.all_text
    assert "This has been heavier lately." in card
    assert "> If I have no time, then I will block Friday" in card


async def test_heavier_without_a_mentor_offers_what_one_can_do_alone(
    waymark: Conversation,
) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await weekly(waymark, "On track", "A bit behind", "Stuck")
    card = waymark.maya.last_dm
    assert "Change the goal, or leave it?" in card.all_text
    assert "Change the goal" in card.buttons
    assert "Talk about it" not in card.buttons
