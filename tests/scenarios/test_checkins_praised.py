"""A line of the mentor's digest, answered with what was good about it (content.md 5.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import NotYours
from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.forwarding import actions_of
from tests.pacing import weekly
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation

GOAL = "Lead the migration"
WORDS = "You asked early, and that saved a week."


async def relayed(waymark: Conversation, *, shared: bool = True) -> None:
    """Maya's check-in stands in Theo's weekly message."""
    await paired(waymark)
    if shared:
        await with_goal(waymark, "maya", GOAL, shared=True)
    await weekly(waymark, "A bit behind")
    await waymark.until("2026-03-16 10:00")
    assert "a bit behind" in waymark.theo.last_dm.all_text


def received(waymark: Conversation) -> list[str]:
    return [dm.all_text for dm in waymark.maya.dms if WORDS in dm.all_text]


async def test_row_5_3_a_digest_line_is_answered_with_specific_praise(
    waymark: Conversation,
) -> None:
    await relayed(waymark)
    buttons = ["Say what was good", "Ask a question", "Offer a talk", "Not now"]
    assert waymark.theo.last_dm.buttons[:4] == buttons
    await waymark.theo.click("Say what was good")
    assert GOAL in text_of(waymark.theo.modal)
    result = await waymark.theo.submit(words="Well done!")
    assert "3 words or more" in str(result), "praise without a fact says nothing"
    result = await waymark.theo.submit(words=WORDS)
    assert result.ok, result
    await waymark.theo.close_modal()
    assert "on their way to Maya" in waymark.theo.last_dm.all_text
    assert "Say what was good" not in waymark.theo.last_dm.buttons
    assert "a bit behind" in waymark.theo.last_dm.all_text, "the line itself stays"
    await waymark.until("2026-03-17 10:00")
    (card,) = received(waymark)
    assert f"about your check-in on {GOAL}" in card.replace("*", "")
    assert WORDS not in next(dm.text for dm in waymark.maya.dms if WORDS in dm.all_text)
    assert waymark.ari.seen == waymark.noor.seen == []
    assert waymark.theo.errors == waymark.maya.errors == []


async def test_the_same_words_twice_are_delivered_once_and_thanked_once(
    waymark: Conversation,
) -> None:
    await relayed(waymark)
    old = waymark.theo.last_dm
    (action,) = [one for one in actions_of(old) if one["action_id"] == "pace_praise"]
    for moment in ("2026-03-17 10:00", "2026-03-18 10:00"):
        await waymark.theo.press(action, old)
        await waymark.theo.submit(words=WORDS)
        await waymark.theo.close_modal()
        await waymark.until(moment)
        assert len(received(waymark)) == 1
    card = next(dm for dm in waymark.maya.dms if WORDS in dm.all_text)
    await waymark.maya.click("Keep these words", message=card)
    kept = next(dm for dm in waymark.maya.dms if WORDS in dm.all_text)
    assert "Kept, for a harder day." in kept.all_text
    (thanks,) = [one for one in actions_of(kept) if one["action_id"] == "win_thanks"]
    for _ in range(2):
        await waymark.maya.press(thanks, kept)
        await waymark.advance(timedelta(minutes=1))
    await waymark.until("2026-03-23 12:00")
    assert "".join(dm.all_text for dm in waymark.theo.dms).count("says thanks") == 1


async def test_a_check_in_in_general_can_be_praised_too(waymark: Conversation) -> None:
    await relayed(waymark, shared=False)
    assert waymark.theo.last_dm.buttons[:2] == ["Say what was good", "Not now"]
    await waymark.theo.click("Say what was good")
    await waymark.theo.submit(words=WORDS)
    await waymark.theo.close_modal()
    assert "on their way to Maya" in waymark.theo.last_dm.all_text
    await waymark.until("2026-03-17 10:00")
    (card,) = received(waymark)
    assert "about your check-in" in card


async def test_what_is_not_shared_any_more_takes_no_praise(waymark: Conversation) -> None:
    await relayed(waymark)
    old = waymark.theo.last_dm
    (action,) = [one for one in actions_of(old) if one["action_id"] == "pace_praise"]
    await waymark.ari.press(action, old)
    assert "This isn't yours" in text_of(waymark.ari.modal)
    async with waymark.waymark.units(TEAM) as work:
        (goal,) = await work.goals.active_of(waymark.maya.id)
        goal.visibility = "private"
        await work.commit()
    await waymark.theo.press(action, old)
    assert "This isn't yours" in text_of(waymark.theo.modal)
    praise, theo = waymark.waymark.services.wins.praise, Actor(TEAM, waymark.theo.id)
    with pytest.raises(NotYours):
        await praise.write_about_checkin(theo, action["value"], WORDS)
    assert waymark.theo.errors == []


@pytest.mark.parametrize("shared", [True, False])
async def test_check_ins_that_are_not_shared_any_more_take_no_praise(
    waymark: Conversation, shared: bool
) -> None:
    """By the agreement, whether they are about a goal the mentor still sees or about none."""
    await relayed(waymark, shared=shared)
    async with waymark.waymark.units(TEAM) as work:
        (checkin,) = await work.checkins.recent(waymark.maya.id)
        (pairing,) = await work.pairings.active_of_mentee(waymark.maya.id)
        pairing.checkins_shared = False
        await work.commit()
    praise, theo = waymark.waymark.services.wins.praise, Actor(TEAM, waymark.theo.id)
    with pytest.raises(NotYours):
        await praise.write_about_checkin(theo, checkin.id, WORDS)


async def test_a_line_keeps_apart_from_another_about_the_same_goal(
    waymark: Conversation,
) -> None:
    """The goal was shared and checked in on in one week: two lines in one digest."""
    await paired(waymark)
    await with_goal(waymark, "maya", GOAL, shared=True)
    await waymark.maya.slash("/mentor checkin behind")
    await waymark.until("2026-03-09 10:00")
    card = waymark.theo.last_dm
    assert {"Looks right", "Say what was good"} <= set(card.buttons)
    await waymark.theo.click("Say what was good", message=card)
    await waymark.theo.submit(words=WORDS)
    await waymark.theo.close_modal()
    after = waymark.theo.last_dm
    assert after.all_text.count("on their way") == 1
    assert "Looks right" in after.buttons, "the other line stays as it was"
    assert "Offer a talk" not in after.buttons
