"""What is worth a celebration comes by itself, as a fact, and an undo withdraws it (F8)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.goals import GoalState
from bot.sandbox import Message, Persona
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

MONDAY = "2026-03-09 10:00"
#: Nobody is measured by unbroken rows, and nobody is welcomed back (content.md P5, 6.5).
NEVER_SAID = ("streak", "in a row", "welcome back", "missed", "finally", "!!")


def about(persona: Persona, words: str) -> list[Message]:
    """Messages that came by themselves and say this."""
    return [m for m in persona.dms if words in json.dumps(m.blocks) and m.buttons != ["Undo"]]


def facts_only(persona: Persona) -> bool:
    """Whether nothing ever shown counts, scolds or flatters."""
    seen = "".join(persona.seen).casefold()
    return not any(words in seen for words in NEVER_SAID)


async def a_goal_is_done(waymark: Conversation, *, shared: bool) -> str:
    """Maya's goal is reached by one tap in her Monday check-in."""
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=shared)
    await waymark.until(MONDAY)
    await waymark.maya.choose("Done")
    return goal_id


# --- a goal is reached ---------------------------------------------------------------------------


async def test_a_reached_goal_is_told_at_the_next_slot_to_both(waymark: Conversation) -> None:
    await a_goal_is_done(waymark, shared=True)
    assert about(waymark.theo, "reached") == []
    await waymark.until("2026-03-10 09:59")
    assert about(waymark.theo, "reached") == []
    await waymark.advance(timedelta(minutes=2))
    card = waymark.maya.last_dm
    assert "Lead the migration" in card.all_text
    assert "Lead" not in card.text
    assert card.buttons == ["Say what helped", "Not now"]
    told = waymark.theo.last_dm
    assert "maya" in told.all_text.casefold()
    assert told.buttons == ["Name the strength", "Congratulate", "Not now"]
    assert facts_only(waymark.maya)
    assert facts_only(waymark.theo)
    assert waymark.ari.dms == []


async def test_a_private_goal_is_celebrated_in_private(waymark: Conversation) -> None:
    await a_goal_is_done(waymark, shared=False)
    await waymark.until("2026-03-12 11:00")
    assert waymark.maya.last_dm.buttons == ["Say what helped", "Not now"]
    assert "Lead the migration" not in "".join(waymark.theo.seen)


@pytest.mark.parametrize("shared", [True, False])
async def test_an_undo_withdraws_it(waymark: Conversation, shared: bool) -> None:
    goal_id = await a_goal_is_done(waymark, shared=shared)
    await waymark.advance(timedelta(minutes=5))
    await waymark.maya.click("Undo")
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
    assert goal is not None
    assert goal.state == GoalState.ACTIVE
    await waymark.until("2026-03-13 16:00")
    assert "Say what helped" not in "".join(waymark.maya.seen)
    assert about(waymark.theo, "reached") == []


async def test_what_helped_becomes_a_win_in_place_of_the_card(waymark: Conversation) -> None:
    goal_id = await a_goal_is_done(waymark, shared=True)
    await waymark.until("2026-03-10 10:01")
    await waymark.maya.click("Say what helped")
    assert "Lead the migration" in json.dumps(waymark.maya.modal)
    await waymark.maya.submit(how="One service a week")
    await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar(waymark.maya.id)
    assert (win.goal_id, win.source, win.how) == (goal_id, "goal", "One service a week")
    assert waymark.maya.last_dm.buttons == ["Add detail", "Share", "Done"]
    assert "One service" not in waymark.maya.last_dm.all_text


async def test_not_now_is_fine(waymark: Conversation) -> None:
    await a_goal_is_done(waymark, shared=False)
    await waymark.until("2026-03-10 10:01")
    await waymark.maya.click("Not now")
    assert "Set aside" in waymark.maya.last_dm.all_text
    assert waymark.maya.last_dm.buttons == []


async def test_a_mentor_answers_the_celebration_in_their_own_words(waymark: Conversation) -> None:
    goal_id = await a_goal_is_done(waymark, shared=True)
    await waymark.until("2026-03-10 10:01")
    card = waymark.theo.last_dm
    await waymark.theo.click("Name the strength")
    await waymark.theo.submit(words="You asked for help early.")
    assert "You named a strength." in waymark.theo.last_dm.all_text
    await waymark.settle()
    got = waymark.maya.last_dm
    assert "> You asked for help early." in got.all_text
    assert "Lead the migration" in got.all_text
    await waymark.maya.click("Keep these words")
    for persona in (waymark.ari, waymark.noor, waymark.maya):
        await persona.press({"action_id": "win_strength", "value": f"goal:{goal_id}"}, card)
    assert "migration" not in "".join(waymark.ari.seen + waymark.noor.seen)


async def test_an_open_goal_is_nothing_to_praise_yet(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.theo.say("help")
    action = {"action_id": "win_congratulate", "value": f"goal:{goal_id}"}
    await waymark.theo.press(action, waymark.theo.last_dm)
    assert "Your words" not in json.dumps(waymark.theo.modal)


# --- back after a quiet time ---------------------------------------------------------------------


async def quiet_then_back(waymark: Conversation, weeks: int) -> None:
    """One answer, so many quiet weeks, and one tap on the newest prompt."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until(MONDAY)
    await waymark.maya.click("On track")
    await waymark.advance(timedelta(weeks=weeks))
    await waymark.maya.click("A bit behind")


async def test_the_first_check_in_after_a_quiet_time_is_one_fact(waymark: Conversation) -> None:
    await quiet_then_back(waymark, 4)
    before = len(waymark.maya.dms)
    await waymark.advance(timedelta(days=1, hours=1))
    assert len(waymark.maya.dms) == before + 1
    fact = waymark.maya.last_dm
    assert "2 check-ins are on record" in fact.all_text or "2 on record" in fact.all_text
    assert facts_only(waymark.maya)
    assert "check-ins are on record" not in "".join(waymark.theo.seen)
    await waymark.advance(timedelta(days=4))
    assert len(about(waymark.maya, "on record")) == 1


async def test_two_weeks_are_no_quiet_time(waymark: Conversation) -> None:
    await quiet_then_back(waymark, 2)
    await waymark.advance(timedelta(days=4))
    assert about(waymark.maya, "on record") == []


async def test_the_very_first_check_in_is_no_return(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-04-06 10:00")
    await waymark.maya.click("On track")
    await waymark.advance(timedelta(days=4))
    assert about(waymark.maya, "on record") == []


async def test_undoing_the_return_withdraws_the_fact(waymark: Conversation) -> None:
    await quiet_then_back(waymark, 4)
    await waymark.maya.click("Undo")
    await waymark.advance(timedelta(days=4))
    assert about(waymark.maya, "on record") == []


async def test_a_changed_answer_keeps_the_fact_and_a_skip_does_not(
    waymark: Conversation,
) -> None:
    await quiet_then_back(waymark, 4)
    await waymark.maya.click("Say more")
    await waymark.maya.submit(status_0="skipped")
    await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        (latest, *_) = await work.checkins.recent(waymark.maya.id, 1)
        told = await work.outbox.about(latest.id, "celebrate_return")
    assert [one.state for one in told] == ["cancelled"]
    await waymark.maya.say("on track")
    await waymark.maya.click("Add to my check-in")
    await waymark.advance(timedelta(days=4))
    assert len(about(waymark.maya, "on record")) == 1
