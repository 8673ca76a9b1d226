"""A goal in more than one window, a step of the map as its reason, a mentor's other way (F3)."""

from __future__ import annotations

from bot.domain.goals import Plan
from bot.domain.people import Actor
from bot.domain.smart import Found, Letter
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_goals import goals_of, text_of
from tests.scenarios.test_maps import OTHER, with_route
from tests.stage import Conversation


async def test_an_old_window_saves_no_draft_over_newer_words(waymark: Conversation) -> None:
    """ "Save as it is" in a window left open loses nothing that was written elsewhere since."""
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.maya.slash("/mentor goal Lead the migration by June")
    for _ in range(2):
        await waymark.maya.submit()
    assert "Your goal in one sentence" in text_of(waymark.maya.modal)
    [goal] = await goals_of(waymark, "maya")
    newer = Plan(statement="Lead it.", obstacle="I have no time", plan_then="ask Ana")
    await waymark.waymark.services.goals.keep_draft(maya, goal.id, newer, version=goal.edits)
    await waymark.maya.click("Save as it is")
    assert "changed in another window" in text_of(waymark.maya.modal)
    [goal] = await goals_of(waymark, "maya")
    assert (goal.obstacle, goal.plan_then) == ("I have no time", "ask Ana")
    await waymark.maya.fill(next_step="Draw a map")
    await waymark.maya.click("Save as it is")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.is_draft, goal.next_step) == (True, "Draw a map")


async def test_flow_3_7_a_mentor_adds_another_way_from_a_shared_goal(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:30")
    before = len(waymark.maya.dms)
    await waymark.theo.click("Add a route")
    await waymark.theo.submit(name="Through the data team", steps=OTHER)
    await waymark.theo.close_modal()
    assert "Added." in waymark.theo.last_dm.all_text
    assert "Add a route" not in waymark.theo.last_dm.buttons
    await waymark.until("2026-03-10 10:30")
    told = [one.all_text for one in waymark.maya.dms[before:]]
    assert len([one for one in told if "another way" in one]) == 1
    await waymark.maya.slash("/mentor map")
    assert "a year in the data team" in text_of(waymark.maya.modal)
    assert "Theo's idea" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.theo.open_home()
    assert "Add a route" in text_of(waymark.theo.home)
    await waymark.waymark.services.goals.share(Actor(TEAM, waymark.maya.id), goal_id, "private")
    await waymark.theo.press({"action_id": "map_add_for", "value": goal_id})
    assert "This isn't yours to open" in text_of(waymark.theo.modal)


async def test_flow_3_3_a_step_of_the_map_says_why_it_matters(waymark: Conversation) -> None:
    await with_route(waymark)
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor goal Lead a small migration by June")
    assert "Or is it a step of your map?" in text_of(waymark.maya.modal)
    await waymark.maya.submit(step="lead a small migration")
    await waymark.maya.submit()
    await waymark.maya.close_modal()
    [goal] = await goals_of(waymark, "maya")
    async with waymark.waymark.units.reading(TEAM) as work:
        step = await work.maps.step(goal.step_id, visible_to=waymark.maya.id)
    assert step is not None
    assert (step.text, step.goal_id) == ("lead a small migration", goal.id)
    assert goal.letters(waymark.clock.now().date()).state(Letter.R) == Found.OK
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Make this a goal")
    assert len(await goals_of(waymark, "maya")) == 1, "it is the goal of that step already"


async def test_somebody_elses_step_is_no_reason(waymark: Conversation) -> None:
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    async with waymark.waymark.units.reading(TEAM) as work:
        [path] = await work.maps.paths(waymark.maya.id)
        steps = await work.maps.steps([path.id])
    await waymark.theo.slash("/mentor goal Write the handbook by June")
    assert "Whose hands is it in?" in text_of(waymark.theo.modal)
    assert "a step of your map" not in text_of(waymark.theo.modal)
    [goal] = await goals_of(waymark, "theo")
    theo = Actor(TEAM, waymark.theo.id)
    fit = goal.fit.__class__(step_id=steps[0].id)
    await waymark.waymark.services.goals.suit(theo, goal.id, fit, version=goal.edits)
    [goal] = await goals_of(waymark, "theo")
    assert goal.step_id == ""


async def test_ones_own_reason_takes_the_place_of_somebody_elses(waymark: Conversation) -> None:
    """ "And what would it give you?" is asked empty, and answered in the sentence (F3, R)."""
    await waymark.maya.slash("/mentor goal Lead a small migration by June")
    await waymark.maya.submit(why="my boss wants it")
    assert waymark.maya.modal is not None
    shown = text_of(waymark.maya.modal["blocks"])
    assert "And what would it give you?" in shown
    assert shown.count("my boss wants it") == 1, "only in the sentence"
    await waymark.maya.submit(why="I get to run bigger things")
    [goal] = await goals_of(waymark, "maya")
    assert goal.why == "I get to run bigger things"
    assert goal.statement.endswith("so that I get to run bigger things.")
    assert "boss" not in goal.statement


async def test_a_reason_left_as_it_is_stays(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Lead a small migration by June")
    await waymark.maya.submit(why="my boss wants it")
    await waymark.maya.submit(statement="Mine, in my own words.")
    [goal] = await goals_of(waymark, "maya")
    assert (goal.why, goal.statement) == ("my boss wants it", "Mine, in my own words.")


async def test_only_a_route_that_is_shown_is_looked_at_again(waymark: Conversation) -> None:
    """Sixty days still, counted from when it was shown (content.md 4.6); a private one plans
    nothing, and is named in no list of what comes."""
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.close_modal(clear=True)
    await waymark.maya.slash("/mentor next")
    assert "A line about your map" not in waymark.maya.ephemerals[-1].all_text
    await waymark.until("2026-05-25 12:00")
    await waymark.maya.slash("/mentor map")
    await waymark.maya.choose("Show it to Theo")
    await waymark.maya.close_modal(clear=True)
    await waymark.maya.slash("/mentor next")
    assert "A line about your map" in waymark.maya.ephemerals[-1].all_text
    await waymark.until("2026-07-26 12:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        waiting = [one.text for one in await work.agenda.waiting(waymark.maya.id)]
    assert "Our map: is this still the next step? lead a small migration" in waiting


async def test_row_1_2c_a_reached_goal_offers_to_mark_its_step(waymark: Conversation) -> None:
    """One tap, never by itself: a route that is shown would tell of a goal that is not."""
    maya = waymark.maya
    await paired(waymark)
    await with_route(waymark)
    await maya.choose("Show it to Theo")
    await maya.click("Make this a goal")
    await maya.close_modal(clear=True)
    [goal] = await goals_of(waymark, "maya")
    plan = Plan(statement="Lead a small migration")
    goals = waymark.waymark.services.goals
    await goals.finish(Actor(TEAM, maya.id), goal.id, plan, "private", version=goal.edits)
    await maya.slash("/mentor goals")
    await maya.choose("Done")
    await waymark.theo.slash("/mentor map")
    assert "reached" not in text_of(waymark.theo.modal)
    await waymark.theo.close_modal()
    await maya.click("Mark it on my map")
    assert "Mark it on my map" not in text_of(maya.modal)
    assert "Add a win" in text_of(maya.modal)
    await maya.close_modal(clear=True)
    await maya.slash("/mentor map")
    assert "lead a small migration (project, reached)" in text_of(maya.modal)
    assert maya.errors == []


async def test_a_goal_without_a_step_says_nothing_of_a_map(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Done")
    assert "Add a win" in text_of(waymark.maya.modal)
    assert "Mark it on my map" not in text_of(waymark.maya.modal)
