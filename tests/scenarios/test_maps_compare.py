"""Two ways side by side (content.md 4.4), as conversations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import OneWaySoFar
from bot.domain.maps import NAME_LENGTH, STEP_LENGTH
from bot.domain.people import Actor
from bot.services.map_seen import Weighed
from bot.slack.views.maps import WEIGHED_LENGTH
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import goals_of, text_of
from tests.scenarios.test_maps import OTHER, ROUTE, with_route
from tests.stage import Conversation

THIRD = "learn first: a certificate\nup: apply elsewhere"


def columns(view: dict[str, Any] | None) -> list[list[str]]:
    """What stands beside each other, row by row."""
    assert view is not None
    return [
        [one["text"] for one in block["fields"]] for block in view["blocks"] if "fields" in block
    ]


async def another(waymark: Conversation, name: str, steps: str) -> None:
    """One more way, a minute later: the oldest stands first."""
    await waymark.advance(timedelta(minutes=1))
    await waymark.maya.click("Add another way there")
    await waymark.maya.submit(name=name, steps=steps)


async def two_ways(waymark: Conversation) -> None:
    await with_route(waymark)
    await another(waymark, "Through data", OTHER)


async def test_row_4_4_two_ways_stand_side_by_side_and_a_first_test_becomes_a_goal(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_route(waymark)
    assert "Compare two ways" not in text_of(maya.modal)
    await another(waymark, "Through data", OTHER)
    await maya.click("Compare two ways")
    [steps] = columns(maya.modal)
    assert steps == [
        "A: By building\n1. lead a small migration (project)\n2. apply for the senior role (up)",
        "B: Through data\n1. a year in the data team (sideways)\n"
        "2. half a year of part time (detour)",
    ]


async def test_weighing_from_there_shows_on_the_page_and_on_the_map(waymark: Conversation) -> None:
    maya = waymark.maya
    await two_ways(waymark)
    await maya.click("Compare two ways")
    assert "Nothing is weighed yet" in text_of(maya.modal)
    await maya.click("Weigh B")
    await maya.submit(gain="Numbers", cost="A year", first_test="Shadow Noor for a day")
    rows = columns(maya.modal)
    assert ["A: –", "B: Numbers"] in rows
    assert ["A: –", "B: Shadow Noor for a day"] in rows
    assert len(rows) == 4, "what nobody weighed has no row"
    await maya.click("Make B's test a goal")
    [goal] = await goals_of(waymark, "maya")
    assert goal.raw_ambition == "Shadow Noor for a day"
    await maya.close_modal(clear=True)
    await maya.slash("/mentor map")
    page = text_of(maya.modal)
    assert "It costs: A year" in page
    assert "lead a small migration" in page, "the other way stays open"
    assert maya.errors == []


async def test_a_third_way_takes_the_place_of_either(waymark: Conversation) -> None:
    maya = waymark.maya
    await two_ways(waymark)
    await another(waymark, "By learning", THIRD)
    await maya.click("Compare two ways")
    await maya.choose("By learning", row=0)
    [steps] = columns(maya.modal)
    assert [one.splitlines()[0] for one in steps] == ["A: By learning", "B: Through data"]
    assert maya.errors == []


async def test_a_way_put_away_meanwhile_gives_its_place_to_the_next(waymark: Conversation) -> None:
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    for name, steps in (("r1", ROUTE), ("r2", OTHER), ("r3", THIRD)):
        await maps.save_route(maya, name, name, steps)
    await maps.archive(maya, "r2")
    two = await maps.compare(maya, "r3", "r2")
    assert (two.first.path.id, two.second.path.id) == ("r3", "r1")
    same = await maps.compare(maya, "r3", "r3")
    assert (same.first.path.id, same.second.path.id) == ("r3", "r1")
    await maps.archive(maya, "r1")
    with pytest.raises(OneWaySoFar):
        await maps.compare(maya, "r1", "r3")


async def test_nobody_else_compares_them_not_even_who_was_shown_both(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    for name, steps in (("r1", ROUTE), ("r2", OTHER)):
        await maps.save_route(maya, name, name, steps)
        await maps.show(maya, name, f"mentor:{pairing_id}")
    with pytest.raises(OneWaySoFar):
        await maps.compare(Actor(TEAM, waymark.theo.id), "r1", "r2")


async def test_the_longest_ways_fit_into_what_slack_takes(waymark: Conversation) -> None:
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    said = "w" * WEIGHED_LENGTH
    for number in range(3):
        steps = "\n".join(f"learn first: {letter * STEP_LENGTH}" for letter in "abcde")
        await maps.save_route(maya, f"r{number}", "n" * NAME_LENGTH, steps)
        await maps.weigh(maya, f"r{number}", Weighed(said, said, said, said, said))
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Compare two ways")
    rows = columns(waymark.maya.modal)
    assert "e" * STEP_LENGTH in rows[0][1], "nothing is cut"
    assert len(rows) == 6
    assert waymark.maya.errors == []
