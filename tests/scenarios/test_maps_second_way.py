"""Another way there, with the stories of mentors at hand (content.md 4.3), as conversations."""

from __future__ import annotations

import pytest

from bot.domain.errors import NotYours
from bot.domain.people import Actor
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_maps import OTHER, told, with_route
from tests.scenarios.test_maps_asked import ended
from tests.stage import Conversation

BAKERY = "project: a website for the bakery next door\nup: apply for the senior role"
QUESTION = "how else could you reach something like it?"


async def second_way(waymark: Conversation) -> str:
    """What Maya reads when she adds another way."""
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Add another way there")
    return text_of(waymark.maya.modal)


async def test_row_4_3_a_matching_story_stands_beside_the_form_and_its_step_goes_on_the_agenda(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await told(waymark, "Everyone you mentor")
    await maya.slash("/mentor map")
    await maya.click("Add a route")
    assert QUESTION not in text_of(maya.modal), "not before there is a first way"
    await maya.submit(name="By building", steps=BAKERY)
    page = await second_way(waymark)
    assert QUESTION in page
    assert "Theo's own path: *From law to code*" in page
    assert "2. left law for a bakery (detour)" in page
    await maya.fill(name="Through data", steps=OTHER)
    await maya.click("Ask about this step")
    [story] = (await waymark.waymark.services.maps.page(Actor(TEAM, maya.id))).stories
    again = {"action_id": "map_ask_near", "value": story.steps[1].id}
    await maya.press(again, view_id=maya.modal["id"] if maya.modal else None)
    assert "It is on your agenda with them." in text_of(maya.modal)
    await maya.submit()
    assert "a year in the data team" in text_of(maya.modal), "what was typed stayed"
    await theo.slash("/mentor agenda")
    assert text_of(theo.modal).count("Your path: left law for a bakery") == 1
    assert "It is on your agenda with them." in await second_way(waymark)
    assert (maya.errors, theo.errors, theo.dms) == ([], [], [])


async def test_the_whole_story_is_read_over_the_form(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await told(waymark, "Everyone you mentor")
    await with_route(waymark, BAKERY)
    await second_way(waymark)
    await maya.fill(steps=OTHER)
    await maya.click("Read")
    assert "It taught: ask for help early" in text_of(maya.modal)
    await maya.click("Ask about this step")
    await maya.close_modal()
    await maya.submit()
    assert "a year in the data team" in text_of(maya.modal)
    assert maya.errors == []


@pytest.mark.parametrize("audience", ["Only you", "You and Ari"])
async def test_only_what_was_told_to_this_pair_is_looked_at(
    waymark: Conversation, audience: str
) -> None:
    await paired(waymark)
    await paired(waymark, mentee="ari")
    await told(waymark, audience)
    await with_route(waymark, BAKERY)
    page = await second_way(waymark)
    assert QUESTION in page
    assert "law" not in page


async def test_a_story_about_something_else_is_not_offered(waymark: Conversation) -> None:
    await paired(waymark)
    await told(waymark, "Everyone you mentor")
    await with_route(waymark)
    page = await second_way(waymark)
    assert QUESTION in page
    assert "bakery" not in page


async def test_a_mentor_is_asked_from_the_form_and_it_stays_open(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_route(waymark)
    await second_way(waymark)
    await maya.fill(steps=OTHER)
    await maya.click("Ask my mentor for one")
    await maya.submit()
    await maya.submit()
    page = text_of(maya.modal)
    assert "Theo is asked for another way." in page
    assert "a year in the data team" in page
    assert maya.errors == []


async def test_a_pairing_that_ended_while_the_form_was_open_asks_nobody(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark)
    await told(waymark, "Everyone you mentor")
    await with_route(waymark, BAKERY)
    await second_way(waymark)
    await ended(waymark, pairing_id)
    await waymark.maya.click("Ask about this step")
    assert "isn't yours" in text_of(waymark.maya.modal)
    maps = waymark.waymark.services.maps
    [story] = (await maps.page(Actor(TEAM, waymark.theo.id))).told
    with pytest.raises(NotYours):
        await maps.ask_about(Actor(TEAM, waymark.maya.id), story.steps[0].id)
    assert "bakery" not in await second_way(waymark)
