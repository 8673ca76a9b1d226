"""A break of one goal or one pairing, beside that of everything (content.md 5.5, 5.6, F23)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import NotYours, PastDate
from bot.domain.people import Actor
from bot.sandbox import Persona
from tests.factories import TEAM, paired, with_goal
from tests.pacing import DUE, monday, record
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_roadblocks_ladder import about, ask, quiet_rhythm
from tests.stage import Conversation

LEAD, TALK = "Lead the migration", "Give a talk"
#: The first day back; London's clocks change on the day before.
BACK = date(2026, 3, 30)


async def rests(who: Persona, what: str, *, share: bool = False) -> None:
    """The form of `/mentor pause`, filled in."""
    await who.slash("/mentor pause")
    told = {"share": ["yes"]} if share else {}
    result = await who.submit(scope=what, length="day", until_on=BACK, **told)
    assert result.ok, result
    await who.close_modal()


async def what_next(who: Persona) -> str:
    await who.slash("/mentor next")
    return who.ephemerals[-1].all_text


# --- one goal ------------------------------------------------------------------------------------


async def test_policy_5_6_one_goal_rests_and_the_others_go_on(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    for title in (LEAD, TALK):
        await with_goal(waymark, "maya", title)
    await maya.slash("/mentor pause")
    result = await maya.submit(scope=f"The goal: {LEAD}", length="day", until_on=BACK)
    assert result.ok, result
    page = text_of(maya.modal)
    assert LEAD in page
    assert "until Mon 30 Mar" in page
    await maya.close_modal()
    for number in range(3):
        await waymark.until(monday(number))
        assert maya.last_dm.text == DUE
        assert TALK in maya.last_dm.all_text
        assert LEAD not in maya.last_dm.all_text
        await maya.click("On track", message=maya.last_dm)
    assert f"{LEAD} rests until Mon 30 Mar, as you asked." in (await what_next(maya)).replace(
        "*", ""
    )
    told = len(maya.dms)
    await waymark.until(monday(3))
    assert len(maya.dms) == told + 1, "one message, about both"
    assert LEAD in maya.last_dm.all_text
    assert TALK in maya.last_dm.all_text
    assert "rests" not in await what_next(maya)


async def test_while_the_only_goal_rests_nothing_is_asked_and_nothing_is_counted(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD)
    await rests(maya, f"The goal: {LEAD}")
    words = await what_next(maya)
    assert "Mon 30 Mar, 10:00" in words, "the next question, and not an earlier one"
    assert "Start again" in words
    await maya.open_home()
    assert "as you asked" in text_of(maya.home)
    assert "Mon 30 Mar" in text_of(maya.home)
    await waymark.until("2026-03-30 09:59")
    assert maya.dms == []
    assert (await record(waymark)).in_words == ""
    assert "you let that goal rest" in await what_next(maya)
    await waymark.until("2026-03-31 18:00")
    assert [one.text for one in maya.dms] == [DUE, "Your check-in is still open"]
    assert waymark.theo.dms == []


async def test_a_break_from_the_menu_of_the_question_sets_it_aside(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD)
    await waymark.until(monday(0))
    await maya.choose("Take a break")
    result = await maya.submit(scope=f"The goal: {LEAD}", length="1 week")
    assert result.ok, result
    await maya.close_modal()
    await waymark.until("2026-03-16 09:59")
    assert len(maya.dms) == 1, "no nudge about what rests"
    await waymark.until(monday(1))
    assert len(maya.dms) == 2
    await maya.click("On track", message=maya.last_dm)
    assert (await record(waymark)).breathers == 2, "the question before does not count"


async def test_start_again_ends_it_sooner_and_twice_is_once(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", LEAD)
    await rests(maya, f"The goal: {LEAD}")
    await maya.slash("/mentor resume")
    assert "as you asked" in maya.ephemerals[-1].all_text
    breaks, actor = waymark.waymark.services.care.breaks, Actor(TEAM, maya.id)
    await maya.slash("/mentor next")
    await maya.click("Start again")
    assert await breaks.resting(actor) == ()
    await breaks.resume(actor, f"goal:{goal_id}")
    await waymark.until(monday(0))
    assert [one.text for one in maya.dms] == [DUE]


async def test_in_home_it_can_be_ended_too(waymark: Conversation) -> None:
    maya = waymark.maya
    pairing_id = await paired(waymark)
    await rests(maya, "You and Theo")
    await maya.open_home()
    assert "Your mentoring with Theo rests until Mon 30 Mar" in text_of(maya.home)
    await maya.click("Start again", within="home")
    breaks = waymark.waymark.services.care.breaks
    assert await breaks.resting(Actor(TEAM, maya.id)) == ()
    await maya.close_modal()
    assert "as you asked" not in text_of(maya.home)
    with pytest.raises(NotYours):
        await breaks.resume(Actor(TEAM, waymark.ari.id), f"pair:{pairing_id}")


async def test_the_date_of_a_resting_goal_is_asked_about_after_the_break(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", LEAD)
    await quiet_rhythm(waymark)
    async with waymark.waymark.units(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=maya.id)
        assert goal is not None
        goal.due_on = date(2026, 4, 2)
        soon = datetime(2026, 3, 19, 10, 0, tzinfo=UTC)
        await work.nudges.set("goal_date", goal_id, maya.id, soon)
        await work.commit()
    await rests(maya, f"The goal: {LEAD}")
    await waymark.until("2026-03-30 09:59")
    assert maya.dms == []
    await waymark.until("2026-03-30 10:01")
    assert len(maya.dms) == 1
    assert "2 Apr" in maya.last_dm.all_text


# --- one pairing ---------------------------------------------------------------------------------


async def test_policy_5_6_a_pairing_rests_on_both_sides_and_starts_without_a_flood(
    waymark: Conversation,
) -> None:
    """What waits is let go, the ladder goes on after the break; check-ins go on, unrelayed."""
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD, shared=True)
    await ask(waymark)
    before = len(theo.dms)
    await rests(maya, "You and Theo")
    for number in range(3):
        await waymark.until(monday(number))
        await maya.click("A bit behind", message=maya.last_dm)
    await waymark.until("2026-03-29 12:00")
    during = [one.all_text for one in theo.dms[before:]]
    assert not any("a bit behind" in one or "still" in one for one in during), during
    assert not any("hasn't been able to reply" in one.all_text for one in maya.dms)
    told = len(theo.dms)
    await waymark.until("2026-03-30 12:00")
    assert len(theo.dms) == told + 1, "the one reminder, and nothing of the quiet time"
    assert "Reply with a tip" in theo.last_dm.buttons
    assert not any("hasn't been able to reply" in one.all_text for one in maya.dms)
    await waymark.until("2026-04-02 12:00")
    assert "Ask once more" in str([one.buttons for one in maya.dms]), "agreed time after that"
    assert waymark.ari.seen == []
    assert maya.errors == theo.errors == []


async def test_the_mentor_can_let_it_rest_as_well(waymark: Conversation) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD, shared=True)
    await waymark.until("2026-03-09 10:00")
    told = len(theo.dms)
    await rests(theo, "You and Maya")
    await maya.click("A bit behind", message=maya.last_dm)
    await waymark.until("2026-03-27 12:00")
    assert len(theo.dms) == told
    assert "Your mentoring with Maya rests until Mon 30 Mar" in await what_next(theo)
    assert "rests until" not in await what_next(maya), "who takes a break says so, or nobody does"


async def test_what_waits_at_its_beginning_is_let_go_and_a_reached_goal_is_not_told(
    waymark: Conversation,
) -> None:
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD, shared=True)
    async with waymark.waymark.units(TEAM) as work:
        await work.outbox.cancel_for(theo.id, reason="test", budgeted_only=False)
        await work.commit()
    await maya.slash("/mentor checkin behind")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.kind for one in await work.outbox.waiting_for(theo.id)] == ["checkin_shared"]
    await rests(maya, "You and Theo")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.outbox.waiting_for(theo.id) == []
    await maya.slash("/mentor checkin done")
    await waymark.until("2026-04-02 12:00")
    assert theo.dms == []
    assert any(LEAD in one.all_text for one in maya.dms), "its owner hears of it"


async def test_did_it_move_waits_for_the_goal_it_is_about(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await with_goal(waymark, "maya", LEAD)
    await quiet_rhythm(waymark)
    await maya.slash("/mentor roadblock Nobody owns the old tables.")
    result = await maya.submit(audience="Only you", goal=LEAD)
    assert result.ok, result
    await maya.close_modal()
    await rests(maya, f"The goal: {LEAD}")
    await waymark.until("2026-03-30 09:59")
    assert about(maya) == []
    await waymark.until("2026-03-30 10:01")
    assert "Solved" in about(maya)[-1].buttons
    assert len(about(maya)) == 1


async def test_another_mentor_is_not_touched_by_it(waymark: Conversation) -> None:
    await paired(waymark, mentor="noor")
    await with_goal(waymark, "maya", LEAD, shared=True)
    await paired(waymark)
    await rests(waymark.maya, "You and Theo")
    await waymark.until(monday(0))
    await waymark.maya.click("A bit behind", message=waymark.maya.last_dm)
    await waymark.until("2026-03-17 18:00")
    assert any("a bit behind" in one.all_text for one in waymark.noor.dms)


async def test_what_they_write_to_each_other_still_arrives(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet_rhythm(waymark)
    await rests(waymark.maya, "You and Theo")
    await ask(waymark)
    assert any("Reply with a tip" in one.buttons for one in waymark.theo.dms)
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.submit(words="Ask both leads.")
    await waymark.settle()
    assert "Ask both leads." in str([one.all_text for one in about(waymark.maya)])


@pytest.mark.parametrize("share", [False, True])
async def test_the_other_side_hears_of_it_only_by_a_tick(
    waymark: Conversation, share: bool
) -> None:
    theo = waymark.theo
    await paired(waymark)
    await ask(waymark)
    before = len(theo.dms)
    await rests(waymark.maya, "You and Theo", share=share)
    await waymark.until("2026-03-27 12:00")
    news = [one for one in theo.dms[before:] if "break" in one.all_text.casefold()]
    news = [one for one in news if "until Mon 30 Mar" in one.all_text]
    assert len(news) == int(share)
    if share:
        assert news[0].text == "A break in your mentoring"
    words = await what_next(theo)
    assert "rest" not in words.casefold()
    assert "30 Mar" not in words
    assert "Not sent" not in words


# --- the rules -----------------------------------------------------------------------------------


async def test_nobody_elses_goal_or_pairing_can_rest(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    goal_id = await with_goal(waymark, "maya", LEAD, shared=True)
    breaks = waymark.waymark.services.care.breaks
    later = waymark.clock.now() + timedelta(days=14)
    for who, key in (
        (waymark.ari, f"pair:{pairing_id}"),
        (waymark.ari, f"goal:{goal_id}"),
        (waymark.theo, f"goal:{goal_id}"),
        (waymark.maya, "person:x"),
        (waymark.maya, ""),
    ):
        await waymark.waymark.services.people.meet(Actor(TEAM, who.id))
        with pytest.raises(NotYours):
            await breaks.pause(Actor(TEAM, who.id), key, later)
        with pytest.raises(NotYours):
            await breaks.resume(Actor(TEAM, who.id), key)
    assert await breaks.resting(Actor(TEAM, waymark.maya.id)) == ()


async def test_a_day_that_is_over_is_said_beside_the_field(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await waymark.maya.slash("/mentor pause")
    result = await waymark.maya.submit(
        scope="You and Theo", length="day", until_on=date(2026, 3, 2)
    )
    assert list(result.errors) == ["until_on"]
    breaks, maya = waymark.waymark.services.care.breaks, Actor(TEAM, waymark.maya.id)
    with pytest.raises(PastDate):
        await breaks.pause(maya, f"pair:{pairing_id}", waymark.clock.now() - timedelta(days=3))
    assert await breaks.resting(maya) == ()
