"""Words typed in the DM: kept at once, placed by a tap, never echoed (content.md F5, F23)."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.domain.checkins import Checkin
from bot.domain.people import Person
from bot.domain.replies import StrayWords
from bot.sandbox import Message, Persona
from storage.tables.replies import stray_words
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

FOUR = ["On track", "A bit behind", "Stuck", "Skip"]
PLACES = ["Record a roadblock", "Save as a win", "Make it a goal", "Leave it"]


async def kept(waymark: Conversation, persona: Persona) -> list[StrayWords]:
    """Every row of this person's words."""
    async with waymark.waymark.units.reading(TEAM) as work:
        query = work.replies.rows(  # type: ignore[attr-defined]
            StrayWords, stray_words, stray_words.c.owner_id == persona.id
        )
        return await work.replies.all(query)  # type: ignore[attr-defined,no-any-return]


async def answers(waymark: Conversation) -> list[Checkin]:
    """Maya's standing answers, newest first."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.checkins.recent(waymark.maya.id)


async def person(waymark: Conversation, persona: Persona) -> Person:
    """Somebody as stored."""
    async with waymark.waymark.units.reading(TEAM) as work:
        found = await work.people.get(persona.id)
    assert found is not None
    return found


async def asked(waymark: Conversation, *goals: str) -> None:
    """Maya has an open check-in about these goals."""
    await paired(waymark)
    for title in goals or ("Lead the migration",):
        await with_goal(waymark, "maya", title, shared=True)
    await waymark.until("2026-03-09 10:00")
    assert "On track" in waymark.maya.last_dm.buttons


def never_echoed(persona: Persona, words: str) -> bool:
    """Whether no message of ours repeats the words."""
    return all(words not in json.dumps([m.text, m.blocks]) for m in persona.dms)


def since(persona: Persona, said: Message | None) -> list[Message]:
    """Our messages after one of theirs."""
    assert said is not None
    return [m for m in persona.dms if float(m.ts) > float(said.ts)]


# --- nothing is open -----------------------------------------------------------------------------


async def test_words_are_kept_and_may_become_four_things(waymark: Conversation) -> None:
    await paired(waymark)
    said = await waymark.maya.say("The review went better than I feared")
    (card,) = since(waymark.maya, said)
    assert card.buttons == PLACES
    assert [one.words for one in await kept(waymark, waymark.maya)] == [
        "The review went better than I feared"
    ]
    assert never_echoed(waymark.maya, "feared")
    assert waymark.theo.dms == waymark.ari.dms == []


async def test_words_become_a_win_once_and_whole(waymark: Conversation) -> None:
    await paired(waymark)
    words = "Spoke up in the review. " * 40
    await waymark.maya.say(words)
    card = waymark.maya.last_dm
    await waymark.maya.click("Save as a win")
    (stray,) = await kept(waymark, waymark.maya)
    await waymark.maya.press({"action_id": "reply_win", "value": stray.id}, card)
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar(waymark.maya.id)
    assert f"{win.title} {win.how}" == words.strip()
    assert stray.words == ""
    assert waymark.maya.modal is None
    assert never_echoed(waymark.maya, "Spoke up")
    assert "Done" in waymark.maya.last_dm.buttons
    await waymark.maya.click("Done")
    assert waymark.maya.last_dm.buttons == []
    assert waymark.maya.errors == []


async def test_words_start_a_roadblock(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.say("I have no access to the cluster")
    await waymark.maya.click("Record a roadblock")
    assert "I have no access to the cluster" in json.dumps(waymark.maya.modal)
    await waymark.maya.submit(audience="Only you")
    async with waymark.waymark.units.reading(TEAM) as work:
        (roadblock,) = await work.roadblocks.open_of(waymark.maya.id)
    assert roadblock.what == "I have no access to the cluster"
    assert "Save as a win" not in waymark.maya.last_dm.buttons
    assert waymark.maya.errors == []


async def test_words_start_one_goal_however_often_tapped(waymark: Conversation) -> None:
    await waymark.maya.say("I want to lead a team")
    card = waymark.maya.last_dm
    await waymark.maya.click("Make it a goal")
    assert "I want to lead a team" in json.dumps(waymark.maya.modal)
    await waymark.maya.submit()
    while waymark.maya.modal is not None:
        await waymark.maya.close_modal()
    await waymark.maya.click("Make it a goal", card)
    assert "/mentor goals" in waymark.maya.last_dm.all_text
    async with waymark.waymark.units.reading(TEAM) as work:
        goals = await work.goals.of(waymark.maya.id, visible_to=waymark.maya.id)
    assert [one.raw_ambition for one in goals] == ["I want to lead a team"]


async def test_leaving_them_is_one_quiet_line(waymark: Conversation) -> None:
    await waymark.maya.say("Just thinking aloud")
    await waymark.maya.click("Leave it")
    assert waymark.maya.last_dm.buttons == []
    assert [one.words for one in await kept(waymark, waymark.maya)] == [""]
    assert len(waymark.maya.dms) == 1


async def test_too_long_for_a_form_comes_back_whole(waymark: Conversation) -> None:
    words = "Nobody answers my mails. " * 150
    await waymark.maya.say(words)
    for button in ("Record a roadblock", "Make it a goal"):
        await waymark.maya.click(button)
        page = json.dumps(waymark.maya.modal)
        assert page.count("Nobody answers") == 150
        await waymark.maya.close_modal()
    assert waymark.maya.errors == []


@pytest.mark.parametrize(
    "words", [":tada:", "עברית, ואז English", "<!channel> hello there", "“smart” & <b>", "42"]
)
async def test_any_words_are_kept_as_typed(waymark: Conversation, words: str) -> None:
    await waymark.maya.say(words)
    assert [one.words for one in await kept(waymark, waymark.maya)] == [words]
    assert waymark.maya.last_dm.pings == []
    assert waymark.maya.last_dm.buttons == PLACES


# --- a check-in is open --------------------------------------------------------------------------


async def test_words_with_a_status_answer_the_check_in_with_one_tap(
    waymark: Conversation,
) -> None:
    await asked(waymark)
    await waymark.maya.say("Stuck: waiting on access_rights")
    card = waymark.maya.last_dm
    assert card.buttons[:2] == ["Add to my check-in", "Leave it"]
    assert "Lead the migration" in card.all_text
    assert "counts as *stuck*" in card.all_text
    await waymark.maya.click("Add to my check-in")
    (answer,) = await answers(waymark)
    assert (answer.status, answer.note) == ("stuck", "waiting on access_rights")
    assert answer.note_visibility == "private"
    assert "Undo" in waymark.maya.last_dm.buttons
    assert never_echoed(waymark.maya, "access_rights")
    stray = (await kept(waymark, waymark.maya))[0]
    for _ in range(2):
        action = {"action_id": "reply_note", "value": f"{stray.id}:{answer.goal_id}"}
        await waymark.maya.press(action, card)
    assert [one.note for one in await answers(waymark)] == ["waiting on access_rights"]


async def test_words_without_a_status_need_one_more_tap(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.say("The vendor moved the date")
    await waymark.maya.click("Add to my check-in")
    assert waymark.maya.last_dm.buttons == FOUR
    assert await answers(waymark) == []
    await waymark.maya.click("A bit behind", waymark.maya.last_dm)
    (answer,) = await answers(waymark)
    assert (answer.status, answer.note) == ("behind", "The vendor moved the date")
    assert never_echoed(waymark.maya, "vendor")


async def test_words_after_an_answer_join_it(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.click("On track")
    for words in ("The vendor moved the date", "But we are fine"):
        await waymark.maya.say(words)
        await waymark.maya.click("Add to my check-in")
        assert waymark.maya.last_dm.buttons == []
    (answer,) = await answers(waymark)
    assert answer.status == "on_track"
    assert answer.note == "The vendor moved the date\nBut we are fine"


async def test_a_new_status_keeps_what_was_noted_before(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(
        status_0="on_track",
        learned="Ask early",
        note="For you too",
        note_visibility="You and Theo",
    )
    await waymark.maya.close_modal()
    await waymark.maya.say("stuck, the vendor moved")
    await waymark.maya.click("Add to my check-in")
    (answer,) = await answers(waymark)
    assert (answer.status, answer.learned) == ("stuck", "Ask early")
    assert answer.note == "For you too\nthe vendor moved"
    assert answer.note_visibility == "private"


async def test_added_words_are_private_whatever_the_note_was(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.choose("Say more")
    await waymark.maya.submit(status_0="on_track", note="For you", note_visibility="You and Theo")
    await waymark.maya.close_modal()
    await waymark.maya.say("Nobody but me")
    await waymark.maya.click("Add to my check-in")
    (answer,) = await answers(waymark)
    assert (answer.note, answer.note_visibility) == ("For you\nNobody but me", "private")
    await waymark.until("2026-03-17 11:00")
    assert "Nobody but me" not in "".join(waymark.theo.seen)


async def test_with_several_goals_each_has_its_own_button(waymark: Conversation) -> None:
    await asked(waymark, "Lead the migration", "Speak at the meetup")
    await waymark.maya.say("done")
    card = waymark.maya.last_dm
    assert card.buttons == ["Add to my check-in", "Add to my check-in", "Leave it"]
    await waymark.maya.click("Add to my check-in", row="Speak at the meetup")
    (answer,) = await answers(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(answer.goal_id, visible_to=waymark.maya.id)
    assert goal is not None
    assert (goal.title, answer.status) == ("Speak at the meetup", "done")


async def test_the_menu_holds_the_other_places(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.say("The demo went live")
    await waymark.maya.choose("Save as a win")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.title for one in await work.wins.jar(waymark.maya.id)] == [
            "The demo went live"
        ]
    assert await answers(waymark) == []


async def test_an_old_card_says_what_is_left_to_choose(waymark: Conversation) -> None:
    await asked(waymark)
    await waymark.maya.say("The vendor moved the date")
    card = waymark.maya.last_dm
    await waymark.maya.click("On track")
    await waymark.until("2026-03-14 12:00")
    await waymark.maya.click("Add to my check-in", card)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.note for one in await work.checkins.recent(waymark.maya.id)] == [""]
    held = next(m for m in waymark.maya.dms if m.ts == card.ts)
    assert held.buttons == PLACES


# --- words for ourselves -------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["stop", "STOP!", "Unsubscribe.", "“pause”"])
async def test_a_stop_word_quiets_everything_for_two_weeks(
    waymark: Conversation, word: str
) -> None:
    await paired(waymark)
    said = await waymark.maya.say(word)
    (answer,) = since(waymark.maya, said)
    assert "19 Mar" in answer.all_text
    assert await kept(waymark, waymark.maya) == []
    assert (await person(waymark, waymark.maya)).is_paused(waymark.clock.now())
    await waymark.until("2026-03-18 18:00")
    assert since(waymark.maya, said) == [answer]


async def test_help_is_a_short_hint_with_buttons(waymark: Conversation) -> None:
    await waymark.maya.say("Help!")
    hint = waymark.maya.last_dm
    assert "Save a win" in hint.buttons
    assert await kept(waymark, waymark.maya) == []
    await waymark.maya.click("Save a win")
    assert waymark.maya.modal is not None
    assert waymark.maya.errors == []


async def test_a_stranger_gets_a_useful_hint(waymark: Conversation) -> None:
    await waymark.ari.say("What is this?")
    assert "/mentor start" in waymark.ari.last_dm.all_text
    assert waymark.ari.last_dm.buttons == PLACES
    assert len(await kept(waymark, waymark.ari)) == 1


async def test_a_picture_answers_kindly(waymark: Conversation) -> None:
    await waymark.maya.say("", files=["whiteboard.png"])
    assert "nothing is lost" in waymark.maya.last_dm.all_text
    assert await kept(waymark, waymark.maya) == []
    await waymark.maya.say("Our plan", files=["whiteboard.png"])
    assert "The file stays here" in waymark.maya.last_dm.all_text
    assert [one.words for one in await kept(waymark, waymark.maya)] == ["Our plan"]


# --- what is nobody's answer ---------------------------------------------------------------------


async def test_an_edit_is_no_second_answer(waymark: Conversation) -> None:
    said = await waymark.maya.say("The demo wnet live")
    assert said is not None
    await waymark.maya.edit(said, "The demo went live")
    await waymark.maya.delete(said)
    assert len(waymark.maya.dms) == 1
    assert len(await kept(waymark, waymark.maya)) == 1


async def test_another_bot_and_our_own_echo_are_not_heard(waymark: Conversation) -> None:
    await waymark.maya.say("The demo went live")
    before = len(waymark.maya.dms)
    waymark.maya.user.is_bot = True
    await waymark.maya.say("I am a bot")
    waymark.maya.user.is_bot = False
    await waymark.settle()
    assert len(waymark.maya.dms) == before
    assert [one.words for one in await kept(waymark, waymark.maya)] == ["The demo went live"]


@pytest.mark.parametrize("words", ["The demo went live", "help", "stop", ""])
async def test_the_same_event_four_times_is_one_row_and_one_answer(
    waymark: Conversation, words: str
) -> None:
    await waymark.maya.say(words, files=[] if words else ["clip.m4a"])
    heard = [sent.body["event"].get("user") for sent in waymark.sandbox.post.sent]
    await waymark.sandbox.redeliver(times=3, which=heard.index(waymark.maya.id))
    await waymark.settle()
    assert len(waymark.maya.dms) == 1
    assert len(await kept(waymark, waymark.maya)) == (1 if "demo" in words else 0)


async def test_four_deliveries_at_once_are_one_row_and_one_answer(waymark: Conversation) -> None:
    waymark.sandbox.hold_events()
    await waymark.maya.say("The demo went live")
    await asyncio.gather(*(waymark.sandbox.redeliver() for _ in range(4)))
    await waymark.sandbox.release_events()
    await waymark.settle()
    assert len(waymark.maya.dms) == 1
    assert len(await kept(waymark, waymark.maya)) == 1


async def test_a_reply_in_a_thread_is_answered_in_the_thread(waymark: Conversation) -> None:
    first = await waymark.maya.say("The demo went live")
    assert first is not None
    await waymark.maya.say("And nobody called", thread_ts=first.ts)
    assert waymark.maya.last_dm.thread_ts == first.ts
    assert waymark.maya.dms[0].thread_ts is None
    await waymark.maya.say("stop", thread_ts=first.ts)
    assert waymark.maya.last_dm.thread_ts == first.ts


async def test_words_of_somebody_else_stay_theirs(waymark: Conversation) -> None:
    await waymark.maya.say("My secret plan")
    (stray,) = await kept(waymark, waymark.maya)
    card = waymark.maya.last_dm
    values = {"reply_note": f"{stray.id}:", "reply_status_stuck": f"{stray.id}:"}
    for action in ("reply_win", "reply_goal", "reply_roadblock", "reply_leave", *values):
        await waymark.ari.press({"action_id": action, "value": values.get(action, stray.id)}, card)
    assert "secret" not in "".join(waymark.ari.seen)
    assert [one.words for one in await kept(waymark, waymark.maya)] == ["My secret plan"]
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.wins.jar(waymark.ari.id) == []


async def test_a_mentor_who_is_asked_is_pointed_to_the_buttons(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor roadblock No access to the cluster")
    await waymark.maya.submit(severity="blocking", audience="You and Theo")
    await waymark.settle()
    await waymark.theo.say("Ask the platform team")
    assert "buttons on their message" in waymark.theo.last_dm.all_text
