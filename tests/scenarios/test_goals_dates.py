"""A goal's date, near and past, and a draft a week old (content.md 3.8, 1.1a)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.domain.goals import Plan, Said
from bot.domain.ids import new_id
from bot.domain.people import Actor
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import goals_of, text_of
from tests.stage import Conversation

DUE = date(2026, 4, 3)


async def with_date(waymark: Conversation, due_on: date = DUE, *, shared: bool = False) -> str:
    """An active goal of Maya's with a date; check-ins are asked once a month, so they are out of
    the way."""
    actor = Actor(TEAM, waymark.maya.id)
    services = waymark.waymark.services
    await services.people.meet(actor)
    goal_id = new_id()
    said = Said("Lead the migration", due_on=due_on)
    form = await services.goals.describe(actor, goal_id, said)
    audience = form.choices[1 if shared else 0].value
    plan = Plan(statement="Lead the migration.", every_weeks=4)
    await services.goals.finish(actor, goal_id, plan, audience, version=form.goal.edits)
    return goal_id


def asked(waymark: Conversation, words: str) -> list[Any]:
    return [one for one in waymark.maya.dms if words in one.all_text]


async def planned(waymark: Conversation, kind: str) -> list[str]:
    async with waymark.waymark.units.reading(TEAM) as work:
        mine = await work.nudges.planned_for(waymark.maya.id)
        return [one.due_at.isoformat()[:16] for one in mine if one.kind == kind]


async def test_ten_working_days_before_and_the_day_after_are_asked_once_each(
    waymark: Conversation,
) -> None:
    goal_id = await with_date(waymark)
    assert await planned(waymark, "goal_date") == ["2026-03-20T10:00"]
    await waymark.until("2026-03-20 09:59")
    assert asked(waymark, "Fri 3 Apr") == []
    await waymark.until("2026-03-20 10:01")
    [near] = asked(waymark, "Fri 3 Apr")
    assert "On course" in near.buttons
    assert "migration" not in near.text
    await waymark.maya.click("On course")
    assert "on course" in waymark.maya.last_dm.all_text
    assert await planned(waymark, "goal_date") == ["2026-04-06T09:00"]
    await waymark.until("2026-04-06 10:01")
    past = waymark.maya.last_dm
    assert {"Reached", "Partly", "Move the date", "Let it go"} <= set(past.buttons)
    await waymark.until("2026-04-20 12:00")
    assert await planned(waymark, "goal_date") == []
    async with waymark.waymark.units.reading(TEAM) as work:
        told = await work.outbox.about(goal_id, "goal_date")
    assert sorted(one.payload["phase"] for one in told) == ["near", "past"]
    assert waymark.maya.errors == []


async def test_moving_the_date_is_told_to_nobody_and_asks_on_the_third_time(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_date(waymark, shared=True)
    days = [date(2026, 4, 17), date(2026, 5, 8), date(2026, 5, 29)]
    for number, day in enumerate(days):
        [moment] = await planned(waymark, "goal_date")
        await waymark.until(moment.replace("T", " ") + ":30", zone="UTC")
        for _ in range(9):
            if any("Move the date" in one.buttons for one in waymark.maya.dms):
                break
            await waymark.advance(timedelta(days=1))
        await waymark.maya.click("Move the date")
        form = text_of(waymark.maya.modal)
        assert ("What has changed since you set it?" in form) == (number == 2)
        answer = {"note": "Two people left"} if number == 2 else {}
        assert (await waymark.maya.submit(due_on=day, **answer)).ok
        shown = asked(waymark, "the date is")[-1]
        assert f"{day.day} {day:%B} 2026" in shown.all_text
    [goal] = await goals_of(waymark, "maya")
    assert (goal.due_on, goal.moves) == (days[-1], 3)
    assert "moved" not in "".join(waymark.theo.seen)
    _, changes = await waymark.waymark.services.goals.history(
        Actor(TEAM, waymark.maya.id), goal.id
    )
    assert "Two people left" in [one.after for _, one in changes]
    assert waymark.maya.errors == waymark.theo.errors == []


async def test_a_day_gone_by_is_refused_kindly_and_the_same_day_is_no_move(
    waymark: Conversation,
) -> None:
    goal_id = await with_date(waymark)
    await waymark.until("2026-03-20 10:01")
    await waymark.maya.click("Move the date")
    result = await waymark.maya.submit(due_on=date(2026, 3, 1))
    assert "due_on" in result.errors
    await waymark.maya.submit(due_on=date(2026, 5, 1))
    goals = waymark.waymark.services.goals
    await goals.move(Actor(TEAM, waymark.maya.id), goal_id, date(2026, 5, 1))
    [goal] = await goals_of(waymark, "maya")
    assert goal.moves == 1


async def test_resize_opens_the_goal_and_close_asks_how_it_went(waymark: Conversation) -> None:
    await with_date(waymark)
    await waymark.until("2026-03-20 10:01")
    await waymark.maya.click("Resize it")
    assert "You started with" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.click("Close it")
    assert "How did it go?" in waymark.maya.last_dm.all_text
    await waymark.maya.click("Partly")
    [goal] = await goals_of(waymark, "maya")
    assert goal.state == "partly"
    assert {"Add a win", "Set a new goal", "Add a line"} <= set(waymark.maya.last_dm.buttons)
    assert await planned(waymark, "goal_date") == []
    await waymark.maya.click("Take it back")
    [goal] = await goals_of(waymark, "maya")
    assert goal.state == "active"
    assert await planned(waymark, "goal_date") == ["2026-04-06T09:00"]


async def test_let_go_closes_at_once_with_one_optional_line(waymark: Conversation) -> None:
    await paired(waymark)
    await with_date(waymark, shared=True)
    await waymark.until("2026-04-06 10:01")
    await waymark.maya.click("Let it go")
    [goal] = await goals_of(waymark, "maya")
    assert goal.state == "let_go"
    await waymark.maya.click("Add a line")
    await waymark.maya.submit(line="The project was stopped")
    [goal] = await goals_of(waymark, "maya")
    assert goal.ending == "The project was stopped"
    assert "stopped" not in waymark.maya.last_dm.all_text
    await waymark.until("2026-04-13 10:30")
    assert "stopped" not in "".join(waymark.theo.seen)


async def test_reached_is_celebrated_once_by_two_taps(waymark: Conversation) -> None:
    goal_id = await with_date(waymark)
    await waymark.until("2026-04-06 10:01")
    await waymark.maya.click("Reached")
    await waymark.sandbox.post.replay()
    assert "Would you like to keep it as a win?" in waymark.maya.last_dm.all_text
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.outbox.about(goal_id, "celebrate_goal")) == 1


async def test_a_closed_or_moved_goal_is_not_asked_about(waymark: Conversation) -> None:
    goal_id = await with_date(waymark)
    actor, goals = Actor(TEAM, waymark.maya.id), waymark.waymark.services.goals
    await goals.move(actor, goal_id, date(2026, 6, 5))
    assert await planned(waymark, "goal_date") == ["2026-05-22T09:00"]
    await goals.reach(actor, goal_id)
    assert await planned(waymark, "goal_date") == []


async def test_a_draft_a_week_old_is_offered_once(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    await waymark.maya.close_modal()
    await waymark.until("2026-03-12 09:59")
    assert waymark.maya.dms == []
    await waymark.until("2026-03-13 10:30")
    [offer] = waymark.maya.dms
    assert "advance" not in offer.all_text, "a draft's words are private"
    assert {"Finish it", "Let it go", "Not now"} <= set(offer.buttons)
    await waymark.maya.click("Finish it")
    assert "I want to advance" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.click("Not now")
    assert "Left as it is" in waymark.maya.last_dm.all_text
    await waymark.until("2026-04-30 10:30")
    assert len(waymark.maya.dms) == 1


async def test_a_finished_draft_is_not_offered(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    for _ in ("letters", "fit", "sentence"):
        await waymark.maya.submit()
    assert await planned(waymark, "goal_draft") == []


async def test_done_in_a_check_in_ends_the_questions_about_its_date(
    waymark: Conversation,
) -> None:
    goal_id = await with_date(waymark)
    await waymark.maya.slash("/mentor checkin done")
    await waymark.until("2026-04-20 12:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.outbox.about(goal_id, "goal_date") == []
    assert await planned(waymark, "goal_date") == []


async def test_a_tap_on_an_old_card_says_how_it_ended(waymark: Conversation) -> None:
    goal_id = await with_date(waymark)
    await waymark.until("2026-04-06 10:01")
    actor = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.goals.let_go(actor, goal_id)
    await waymark.maya.click("Reached")
    assert "is closed already: let go." in waymark.maya.last_dm.all_text
    [goal] = await goals_of(waymark, "maya")
    assert goal.state == "let_go"


async def test_a_third_person_cannot_touch_the_date(waymark: Conversation) -> None:
    goal_id = await with_date(waymark)
    before = await goals_of(waymark, "maya")
    await waymark.ari.say("hello")
    actions = ("on_course", "move", "resize", "close", "reached", "partly", "let_go", "line")
    for what in (*actions, "leave", "refit", "history", "plan"):
        await waymark.ari.press({"action_id": f"goal_{what}", "value": goal_id})
        assert "This isn't yours to open" in text_of(waymark.ari.modal), what
        await waymark.ari.close_modal()
    assert await goals_of(waymark, "maya") == before
    assert "migration" not in "".join(waymark.ari.seen)
