"""Several requests at once: merged into one message, and still each its own."""

from __future__ import annotations

from bot.sandbox import Persona
from tests.factories import TEAM
from tests.stage import Conversation


async def test_two_requests_overnight_arrive_whole_and_are_answered_apart(
    waymark: Conversation,
) -> None:
    await waymark.until("2026-03-05 20:00")
    await _ask(waymark.maya, "@theo", "Your talk on planning changed how I work.")
    await _ask(waymark.ari, "@theo", "You reviewed my first design with such care.")
    await waymark.until("2026-03-06 09:30")
    (both,) = waymark.theo.dms
    assert both.buttons.count("Accept") == 2
    for words in ("> Your talk on planning", "> You reviewed my first", "> Leading a migration"):
        assert words in str(both.blocks)
    await waymark.theo.click("Accept", message=both, row=0)
    assert both.buttons.count("Accept") == 1
    assert both.buttons.count("Open the agreement") == 1
    await waymark.theo.click("Not now", message=both)
    await waymark.theo.submit()
    await waymark.theo.close_modal()
    assert "Accept" not in both.buttons
    assert "Open the agreement" in both.buttons
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.pairings.of(waymark.theo.id)) == 1


async def test_two_reasons_reach_the_mentee_in_one_message(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo", "Your talk on planning changed how I work.")
    await _ask(waymark.maya, "@ari", "You reviewed my first design with such care.")
    await waymark.until("2026-03-06 09:45")
    for mentor, note in ((waymark.theo, "On leave until May"), (waymark.ari, "Full this term")):
        await mentor.click("Not now")
        await mentor.submit(note=note)
    await waymark.until("2026-03-06 10:00")
    (told,) = waymark.maya.dms
    for note in ("> On leave until May", "> Full this term"):
        assert str(told.blocks).count(note) == 1
    assert told.buttons.count("Ask someone else") == 2


async def test_the_preview_is_right_the_second_time_too(waymark: Conversation) -> None:
    """The opening sentence changes from message to message; the preview knows which comes."""
    openings = set()
    for day, asker in (("05", waymark.maya), ("06", waymark.ari)):
        await waymark.until(f"2026-03-{day} 11:00")
        await asker.slash("/mentor pair @theo")
        await asker.submit(reason="You reviewed my design with care.", topic="Planning")
        assert asker.modal is not None
        preview = next(b["text"]["text"] for b in asker.modal["blocks"] if b["type"] == "section")
        await asker.submit()
        await waymark.settle()
        assert waymark.theo.last_dm.blocks[0]["text"]["text"] == preview
        openings.add(preview.splitlines()[0].replace("maya", "").replace("ari", ""))
    assert len(openings) == 2


# --- private -------------------------------------------------------------------------------------


async def _ask(who: Persona, name: str, reason: str) -> None:
    await who.slash(f"/mentor pair {name}")
    await who.submit(reason=reason, topic="Leading a migration")
    await who.submit()
    await who.close_modal()
