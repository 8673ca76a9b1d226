"""Who sees a route, and whose words it is in (content.md 1.2b, 4.5), as conversations."""

from __future__ import annotations

import json

import pytest

from bot.domain.errors import NotYours, TakenOver
from bot.domain.people import Actor
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_maps import OTHER, ROUTE, with_route
from tests.scenarios.test_maps_asked import ended
from tests.stage import Conversation

MENTORS = ("theo", "noor", "quinn", "rosa")


async def added(waymark: Conversation) -> str:
    """Maya's route, shown to Theo, and another way of his beside it; returns the pairing."""
    pairing_id = await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    await waymark.theo.slash("/mentor map")
    await waymark.theo.click("Add another way there")
    await waymark.theo.submit(name="Through data", steps=OTHER)
    return pairing_id


async def test_a_route_is_shown_to_any_of_four_mentors(waymark: Conversation) -> None:
    maya = waymark.maya
    for name in ("Quinn Four", "Rosa Five"):
        waymark.sandbox.join(name)
    for mentor in MENTORS:
        await paired(waymark, mentor=mentor)
    await with_route(waymark)
    for mentor in MENTORS:
        name = waymark.sandbox.person(mentor).name.split()[0]
        await maya.choose("Who sees it")
        await maya.submit(audience=next(one for one in _offered(maya.modal) if name in one))
        assert f"You and {name}" in text_of(maya.modal)
        for other in MENTORS:
            persona = waymark.sandbox.person(other)
            await persona.slash("/mentor map")
            assert ("migration" in text_of(persona.modal)) == (other == mentor)
            await persona.close_modal()
    await maya.choose("Keep it to myself")
    assert "Only you" in text_of(maya.modal)
    await maya.choose("Who sees it")
    assert maya.modal is not None
    assert len(_offered(maya.modal)) == 1 + len(MENTORS)
    assert maya.errors == []


async def test_a_pairing_that_ended_while_the_form_was_open_shows_it_to_nobody(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    other = await paired(waymark, mentor="noor")
    await with_route(waymark)
    await waymark.maya.choose("Who sees it")
    choice = next(one for one in _offered(waymark.maya.modal) if "Noor" in one)
    await ended(waymark, other)
    await waymark.maya.submit(audience=choice)
    assert "Only you" in text_of(waymark.maya.modal)
    await waymark.noor.slash("/mentor map")
    assert "migration" not in text_of(waymark.noor.modal)


async def test_row_1_2b_a_mentor_changes_their_words_until_the_mentee_takes_them_over(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await added(waymark)
    assert "In your words. You can change them until Maya takes it over." in text_of(theo.modal)
    await theo.click("Change my words")
    assert "in your words until they take it over" in text_of(theo.modal)
    await theo.submit(steps=OTHER.replace("data team", "research team"))
    await maya.slash("/mentor map")
    page = text_of(maya.modal)
    assert "a year in the research team" in page
    assert "Theo's idea, in their words: they may change it until you take it over." in page
    await theo.click("Change my words")
    await maya.choose("Take it over")
    page = text_of(maya.modal)
    assert "Theo's idea, your words now." in page
    assert "Take it over" not in page
    answer = await theo.submit(steps=OTHER.replace("data team", "sales team"))
    assert "Maya took this way over" in str(answer.errors)
    assert theo.modal is not None
    assert theo.modal["callback_id"] == "map_route_form", "the words stay in it"
    await theo.slash("/mentor map")
    page = text_of(theo.modal)
    assert "Your idea, in Maya's words now." in page
    assert "Change my words" not in page
    assert "sales" not in page
    await waymark.ari.slash("/mentor map")
    assert "research" not in text_of(waymark.ari.modal)
    assert (maya.errors, theo.errors) == ([], [])


@pytest.mark.parametrize("what", ["hidden", "put away", "ended"])
async def test_a_mentors_form_that_was_open_meanwhile_makes_nothing_and_keeps_the_words(
    waymark: Conversation, what: str
) -> None:
    pairing_id = await added(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    (his,) = [one for one in (await maps.page(maya)).routes if one.by_name]
    await waymark.theo.click("Change my words")
    if what == "hidden":
        await maps.show(maya, his.path.id, "private")
    elif what == "put away":
        await maps.archive(maya, his.path.id)
    else:
        await ended(waymark, pairing_id)
    answer = await waymark.theo.submit(steps=OTHER.replace("data team", "sales team"))
    assert "isn't yours" in str(answer.errors)
    assert waymark.theo.modal is not None
    assert waymark.theo.modal["callback_id"] == "map_route_form"
    assert "sales" not in json.dumps([repr(one) for one in (await maps.page(maya)).routes])
    theo = Actor(TEAM, waymark.theo.id)
    assert (await maps.page(theo)).routes == ()


async def test_only_its_writer_and_its_owner_change_a_way(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await paired(waymark, mentor="noor")
    maps = waymark.waymark.services.maps
    maya, theo, noor, ari = (
        Actor(TEAM, one.id) for one in (waymark.maya, waymark.theo, waymark.noor, waymark.ari)
    )
    await waymark.waymark.services.people.meet(ari)
    await maps.save_route(maya, "r1", "By building", ROUTE)
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    for _ in range(2):
        await maps.save_route(theo, "r2", "Through data", OTHER, beside="r1")
    for who in (noor, ari):
        with pytest.raises(NotYours) as refused:
            await maps.save_route(who, "r2", "", OTHER, is_new=False)
        assert refused.value.words == OTHER
        with pytest.raises(NotYours):
            await maps.take_over(who, "r2")
    with pytest.raises(NotYours):
        await maps.take_over(theo, "r2")
    with pytest.raises(NotYours):
        await maps.save_route(theo, "r1", "", OTHER)
    for _ in range(2):
        await maps.take_over(maya, "r2")
        await maps.take_over(maya, "r1")
    facts = [one.change.fact for one in await maps.history.changes(maya)]
    assert facts.count("taken") == 1, "once, and only what a mentor wrote"
    with pytest.raises(TakenOver) as gone:
        await maps.save_route(theo, "r2", "", OTHER, is_new=False)
    assert gone.value.words == OTHER
    [shown] = [one for one in (await maps.page(theo)).shown if one.path.id == "r2"]
    assert shown.may_comment, "their owner's words now, so that the mentor may write to them"


async def test_an_owners_change_takes_it_over(waymark: Conversation) -> None:
    """From a window that was open before the way was added, or an old one."""
    pairing_id = await paired(waymark)
    maps = waymark.waymark.services.maps
    maya, theo = (Actor(TEAM, one.id) for one in (waymark.maya, waymark.theo))
    await maps.save_route(maya, "r1", "By building", ROUTE)
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    await maps.save_route(theo, "r2", "Through data", OTHER, beside="r1")
    await maps.save_route(maya, "r2", "Through data", ROUTE, is_new=False)
    (mine,) = [one for one in (await maps.page(maya)).routes if one.path.id == "r2"]
    assert mine.path.taken_at is not None
    assert mine.by_name == "Theo", "whose idea it was is still said"


# --- private -------------------------------------------------------------------------------------


def _offered(view: dict[str, object] | None) -> list[str]:
    """The choices of the form."""
    assert view is not None
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    (menu,) = [one["element"] for one in blocks if one["type"] == "input"]
    return [one["text"]["text"] for one in menu["options"]]
