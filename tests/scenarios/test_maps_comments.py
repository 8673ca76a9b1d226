"""A mentor's words to a step, and marks on one's own path (content.md 4.5), as conversations."""

from __future__ import annotations

import json

import pytest

from bot.domain.errors import Empty, NotYours, TooLong
from bot.domain.map_comments import COMMENT_LENGTH
from bot.domain.people import Actor
from bot.sandbox import Message, Persona
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_maps import OTHER, ROUTE, told, with_route
from tests.scenarios.test_maps_asked import ended
from tests.stage import Conversation

NEWS = "Something new on your map"
WORDS = "Ask the platform team before you begin."


def news(person: Persona) -> list[Message]:
    """What somebody was told of their map, oldest first."""
    return [one for one in person.dm if one.text == NEWS]


async def shown(waymark: Conversation) -> str:
    """Maya's route, shown to Theo; returns the pairing's id."""
    pairing_id = await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    return pairing_id


async def write(waymark: Conversation, number: int, **said: str) -> None:
    await waymark.theo.slash("/mentor map")
    await waymark.theo.choose(f"Write to step {number}")
    await waymark.theo.submit(**said)


async def test_row_4_5_a_mentor_writes_to_a_step_and_the_owner_reads_it_on_the_map(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await shown(waymark)
    await paired(waymark, mentor="noor")
    await write(waymark, 1, words=WORDS, mark="a detour")
    line = f"step 1: {WORDS} (a detour on"
    assert f"You on {line} my own way)" in text_of(theo.modal)
    assert maya.dms == []
    await maya.slash("/mentor map")
    assert f"Theo on {line} their own way)" in text_of(maya.modal)
    await waymark.until("2026-03-06 12:00")
    (message,) = news(maya)
    assert "platform" not in json.dumps(message.blocks), "a message holds no content"
    await maya.click("Open my map", message=message)
    assert WORDS in text_of(maya.modal)
    await maya.click("Where to, and today")
    await maya.submit(vision="Teaching")
    assert "A good day: Teaching" in text_of(maya.modal)
    assert [one.text for one in maya.dm].count(NEWS) == 1, "the news stays as it is"
    await maya.close_modal(clear=True)
    for other in (waymark.noor, waymark.ari):
        await other.slash("/mentor map")
        assert WORDS not in text_of(other.modal)
        assert news(other) == []
    assert (maya.errors, theo.errors) == ([], [])


async def test_several_words_are_one_piece_of_news_and_other_words_none(
    waymark: Conversation,
) -> None:
    await shown(waymark)
    await write(waymark, 1, words=WORDS)
    await write(waymark, 2, mark="luck")
    await waymark.until("2026-03-06 12:00")
    assert len(news(waymark.maya)) == 1
    await write(waymark, 1, words="Ask them twice.")
    await waymark.until("2026-03-11 12:00")
    assert len(news(waymark.maya)) == 1
    await waymark.maya.slash("/mentor map")
    page = text_of(waymark.maya.modal)
    assert "Theo on step 1: Ask them twice." in page
    assert "Theo on step 2: luck on their own way" in page
    (message,) = news(waymark.maya)
    await waymark.maya.click("Not now", message=message)
    assert any("It stays on your map" in json.dumps(one.blocks) for one in waymark.maya.dm)


async def test_words_taken_back_are_gone_and_no_news(waymark: Conversation) -> None:
    await shown(waymark)
    await write(waymark, 1, words=WORDS)
    await write(waymark, 1, words="", mark="Nothing of the kind")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.outbox.waiting_for(waymark.maya.id) == []
    await waymark.maya.slash("/mentor map")
    assert "Theo on step" not in text_of(waymark.maya.modal)
    await waymark.until("2026-03-20 12:00")
    assert news(waymark.maya) == []


async def test_a_form_without_anything_and_one_with_too_much_come_back(
    waymark: Conversation,
) -> None:
    await shown(waymark)
    await waymark.theo.slash("/mentor map")
    await waymark.theo.choose("Write to step 1")
    answer = await waymark.theo.submit(words="")
    assert "There were no words" in str(answer.errors)
    maps = waymark.waymark.services.maps
    [route] = (await maps.page(Actor(TEAM, waymark.theo.id))).shown
    with pytest.raises(TooLong) as refused:
        await maps.comments.write(
            Actor(TEAM, waymark.theo.id), route.steps[0].id, "x" * (COMMENT_LENGTH + 1), ""
        )
    assert refused.value.words.startswith("xx")


async def test_only_a_mentor_it_is_shown_to_writes_to_a_step(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await paired(waymark, mentor="noor")
    maps = waymark.waymark.services.maps
    maya, theo, noor, ari = (
        Actor(TEAM, one.id) for one in (waymark.maya, waymark.theo, waymark.noor, waymark.ari)
    )
    [route] = (await maps.save_route(maya, "r1", "By building", ROUTE)).routes
    step_id = route.steps[0].id
    for who in (maya, theo, noor, ari):
        with pytest.raises(NotYours) as refused:
            await maps.comments.write(who, step_id, WORDS, "")
        assert refused.value.words == WORDS
    await maps.show(maya, "r1", f"mentor:{pairing_id}")
    for who in (maya, noor, ari):
        with pytest.raises(NotYours):
            await maps.comments.write(who, step_id, WORDS, "detour")
    for _ in range(2):
        await maps.comments.write(theo, step_id, WORDS, "no such mark")
    [route] = (await maps.page(maya)).routes
    [comment] = route.comments
    assert (comment.words, comment.mark, comment.by_name) == (WORDS, "", "Theo")
    await maps.save_route(theo, "r2", "Through data", OTHER, beside="r1")
    own = next(one for one in (await maps.page(theo)).shown if one.path.id == "r2")
    assert not own.may_comment
    with pytest.raises(NotYours):
        await maps.comments.write(theo, own.steps[0].id, WORDS, "")
    with pytest.raises(Empty):
        await maps.comments.write(theo, route.steps[1].id, "", "")


async def test_the_next_mentor_it_is_shown_to_reads_none_of_it(waymark: Conversation) -> None:
    first = await paired(waymark)
    other = await paired(waymark, mentor="noor")
    maps = waymark.waymark.services.maps
    maya, theo, noor = (Actor(TEAM, one.id) for one in (waymark.maya, waymark.theo, waymark.noor))
    await maps.save_route(maya, "r1", "By building", ROUTE)
    (mine, *_) = (await maps.page(maya)).routes
    await maps.show(maya, "r1", f"mentor:{first}")
    await maps.comments.write(theo, mine.steps[0].id, WORDS, "")
    await maps.show(maya, "r1", f"mentor:{other}")
    [seen] = (await maps.page(noor)).shown
    assert seen.comments == ()
    assert (await maps.page(theo)).shown == ()


async def test_a_pairing_that_ended_while_the_form_was_open_keeps_the_words(
    waymark: Conversation,
) -> None:
    pairing_id = await shown(waymark)
    await waymark.theo.slash("/mentor map")
    await waymark.theo.choose("Write to step 1")
    await ended(waymark, pairing_id)
    answer = await waymark.theo.submit(words=WORDS)
    assert "isn't yours" in str(answer.errors)
    assert waymark.theo.modal is not None
    assert waymark.theo.modal["callback_id"] == "map_comment_form", "the words stay in it"
    await waymark.until("2026-03-20 12:00")
    assert news(waymark.maya) == []


async def test_a_step_that_reads_otherwise_keeps_what_was_written_to_it(
    waymark: Conversation,
) -> None:
    await shown(waymark)
    await write(waymark, 1, words=WORDS)
    await waymark.maya.choose("Change it")
    await waymark.maya.submit(steps="project: lead a big migration\nup: apply for the senior role")
    line = f"on a step that read “lead a small migration”: {WORDS}"
    assert f"Theo {line}" in text_of(waymark.maya.modal)
    await waymark.theo.slash("/mentor map")
    assert f"You {line}" in text_of(waymark.theo.modal)
    await write(waymark, 2, words="And this one stays.")
    await waymark.theo.click("Take back old words")
    page = text_of(waymark.theo.modal)
    assert WORDS not in page
    assert "Take back" not in page
    await waymark.maya.slash("/mentor map")
    page = text_of(waymark.maya.modal)
    assert WORDS not in page
    assert "And this one stays." in page
    assert (waymark.maya.errors, waymark.theo.errors) == ([], [])


async def test_row_1_2a_a_step_of_ones_own_path_is_marked_with_one_tap(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await told(waymark, "Everyone you mentor")
    await theo.choose("Read it")
    assert "as you tell it" in text_of(theo.modal)
    assert "1. started in law (step)" in text_of(theo.modal)
    for _ in range(2):
        await theo.choose("It was a regret", row=0)
    assert "1. started in law (regret)" in text_of(theo.modal)
    await maya.slash("/mentor map")
    await maya.click("Read")
    assert "1. started in law (regret)" in text_of(maya.modal)
    assert "It was a" not in text_of(maya.modal)
    maps = waymark.waymark.services.maps
    [story] = (await maps.page(Actor(TEAM, maya.id))).stories
    for who, kind in ((maya, "luck"), (theo, "up")):
        with pytest.raises(NotYours):
            await maps.comments.mark(Actor(TEAM, who.id), story.steps[0].id, kind)
    assert (maya.errors, theo.errors) == ([], [])


async def test_a_way_a_mentor_adds_is_said_once_and_a_story_only_if_it_was_asked_for(
    waymark: Conversation,
) -> None:
    await shown(waymark)
    await waymark.theo.slash("/mentor map")
    await waymark.theo.click("Add another way there")
    await waymark.theo.submit(name="Through data", steps=OTHER)
    await told(waymark, "Everyone you mentor")
    await waymark.until("2026-03-20 12:00")
    (message,) = news(waymark.maya)
    said = json.dumps(message.blocks)
    assert "Theo" in said
    assert "data team" not in said
