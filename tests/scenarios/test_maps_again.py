"""The map's forms and buttons delivered again, and as full as it gets (slack.md 0.8, 5.2)."""

from __future__ import annotations

import asyncio

from bot.domain.map_comments import COMMENT_LENGTH
from bot.domain.maps import NAME_LENGTH, STEP_LENGTH
from bot.domain.people import Actor
from bot.services.map_seen import MapPage, Weighed
from bot.slack.views.maps import WEIGHED_LENGTH
from tests.factories import TEAM, paired
from tests.scenarios.test_maps import OTHER, STORY, with_route
from tests.scenarios.test_maps_asked import asked
from tests.scenarios.test_maps_comments import news
from tests.stage import Conversation


async def again(waymark: Conversation) -> None:
    """What was done last comes four more times, in one moment."""
    answers = await asyncio.gather(*(waymark.sandbox.post.replay() for _ in range(4)))
    assert all(answer.ok for answer in answers)


async def page_of(waymark: Conversation, name: str) -> MapPage:
    actor = Actor(TEAM, waymark.sandbox.person(name).id)
    return await waymark.waymark.services.maps.page(actor)


async def test_a_question_delivered_again_is_asked_once(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Ask my mentor for one")
    await waymark.maya.submit()
    await again(waymark)
    assert len((await page_of(waymark, "maya")).asked) == 1
    await waymark.until("2026-03-12 12:00")
    assert len(asked(waymark.theo)) == 1


async def test_words_and_ways_delivered_again_stand_once(waymark: Conversation) -> None:
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    await again(waymark)
    await waymark.theo.slash("/mentor map")
    await waymark.theo.choose("Write to step 1")
    await waymark.theo.submit(words="Ask first.")
    await again(waymark)
    await waymark.theo.click("Add another way there")
    await waymark.theo.submit(steps=OTHER)
    await again(waymark)
    routes = (await page_of(waymark, "maya")).routes
    assert sorted(len(one.comments) for one in routes) == [0, 1]
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    facts = [one.change.fact for one in await maps.history.changes(maya)]
    assert sorted(facts) == ["made", "made", "seen_by"]
    await waymark.until("2026-03-12 12:00")
    assert len(news(waymark.maya)) <= 2


async def test_taps_delivered_again_change_nothing(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_route(waymark)
    await maya.choose("Put it away")
    await again(waymark)
    await maya.click("What is put away")
    await maya.click("Bring back")
    await again(waymark)
    await waymark.waymark.services.maps.save_story(
        Actor(TEAM, waymark.theo.id), "s1", "", STORY, "mentees"
    )
    await waymark.theo.slash("/mentor map")
    await waymark.theo.choose("Read it")
    await waymark.theo.choose("It was luck", row=0)
    await again(waymark)
    facts = [
        [one.change.fact for one in await waymark.waymark.services.maps.history.changes(who)]
        for who in (Actor(TEAM, maya.id), Actor(TEAM, waymark.theo.id))
    ]
    assert sorted(facts[0]) == ["away", "back", "made"]
    assert sorted(facts[1]) == ["made", "seen_by", "steps"]


async def test_the_fullest_map_fits_into_a_window(waymark: Conversation) -> None:
    """Theo's, who mentors Maya and is mentored by Noor: twelve of everything, all boxes full."""
    await paired(waymark)
    await paired(waymark, mentee="theo", mentor="noor")
    for mentee, mentor in (("maya", "theo"), ("theo", "noor")):
        await _full(waymark, mentee, mentor)
    theo = waymark.theo
    await theo.slash("/mentor map")
    assert theo.modal is not None
    assert 80 < len(theo.modal["blocks"]) <= 100
    words = str(theo.modal["blocks"])
    assert words.count(" more'") == 4, "what has no room is counted, sort by sort"
    assert "What changed" in words
    assert "Maya asks for another way" in words
    assert theo.errors == []


# --- private -------------------------------------------------------------------------------------


async def _full(waymark: Conversation, mentee: str, mentor: str) -> None:
    """Ways as long as they get, weighed, shown and written to; paths; a question."""
    maps = waymark.waymark.services.maps
    me, other = (Actor(TEAM, waymark.sandbox.person(one).id) for one in (mentee, mentor))
    async with waymark.waymark.units.reading(TEAM) as work:
        (pairing,) = await work.pairings.active_of_mentee(me.user_id)
    said = "w" * WEIGHED_LENGTH
    for number in range(12):
        path_id = f"{mentee}{number}"
        steps = "\n".join(f"learn first: {letter * STEP_LENGTH}" for letter in "abcde")
        held = await maps.save_route(me, path_id, "n" * NAME_LENGTH, steps)
        (route,) = [one for one in held.routes if one.path.id == path_id]
        await maps.weigh(me, path_id, Weighed(said, said, said, said, said))
        await maps.show(me, path_id, f"mentor:{pairing.id}")
        for step in route.steps:
            await maps.comments.write(other, step.id, "c" * COMMENT_LENGTH, "regret")
        await maps.save_story(other, f"story-{path_id}", "s" * NAME_LENGTH, STORY, "mentees")
    await maps.asks.send(me, f"ask-{mentee}", pairing.id, "route", with_route=True)
