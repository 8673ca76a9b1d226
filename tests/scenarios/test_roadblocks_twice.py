"""Two windows about one roadblock: no words are lost and nobody is asked twice (content.md F7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.factories import TEAM, paired
from tests.scenarios.test_roadblocks_answers import asked, tipped
from tests.scenarios.test_roadblocks_ladder import (
    about,
    answered,
    asked_whether_it_moved,
    solved,
)
from tests.stage import Conversation

START = datetime(2026, 1, 1, tzinfo=UTC)


async def press(waymark: Conversation, action_id: str, value: str) -> None:
    """A button as a second device still shows it."""
    action = {"type": "button", "action_id": action_id, "value": value}
    await waymark.maya.press(action, message=about(waymark.maya)[-1])


async def test_a_second_line_back_is_refused_with_its_words(waymark: Conversation) -> None:
    """One line goes back (7.4); one written in a window opened before it is not swallowed."""
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    await waymark.maya.click("Not quite")
    await waymark.maya.submit(words="They share no lead.")
    await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        (reply,) = await work.roadblocks.replies_to(held.id)
    await press(waymark, "roadblock_not_quite", reply.id)
    refused = await waymark.maya.submit(words="And there is one more thing.")
    assert not refused.ok
    assert "already" in str(refused.errors), refused
    again = await waymark.maya.submit(words="They share no lead.")
    assert again.ok, "the same line once more changes nothing"
    await waymark.settle()
    told = "".join(one.all_text for one in waymark.theo.dms)
    assert told.count("They share no lead.") == 1
    assert "one more thing" not in told


async def test_other_words_of_thanks_are_refused_and_not_swallowed(waymark: Conversation) -> None:
    """The mentor hears once that it helped (7.8); nobody is told that other words went out."""
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"], tell=["yes"])
    await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        (asked_once,) = await work.roadblocks.asks_to(waymark.theo.id, START)
    await press(waymark, "roadblock_tell", asked_once.roadblock_id)
    refused = await waymark.maya.submit(words="Your question made both leads meet.")
    assert not refused.ok
    assert "Theo" in str(refused.errors)


async def test_still_stuck_sent_from_two_windows_asks_the_mentor_once(
    waymark: Conversation,
) -> None:
    """A mentor hears at most three times of one item (7.5): a doubled form is one of them."""
    await asked_whether_it_moved(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        (before,) = await work.roadblocks.open_of(waymark.maya.id)
    for _ in range(2):
        await press(waymark, "roadblock_still_stuck", before.id)
        result = await waymark.maya.submit(audience="You and Theo")
        assert result.ok, result
        assert "Theo" in str(waymark.maya.modal), "said the same way both times"
        await waymark.maya.close_modal()
    await waymark.advance(timedelta(days=1))
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        assert len(await work.outbox.about(held.id, "roadblock_mentor_ping")) == 2
        assert held.asks == 2


async def test_an_answer_shows_no_words_that_are_private_by_now(waymark: Conversation) -> None:
    """Said anew for oneself, it is quoted in no message (0.3), whatever is tapped on an answer."""
    await answered(waymark)
    reply = waymark.maya.last_dm
    await waymark.until("2026-03-10 10:00")
    await waymark.maya.click("Still stuck", about(waymark.maya)[-1])
    await waymark.maya.submit(what="I am afraid of both leads.", audience="Only you")
    await waymark.maya.close_modal()
    await waymark.maya.click("Thanks", reply)
    assert "afraid" not in "".join(str(one.blocks) for one in waymark.maya.dm)
    assert "Ask both leads." in "".join(one.all_text for one in waymark.maya.dms)


async def test_a_solved_one_can_be_left_with_one_tap(waymark: Conversation) -> None:
    """Every choice has a way out (3.2): the words stay, the buttons go, and nobody hears."""
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"], words="One owner was named.")
    await waymark.maya.close_modal()
    heard = len(waymark.theo.dms)
    card = about(waymark.maya)[-1]
    assert card.buttons[:3] == ["Save it as a win", "Tell who helped", "Done"]
    await waymark.maya.click("Done", card)
    card = about(waymark.maya)[-1]
    assert "One owner was named." in card.all_text
    assert not {"Save it as a win", "Tell who helped", "Done"} & set(card.buttons)
    await waymark.advance(timedelta(days=14))
    assert len(waymark.theo.dms) == heard
    assert waymark.maya.errors == []


async def test_the_same_tip_from_two_windows_arrives_once(waymark: Conversation) -> None:
    """Other words are another answer; the same ones are not said twice."""
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    for words, arrived in (("Ask both leads\nto name one owner.", 1), ("Or ask Noor.", 2)):
        action = {"type": "button", "action_id": "roadblock_tip", "value": held.id}
        await waymark.theo.press(action, message=waymark.theo.last_dm)
        result = await waymark.theo.submit(words=words)
        assert result.ok, result
        await waymark.theo.close_modal()
        await waymark.advance(timedelta(hours=1))
        async with waymark.waymark.units.reading(TEAM) as work:
            assert len(await work.roadblocks.replies_to(held.id)) == arrived
