"""Checking in: the first main job, as a conversation (content.md F5)."""

from __future__ import annotations

from datetime import timedelta

from bot.services.rhythm import ensure_schedule
from tests.factories import paired, with_goal
from tests.forwarding import actions_of, snapshot
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


async def test_words_survive_a_change_of_mind(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="behind", note="The review moved", next_step="Ask Ana")
    await waymark.maya.close_modal()
    await waymark.maya.click("Say more")
    await waymark.maya.submit(status_0="done")
    async with waymark.waymark.units.reading("T0WAYMARK") as work:
        (checkin,) = await work.checkins.recent(waymark.maya.id)
        assert (checkin.status, checkin.note) == ("done", "The review moved")
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        assert (goal.state, goal.next_step) == ("reached", "Ask Ana")


async def test_taking_done_back_opens_the_goal_and_withdraws_the_celebration(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Done")
    await waymark.maya.click("Say more")
    await waymark.maya.submit(status_0="on_track")
    async with waymark.waymark.units.reading("T0WAYMARK") as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        assert goal.state == "active"
        told = await work.outbox.about(goal_id, "celebrate_goal")
        assert {one.state for one in told} == {"cancelled"}


async def test_an_ephemeral_answer_is_rewritten_where_it_stands(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor checkin behind")
    assert "Undo" in waymark.maya.ephemerals[-1].buttons
    await waymark.maya.click("Just noting")
    assert waymark.maya.modal is None
    assert waymark.maya.ephemerals[-1].buttons == []


async def test_undo_is_kindly_refused_after_ten_minutes(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.advance(timedelta(minutes=11))
    await waymark.maya.click("Undo")
    assert "ten minutes" in str(waymark.maya.modal)
    async with waymark.waymark.units.reading("T0WAYMARK") as work:
        assert len(await work.checkins.recent(waymark.maya.id)) == 1


async def test_snoozing_asks_again_and_the_third_time_lets_go(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    for day in ("2026-03-10 10:00", "2026-03-11 10:00"):
        await waymark.maya.choose("Tomorrow")
        await waymark.until(day)
        assert waymark.maya.last_dm.buttons[:4] == ["On track", "A bit behind", "Stuck", "Skip"]
    told = len(waymark.maya.dms)
    await waymark.maya.choose("Tomorrow")
    await waymark.until("2026-03-13 12:00")
    assert len(waymark.maya.dms) == told


async def test_a_forwarded_button_teaches_nothing_and_changes_nothing(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    before = await snapshot(waymark)
    for action in actions_of(waymark.maya.last_dm):
        await waymark.ari.press(action, waymark.maya.last_dm)
        while waymark.ari.modal is not None:
            await waymark.ari.close_modal()
    assert await snapshot(waymark) == before
    assert "Lead the migration" not in "".join(waymark.ari.seen)
    assert waymark.maya.last_dm.buttons[:2] == ["On track", "A bit behind"]


async def test_an_old_copy_cannot_put_off_what_was_answered(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    later = next(
        action
        for action in actions_of(waymark.maya.last_dm)
        if action.get("selected_option", {}).get("value", "").startswith("tomorrow:")
    )
    old = waymark.maya.last_dm
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.maya.press(later, old)
    told = len(waymark.maya.dms)
    await waymark.until("2026-03-11 12:00")
    assert len(waymark.maya.dms) == told
