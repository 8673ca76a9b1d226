"""What changed on a map, and what was put away (content.md 4.6), as conversations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.domain.errors import NotYours
from bot.domain.people import Actor
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_maps import OTHER, ROUTE, STORY, with_route
from tests.stage import Conversation


async def past(waymark: Conversation) -> str:
    """What Maya reads under *What changed*."""
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("What changed")
    return text_of(waymark.maya.modal)


async def test_row_4_6_the_owner_reads_what_changed_newest_first(waymark: Conversation) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    for name, steps in (("By building", ROUTE.replace("small", "big")), ("Building", None)):
        await waymark.advance(timedelta(days=1))
        await maya.slash("/mentor map")
        await maya.choose("Change it")
        await maya.submit(name=name, **({"steps": steps} if steps else {}))
    await waymark.advance(timedelta(minutes=1))
    await maya.choose("Show it to Theo")
    await waymark.advance(timedelta(minutes=1))
    await maya.click("Where to, and today")
    await maya.submit(vision="Teaching")
    await past(waymark)
    assert maya.modal is not None
    told = [one["text"]["text"] for one in maya.modal["blocks"] if one["type"] == "section"]
    assert told == [
        "7 Mar 2026 · A good day: now “Teaching”",
        "7 Mar 2026 · Building · Who sees it: now “You and Theo”",
        "7 Mar 2026 · Building · Name: was “By building”, now “Building”",
        "6 Mar 2026 · Building · Steps: was “project: lead a small migration”, "
        "now “project: lead a big migration”",
        "5 Mar 2026 · Building · New",
    ]
    await theo.slash("/mentor map")
    assert "What changed" not in text_of(theo.modal)
    assert (maya.errors, theo.errors) == ([], [])


async def test_the_same_again_changes_nothing(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    for _ in range(2):
        [route] = (await maps.save_route(maya, "r1", "By building", ROUTE)).routes
    for _ in range(2):
        await maps.show(maya, "r1", f"mentor:{pairing_id}")
        await maps.reach(maya, route.steps[0].id)
    for _ in range(2):
        await maps.archive(maya, "r1")
    for _ in range(2):
        await maps.history.bring_back(maya, "r1")
    facts = [one.change.fact for one in await maps.history.changes(maya)]
    assert sorted(facts) == ["away", "back", "made", "reached", "seen_by"]


async def test_what_a_mentor_writes_on_somebodys_map_is_in_their_history(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    await waymark.theo.slash("/mentor map")
    await waymark.theo.click("Add another way there")
    await waymark.theo.submit(name="Through data", steps=OTHER)
    assert "Through data · New, by Theo" in await past(waymark)


async def test_a_way_that_was_put_away_comes_back_and_is_shown_to_nobody(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    assert "What is put away" not in text_of(maya.modal)
    await maya.choose("Show it to Theo")
    await maya.choose("Put it away")
    assert "migration" not in text_of(maya.modal)
    await maya.click("What is put away")
    assert "Since 5 Mar 2026" in text_of(maya.modal)
    await maya.click("Bring back")
    assert "Nothing is put away." in text_of(maya.modal)
    await maya.close_modal()
    page = text_of(maya.modal)
    assert "lead a small migration" in page
    assert "Only you" in page
    await theo.slash("/mentor map")
    assert "migration" not in text_of(theo.modal)
    assert (maya.errors, theo.errors) == ([], [])


async def test_a_tap_on_an_old_window_leaves_what_is_shown_by_now(waymark: Conversation) -> None:
    """Brought back in another window and shown since: the second tap takes nothing away."""
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await maps.save_route(maya, "r1", "", ROUTE)
    await maps.archive(maya, "r1")
    await maps.history.bring_back(maya, "r1")
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    page, left = await maps.history.bring_back(maya, "r1")
    assert page.routes[0].seen_by == "You and Theo"
    assert left == ()


async def test_nobody_else_brings_anything_back(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    theo, ari = Actor(TEAM, waymark.theo.id), Actor(TEAM, waymark.ari.id)
    await waymark.waymark.services.people.meet(ari)
    await maps.save_route(maya, "r1", "", ROUTE)
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    await maps.archive(maya, "r1")
    for who in (theo, ari):
        with pytest.raises(NotYours):
            await maps.history.bring_back(who, "r1")
        assert await maps.history.put_away(who) == ()
        assert await maps.history.changes(who) == ()


async def test_a_mentors_own_path_is_put_away_and_comes_back_too(waymark: Conversation) -> None:
    await paired(waymark)
    maps = waymark.waymark.services.maps
    maya, theo = (Actor(TEAM, one.id) for one in (waymark.maya, waymark.theo))
    await maps.save_story(theo, "s1", "From law to code", STORY, "mentees")
    await maps.archive(theo, "s1")
    assert (await maps.page(maya)).stories == ()
    page, _ = await maps.history.bring_back(theo, "s1")
    assert page.told[0].seen_by == "Only you"
    assert (await maps.page(maya)).stories == ()


async def test_a_long_past_is_counted_and_fits(waymark: Conversation) -> None:
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    for number in range(45):
        steps = f"up: {number:03d} {'x' * 190}\nup: {'y' * 190}"
        await maps.save_route(maya, "r1", "n" * 80, steps)
        await maps.save_route(maya, f"away{number}", "n" * 80, steps)
        await maps.archive(maya, f"away{number}")
    page = await past(waymark)
    assert re.search(r"and \d+ more", page)
    await waymark.maya.close_modal()
    await waymark.maya.click("What is put away")
    assert "and 5 more" in text_of(waymark.maya.modal)
    assert waymark.maya.errors == []
