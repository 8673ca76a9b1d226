"""What spares the one nudge, and when a question put off comes back (content.md 6.0, 5.4, 5.5)."""

from __future__ import annotations

import pytest

from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.pacing import AGAIN, DUE, said
from tests.stage import Conversation


@pytest.mark.parametrize("what", ["roadblock", "win", "date", "setback"])
async def test_any_activity_on_the_goal_spares_the_nudge(waymark: Conversation, what: str) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 15:00")
    maya = waymark.maya
    if what == "roadblock":
        await maya.slash("/mentor roadblock")
        await maya.submit(what="No access", goal="Lead the migration", audience="Only you")
    elif what == "win":
        await maya.slash("/mentor win")
        await maya.submit(title="The plan stands", goal="Lead the migration")
    elif what == "date":
        goals = waymark.waymark.services.goals
        await goals.move(
            Actor(TEAM, maya.id), goal_id, waymark.clock.now().date().replace(month=9)
        )
    else:
        await maya.slash("/mentor setback")
        await maya.submit(words="The demo broke", goal="Lead the migration")
    await waymark.until("2026-03-13 12:00")
    assert AGAIN not in [text for _, text in said(maya)]
    if what == "win":  # nothing else was left out since
        await maya.slash("/mentor next")
        assert "Why: you had noted something about it meanwhile." in maya.ephemerals[-1].all_text
    assert ("Mon 09 Mar 10:00", DUE) in said(maya)


async def test_the_other_goal_is_still_asked_about(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await with_goal(waymark, "maya", "Speak at the meetup")
    await waymark.until("2026-03-09 15:00")
    await waymark.maya.slash("/mentor win")
    await waymark.maya.submit(title="The plan stands", goal="Lead the migration")
    await waymark.until("2026-03-10 12:00")
    assert said(waymark.maya)[-1] == ("Tue 10 Mar 10:00", AGAIN)
    assert "Speak at the meetup" in waymark.maya.last_dm.all_text
    assert "Lead the migration" not in waymark.maya.last_dm.all_text


async def test_an_afternoon_outside_the_window_is_the_next_morning(waymark: Conversation) -> None:
    """What is said is what happens: the hour must lie in the person's own window."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor settings")
    await waymark.maya.submit(window_start="09:00", window_end="13:00")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("This afternoon")
    assert "on Tuesday at 10:00" in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-10 12:00")
    assert said(waymark.maya)[-1] == ("Tue 10 Mar 10:00", DUE)


async def test_a_question_put_off_into_a_pause_says_when_it_really_comes(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    card = waymark.maya.last_dm
    async with waymark.waymark.units(TEAM) as work:
        maya = await work.people.get(waymark.maya.id)
        assert maya is not None
        maya.quiet_until = waymark.clock.now().replace(day=11, hour=0)
        await work.commit()
    await waymark.maya.choose("Tomorrow", message=card)
    assert "on Wednesday at 10:00" in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-11 12:00")
    assert said(waymark.maya)[-1] == ("Wed 11 Mar 10:00", DUE)
