"""Goals as conversations: said, composed, saved, shared, reached (content.md F3)."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta
from typing import Any

from bot.domain.goals import EXAMPLE, SKILLS, Goal, Said
from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation


async def goals_of(waymark: Conversation, person: str) -> list[Goal]:
    who = waymark.sandbox.person(person).id
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.goals.of(who, visible_to=who)


def text_of(view: Any) -> str:
    return json.dumps(view, ensure_ascii=False)


async def test_a_goal_is_said_composed_and_saved(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal Lead the migration")
    assert "Lead the migration" in text_of(waymark.maya.modal)
    first = await waymark.maya.submit(measure="two teams moved", due_on=date(2026, 6, 30))
    assert first.updated, first
    second = await waymark.maya.submit(why="I can lead bigger work")
    assert second.updated, second
    sentence = "Lead the migration, measured by two teams moved, by 30 June 2026, so that I can"
    assert sentence in text_of(waymark.maya.modal)
    done = await waymark.maya.submit(
        obstacle="No time",
        plan_then="then I will block an hour on Monday",
        next_step="Ask Ana for the slides",
    )
    assert done.updated, done
    shown = text_of(waymark.maya.modal)
    assert "If I have no time, then I will block an hour on Monday" in shown
    assert "Ask Ana for the slides" in shown
    assert "Only you" in shown
    [goal] = await goals_of(waymark, "maya")
    assert (goal.state, goal.raw_ambition, goal.visibility) == (
        "active",
        "Lead the migration",
        "private",
    )
    assert goal.next_step_on == date(2026, 3, 12)
    assert waymark.maya.errors == []
    assert waymark.maya.dms == []


async def test_the_essays_example_and_skills_stand_in_the_form(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal")
    form = text_of(waymark.maya.modal)
    assert EXAMPLE == "Earn a leadership role in product management within 18 months"
    assert f"For example: {EXAMPLE}" in form
    await waymark.maya.submit(ambition=EXAMPLE)
    form = text_of(waymark.maya.modal)
    assert all(label in form for _, label in SKILLS)
    await waymark.maya.submit(skill="Negotiation")
    assert f"{EXAMPLE}." in text_of(waymark.maya.modal)
    assert [goal.skill for goal in await goals_of(waymark, "maya")] == ["negotiation"]


async def test_cancel_never_loses_what_was_typed(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    await waymark.maya.close_modal()
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.raw_ambition) == ("draft", "I want to advance")
    await waymark.maya.slash("/mentor goal I want to advance")
    await waymark.maya.submit(measure="a senior title")
    await waymark.maya.submit(why="It is time")
    await waymark.maya.close_modal()
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.measure, draft.why) == ("draft", "a senior title", "It is time")
    assert draft.raw_ambition == "I want to advance"
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Finish")
    assert "It is time" in text_of(waymark.maya.modal)
    await waymark.maya.submit()
    await waymark.maya.submit()
    await waymark.maya.submit()
    assert [goal.state for goal in await goals_of(waymark, "maya")] == ["active"]
    assert waymark.maya.errors == []


async def test_save_as_it_is_keeps_a_draft_with_everything_typed(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal I want to advance")
    await waymark.maya.submit()
    await waymark.maya.submit()
    await waymark.maya.fill(next_step="Talk to Theo")
    await waymark.maya.click("Save as it is")
    assert "I want to advance" in text_of(waymark.maya.modal)
    [draft] = await goals_of(waymark, "maya")
    assert (draft.state, draft.statement, draft.next_step) == ("draft", "", "Talk to Theo")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.checkins.schedule_of(waymark.maya.id) is None
    await waymark.maya.click("Edit")
    await waymark.maya.submit()
    await waymark.maya.submit()
    assert "Talk to Theo" in text_of(waymark.maya.modal)
    assert len(waymark.maya.modals) == 1
    assert waymark.maya.errors == []


async def test_a_shared_goal_reaches_the_mentor_in_the_weekly_digest(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor goal Lead the migration")
    await waymark.maya.submit()
    await waymark.maya.submit(why="it is mine to do")
    assert "You and Theo" in text_of(waymark.maya.modal)
    await waymark.maya.submit(statement="Lead the migration by June.")
    assert "You and Theo" in text_of(waymark.maya.modal)
    await waymark.settle()
    assert waymark.theo.dms == []
    await waymark.until("2026-03-09 10:30")
    told = [one for one in waymark.theo.dms if "Lead the migration by June." in one.all_text]
    assert len(told) == 1
    assert "Lead" not in told[0].text
    assert waymark.ari.seen == []
    await waymark.theo.click("Looks right")
    assert "Looks right" not in waymark.theo.last_dm.buttons
    before = len(waymark.maya.dms)
    await waymark.maya.slash("/mentor goals")
    assert "says it looks right" in text_of(waymark.maya.modal)
    assert len(waymark.maya.dms) == before
    assert waymark.maya.errors == waymark.theo.errors == []


async def test_the_mentors_question_arrives_word_for_word_once(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:30")
    before = len(waymark.maya.dms)
    await waymark.theo.click("Ask a question")
    question = "What would <!channel> *good* look like?\nAnd who says so?"
    assert (await waymark.theo.submit(question=question)).ok
    await waymark.settle()
    assert "on its way" in waymark.theo.last_dm.all_text
    [asked] = waymark.maya.dms[before:]
    assert asked.text == "A question about your goal"
    assert "> What would &lt;!channel&gt; *good* look like?\n> And who says so?" in asked.all_text
    await waymark.maya.click("Edit the goal")
    assert "Lead the migration" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.click("Not now")
    assert "Set aside." in waymark.maya.last_dm.all_text
    assert "good" not in waymark.maya.last_dm.all_text
    assert "Not now" not in waymark.maya.last_dm.buttons


async def test_sharing_and_unsharing_is_said_honestly(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Share with my mentor")
    shown = text_of(waymark.maya.modal)
    assert "can see this goal from now on" in shown
    assert "You and Theo" in shown
    await waymark.maya.choose("Make private")
    shown = text_of(waymark.maya.modal)
    assert "Only you see this goal now. What Theo read before cannot be unread." in shown
    await waymark.until("2026-03-09 10:30")
    assert "migration" not in "".join(waymark.theo.seen)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.goals.get(goal_id, visible_to=waymark.theo.id) is None


async def test_what_waits_for_the_mentor_is_held_back_too(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor checkin on track")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Make private")
    await waymark.until("2026-03-10 10:30")
    assert "migration" not in "".join(waymark.theo.seen)


async def test_who_may_see_and_touch_a_goal(staged: Conversation) -> None:
    waymark = staged
    await paired(waymark)
    await paired(waymark, "ari", "noor")
    secret = await with_goal(waymark, "maya", "A private thing")
    shared = await with_goal(waymark, "maya", "A shared thing", shared=True)
    people = {name: waymark.sandbox.person(name).id for name in ("maya", "theo", "noor", "ari")}
    async with waymark.waymark.units.reading(TEAM) as work:
        seen = {
            name: [
                (await work.goals.get(one, visible_to=who)) is not None for one in (secret, shared)
            ]
            for name, who in people.items()
        }
        home = {name: len(await work.goals.open_seen_by(who)) for name, who in people.items()}
    assert seen == {
        "maya": [True, True],
        "theo": [False, True],
        "noor": [False, False],
        "ari": [False, False],
    }
    assert home == {"maya": 2, "theo": 1, "noor": 0, "ari": 0}


async def test_a_third_person_learns_nothing_and_changes_nothing(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    before = await goals_of(waymark, "maya")
    owners = [f"{what}:{goal_id}" for what in ("edit", "done", "let_go", "private", "share")]
    presses = [
        *[("goal_menu", value) for value in (*owners, f"choose:{goal_id}", f"drop:{goal_id}")],
        ("goal_edit", goal_id),
        ("goal_keep_draft", goal_id),
        ("goal_take_back", f"{goal_id}:"),
    ]
    mentors = [("goal_looks_right", goal_id), ("goal_ask", goal_id), ("map_add_for", goal_id)]
    menus = [("goal_mentor_menu", f"{what}:{goal_id}") for what in ("looks", "ask", "route")]
    for who, tried in ((waymark.ari, [*presses, *mentors, *menus]), (waymark.theo, presses)):
        await who.say("hello")
        for action_id, value in tried:
            await who.press({"action_id": action_id, "value": value})
            assert who.modal is not None, (who, action_id)
            assert "This isn't yours to open" in text_of(who.modal), (who, action_id)
            await who.close_modal()
    await waymark.settle()
    assert "migration" not in "".join(waymark.ari.seen)
    assert await goals_of(waymark, "maya") == before
    assert waymark.maya.dms == []


async def test_done_is_celebrated_offered_as_a_win_and_can_be_taken_back(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Done")
    assert "Would you like to keep it as a win?" in text_of(waymark.maya.modal)
    assert "win_from_goal" in text_of(waymark.maya.modal)
    await waymark.maya.click("Take it back")
    [goal] = await goals_of(waymark, "maya")
    assert goal.state == "active"
    await waymark.advance(timedelta(seconds=1))
    await waymark.maya.choose("Done")
    await waymark.until("2026-03-06 10:30")
    celebrated = [one for one in waymark.maya.dms if one.text == "A goal was reached"]
    assert len(celebrated) == 1
    await waymark.until("2026-03-09 10:30")
    assert "Lead the migration" not in waymark.maya.last_dm.all_text
    assert waymark.maya.errors == []


async def test_let_go_tells_nobody_and_falls_out_of_check_ins(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Let it go")
    assert "Let go: *Lead the migration*" in text_of(waymark.maya.modal)
    await waymark.until("2026-03-09 10:30")
    assert "migration" not in "".join(waymark.theo.seen)
    assert "Lead the migration" not in waymark.maya.last_dm.all_text


async def test_a_fourth_goal_gets_a_kind_note_never_a_refusal(waymark: Conversation) -> None:
    for number in range(3):
        await with_goal(waymark, "maya", f"Goal {number}")
    await waymark.maya.slash("/mentor goal One more")
    await waymark.maya.submit()
    await waymark.maya.submit()
    await waymark.maya.submit()
    assert "several goals" in text_of(waymark.maya.modal)
    assert len([one for one in await goals_of(waymark, "maya") if one.is_active]) == 4


async def test_editing_keeps_where_it_started(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "I want to advance")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Edit")
    assert "You started with" in text_of(waymark.maya.modal)
    await waymark.maya.submit(due_on=date(2026, 9, 1))
    assert "I want to advance, by 1 September 2026." in text_of(waymark.maya.modal)
    await waymark.maya.submit(statement="Lead one project by September.")
    await waymark.maya.close_modal()
    assert "Lead one project by September" in text_of(waymark.maya.modal), "the list is fresh"
    [goal] = await goals_of(waymark, "maya")
    assert goal.raw_ambition == "I want to advance"
    assert goal.statement == "Lead one project by September."


async def test_an_edit_from_a_second_window_overwrites_nothing_unsaid(
    waymark: Conversation,
) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Edit")
    actor_goal = (await goals_of(waymark, "maya"))[0]
    await waymark.waymark.services.goals.describe(
        Actor(TEAM, waymark.maya.id),
        goal_id,
        Said(measure="from my phone"),
        version=actor_goal.edits,
    )
    again = await waymark.maya.submit(measure="from my desk")
    assert again.updated
    assert "changed in another window" in text_of(waymark.maya.modal)
    assert "from my desk" in text_of(waymark.maya.modal)
    assert [goal.measure for goal in await goals_of(waymark, "maya")] == ["from my phone"]
    await waymark.maya.submit()
    assert [goal.measure for goal in await goals_of(waymark, "maya")] == ["from my desk"]


async def test_forms_sent_twice_save_once_and_tell_once(waymark: Conversation) -> None:
    await paired(waymark)
    replay = waymark.sandbox.post.replay
    await waymark.maya.slash("/mentor goal")
    await waymark.maya.submit(ambition="Lead the migration")
    assert all(one.ok for one in await asyncio.gather(replay(), replay()))
    for _ in ("letters", "fit", "sentence"):
        await waymark.maya.submit()
        assert all(one.ok for one in await asyncio.gather(replay(), replay()))
    [goal] = await goals_of(waymark, "maya")
    assert (goal.state, goal.edits) == ("active", 4)
    async with waymark.waymark.units.reading(TEAM) as work:
        told = await work.outbox.about(goal.id, "goal_shared")
    assert [one.recipient_id for one in told] == [waymark.theo.id]


async def test_a_tap_sent_twice_celebrates_once(waymark: Conversation) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Done")
    await waymark.sandbox.post.replay()
    await waymark.advance(timedelta(seconds=5))
    option = {"text": {"type": "plain_text", "text": "Done"}, "value": f"done:{goal_id}"}
    tap = {"type": "overflow", "action_id": "goal_menu", "selected_option": option}
    await waymark.maya.say("hello")
    assert (await waymark.maya.press(tap)).ok
    async with waymark.waymark.units.reading(TEAM) as work:
        told = await work.outbox.about(goal_id, "celebrate_goal")
    assert len(told) == 1


async def test_with_two_mentors_the_owner_chooses_which_one(waymark: Conversation) -> None:
    await paired(waymark)
    await paired(waymark, "maya", "noor")
    await waymark.maya.slash("/mentor goal Lead the migration")
    await waymark.maya.submit()
    await waymark.maya.submit()
    await waymark.maya.submit()
    [goal] = await goals_of(waymark, "maya")
    assert goal.visibility == "private", "two mentors: nobody is suggested"
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Choose who sees it")
    await waymark.maya.submit(audience="You and Noor")
    await waymark.maya.close_modal()
    assert "You and Noor" in text_of(waymark.maya.modal)
    await waymark.advance(timedelta(days=5))
    assert "migration" not in "".join(waymark.theo.seen)
    assert "Lead the migration" in "".join(waymark.noor.seen)
