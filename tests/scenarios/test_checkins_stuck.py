"""*Work on it now*: from "stuck" straight into four private questions (content.md 5.1, 7.1)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.people import Actor
from bot.domain.self_help import Stage
from tests.factories import TEAM, paired, with_goal
from tests.forwarding import actions_of
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation

GOAL = "Lead the migration"
NOTE = "Nobody owns the old tables."
OPTIONS = {"option_1": "Ask Ana", "option_2": "Leave them", "option_3": "Draw a map"}


async def stuck(waymark: Conversation, *, note: str = NOTE) -> None:
    """Maya's scheduled question, answered with "stuck" and some words of her own."""
    await paired(waymark)
    await with_goal(waymark, "maya", GOAL, shared=True)
    await waymark.until("2026-03-09 10:00")
    if note:
        await waymark.maya.choose("Say more")
        await waymark.maya.submit(status_0="stuck", note=note)
        await waymark.maya.close_modal()
    else:
        await waymark.maya.click("Stuck")


async def plan(waymark: Conversation) -> None:
    """All four answers."""
    for answers in (
        {"wanted": "One owner is named"},
        {"facts": "Two teams wrote them"},
        OPTIONS,
        {"step": "Ask Ana", "cue": "it is Tuesday at nine"},
    ):
        result = await waymark.maya.submit(**answers)
        assert result.ok, result


async def open_ones(waymark: Conversation) -> list[tuple[str, str, str, bool]]:
    async with waymark.waymark.units.reading(TEAM) as work:
        found = await work.roadblocks.open_of(waymark.maya.id)
        goals = {one.id: one.title for one in await work.goals.active_of(waymark.maya.id)}
        return [(one.what, goals.get(one.goal_id, ""), one.state, one.is_shared) for one in found]


async def test_row_5_1_work_on_it_now_leads_into_four_private_questions(
    waymark: Conversation,
) -> None:
    await stuck(waymark)
    card = waymark.maya.last_dm
    assert card.buttons[:3] == ["Work on it now", "Ask my mentor", "Just noting"]
    await waymark.maya.click("Work on it now")
    page = text_of(waymark.maya.modal)
    assert NOTE in page, "the words of the check-in are there"
    assert GOAL in page
    assert "Only you see it" in page
    await plan(waymark)
    assert await open_ones(waymark) == [(NOTE, GOAL, "open", False)]
    await waymark.maya.close_modal()
    assert "Read my plan" in waymark.maya.last_dm.buttons, "the answer's own row says so"
    assert "Work on it now" not in waymark.maya.last_dm.buttons
    await waymark.maya.click("Read my plan")
    assert "If it is Tuesday at nine, then I will Ask Ana." in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.advance(timedelta(days=21))
    for other in (waymark.theo, waymark.noor, waymark.ari):
        assert not any(NOTE in seen or "Ask Ana" in seen for seen in other.seen)
    assert any("Solved" in dm.buttons for dm in waymark.maya.dms), "it is asked about again"
    assert waymark.maya.errors == []


async def test_looking_at_the_questions_keeps_nothing(waymark: Conversation) -> None:
    await stuck(waymark, note="")
    await waymark.maya.click("Work on it now")
    assert text_of(waymark.maya.modal).count(GOAL) == 1, "said once, above"
    await waymark.maya.close_modal()
    assert await open_ones(waymark) == []
    assert "Ask my mentor" in waymark.maya.last_dm.buttons


async def test_left_half_way_it_goes_on_where_it_stood(waymark: Conversation) -> None:
    await stuck(waymark)
    await waymark.maya.click("Work on it now")
    await waymark.maya.submit(wanted="One owner is named")
    await waymark.maya.close_modal()
    await waymark.maya.click("Work on it now")
    assert "One owner is named" in text_of(waymark.maya.modal)
    await plan(waymark)
    assert len(await open_ones(waymark)) == 1


async def test_two_forms_at_once_are_one_roadblock(waymark: Conversation) -> None:
    await stuck(waymark)
    service, maya = waymark.waymark.services.self_help, Actor(TEAM, waymark.maya.id)
    async with waymark.waymark.units.reading(TEAM) as work:
        (checkin,) = await work.checkins.recent(waymark.maya.id)
    await asyncio.gather(
        *[service.keep(maya, checkin.id, Stage.REALITY, wanted="One owner") for _ in range(3)]
    )
    assert [one[0] for one in await open_ones(waymark)] == [NOTE]


async def test_asked_after_all_the_mentor_gets_it_by_a_tap_and_not_before(
    waymark: Conversation,
) -> None:
    await stuck(waymark)
    await waymark.maya.click("Work on it now")
    await plan(waymark)
    await waymark.maya.close_modal()
    await waymark.maya.click("Ask someone after all")
    result = await waymark.maya.submit()
    assert not any(NOTE in seen for seen in waymark.theo.seen), result
    await waymark.maya.submit(audience="You and Theo")
    await waymark.advance(timedelta(days=1))
    assert any(NOTE in seen for seen in waymark.theo.seen)


async def test_only_stuck_offers_it_and_somebody_elses_tap_opens_nothing(
    waymark: Conversation,
) -> None:
    await stuck(waymark)
    (action,) = [
        one for one in actions_of(waymark.maya.last_dm) if one["action_id"] == "checkin_work_on_it"
    ]
    await waymark.ari.press(action, waymark.maya.last_dm)
    assert NOTE not in "".join(waymark.ari.seen)
    assert await open_ones(waymark) == []
    await waymark.maya.click("Say more")
    await waymark.maya.submit(status_0="behind")
    await waymark.maya.close_modal()
    assert "Work on it now" not in waymark.maya.last_dm.buttons
