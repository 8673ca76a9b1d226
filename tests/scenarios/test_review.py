"""What a stranger's reading found: words that vanished, news told twice or to the wrong person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.checkins import Checkin
from bot.domain.goals import GoalState
from bot.domain.messages.wins import CelebrateGoal
from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

NOTE = "The vendor moved the date again. " * 100


async def answers(waymark: Conversation) -> dict[str, Checkin]:
    """Maya's latest answer for each goal."""
    async with waymark.waymark.units.reading(TEAM) as work:
        latest = await work.checkins.recent(waymark.maya.id)
    return {one.goal_id: one for one in reversed(latest)}


async def end(waymark: Conversation, pairing_id: str) -> None:
    """One of the two stopped."""
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()


def times_told(waymark: Conversation, words: str) -> int:
    """How many of Theo's messages say so."""
    return len([one for one in waymark.theo.dms if words in one.all_text])


# --- words ---------------------------------------------------------------------------------------


async def test_words_belong_to_the_first_goal_that_is_answered(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.advance(timedelta(minutes=1))
    second = await with_goal(waymark, "maya", "Speak at the summit")
    await waymark.maya.slash("/mentor checkin")
    await waymark.maya.submit(status_1="behind", note="No slot yet", next_step="Ask Ana")
    held = await answers(waymark)
    assert list(held) == [second]
    assert (held[second].note, held[second].next_step) == ("No slot yet", "Ask Ana")


async def test_one_goals_status_is_not_chosen_for_the_others(waymark: Conversation) -> None:
    await paired(waymark)
    first = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await with_goal(waymark, "maya", "Speak at the summit", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("Stuck", row="Lead the migration")
    await waymark.maya.slash("/mentor checkin")
    await waymark.maya.submit(note="Waiting")
    held = await answers(waymark)
    assert {goal_id: one.status for goal_id, one in held.items()} == {first: "stuck"}


async def test_a_note_longer_than_a_form_is_added_to_never_cut(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await waymark.maya.say(NOTE)
    await waymark.maya.click("Add to my check-in")
    await waymark.maya.click("Say more")
    await waymark.maya.submit(more="And one thing more")
    note = (await answers(waymark))[goal_id].note
    assert note == f"{NOTE.strip()}\nAnd one thing more"
    assert waymark.maya.errors == []


async def test_a_command_longer_than_a_form_comes_back_whole(waymark: Conversation) -> None:
    answer = await waymark.maya.slash(f"/mentor checkin {NOTE}")
    assert waymark.maya.modal is None
    assert "".join(one.all_text for one in answer.shown).count("The vendor") == 100
    assert waymark.maya.errors == []


async def test_praise_for_somebody_gone_comes_back(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Done")
    await waymark.until("2026-03-06 10:00")
    await waymark.theo.click("Congratulate")
    await waymark.maya.deactivate()
    result = await waymark.theo.submit(words="You made it small enough.")
    assert "not reachable" in str(result.errors)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.wins.praise_by(waymark.theo.id, goal_id=goal_id) == []


# --- twice ---------------------------------------------------------------------------------------


async def test_a_goal_taken_back_and_reached_again_is_celebrated_once(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Done")
    await waymark.until("2026-03-10 10:00")
    for status in ("behind", "done"):
        await waymark.maya.click("Say more")
        await waymark.maya.submit(status_0=status)
        await waymark.maya.close_modal()
    async with waymark.waymark.units.reading(TEAM) as work:
        rows = await work.outbox.about(goal_id, CelebrateGoal.kind)
    assert sorted(one.recipient_id for one in rows) == [waymark.maya.id, waymark.theo.id]


async def test_the_same_answer_again_is_no_news_for_the_mentor(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("Stuck")
    await waymark.until("2026-03-16 09:59")
    question = waymark.maya.last_dm
    await waymark.until("2026-03-16 10:01")
    before = times_told(waymark, "stuck")
    await waymark.maya.click("Say more", message=question)
    await waymark.maya.submit(status_0="stuck", learned="Ask sooner")
    await waymark.until("2026-03-31 12:00")
    assert times_told(waymark, "stuck") == before == 1


async def test_a_mind_changed_in_the_same_moment_still_reaches_the_mentor(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    for status in ("stuck", "behind"):
        await waymark.maya.choose("Say more") if status == "stuck" else None
        if status == "behind":
            await waymark.maya.click("Say more")
        await waymark.maya.submit(status_0=status)
        await waymark.maya.close_modal()
    await waymark.until("2026-03-16 10:01")
    assert "a bit behind" in waymark.theo.last_dm.all_text


async def test_the_same_break_is_told_once(waymark: Conversation) -> None:
    await paired(waymark)
    for _ in range(2):
        await waymark.maya.slash("/mentor pause")
        await waymark.maya.submit(length="2", share=["yes"])
        await waymark.maya.close_modal()
    await waymark.until("2026-03-06 10:00")
    assert len(waymark.theo.dms) == 1
    await waymark.maya.slash("/mentor resume")
    await waymark.maya.slash("/mentor pause")
    await waymark.maya.submit(length="day", until_on="2026-03-19", share=["yes"])
    await waymark.until("2026-03-18 10:00")
    assert len(waymark.theo.dms) == 1


# --- closed things stay closed -------------------------------------------------------------------


async def test_undo_wakes_no_goal_that_was_let_go(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Let it go")
    await waymark.maya.close_modal()
    await waymark.maya.choose("Done")
    await waymark.maya.click("Undo")
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
    assert goal is not None
    assert goal.state == GoalState.LET_GO


# --- the wrong person ----------------------------------------------------------------------------


async def test_a_mentor_who_was_one_is_not_thanked_with_words_of_now(
    waymark: Conversation,
) -> None:
    pairing_id = await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Done")
    await waymark.until("2026-03-06 10:00")
    await waymark.theo.click("Congratulate")
    await waymark.theo.submit(words="You made it small enough.")
    await waymark.settle()
    await end(waymark, pairing_id)
    before = len(waymark.theo.dms)
    await waymark.maya.click("Thanks")
    await waymark.advance(timedelta(days=8))
    assert len(waymark.theo.dms) == before


@pytest.mark.parametrize("goal", ["Lead the migration", ""])
async def test_what_waits_for_a_mentor_does_not_go_to_one_who_was(
    waymark: Conversation, goal: str
) -> None:
    """Whether the check-in was about a goal of hers or went in general."""
    pairing_id = await paired(waymark)
    if goal:
        await with_goal(waymark, "maya", goal, shared=True)
    await waymark.maya.slash("/mentor checkin stuck")
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Share")
    await waymark.maya.submit()
    await waymark.until("2026-03-05 22:00")
    await waymark.maya.slash("/mentor roadblock")
    await waymark.maya.submit(what="No access to the cluster", audience="You and Theo")
    await end(waymark, pairing_id)
    await waymark.until("2026-03-20 12:00")
    assert waymark.theo.dms == []


async def test_the_rest_of_a_digest_shows_nothing_made_private_meanwhile(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goals = [
        await with_goal(waymark, "maya", f"Goal number {number}", shared=True)
        for number in range(7)
    ]
    await waymark.until("2026-03-09 10:00")
    digest = waymark.theo.last_dm
    hidden = [number for number in range(7) if f"Goal number {number}" not in digest.all_text]
    assert len(hidden) == 2
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.goals.share(maya, goals[hidden[0]], "private")
    await waymark.theo.click("Show the rest")
    assert f"Goal number {hidden[0]}" not in str(waymark.theo.modal)
    assert f"Goal number {hidden[1]}" in str(waymark.theo.modal)


async def test_a_digest_that_slack_held_up_leaves_out_what_was_made_private(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goals = [
        await with_goal(waymark, "maya", title, shared=True)
        for title in ("Lead the migration", "Speak at the summit", "Learn Rust")
    ]
    waymark.sandbox.faults.add("chat.postMessage", "rate_limited", times=2, seconds=600)
    await waymark.until("2026-03-09 10:00")
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.goals.share(maya, goals[0], "private")
    await waymark.until("2026-03-09 12:00")
    assert "Speak at the summit" in waymark.theo.last_dm.all_text
    assert "Lead the migration" not in waymark.theo.last_dm.all_text
