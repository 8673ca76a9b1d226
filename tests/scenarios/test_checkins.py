"""Checking in: the first main job, as a conversation (content.md F5)."""

from __future__ import annotations

from datetime import timedelta

from bot.services.rhythm import ensure_schedule
from tests.stage import Conversation


async def test_a_typed_status_is_saved_and_acknowledged(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor checkin on track")
    assert answer.ok
    assert "on track" in answer.text.lower() or "saved" in answer.text.lower()
    assert waymark.maya.errors == []
    assert waymark.ari.dms == []


async def test_the_form_is_saved(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor checkin")
    assert waymark.maya.modal is not None
    result = await waymark.maya.submit(status_0="stuck", note="The IAM policy")
    assert result.ok, result
    assert waymark.maya.errors == []


async def test_the_scheduled_question_is_answered_with_one_tap(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor checkin on track")
    async with waymark.waymark.units("T0WAYMARK") as work:
        maya = await work.people.get(waymark.maya.id)
        assert maya is not None
        await ensure_schedule(work, maya, waymark.clock.now())
        await work.commit()
    await waymark.until("2026-03-09 10:00")
    assert len(waymark.maya.dm) == 1, waymark.maya.dm
    assert waymark.maya.last_dm.buttons[:4] == ["On track", "A bit behind", "Stuck", "Skip"]
    await waymark.maya.click("A bit behind")
    assert "behind" in waymark.maya.last_dm.all_text.lower()
    assert "On track" not in waymark.maya.last_dm.buttons
    assert waymark.maya.errors == []
    await waymark.maya.click("Undo")
    assert waymark.maya.last_dm.buttons[:4] == ["On track", "A bit behind", "Stuck", "Skip"]
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="stuck", note="x <!channel>")
    assert "stuck" in waymark.maya.last_dm.all_text.lower()
    await waymark.advance(timedelta(days=7))
    assert len(waymark.maya.dm) == 2
