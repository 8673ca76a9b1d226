"""A mentor is asked for their own path, once (content.md 1.2a, 4.3), as conversations."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.errors import AskedMentor, NotYours, ToldAlready
from bot.domain.people import Actor
from bot.sandbox import Message, Persona
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_maps import OTHER, STORY, told, with_route
from tests.stage import Conversation

ASKED = "A question about your own path"


def asked(person: Persona) -> list[Message]:
    """What a mentor was asked, oldest first."""
    return [one for one in person.dm if one.text == ASKED]


async def settled_in(waymark: Conversation) -> None:
    """Everybody's first two weeks are over (content.md 5.2)."""
    async with waymark.waymark.units(TEAM) as work:
        for person in (waymark.maya, waymark.theo, waymark.noor):
            if held := await work.people.get(person.id):
                held.created_at = waymark.clock.now() - timedelta(days=60)
        await work.commit()


async def ended(waymark: Conversation, pairing_id: str) -> None:
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()


async def ask(waymark: Conversation, wanted: str, along: list[str] | None = None) -> None:
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Ask my mentor for one")
    await waymark.maya.submit(wanted=wanted, **({"along": along} if along else {}))


async def test_row_1_2a_a_mentor_is_asked_for_their_path_once_after_a_route_was_shown(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await settled_in(waymark)
    await with_route(waymark)
    await maya.choose("Show it to Theo")
    assert asked(theo) == []
    await theo.slash("/mentor next")
    assert "A question about your own path" in theo.seen[-1]
    await waymark.until("2026-03-10 12:00")
    (question,) = asked(theo)
    said = json.dumps(question.blocks)
    assert "Maya" in said
    assert "migration" not in said, "a message holds no content"
    await theo.choose("Why am I seeing this?", message=question)
    assert "showed you a route" in text_of(theo.modal)
    await theo.close_modal()
    await maya.choose("Keep it to myself")
    await maya.choose("Show it to Theo")
    await waymark.until("2026-05-20 12:00")
    assert len(asked(theo)) == 1, "once in all"
    assert asked(maya) == asked(waymark.ari) == []


async def test_a_map_that_is_shown_to_nobody_asks_nobody(waymark: Conversation) -> None:
    await paired(waymark)
    await settled_in(waymark)
    await with_route(waymark)
    await waymark.until("2026-04-20 12:00")
    assert asked(waymark.theo) == []


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("what", ["hidden", "told", "ended"])
async def test_what_is_no_longer_true_asks_nobody(
    waymark: Conversation, what: str, waits: bool
) -> None:
    """Whether it happens before the question is written, or while it waits for its moment."""
    pairing_id = await paired(waymark)
    await settled_in(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    if waits:
        await waymark.until("2026-03-06 12:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        written = [one.kind for one in await work.outbox.waiting_for(waymark.theo.id)]
    assert ("map_story_ask" in written) is waits
    if what == "hidden":
        await waymark.maya.choose("Keep it to myself")
    elif what == "told":
        await told(waymark, "Everyone you mentor")
    else:
        await ended(waymark, pairing_id)
    await waymark.until("2026-04-10 12:00")
    assert asked(waymark.theo) == []


async def test_a_new_mentor_is_asked_after_their_first_two_weeks(waymark: Conversation) -> None:
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.choose("Show it to Theo")
    await waymark.until("2026-03-18 12:00")
    assert asked(waymark.theo) == []
    await waymark.until("2026-03-26 12:00")
    assert len(asked(waymark.theo)) == 1


async def test_the_mentee_asks_with_the_words_they_tick_and_the_answer_is_a_path_to_read(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    await maya.click("Where to, and today")
    await maya.submit(vision="Teaching people to read maps", limits="Two days a week")
    await ask(waymark, "Their own path", ["Where I want to go"])
    assert "Theo is asked for their own path." in text_of(maya.modal)
    await waymark.until("2026-03-06 12:00")
    (question,) = asked(theo)
    said = json.dumps(question.blocks)
    assert "Teaching people to read maps" in said
    assert "migration" not in said
    assert "Two days" not in said
    await theo.click("Tell of my own path", message=question)
    await theo.submit(steps=STORY)
    assert "Told" in json.dumps(theo.last_dm.blocks), "the question says what became of it"
    await maya.slash("/mentor map")
    assert "is asked for" not in text_of(maya.modal)
    await maya.click("Read")
    assert "left law for a bakery" in text_of(maya.modal)
    await waymark.ari.slash("/mentor map")
    assert "law" not in text_of(waymark.ari.modal)
    assert (maya.errors, theo.errors) == ([], [])


async def test_nothing_goes_along_that_is_not_ticked(waymark: Conversation) -> None:
    await paired(waymark)
    await with_route(waymark)
    await waymark.maya.click("Where to, and today")
    await waymark.maya.submit(vision="Teaching people to read maps")
    await ask(waymark, "Another way there")
    await waymark.theo.slash("/mentor map")
    seen = text_of(waymark.theo.modal)
    assert "Maya asks for another way there." in seen
    assert "Teaching" not in seen
    assert "migration" not in seen


async def test_another_way_is_added_for_who_asked_though_no_route_was_shown(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_route(waymark)
    await ask(waymark, "Another way there", ["My first way there"])
    await waymark.until("2026-03-06 12:00")
    (question,) = asked(theo)
    assert "lead a small migration" in json.dumps(question.blocks)
    await theo.click("Add another way", message=question)
    answer = await theo.submit(steps="up: one step only")
    assert "2 to 5 steps" in str(answer.errors)
    await theo.submit(steps=OTHER)
    assert "Added. It stands on their map" in json.dumps(theo.last_dm.blocks)
    await maya.slash("/mentor map")
    assert "a year in the data team" in text_of(maya.modal)
    assert "Theo's idea" in text_of(maya.modal)
    assert "is asked for" not in text_of(maya.modal)
    assert (maya.errors, theo.errors) == ([], [])


async def test_not_now_is_one_tap_and_the_question_does_not_come_again(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await ask(waymark, "Their own path")
    await waymark.until("2026-03-06 12:00")
    (question,) = asked(theo)
    tap = {"action_id": "map_ask_later", "value": _mark(question)}
    for _ in range(2):
        await theo.press(tap, message=question)
    assert "Set aside" in json.dumps(theo.last_dm.blocks)
    await maya.slash("/mentor map")
    assert "Theo: not this time." in text_of(maya.modal)
    await maya.click("Ask my mentor for one")
    answer = await maya.submit(wanted="Their own path")
    assert "asked for this already" in str(answer.errors)
    await waymark.until("2026-05-06 12:00")
    assert asked(theo) == []
    assert theo.errors == []


async def test_on_the_map_a_question_is_set_aside_too(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, "Their own path")
    await waymark.theo.slash("/mentor map")
    await waymark.theo.click("Not now")
    assert "Set aside" in text_of(waymark.theo.modal)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.outbox.waiting_for(waymark.theo.id) == []
    await waymark.until("2026-03-20 12:00")
    assert asked(waymark.theo) == []


async def test_a_question_is_withdrawn_before_it_was_brought_and_after(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await ask(waymark, "Their own path")
    await maya.click("Withdraw")
    assert "is asked for" not in text_of(maya.modal)
    await waymark.until("2026-03-09 12:00")
    assert asked(theo) == []
    await ask(waymark, "Their own path")
    await waymark.until("2026-03-12 12:00")
    assert len(asked(theo)) == 1
    maps, me = waymark.waymark.services.maps, Actor(TEAM, maya.id)
    (mine,) = (await maps.page(me)).asked
    for _ in range(2):
        await maps.asks.withdraw(me, mine.ask.id)
    await maya.slash("/mentor map")
    assert "Withdraw" not in text_of(maya.modal)
    await theo.slash("/mentor map")
    assert "asks for" not in text_of(theo.modal)
    await maya.click("Ask my mentor for one")
    answer = await maya.submit(wanted="Their own path")
    assert "asked for this already" in str(answer.errors), "it was brought once"
    assert (maya.errors, theo.errors) == ([], [])


async def test_row_1_3_a_new_mentor_is_offered_to_tell_of_their_own_path(
    waymark: Conversation,
) -> None:
    noor = waymark.noor
    await noor.slash("/mentor start")
    await noor.submit(role="mentor")
    await noor.submit(topics="Leading a team", capacity="3")
    await noor.click("Tell of my own path")
    answer = await noor.submit(steps="step: started in law")
    assert "3 to 8 steps" in str(answer.errors)
    await noor.submit(name="From law to code", steps=STORY)
    page = text_of(noor.modal)
    assert "Your own path: *From law to code*" in page
    assert "Only you" in page
    assert (noor.errors, noor.dms) == ([], [])


async def test_nobody_else_withdraws_a_question(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    maps, maya = waymark.waymark.services.maps, Actor(TEAM, waymark.maya.id)
    await maps.asks.send(maya, "a1", pairing_id, "story")
    for who in (waymark.theo, waymark.ari):
        await waymark.waymark.services.people.meet(Actor(TEAM, who.id))
        await maps.asks.withdraw(Actor(TEAM, who.id), "a1")
    assert len((await maps.page(maya)).asked) == 1


async def test_fewer_of_these_are_fewer_and_then_none(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, "Their own path")
    await waymark.until("2026-03-06 12:00")
    (question,) = asked(waymark.theo)
    await waymark.theo.choose("Stop these", message=question)
    await ask(waymark, "Another way there")
    await waymark.until("2026-04-06 12:00")
    assert len(asked(waymark.theo)) == 1
    await waymark.theo.slash("/mentor map")
    assert "asks for another way there" in text_of(waymark.theo.modal), "the map still has it"


async def test_only_the_two_of_a_pair_ask_and_answer(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    other = await paired(waymark, mentor="noor")
    asks = waymark.waymark.services.maps.asks
    maya, ari = Actor(TEAM, waymark.maya.id), Actor(TEAM, waymark.ari.id)
    await waymark.waymark.services.people.meet(ari)
    for _ in range(2):
        assert await asks.send(maya, "a1", pairing_id, "story") == "Theo"
    with pytest.raises(NotYours):
        await asks.send(ari, "a2", pairing_id, "story")
    with pytest.raises(AskedMentor):
        await asks.send(maya, "a3", pairing_id, "story")
    assert await asks.send(maya, "a4", other, "story") == "Noor"
    maps = waymark.waymark.services.maps
    noor = Actor(TEAM, waymark.noor.id)
    with pytest.raises(NotYours):
        await maps.save_route(noor, "r1", "", OTHER, beside="a1")
    await asks.set_aside(noor, "a1")
    await asks.set_aside(maya, "a1")
    (mine, _) = (await maps.page(maya)).asked
    assert mine.ask.is_open, "nobody but the mentor asked sets it aside"
    await waymark.until("2026-03-06 18:00")
    assert len(asked(waymark.theo)) == 1


async def test_a_pairing_that_ended_meanwhile_says_so_and_keeps_the_form(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark)
    await waymark.maya.slash("/mentor map")
    await waymark.maya.click("Ask my mentor for one")
    await ended(waymark, pairing_id)
    answer = await waymark.maya.submit(wanted="Their own path")
    assert "isn't yours" in str(answer.errors)
    await waymark.until("2026-03-20 12:00")
    assert asked(waymark.theo) == []


async def test_a_question_on_its_way_is_withdrawn_with_the_pairing(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await ask(waymark, "Their own path", None)
    await ended(waymark, pairing_id)
    await waymark.until("2026-03-20 12:00")
    assert asked(waymark.theo) == []
    await waymark.theo.slash("/mentor map")
    assert "asks for" not in text_of(waymark.theo.modal)


async def test_who_told_already_is_not_asked(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await told(waymark, "Everyone you mentor")
    maya = Actor(TEAM, waymark.maya.id)
    with pytest.raises(ToldAlready):
        await waymark.waymark.services.maps.asks.send(maya, "a1", pairing_id, "story")


# --- private -------------------------------------------------------------------------------------


def _mark(question: Message) -> str:
    """What the question is about, as its buttons carry it."""
    buttons = [one for block in question.blocks for one in block.get("elements", ())]
    return str(next(one["value"] for one in buttons if one["action_id"] == "map_ask_later"))
