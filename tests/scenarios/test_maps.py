"""The career map (content.md F4): more than one way, and the paths of mentors."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import NotYours
from bot.domain.people import Actor
from bot.domain.smart import Found, Letter
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import goals_of, text_of
from tests.stage import Conversation

ROUTE = "project: lead a small migration\nup: apply for the senior role"
OTHER = "sideways: a year in the data team\ndetour: half a year of part time"
STORY = (
    "step: started in law\n"
    "detour: left law for a bakery | worn out | ask for help early\n"
    "luck: a regular needed a website | she liked the cakes | say yes once"
)


async def with_route(waymark: Conversation, steps: str = ROUTE, name: str = "By building") -> None:
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Add a route")
    await waymark.maya.submit(name=name, steps=steps)


async def told(waymark: Conversation, audience: str) -> None:
    await waymark.theo.slash("/mentor map")
    await waymark.theo.click("Tell of my own path")
    await waymark.theo.submit(name="From law to code", steps=STORY, audience=audience)


async def test_row_1_2a_a_story_with_a_detour_is_a_path_to_read_and_ask_about(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await told(waymark, "Everyone you mentor")
    assert "Everyone you mentor" in text_of(theo.modal)
    await maya.slash("/mentor map")
    await maya.click("Read")
    shown = text_of(maya.modal)
    assert "2. left law for a bakery (detour)" in shown
    assert "Why: worn out" in shown
    assert "It taught: ask for help early" in shown
    await maya.click("Ask about this step")
    assert "on your agenda" in text_of(maya.modal)
    await theo.slash("/mentor agenda")
    assert "Your path: started in law" in text_of(theo.modal)
    await waymark.ari.slash("/mentor map")
    assert "law" not in text_of(waymark.ari.modal)
    assert (maya.errors, theo.errors, theo.dms, maya.dms) == ([], [], [], [])


async def test_a_story_is_the_mentors_alone_until_they_choose(waymark: Conversation) -> None:
    await paired(waymark)
    await told(waymark, "Only you")
    await waymark.maya.slash("/mentor map")
    assert "From law" not in text_of(waymark.maya.modal)


async def test_row_1_2b_a_map_with_one_route_offers_another_way(waymark: Conversation) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    page = text_of(maya.modal)
    assert "One way so far." in page
    assert "Add another way there" in page
    assert "1. lead a small migration (project)" in page
    await theo.slash("/mentor map")
    assert "migration" not in text_of(theo.modal)
    await maya.choose("Show it to Theo")
    assert "You and Theo" in text_of(maya.modal)
    await theo.slash("/mentor map")
    assert "lead a small migration" in text_of(theo.modal)
    await theo.click("Add another way there")
    await theo.submit(name="Through data", steps=OTHER)
    await maya.slash("/mentor map")
    page = text_of(maya.modal)
    assert "Theo's idea" in page
    assert "2. half a year of part time (detour)" in page
    assert "One way so far" not in page
    assert (maya.errors, theo.errors) == ([], [])


async def test_row_1_2c_make_this_a_goal_opens_the_goal_with_relevance_met(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_route(waymark)
    await maya.click("Make this a goal")
    assert "lead a small migration" in text_of(maya.modal)
    [goal] = await goals_of(waymark, "maya")
    held = await waymark.waymark.services.goals.form_for(Actor(TEAM, maya.id), goal.id)
    assert held.letters[Letter.R].state == Found.OK
    await maya.slash("/mentor map")
    await maya.click("Make this a goal")
    assert len(await goals_of(waymark, "maya")) == 1
    await maya.slash("/mentor map")
    await maya.click("Reached it")
    await maya.submit()
    async with waymark.waymark.units.reading(TEAM) as work:
        [win] = await work.wins.of(maya.id, visible_to=maya.id)
    assert win.title == "lead a small migration"
    await maya.slash("/mentor map")
    assert "lead a small migration (project, reached)" in text_of(maya.modal)
    assert maya.errors == []


async def test_where_to_and_today_are_for_their_owner_alone(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await maya.slash("/mentor win Ran the planning day")
    await maya.slash("/mentor map")
    await maya.click("Where to, and today")
    await maya.submit(vision="Teaching", limits="Two days a week", wins=["Ran the planning day"])
    page = text_of(maya.modal)
    assert "Strengths: Ran the planning day" in page
    assert "Limits: Two days a week" in page
    await waymark.theo.slash("/mentor map")
    assert "Two days" not in text_of(waymark.theo.modal)
    assert maya.errors == []


async def test_a_route_of_one_step_says_so_and_keeps_the_words(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Add a route")
    answer = await waymark.maya.submit(steps="up: the senior role")
    assert "2 to 5 steps" in str(answer.errors)
    await waymark.maya.submit(steps=ROUTE)
    assert "2. apply for the senior role (up)" in text_of(waymark.maya.modal)


async def test_a_weighed_route_shows_it_and_its_first_test_becomes_a_goal(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await with_route(waymark)
    await maya.choose("Weigh it")
    await maya.submit(gain="Reach", cost="Evenings", first_test="Shadow Noor for a day")
    assert "It costs: Evenings" in text_of(maya.modal)
    await maya.choose("Make the test a goal")
    [goal] = await goals_of(waymark, "maya")
    assert goal.raw_ambition == "Shadow Noor for a day"
    await maya.slash("/mentor map")
    await maya.choose("Put it away")
    assert "migration" not in text_of(maya.modal)
    assert maya.errors == []


async def test_a_form_sent_twice_makes_one_route_and_a_changed_step_keeps_its_day(
    waymark: Conversation,
) -> None:
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    for _ in range(2):
        page = await maps.save_route(maya, "r1", "By building", ROUTE)
    [route] = page.routes
    assert [one.text for one in route.steps] == [
        "lead a small migration",
        "apply for the senior role",
    ]
    await maps.reach(maya, route.steps[0].id)
    changed = "outside: a talk at a meetup\nproject: lead a small migration"
    [route] = (await maps.save_route(maya, "r1", "By building", changed)).routes
    days = [(one.text, one.reached_at is not None) for one in route.steps]
    assert days == [("a talk at a meetup", False), ("lead a small migration", True)]


async def test_nobody_else_touches_a_route_and_a_mentor_only_sees_it_while_it_is_shown(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    theo = Actor(TEAM, waymark.theo.id)
    [route] = (await maps.save_route(maya, "r1", "By building", ROUTE)).routes
    step_id = route.steps[0].id
    with pytest.raises(NotYours):
        await maps.save_route(theo, "r2", "", OTHER, beside="r1")
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    assert len((await maps.page(theo)).shown) == 1
    for act in (
        maps.archive(theo, "r1"),
        maps.show(theo, "r1", "private"),
        maps.reach(theo, step_id),
        maps.goal_from_step(theo, step_id),
        maps.ask_about(theo, step_id),
        maps.save_route(theo, "r1", "", OTHER),
    ):
        with pytest.raises(NotYours):
            await act
    await maps.show(maya, "r1", "private")
    assert (await maps.page(theo)).shown == ()
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    await maps.archive(maya, "r1")
    assert (await maps.page(theo)).shown == ()


async def test_a_shown_route_that_stands_still_waits_on_its_owners_agenda(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    await maya.choose("Show it to Theo")
    await maya.slash("/mentor pause 8 weeks")
    start = waymark.clock.now()
    await waymark.until((start + timedelta(days=59)).strftime("%Y-%m-%d %H:%M"))
    await maya.slash("/mentor agenda")
    assert "next step?" not in text_of(maya.modal)
    await waymark.until((start + timedelta(days=61)).strftime("%Y-%m-%d %H:%M"))
    await maya.slash("/mentor agenda")
    assert "is this still the next step? lead a small migration" in text_of(maya.modal)
    await theo.slash("/mentor agenda")
    assert "next step?" not in text_of(theo.modal)
    assert not any("migration" in one.all_text for one in (*maya.dms, *theo.dms))


async def test_the_home_tab_opens_the_map_and_a_fourth_strength_is_refused_with_the_words(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await maya.open_home()
    await maya.choose("Career map")
    assert "Where would you like to be" in text_of(maya.modal)
    await maya.click("Where to, and today")
    answer = await maya.submit(strengths="calm\nclear\nkind\nquick")
    assert "3 are plenty" in str(answer.errors)
    assert "quick" in text_of(maya.modal)
    await maya.submit(strengths="calm\nclear")
    assert "clear" in text_of(maya.modal)
    assert maya.errors == []
