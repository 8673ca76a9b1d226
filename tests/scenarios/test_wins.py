"""Wins: saved at once, one question, a jar (content.md F8), as conversations."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.people import Actor
from bot.domain.roadblocks import Roadblock
from bot.domain.wins import Win
from bot.sandbox import Persona
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation


async def wins_of(waymark: Conversation, persona: Persona) -> list[Win]:
    """The jar as stored, newest first."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.wins.jar(persona.id)


def shown(view: dict[str, Any] | None) -> str:
    """Everything a window says."""
    assert view is not None, "no window is open"
    return json.dumps(view, ensure_ascii=False)


def buttons(held: list[dict[str, Any]]) -> list[str]:
    """The labels of the buttons in blocks, left to right."""
    rows = [block["elements"] for block in held if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row if one["type"] == "button"]


# --- 8.0 and 8.1: logged, acknowledged -----------------------------------------------------------


async def test_one_line_is_saved_at_once_and_asked_about_once(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor win Demo went live")
    assert [win.title for win in await wins_of(waymark, waymark.maya)] == ["Demo went live"]
    assert "Demo went live" in json.dumps(answer.blocks)
    assert "Demo" not in answer.text
    assert json.dumps(answer.blocks).count("?") == 1
    assert buttons(answer.blocks) == ["Answer", "Add detail", "Done"]
    assert waymark.maya.dm == []


async def test_in_a_channel_nobody_else_sees_it(waymark: Conversation) -> None:
    place = waymark.maya.team.find_channel("general")
    assert place is not None
    answer = await waymark.maya.slash("/mentor win Secret launch", channel="general")
    assert answer.ok
    assert len(await wins_of(waymark, waymark.maya)) == 1
    for persona in (waymark.theo, waymark.noor, waymark.ari):
        assert "Secret launch" not in "".join(persona.seen)
    assert [message for message in place.visible() if not message.ephemeral] == []


async def test_share_is_offered_to_those_who_have_a_mentor(waymark: Conversation) -> None:
    await paired(waymark)
    answer = await waymark.maya.slash("/mentor win Demo went live")
    assert buttons(answer.blocks) == ["Answer", "Add detail", "Share", "Done"]


async def test_a_long_win_is_kept_whole(waymark: Conversation) -> None:
    words = "The migration ran without a single call. " * 90
    answer = await waymark.maya.slash(f"/mentor win {words}")
    (win,) = await wins_of(waymark, waymark.maya)
    assert len(win.title) <= 300
    assert f"{win.title} {win.how}" == words.strip()
    assert "Answer" not in buttons(answer.blocks)
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.click("Edit")
    await waymark.maya.submit(more="And one thing more.")
    (win,) = await wins_of(waymark, waymark.maya)
    assert f"{win.title} {win.how}" == f"{words.strip()}\nAnd one thing more."


@pytest.mark.parametrize(
    "words",
    [
        ":tada:",
        "עברית, ואז English",
        "<!channel> went live",
        "“Smart” quotes & <b>",
        "*half ~bold",
    ],
)
async def test_whatever_people_write_comes_back_as_they_wrote_it(
    waymark: Conversation, words: str
) -> None:
    answer = await waymark.maya.slash(f"/mentor win {words}")
    assert answer.ok
    assert [win.title for win in await wins_of(waymark, waymark.maya)] == [words]
    await waymark.maya.slash("/mentor wins")
    assert "<!channel>" not in shown(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_without_words_there_is_a_form_and_small_is_fine(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor win")
    assert "Small is fine." in shown(waymark.maya.modal)
    refused = await waymark.maya.submit(title="   ", how="I asked first")
    assert list(refused.errors) == ["title"]
    result = await waymark.maya.submit(title="Wrote the outline", how="I asked first")
    assert result.updated
    (win,) = await wins_of(waymark, waymark.maya)
    assert (win.title, win.how, win.visibility) == (
        "Wrote the outline",
        "I asked first",
        "private",
    )
    assert "Answer" not in shown(waymark.maya.modal)


async def test_the_answer_and_the_details_are_kept_with_the_win(waymark: Conversation) -> None:
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Answer")
    await waymark.maya.submit(how="I rehearsed twice")
    assert "Answer" not in buttons((waymark.maya.modal or {})["blocks"])
    await waymark.maya.click("Add detail")
    await waymark.maya.submit(
        impact="Two teams use it",
        proof="https://example.test/demo",
        skill="clear speaking",
        helpers="Sam",
        goal="Lead the migration",
    )
    (win,) = await wins_of(waymark, waymark.maya)
    assert (win.how, win.impact, win.skill) == (
        "I rehearsed twice",
        "Two teams use it",
        "clear speaking",
    )
    assert (win.helpers, win.proof) == ("Sam", "https://example.test/demo")
    assert win.goal_id == goal_id
    await waymark.maya.click("Done")
    assert "/mentor wins" in shown(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_two_windows_with_the_one_question_keep_both_answers(waymark: Conversation) -> None:
    """One on the phone, one on the laptop; changing what stands in the field still replaces it."""
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Answer")
    (win,) = await wins_of(waymark, waymark.maya)
    maya, wins = Actor(TEAM, waymark.maya.id), waymark.waymark.services.wins
    await wins.answer(maya, win.id, "I asked for help early")
    await waymark.maya.submit(how="I kept the slides short")
    await waymark.maya.close_modal()
    (win,) = await wins_of(waymark, waymark.maya)
    assert win.how == "I asked for help early\nI kept the slides short"
    action = {"type": "button", "action_id": "win_answer", "value": win.id}
    await waymark.maya.press(action)
    await waymark.maya.submit(how="I kept it short")
    (win,) = await wins_of(waymark, waymark.maya)
    assert win.how == "I kept it short"


async def test_somebody_elses_win_stays_closed(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor win Secret launch")
    (win,) = await wins_of(waymark, waymark.maya)
    await waymark.ari.say("help")
    message = waymark.ari.last_dm
    for action in ("win_answer", "win_detail", "win_share", "win_done", "win_strength"):
        value = f"win:{win.id}" if action == "win_strength" else win.id
        for persona in (waymark.ari, waymark.theo):
            if persona is waymark.theo:
                await persona.slash("/mentor help")
                await persona.press({"action_id": action, "value": value})
            else:
                await persona.press({"action_id": action, "value": value}, message)
            assert "Secret" not in "".join(persona.seen)
    assert (await wins_of(waymark, waymark.maya))[0].visibility == "private"
    assert not [one for one in waymark.theo.dms if "Secret" in one.all_text]


# --- prefilled from what one already said --------------------------------------------------------


async def test_a_check_in_that_is_done_gives_the_win_its_name(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.choose("Done")
    await waymark.maya.click("Add a win")
    assert "Lead the migration" in shown(waymark.maya.modal)
    await waymark.maya.submit(how="One step a week")
    (win,) = await wins_of(waymark, waymark.maya)
    assert (win.title, win.source, win.goal_id) == ("Lead the migration", "checkin", goal_id)
    assert "Undo" in waymark.maya.last_dm.buttons


async def test_a_check_in_on_track_asks_for_the_win_itself(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    await waymark.until("2026-03-09 10:00")
    await waymark.maya.click("On track")
    await waymark.maya.click("Add a win")
    refused = await waymark.maya.submit()
    assert not refused.ok
    await waymark.maya.submit(title="The first service moved")
    (win,) = await wins_of(waymark, waymark.maya)
    assert win.title == "The first service moved"
    assert "The first service moved" not in waymark.maya.last_dm.all_text


async def test_a_solved_roadblock_becomes_a_win(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    async with waymark.waymark.units(TEAM) as work:
        roadblock = Roadblock(
            TEAM,
            waymark.maya.id,
            "No access to the cluster",
            waymark.clock.now(),
            helped_by=["smaller_step"],
            helped_words="Asked for one namespace",
            visibility="mentor",
            pairing_id=pairing_id,
        )
        work.roadblocks.add(roadblock)
        await work.commit()
    await waymark.maya.slash("/mentor help")
    await waymark.maya.press({"action_id": "win_from_roadblock", "value": roadblock.id})
    await waymark.maya.submit()
    (win,) = await wins_of(waymark, waymark.maya)
    assert (win.title, win.source) == ("No access to the cluster", "roadblock")
    assert win.how == "A smaller step\nAsked for one namespace"
    await waymark.theo.slash("/mentor help")
    await waymark.theo.press({"action_id": "win_from_roadblock", "value": roadblock.id})
    assert "cluster" not in "".join(waymark.theo.seen)


# --- 8.4: the jar --------------------------------------------------------------------------------


async def test_the_jar_shows_wins_by_month_and_hides_them(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor win The old one")
    await waymark.advance(timedelta(days=40))
    await waymark.maya.slash("/mentor win The new one")
    await waymark.maya.slash("/mentor wins")
    page = shown(waymark.maya.modal)
    assert page.index("April 2026") < page.index("The new one") < page.index("March 2026")
    assert page.index("March 2026") < page.index("The old one")
    assert "Only you" in page
    assert "Share" not in page
    await waymark.maya.choose("Hide", row="The old one")
    assert "The old one" not in shown(waymark.maya.modal)
    await waymark.maya.click("Hidden: 1")
    assert "The old one" in shown(waymark.maya.modal)
    await waymark.maya.choose("Show again")
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor jar")
    assert "The old one" in shown(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_the_jar_is_filtered_by_skill_and_turned_by_pages(waymark: Conversation) -> None:
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.maya.slash("/mentor win Spoke up")
    (first,) = await wins_of(waymark, waymark.maya)
    async with waymark.waymark.units(TEAM) as work:
        for number in range(60):
            work.wins.add(Win(TEAM, maya.user_id, f"Small win {number}", waymark.clock.now()))
        spoke = await work.wins.get(first.id, visible_to=maya.user_id)
        assert spoke is not None
        spoke.skill = "speaking"
        await work.commit()
    await waymark.advance(timedelta(minutes=1))
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.click("Older")
    await waymark.maya.click("Older")
    assert "Newer" in shown(waymark.maya.modal)
    assert "Older" not in shown(waymark.maya.modal)
    await waymark.maya.click("speaking")
    assert "Spoke up" in shown(waymark.maya.modal)
    assert "Small win" not in shown(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_a_win_is_edited_in_the_jar(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor win Demo wnet live")
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Edit")
    await waymark.maya.submit(title="Demo went live", how="Rehearsed")
    (win,) = await wins_of(waymark, waymark.maya)
    assert (win.title, win.how) == ("Demo went live", "Rehearsed")
    await waymark.maya.close_modal()
    assert "Demo went live" in shown(waymark.maya.modal)


async def test_an_empty_jar_says_how_to_begin(waymark: Conversation) -> None:
    await waymark.ari.slash("/mentor wins")
    assert "/mentor win" in shown(waymark.ari.modal)


async def test_row_8_4_the_jar_goes_along_as_text(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Add detail")
    await waymark.maya.submit(impact="Two teams use it", proof="https://example.test/demo")
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.click("As text")
    text = shown(waymark.maya.modal)
    for words in ("2026-03-05", "Demo went live", "What changed: Two teams use it", "demo"):
        assert words in text
    assert not any("Demo" in one.all_text for one in waymark.maya.dms), "a window, no message"
    assert waymark.maya.errors == []
