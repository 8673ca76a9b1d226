"""Strengths and a small next step after a setback (content.md 9.2, 9.3), as conversations."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.checkins import Checkin
from bot.domain.errors import NotYours
from bot.domain.people import Actor
from bot.domain.setbacks import SetbackChoice
from bot.domain.wins import Win
from bot.services.setbacks import Step
from bot.services.wins import WinForm
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_setbacks import WORDS, setbacks_of
from tests.scenarios.test_wins import buttons, shown
from tests.stage import Conversation


async def checkins_of(waymark: Conversation) -> list[Checkin]:
    """Maya's answers, newest first."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.checkins.recent(waymark.maya.id)


# --- 9.2: strengths, only on a tap ---------------------------------------------------------------


async def with_win(
    waymark: Conversation, title: str, *, days_ago: int, goal_id: str = "", hidden: bool = False
) -> Win:
    """A win of Maya's from earlier."""
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    ack = await waymark.waymark.services.wins.save(maya, WinForm(title, goal_id=goal_id))
    async with waymark.waymark.units(TEAM) as work:
        win = await work.wins.get(ack.subject_id, visible_to=waymark.maya.id)
        assert win is not None
        win.at = waymark.clock.now() - timedelta(days=days_ago)
        win.hidden_at = waymark.clock.now() if hidden else None
        await work.commit()
    return win


async def kept_words(waymark: Conversation, win: Win, words: str) -> str:
    """Words of Theo's about a shared win, which Maya kept; returns their id."""
    services, maya = waymark.waymark.services, Actor(TEAM, waymark.maya.id)
    (theo,) = (await services.wins.read(maya, win.id)).choices[1:]
    await services.wins.share(maya, win.id, theo.value)
    mentor = Actor(TEAM, waymark.theo.id)
    await services.wins.praise.write(mentor, "win", win.id, "strength", words)
    async with waymark.waymark.units.reading(TEAM) as work:
        (praise,) = await work.wins.praise_by(waymark.theo.id, win_id=win.id)
    await services.wins.praise.keep(maya, praise.id)
    return praise.id


async def test_row_5_2a_strengths_are_their_own_wins_and_kept_words_on_tap(
    waymark: Conversation,
) -> None:
    """Own wins of the same goal, the newest and one from long ago, and one kept quote."""
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    new = await with_win(waymark, "Cut over one service", days_ago=5, goal_id=goal_id)
    await with_win(waymark, "Wrote the plan", days_ago=40, goal_id=goal_id)
    old = await with_win(waymark, "Moved the first table", days_ago=250, goal_id=goal_id)
    await with_win(waymark, "Ran the summer party", days_ago=1)
    quote = await kept_words(waymark, new, "You kept the whole room calm")
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS, goal="Lead the migration")
    first = shown(waymark.maya.modal)
    assert "Cut over one service" not in first, "only on tap"
    await waymark.maya.click("Remind me what I do well")
    said = shown(waymark.maya.modal)
    assert said.index("Cut over one service") < said.index("Moved the first table")
    assert "You kept the whole room calm (Theo)" in said
    assert "Wrote the plan" not in said
    assert "summer party" not in said
    assert buttons((waymark.maya.modal or {})["blocks"]) == [
        "Use one in my next step",
        "Enough for now",
    ]
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.choice, kept.shown) == ("strengths", [new.id, old.id, quote])


async def test_row_5_2a_an_empty_jar_asks_for_one_past_difficulty_and_keeps_it(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS)
    await waymark.maya.click("Remind me what I do well")
    asked = shown(waymark.maya.modal)
    assert "Tell me one hard thing you got through before." in asked
    assert "amazing" not in asked
    await waymark.maya.click("Write one down")
    refused = await waymark.maya.submit(words="  ")
    assert list(refused.errors) == ["words"]
    await waymark.maya.submit(words="The year the whole team left")
    assert "take it along into a next step" in shown(waymark.maya.modal)
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar(waymark.maya.id)
    assert (win.title, win.source, win.visibility) == (
        "The year the whole team left",
        "setback",
        "private",
    )
    await waymark.maya.slash("/mentor setback again")
    await waymark.maya.click("Remind me what I do well")
    assert "The year the whole team left" in "".join(waymark.maya.seen)


async def test_nothing_set_aside_comes_back_on_a_hard_day(waymark: Conversation) -> None:
    await with_win(waymark, "A talk I would rather forget", days_ago=3, hidden=True)
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit()
    await waymark.maya.click("Remind me what I do well")
    assert "rather forget" not in shown(waymark.maya.modal)
    assert "Tell me one hard thing" in shown(waymark.maya.modal)


async def test_enough_for_now_ends_it(waymark: Conversation) -> None:
    await with_win(waymark, "Demo went live", days_ago=3)
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit()
    await waymark.maya.click("Remind me what I do well")
    await waymark.maya.click("Enough for now")
    assert buttons((waymark.maya.modal or {})["blocks"]) == []
    assert [one.choice for one in await setbacks_of(waymark, waymark.maya)] == ["strengths"]


# --- 9.3: a small next step ----------------------------------------------------------------------


async def test_row_5_2b_a_smaller_step_edits_the_goals_next_step(waymark: Conversation) -> None:
    """If-then and a smaller step in one form; the extra check-in is offered, not set."""
    await paired(waymark)
    goal_id = await with_goal(
        waymark, "maya", "Lead the migration", shared=True, next_step="Move all tables"
    )
    await waymark.settle()
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS, goal="Lead the migration")
    await waymark.maya.click("Find a small next step")
    form = shown(waymark.maya.modal)
    assert "If this comes up again, then I will" in form
    assert "What would you tell a friend in this spot?" in form
    assert "You and Theo see it there." in form
    refused = await waymark.maya.submit(
        plan_then="I will ask for ten minutes",
        next_step="Move one table",
        next_step_on="2026-03-13",
        friend="It says nothing about you",
    )
    assert list(refused.errors) == ["next_step_on"]
    await waymark.maya.submit(next_step_on="2026-03-12")
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        planned = await work.nudges.planned_for(waymark.maya.id)
    assert (goal.next_step, str(goal.next_step_on)) == ("Move one table", "2026-03-12")
    assert goal.plan_then == "", "the plan stays with the setback"
    assert "checkin_snoozed" not in [one.kind for one in planned], "offered, not set"
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert kept.if_then == "If this comes up again, then I will ask for ten minutes."
    assert (kept.choice, kept.friend) == ("next", "It says nothing about you")
    said = shown(waymark.maya.modal)
    assert "Move one table" in said
    assert "Would an extra check-in on Tue 10 Mar, 10:00 help?" in said
    assert all("ask for ten minutes" not in "".join(one.seen) for one in (waymark.theo,))


async def test_row_5_2b_the_extra_check_in_comes_three_working_days_later_once(
    waymark: Conversation,
) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration", every_weeks=4)
    maya, setbacks = Actor(TEAM, waymark.maya.id), waymark.waymark.services.setbacks
    ack = await setbacks.save(maya, WORDS, goal_id)
    await setbacks.take(maya, ack.subject_id, Step(next_step="Move one table"))
    first = await setbacks.ask_again(maya, ack.subject_id)
    assert await setbacks.ask_again(maya, ack.subject_id) == first
    async with waymark.waymark.units.reading(TEAM) as work:
        planned = await work.nudges.planned_for(waymark.maya.id)
    (extra,) = [one for one in planned if one.kind == "checkin_snoozed"]
    assert extra.due_at == first.asked_at
    await waymark.until("2026-03-10 09:59")
    before = len(waymark.maya.dm)
    await waymark.until("2026-03-10 10:01")
    (asked,) = waymark.maya.dm[before:]
    assert "Move one table" in json.dumps(asked.blocks)
    await waymark.maya.click("On track")
    assert len(await checkins_of(waymark)) == 1


async def test_one_of_the_strengths_goes_along_into_the_step(waymark: Conversation) -> None:
    win = await with_win(waymark, "Demo went live", days_ago=3)
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS)
    await waymark.maya.click("Remind me what I do well")
    await waymark.maya.click("Use one in my next step")
    await waymark.maya.submit(used="Demo went live", plan_then="show a demo first")
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.used, kept.plan_then) == (win.id, "show a demo first")


async def test_every_box_of_the_step_may_stay_empty(waymark: Conversation) -> None:
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    await waymark.maya.click("Find a small next step")
    result = await waymark.maya.submit()
    assert result.updated
    await waymark.maya.click("Not now")
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.choice, kept.next_step, kept.checkin_at) == ("next", "", None)


async def test_two_open_forms_lose_no_words(waymark: Conversation) -> None:
    """A reminder chosen in an old form, shown no more meanwhile: the words are kept."""
    win = await with_win(waymark, "Demo went live", days_ago=3)
    maya, services = Actor(TEAM, waymark.maya.id), waymark.waymark.services
    ack = await services.setbacks.save(maya, WORDS)
    await services.setbacks.strengths(maya, ack.subject_id)
    await services.wins.hide(maya, win.id, hidden=True)
    await services.setbacks.strengths(maya, ack.subject_id)
    await services.setbacks.take(maya, ack.subject_id, Step("ask first", used=win.id))
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.plan_then, kept.used) == ("ask first", "")


async def test_an_old_button_still_works_and_other_hands_find_nothing(
    waymark: Conversation,
) -> None:
    """Every use case answers somebody else as if there were no such setback."""
    maya, ari = Actor(TEAM, waymark.maya.id), Actor(TEAM, waymark.ari.id)
    await waymark.waymark.services.people.meet(maya)
    await waymark.waymark.services.people.meet(ari)
    setbacks = waymark.waymark.services.setbacks
    held = (await setbacks.save(maya, WORDS)).subject_id
    for attempt in (
        lambda: setbacks.choose(ari, held, SetbackChoice.TELL),
        lambda: setbacks.strengths(ari, held),
        lambda: setbacks.remember(ari, held, "Once"),
        lambda: setbacks.step_form(ari, held),
        lambda: setbacks.take(ari, held, Step("x")),
        lambda: setbacks.ask_again(ari, held),
        lambda: setbacks.leave(ari, held),
    ):
        with pytest.raises(NotYours):
            await attempt()
    await waymark.advance(timedelta(days=30))
    assert (await setbacks.strengths(maya, held)).strengths == ()
