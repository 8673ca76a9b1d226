"""Rows of the feature map about wins, roadblocks and doubts: content.md 4.2c, 4.2d, 5.1b."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_roadblocks_ladder import about, solved, unanswered
from tests.stage import Conversation

START = datetime(2026, 1, 1, tzinfo=UTC)
DOUBT = "I doubt that I am the right one for this."


async def test_row_4_2c_a_win_in_one_more_tap_and_praise_that_names_a_strength(
    waymark: Conversation,
) -> None:
    """Shows it is real: the mentor's praise must name a strength or ask a question."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await waymark.maya.click("Add a win")
    await waymark.maya.submit(title="The first service moved")
    await waymark.maya.click("Share")
    await waymark.maya.submit(audience="You and Theo")
    await waymark.maya.close_modal()
    await waymark.until("2026-03-10 10:00")
    (card,) = [one for one in waymark.theo.dms if "Name the strength" in one.buttons]
    assert card.buttons[:3] == ["Name the strength", "Ask how", "Congratulate"]
    await waymark.theo.click("Congratulate", card)
    refused = await waymark.theo.submit(words="Well done")
    assert not refused.ok, "two words name nothing"
    await waymark.theo.close_modal()
    await waymark.theo.click("Name the strength", card)
    refused = await waymark.theo.submit(words="")
    assert not refused.ok
    result = await waymark.theo.submit(words="You cut the work into pieces that fit.")
    assert result.ok, result
    await waymark.settle()
    assert "You cut the work into pieces that fit." in waymark.maya.last_dm.all_text
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar(waymark.maya.id)
        (praise,) = await work.wins.praise_by(waymark.theo.id, win_id=win.id)
        assert (praise.kind, praise.by_id) == ("strength", waymark.theo.id)
    assert waymark.ari.dms == []


async def test_row_4_2d_the_full_loop_ends_with_what_helped(waymark: Conversation) -> None:
    """Shows it is real: the loop ends with a "what helped" entry, and the loop is closed."""
    await solved(waymark)
    result = await waymark.maya.submit(
        helped_by=["advice", "decision"], words="Both leads met", tip="Ask both at once."
    )
    assert result.ok, result
    await waymark.maya.close_modal()
    card = about(waymark.maya)[-1]
    assert card.buttons[:2] == ["Save it as a win", "Tell who helped"]
    await waymark.maya.click("Tell who helped")
    window = str(waymark.maya.modal)
    assert "advice, someone decided, Both leads met" in window, "the draft is shown"
    told = len(about(waymark.theo))
    result = await waymark.maya.submit(words="Your question made both leads meet.")
    assert result.ok, result
    await waymark.maya.close_modal()
    assert "Tell who helped" not in about(waymark.maya)[-1].buttons
    await waymark.settle()
    assert len(about(waymark.theo)) == told, "one line with the digest"
    await waymark.until("2026-03-16 10:00")
    assert "Your question made both leads meet." in about(waymark.theo)[-1].all_text
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.roadblocks.open_of(waymark.maya.id) == []
    await waymark.maya.click("Save it as a win")
    await waymark.maya.submit()
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar(waymark.maya.id)
        assert win.source == "roadblock"
        assert "Both leads met" in win.how
    assert waymark.maya.errors == waymark.theo.errors == []


async def test_row_5_1b_to_be_heard_hides_advice_behind_a_second_tap(
    waymark: Conversation,
) -> None:
    """Shows it is real: the ping for *listen* hides the advice button behind a second tap."""
    await unanswered(waymark, what=DOUBT, help_wanted="listen")
    ping = about(waymark.theo)[-1]
    assert DOUBT in ping.all_text
    assert ping.buttons[:3] == ["I hear you", "Been there too", "Let's talk"]
    assert "Reply with a tip" not in ping.buttons[:3]
    await waymark.theo.click("I hear you")
    await waymark.settle()
    assert "I hear you." in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-10 14:00")
    later = about(waymark.maya)[-1]
    assert "lighter" in later.all_text or "weigh any less" in later.all_text
    assert "No longer matters" in later.buttons, "optional"
    await waymark.maya.click("No longer matters")
    assert waymark.ari.dms == waymark.noor.dms == []


async def test_a_tip_is_one_tap_further_for_who_wanted_to_be_heard(
    waymark: Conversation,
) -> None:
    await unanswered(waymark, help_wanted="listen")
    await waymark.theo.choose("Reply with a tip")
    await waymark.theo.submit(words="Ask both leads.")
    await waymark.settle()
    assert "Ask both leads." in waymark.maya.last_dm.all_text


async def test_telling_who_helped_twice_is_once(waymark: Conversation) -> None:
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"])
    await waymark.maya.close_modal()
    for _ in range(2):
        async with waymark.waymark.units.reading(TEAM) as work:
            asks = await work.roadblocks.asks_to(waymark.theo.id, START)
        value = asks[0].roadblock_id
        await waymark.maya.press(
            {"type": "button", "action_id": "roadblock_tell", "value": value},
            about(waymark.maya)[-1],
        )
        await waymark.maya.submit(words="It helped.")
        await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.outbox.about(value, "roadblock_thanks")) == 1
