"""What a pair wants to talk about next (content.md F11, 11.1), as conversations."""

from __future__ import annotations

import pytest

from bot.domain.agenda import LINE_LENGTH, MOST, AgendaSource
from bot.domain.errors import NotYours
from bot.domain.pairings import PairingState
from bot.domain.people import Actor
from bot.services.agenda import suggest
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation


async def suggested(waymark: Conversation, pairing_id: str, text: str) -> str:
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        item = await suggest(
            work,
            pairing,
            by=waymark.maya.id,
            text=text,
            source=AgendaSource.CHECKIN,
            about_id="g1",
            at=waymark.clock.now(),
        )
        await work.commit()
        return item.id


async def test_a_line_is_the_writers_until_they_show_it(waymark: Conversation) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await maya.slash("/mentor agenda How did you ask for your first raise?")
    await maya.submit()
    assert "Only you" in text_of(maya.modal)
    await theo.slash("/mentor agenda")
    assert "raise" not in text_of(theo.modal)
    await maya.choose("Show it to Theo")
    assert "You and Theo" in text_of(maya.modal)
    await theo.slash("/mentor talk")
    assert "How did you ask for your first raise?" in text_of(theo.modal)
    assert "Maya added it" in text_of(theo.modal)
    await maya.choose("Keep it to myself")
    await theo.slash("/mentor agenda")
    assert "raise" not in text_of(theo.modal)
    assert (theo.dms, waymark.ari.seen) == ([], [])


async def test_either_side_marks_a_shown_line_as_talked_about(waymark: Conversation) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await theo.slash("/mentor agenda Your move to the platform team")
    await theo.submit(shown=["yes"])
    await maya.slash("/mentor agenda")
    assert "platform team" in text_of(maya.modal)
    await maya.choose("Talked about it")
    assert "platform team" not in text_of(maya.modal)
    await theo.slash("/mentor agenda")
    assert "platform team" not in text_of(theo.modal)


async def test_the_home_tab_has_the_button(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.open_home()
    await waymark.maya.click("To talk about")
    assert "Nothing waits" in text_of(waymark.maya.modal)


async def test_without_anybody_it_says_what_it_is_for_and_keeps_the_words(
    waymark: Conversation,
) -> None:
    await waymark.ari.slash("/mentor agenda Something to ask")
    assert "Once you work with somebody" in text_of(waymark.ari.modal)
    assert "Something to ask" in text_of(waymark.ari.modal)


async def test_a_suggestion_waits_once_about_each_thing(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    first = await suggested(waymark, pairing_id, "Heavier lately")
    assert await suggested(waymark, pairing_id, "Heavier lately") == first
    await waymark.maya.slash("/mentor agenda")
    assert text_of(waymark.maya.modal).count("Heavier lately") == 1
    await waymark.maya.choose("Talked about it")
    assert await suggested(waymark, pairing_id, "Heavier lately") != first


async def test_a_suggestion_longer_than_a_line_is_cut(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await suggested(waymark, pairing_id, "x" * 3000)
    [line] = (await waymark.waymark.services.agenda.page(Actor(TEAM, waymark.maya.id))).lines
    assert (len(line.item.text), line.item.text[-1]) == (LINE_LENGTH, "…")


async def test_the_same_line_twice_is_one_and_too_many_say_so(waymark: Conversation) -> None:
    await paired(waymark)
    maya = Actor(TEAM, waymark.maya.id)
    for number in (0, *range(MOST)):
        await waymark.waymark.services.agenda.add(maya, f"Line {number}", "", shown=False)
    await waymark.maya.slash("/mentor agenda One more")
    answer = await waymark.maya.submit()
    assert "30 lines wait already" in str(answer.errors)
    assert "One more" in text_of(waymark.maya.modal)


async def test_a_line_of_somebody_else_cannot_be_touched(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    item_id = await suggested(waymark, pairing_id, "Private to Maya")
    for who in ("theo", "ari"):
        actor = Actor(TEAM, waymark.sandbox.person(who).id)
        for act in (
            waymark.waymark.services.agenda.show(actor, item_id, shown=True),
            waymark.waymark.services.agenda.done(actor, item_id),
        ):
            with pytest.raises(NotYours):
                await act
    [line] = (await waymark.waymark.services.agenda.page(Actor(TEAM, waymark.maya.id))).lines
    assert (line.item.done_at, line.item.is_shown) == (None, False)


async def test_a_line_ends_with_its_pairing_for_the_other_side(waymark: Conversation) -> None:
    """Somebody who is no longer the mentor sees no line, not even one that was shown."""
    pairing_id = await paired(waymark)
    item_id = await suggested(waymark, pairing_id, "How to say no")
    await waymark.waymark.services.agenda.show(Actor(TEAM, waymark.maya.id), item_id, shown=True)
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.state = PairingState.ENDED
        await work.commit()
    await waymark.theo.slash("/mentor agenda")
    assert "How to say no" not in text_of(waymark.theo.modal)
    page = await waymark.waymark.services.agenda.page(Actor(TEAM, waymark.maya.id))
    assert page.lines == ()


@pytest.mark.parametrize("order", ["theo maya maya theo", "maya theo theo maya"])
async def test_a_suggestion_waits_once_beside_the_other_sides_line_about_the_same(
    waymark: Conversation, order: str
) -> None:
    pairing_id = await paired(waymark)
    for who in [waymark.sandbox.person(name) for name in order.split()]:
        async with waymark.waymark.units(TEAM) as work:
            pairing = await work.pairings.get(pairing_id, visible_to=who.id)
            assert pairing is not None
            about = {"source": AgendaSource.CHECKIN, "about_id": "g1", "shown": True}
            at = waymark.clock.now()
            await suggest(work, pairing, by=who.id, text=f"By {who.name}", at=at, **about)  # type: ignore[arg-type]
            await work.commit()
    lines = (await waymark.waymark.services.agenda.page(Actor(TEAM, waymark.maya.id))).lines
    assert {one.item.owner_id for one in lines} == {waymark.maya.id, waymark.theo.id}
    assert len(lines) == 2
