"""Advice that is rather talked about is a line for the next talk (content.md 10.1, 10.4)."""

from __future__ import annotations

from datetime import timedelta

from tests.advice import SITUATION, actor, ask, quiet, the_words, write
from tests.factories import paired
from tests.pacing import agenda_of
from tests.scenarios.test_advice import opened
from tests.stage import Conversation


async def test_row_10_4_talk_about_it_is_a_line_both_see_once(waymark: Conversation) -> None:
    await opened(waymark)
    await waymark.maya.click("Talk about it")
    await waymark.advance(timedelta(weeks=1))
    assert "on your list for the next talk" in waymark.theo.last_dm.all_text
    (mine,) = await agenda_of(waymark, waymark.maya)
    (theirs,) = await agenda_of(waymark, waymark.theo)
    assert (mine.id, mine.text) == (theirs.id, SITUATION)
    row = await the_words(waymark)
    await waymark.waymark.services.agenda.done(actor(waymark.maya), mine.id)
    await waymark.waymark.services.feedback.reading.talk(actor(waymark.maya), row.id)
    assert await agenda_of(waymark, waymark.theo) == [], "an old button brings nothing back"


async def test_row_10_1_talk_instead_is_a_line_of_who_asked_until_the_words_come(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark)
    await waymark.advance(timedelta(days=1))
    await waymark.theo.click("Talk instead")
    (line,) = await agenda_of(waymark, waymark.maya)
    assert (line.text, line.source, line.is_shown) == (SITUATION, "feedback", False)
    assert await agenda_of(waymark, waymark.theo) == [], "theirs until they show it"
    await waymark.advance(timedelta(days=7))
    assert "on your list for the next talk" in waymark.maya.last_dm.all_text
    await write(waymark, waymark.theo)
    assert await agenda_of(waymark, waymark.maya) == []


async def test_a_colleague_shares_no_list(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, mentors=[], others=[waymark.noor.id])
    await waymark.advance(timedelta(days=4))
    await waymark.noor.click("Talk instead")
    await waymark.advance(timedelta(days=7))
    assert await agenda_of(waymark, waymark.maya) == []
    assert "Bring it to your next talk" in waymark.maya.last_dm.all_text
