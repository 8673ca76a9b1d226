"""Setbacks: said, met kindly, then only what is chosen (content.md F9), as conversations."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.roadblocks import Roadblock
from bot.domain.setbacks import Setback
from bot.sandbox import Persona
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_wins import buttons, shown
from tests.stage import Conversation

CHOICES = ["Just log it", "Remind me what I do well", "Find a small next step"]
DOOR = "Find other help"
WORDS = "They chose the other team"


async def setbacks_of(waymark: Conversation, persona: Persona) -> list[Setback]:
    """Their own, newest first."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.setbacks.of(persona.id)


async def roadblocks_of(waymark: Conversation, persona: Persona) -> list[Roadblock]:
    """Their open ones."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.roadblocks.open_seen_by(persona.id)


def nobody_heard(waymark: Conversation, words: str = WORDS) -> bool:
    """Whether the words stay out of everything anybody else was shown, and out of every DM."""
    others = (waymark.theo, waymark.noor, waymark.ari)
    dm = json.dumps([message.blocks for message in waymark.maya.dm])
    return words not in dm and all(words not in "".join(one.seen) for one in others)


# --- 9.0 and 9.1: said, met kindly ---------------------------------------------------------------


async def test_one_line_is_saved_at_once_and_met_kindly(waymark: Conversation) -> None:
    await paired(waymark)
    answer = await waymark.maya.slash(f"/mentor setback {WORDS}")
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.words, kept.choice, kept.source) == (WORDS, "", "command")
    said = json.dumps(answer.blocks)
    assert " is hard" in said
    assert "Everyone who tries new things" in said
    assert buttons(answer.blocks) == [*CHOICES, "Tell my mentor", DOOR]
    assert said.count("?") == 1
    assert WORDS not in said + answer.text
    assert nobody_heard(waymark)


async def test_row_5_1d_saved_with_no_audience_and_no_further_question(
    waymark: Conversation,
) -> None:
    """Setback half: no word needed, nobody chosen, nothing asked after "Just log it"."""
    await paired(waymark)
    await waymark.maya.slash("/mentor setback")
    assert "Who sees it" not in shown(waymark.maya.modal)
    await waymark.maya.submit()
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert kept.words == ""
    await waymark.maya.click("Just log it")
    view = waymark.maya.modal
    assert view is not None
    assert "?" not in json.dumps(view["blocks"])
    assert buttons(view["blocks"]) == []
    assert [one.choice for one in await setbacks_of(waymark, waymark.maya)] == ["logged"]
    assert waymark.theo.dm == waymark.maya.dm == []


async def test_the_home_tab_has_the_same_door(waymark: Conversation) -> None:
    await waymark.maya.open_home()
    await waymark.maya.click("Note a setback")
    await waymark.maya.submit(words=WORDS)
    assert [one.words for one in await setbacks_of(waymark, waymark.maya)] == [WORDS]
    assert buttons((waymark.maya.modal or {})["blocks"]) == [*CHOICES, DOOR]


async def test_the_tone_is_warm_and_without_emoji_whatever_the_settings(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash("/mentor win Demo went live")
    async with waymark.waymark.units(TEAM) as work:
        person = await work.people.get(waymark.maya.id)
        assert person is not None
        person.tone, person.emoji = "playful", True
        await work.commit()
    answer = await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS)
    await waymark.maya.click("Remind me what I do well")
    said = "".join([json.dumps(answer.blocks or []), *waymark.maya.seen[-2:]])
    assert ":sparkles:" not in said
    assert ":star:" not in said
    assert "Demo went live" in shown(waymark.maya.modal)


async def test_nobody_else_can_open_it(waymark: Conversation) -> None:
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    (kept,) = await setbacks_of(waymark, waymark.maya)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.setbacks.get(kept.id, owner_id=waymark.theo.id) is None
        assert await work.setbacks.of(waymark.theo.id) == []


# --- Tell my mentor ------------------------------------------------------------------------------


async def test_telling_opens_the_roadblock_form_and_shares_nothing_before_its_own_tap(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.settle()
    before = len(waymark.theo.dm)
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS, goal="Lead the migration")
    await waymark.maya.click("Tell my mentor")
    form = shown(waymark.maya.modal)
    assert WORDS in form
    assert "Just to be heard" in form
    await waymark.settle()
    assert await roadblocks_of(waymark, waymark.theo) == []
    assert len(waymark.theo.dm) == before
    assert nobody_heard(waymark)
    await waymark.maya.submit(audience="You and Theo")
    (told,) = await roadblocks_of(waymark, waymark.theo)
    assert (told.what, told.help_wanted, told.goal_id) == (WORDS, "listen", goal_id)


async def test_without_a_mentor_nobody_is_offered(waymark: Conversation) -> None:
    answer = await waymark.maya.slash(f"/mentor setback {WORDS}")
    assert buttons(answer.blocks) == [*CHOICES, DOOR]


# --- 9.1: the quiet ------------------------------------------------------------------------------


async def test_that_day_and_the_next_only_people_are_heard(waymark: Conversation) -> None:
    """The check-in of Monday waits for Wednesday; a mentor's words of Monday do not wait."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 08:00")
    win = await waymark.waymark.services.wins.log(Actor(TEAM, waymark.maya.id), "Demo went live")
    services, maya = waymark.waymark.services, Actor(TEAM, waymark.maya.id)
    (mentor,) = (await services.wins.read(maya, win.subject_id)).choices[1:]
    await services.wins.share(maya, win.subject_id, mentor.value)
    before = len(waymark.maya.dm)
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    await waymark.until("2026-03-09 11:00")
    theo = Actor(TEAM, waymark.theo.id)
    await services.wins.praise.write(theo, "win", win.subject_id, "strength", "You kept it calm")
    await waymark.until("2026-03-10 23:59")
    assert [message.text for message in waymark.maya.dm[before:]] == ["Your mentor wrote to you"]
    await waymark.until("2026-03-11 10:05")
    assert "check-in" in waymark.maya.dm[-1].text
    assert len(waymark.maya.dm) == before + 2


async def test_the_home_tab_tells_the_hour_the_check_in_really_comes(
    waymark: Conversation,
) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 08:00")
    answer = await waymark.maya.slash("/mentor next")
    assert "Mon 9 Mar, 10:00" in json.dumps(answer.blocks)
    await waymark.maya.slash("/mentor setback nothing worked")
    answer = await waymark.maya.slash("/mentor next")
    assert "Wed 11 Mar, 10:00" in json.dumps(answer.blocks)


# --- 5.2c, and the other doors -------------------------------------------------------------------


async def test_row_5_2c_the_third_behind_quotes_why_it_matters(waymark: Conversation) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        goal.why = "I want our team to sleep at night"
        await work.commit()
    quoted = []
    for _ in range(4):
        answer = await waymark.maya.slash("/mentor checkin behind")
        quoted.append("> I want our team to sleep at night" in _said(answer.blocks))
    assert quoted == [False, False, True, False]
    await waymark.maya.slash("/mentor checkin on track")
    answer = await waymark.maya.slash("/mentor checkin behind")
    assert "sleep at night" not in _said(answer.blocks)


async def test_the_second_stuck_in_a_row_offers_to_note_a_setback(waymark: Conversation) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    first = await waymark.maya.slash("/mentor checkin stuck: waiting on access")
    assert "Note a setback" not in buttons(first.blocks)
    second = await waymark.maya.slash("/mentor checkin stuck: still waiting")
    assert "Note a setback" in buttons(second.blocks)
    assert await setbacks_of(waymark, waymark.maya) == [], "offered, not done"
    await waymark.maya.click("Note a setback")
    assert "still waiting" in shown(waymark.maya.modal)
    await waymark.maya.submit()
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.words, kept.goal_id, kept.source) == ("still waiting", goal_id, "checkin")


async def test_a_goal_let_go_past_its_date_has_the_door_too(waymark: Conversation) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        goal.due_on = waymark.clock.now().date() - timedelta(days=1)
        await work.commit()
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Let it go")
    await waymark.maya.click("Note a setback")
    await waymark.maya.submit(words=WORDS)
    (kept,) = await setbacks_of(waymark, waymark.maya)
    assert (kept.goal_id, kept.source) == (goal_id, "goal")
    await waymark.maya.click("Find a small next step")
    await waymark.maya.submit(next_step="Write down what I learned")
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
    assert goal is not None
    assert goal.next_step == "", "a goal that is let go takes no step"


async def test_a_goal_let_go_in_time_is_no_setback(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Let it go")
    assert "Note a setback" not in shown(waymark.maya.modal)


def _said(blocks: list[dict[str, Any]] | None) -> str:
    return "\n".join(block["text"]["text"] for block in blocks or () if "text" in block)


# --- 9.4: later, and only for its owner ----------------------------------------------------------


async def test_row_9_4_nothing_comes_by_itself_and_nobody_ever_hears_of_it(
    waymark: Conversation,
) -> None:
    """Four weeks with every choice taken: no message about it, to its owner or to anybody."""
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.waymark.services.wins.log(Actor(TEAM, waymark.maya.id), "Demo went live")
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS, goal="Lead the migration")
    await waymark.maya.click("Remind me what I do well")
    await waymark.maya.click("Use one in my next step")
    await waymark.maya.submit(plan_then="breathe out twice", friend="You are not alone")
    await waymark.maya.click("Not now")
    for _ in range(4):
        await waymark.advance(timedelta(days=7))
        await waymark.maya.slash("/mentor checkin stuck")
    for words in (WORDS, "breathe out twice", "You are not alone", "etback"):
        assert nobody_heard(waymark, words), words
    async with waymark.waymark.units.reading(TEAM) as work:
        (kept,) = await work.setbacks.of(waymark.maya.id)
        told = await work.outbox.about(kept.id)
        goal = await work.goals.get(goal_id, visible_to=waymark.theo.id)
    assert told == [], "never written as a message"
    assert goal is not None, "the goal itself is shared"
    assert goal.next_step == ""


async def test_a_rough_day_said_twice_is_quiet_as_long_as_the_later_one(
    waymark: Conversation,
) -> None:
    await waymark.until("2026-03-09 08:00")
    await waymark.maya.slash("/mentor setback one")
    await waymark.until("2026-03-10 08:00")
    await waymark.maya.slash("/mentor setback two")
    async with waymark.waymark.units.reading(TEAM) as work:
        person = await work.people.get(waymark.maya.id)
    assert person is not None
    assert person.quiet_until is not None
    assert f"{person.week.local(person.quiet_until):%a %H:%M}" == "Thu 00:00"
    assert len(await setbacks_of(waymark, waymark.maya)) == 2


async def test_what_was_on_its_way_already_waits_too(waymark: Conversation) -> None:
    """Slack asked for a pause at the slot; the setback is said before the second try."""
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 09:59")
    before = len(waymark.maya.dm)
    waymark.sandbox.faults.add("chat.postMessage", "rate_limited", times=1)
    await waymark.until("2026-03-09 10:00:02")
    assert len(waymark.maya.dm) == before
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    await waymark.until("2026-03-10 23:59")
    assert len(waymark.maya.dm) == before
    await waymark.until("2026-03-11 10:05")
    assert len(waymark.maya.dm) == before + 1


async def test_what_was_held_for_its_slot_before_waits_on(waymark: Conversation) -> None:
    """A goal reached on Thursday would be celebrated on Friday; after a setback, on Monday."""
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-05 11:00")
    await waymark.waymark.services.goals.reach(Actor(TEAM, waymark.maya.id), goal_id)
    before = len(waymark.maya.dm)
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    await waymark.until("2026-03-08 23:59")
    assert len(waymark.maya.dm) == before
    await waymark.until("2026-03-09 10:05")
    assert len(waymark.maya.dm) == before + 1
