"""A goal read letter by letter: found, one question, or not asked yet (content.md 3.1 to 3.5)."""

from __future__ import annotations

from datetime import date

from bot.domain.goals import EXAMPLE, HABIT_MEASURE, LEARNING_MEASURE
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_goals import goals_of, text_of
from tests.stage import Conversation


async def test_row_1_1a_a_vague_ambition_is_a_draft_and_gets_three_questions(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.raw_ambition) == ("draft", "I want to advance")
    form = text_of(waymark.maya.modal)
    for letter in ("Specific", "Measurable", "Time-bound"):
        assert f"*{letter}*: ○ One question" in form
    for letter in ("Achievable", "Relevant"):
        assert f"*{letter}*: – Not asked yet" in form
    assert form.count("For example: ") == 3
    assert "invalid" not in form.casefold()
    saved = await waymark.maya.submit()
    assert saved.updated, "no letter blocks a save"
    await waymark.maya.close_modal()
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.raw_ambition) == ("draft", "I want to advance")


async def test_row_1_1b_the_essays_goal_passes_s_m_and_t_without_a_question(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash(f"/mentor goal {EXAMPLE}")
    form = text_of(waymark.maya.modal)
    assert "*Specific*: ✓ Found “Earn a leadership role in product management”" in form
    assert "*Measurable*: ✓ Found" in form
    assert "*Time-bound*: ✓ Found “within 18 months”: 5 September 2027" in form
    assert "How will you know" not in form
    assert "Read as 5 September 2027. Change it if you meant another day." in form
    await waymark.maya.submit(why="I want to decide more", confidence="8", control="Mostly me")
    assert f"{EXAMPLE}, so that I want to decide more." in text_of(waymark.maya.modal)
    done = await waymark.maya.submit(
        milestone="One shipped roadmap", milestone_on=date(2026, 9, 1)
    )
    assert done.updated, done
    assert "One shipped roadmap" in text_of(waymark.maya.modal)
    [goal] = await goals_of(waymark, "maya")
    assert (goal.state, goal.due_on, goal.confidence) == ("active", date(2027, 9, 5), 8)
    assert (goal.control, goal.milestone_on) == ("mine", date(2026, 9, 1))


async def test_row_1_1c_the_saved_plan_is_quoted_back_when_stuck(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Lead the migration")
    await waymark.maya.submit()
    await waymark.maya.submit()
    await waymark.maya.submit(obstacle="No time", plan_then="block an hour on Monday")
    await waymark.maya.close_modal()
    await waymark.until("2026-03-09 10:30")
    await waymark.maya.click("Stuck")
    shown = waymark.maya.last_dm.all_text
    assert "> If I have no time, then I will block an hour on Monday" in shown
    assert "If I have no time" not in waymark.maya.last_dm.text


async def test_the_first_a_bit_behind_offers_a_plan_once(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:30")
    await waymark.maya.click("A bit behind")
    await waymark.maya.click("Make a plan")
    await waymark.maya.submit(obstacle="No time", plan_then="block an hour")
    [goal] = await goals_of(waymark, "maya")
    assert goal.if_then == "If I have no time, then I will block an hour"
    await waymark.maya.close_modal()
    await waymark.until("2026-03-16 10:30")
    await waymark.maya.click("A bit behind")
    assert "Make a plan" not in waymark.maya.last_dm.buttons


async def test_the_day_read_from_words_can_be_changed_before_it_is_kept(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash("/mentor goal Ship the billing release by the end of Q2")
    assert "Read as 30 June 2026" in text_of(waymark.maya.modal)
    await waymark.maya.submit(due_on=date(2026, 6, 15))
    [goal] = await goals_of(waymark, "maya")
    assert goal.due_on == date(2026, 6, 15)


async def test_low_confidence_asks_up_and_ten_asks_for_a_stretch(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Run three customer interviews by May")
    await waymark.maya.submit(confidence="4")
    assert "What would make it a 6?" in text_of(waymark.maya.modal)
    await waymark.maya.submit(raise_by="A list of names")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.confidence, goal.raise_by) == (4, "A list of names")
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor goal Run four customer interviews by May")
    await waymark.maya.submit(confidence="10")
    form = text_of(waymark.maya.modal)
    assert "Is it a stretch?" in form
    assert "What would make it" not in form


async def test_how_it_fits_can_be_changed_later(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Edit")
    await waymark.maya.click("How it fits")
    await waymark.maya.submit(confidence="2")
    assert "A first milestone on the way" in text_of(waymark.maya.modal)
    await waymark.maya.submit(milestone="One team moved")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.confidence, goal.milestone) == (2, "One team moved")
    assert waymark.maya.errors == []


async def test_what_others_decide_gets_an_own_part(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Get promoted to senior engineer by June")
    await waymark.maya.submit(control="Mostly others")
    await waymark.maya.submit(own_part="Apply for two roles")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.control, goal.own_part) == ("others", "Apply for two roles")


async def test_a_new_skill_is_offered_as_learning(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to negotiate the supplier contract by June")
    await waymark.maya.submit(done_before="No, it is new to me", skill="Negotiation")
    form = text_of(waymark.maya.modal)
    offered = "Find and try 3 ways to negotiate the supplier contract by June."
    assert offered in form
    await waymark.maya.submit(kind="As a learning goal, by tries")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.kind, goal.statement) == ("learning", offered)
    assert goal.measure == LEARNING_MEASURE


async def test_a_rhythm_without_an_end_is_offered_as_a_habit(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Write a page every morning")
    await waymark.maya.submit()
    await waymark.maya.submit()
    assert "This sounds like a habit" in text_of(waymark.maya.modal)
    await waymark.maya.submit(kind="As a habit, by times kept")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.kind, goal.measure) == ("habit", HABIT_MEASURE)


async def test_somebody_elses_reason_is_asked_for_ones_own(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Pass the AWS exam by June")
    await waymark.maya.submit(why="my boss wants me to")
    assert "And what would it give you?" in text_of(waymark.maya.modal)
    await waymark.maya.submit(why="it opens the platform team to me")
    [goal] = await goals_of(waymark, "maya")
    assert goal.why == "it opens the platform team to me"


async def test_a_short_time_and_for_ever_get_one_quiet_line(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Become a team lead by next Friday")
    await waymark.maya.submit()
    assert "Two weeks is short for a new role." in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor goal Write one page every day until June")
    await waymark.maya.submit()
    assert "two a quarter cost nothing" in text_of(waymark.maya.modal)


async def test_other_languages_are_asked_by_their_fields(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.close_modal()
    async with waymark.waymark.units(TEAM) as work:
        person = await work.people.get(waymark.maya.id)
        assert person is not None
        person.locale = "de-DE"
        await work.commit()
    await waymark.maya.slash("/mentor goal Drei Vorträge halten bis Juni")
    form = text_of(waymark.maya.modal)
    assert form.count("○ One question") == 3
    answered = {"what": "Vorträge", "measure": "drei", "due_on": date(2026, 6, 30)}
    assert (await waymark.maya.submit(**answered)).updated
    assert "*Specific*: ✓ Found “Vorträge”" in text_of(waymark.maya.modal)


async def test_saved_as_it_is_from_every_form(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    await waymark.maya.fill(measure="a senior title")
    await waymark.maya.click("Save as it is")
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.measure) == ("draft", "a senior title")
    await waymark.maya.click("Edit")
    await waymark.maya.submit()
    await waymark.maya.fill(confidence="7")
    await waymark.maya.click("Save as it is")
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.confidence) == ("draft", 7)
    assert waymark.maya.errors == []


async def test_the_owner_sees_what_changed_and_nobody_else(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Edit")
    await waymark.maya.submit(measure="two teams moved")
    await waymark.maya.submit(statement="Lead the migration of two teams.")
    await waymark.maya.close_modal()
    await waymark.maya.choose("Edit")
    await waymark.maya.click("Show what changed")
    shown = text_of(waymark.maya.modal)
    assert "*How you know*: now “two teams moved”" in shown
    was = "Lead the migration, measured by two teams moved."
    assert f"was “{was}”, now “Lead the migration of two teams.”" in shown
    assert "Where you started:" in shown
    await waymark.theo.say("hello")
    await waymark.theo.press({"action_id": "goal_history", "value": goal_id})
    assert "This isn't yours to open" in text_of(waymark.theo.modal)


async def test_a_mentors_question_may_be_about_one_letter(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:30")
    before = len(waymark.maya.dms)
    await waymark.theo.click("Ask a question")
    await waymark.theo.submit(question="Which month?", letter="The date")
    await waymark.settle()
    [asked] = waymark.maya.dms[before:]
    assert "about the date" in asked.all_text
    assert "> Which month?" in asked.all_text
