"""Asking somebody to be a mentor, and every way a request can go (content.md F2, 2.2 to 2.6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox import Persona
from tests.factories import TEAM, paired
from tests.stage import Conversation

REASON = "Your talk on planning changed how I run our *weekly* review."
TOPIC = "Leading a migration\nwithout burning out"


async def test_a_pair_from_the_factory_is_active(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        assert pairing.is_active
    await waymark.settle()
    assert waymark.maya.dms == waymark.theo.dms == []


async def test_the_mentor_gets_exactly_what_the_preview_showed(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor pair @theo")
    assert answer.ok
    result = await waymark.maya.submit(reason=REASON, topic=TOPIC)
    assert result.updated, result
    assert "Send" in str(waymark.maya.modal)
    preview = _sections(waymark.maya.modal)[0]
    await waymark.settle()
    assert waymark.theo.dms == []

    await waymark.maya.submit()
    sent = _sections(waymark.maya.modal)[0]
    assert sent.startswith("Sent. Most people answer within a week")
    await waymark.settle()
    (request,) = waymark.theo.dms
    assert request.blocks[0]["text"]["text"] == preview
    for line in (*REASON.splitlines(), *TOPIC.splitlines()):
        assert f"> {line}" in preview
    assert "20 minutes, once a month, for three months" in preview
    assert request.buttons[:3] == ["Accept", "Suggest a change", "Not now"]
    assert "planning" not in request.text
    assert waymark.maya.errors == waymark.theo.errors == []


async def test_changed_words_are_shown_again_before_they_go(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor pair @theo")
    await waymark.maya.submit(reason="You are great", topic="Planning")
    assert "A thought, your choice" in str(waymark.maya.modal)
    await waymark.maya.submit(reason=REASON)
    assert "A thought, your choice" not in str(waymark.maya.modal)
    await waymark.settle()
    assert waymark.theo.dms == []
    await waymark.maya.submit()
    await waymark.settle()
    assert "weekly" in waymark.theo.last_dm.all_text


async def test_a_hint_never_stops_a_request(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo", reason=":fire:", topic="Why? How? When?")
    await waymark.settle()
    assert ":fire:" in waymark.theo.last_dm.all_text


async def test_a_long_request_keeps_its_words(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor pair @theo")
    result = await waymark.maya.submit(reason="long " * 119, topic="tiny topic")
    assert "600" in result.errors["reason"]
    assert waymark.maya.modal is not None
    result = await waymark.maya.submit(reason="y" * 590, topic="tiny topic")
    assert result.updated


async def test_a_draft_is_there_again_and_typed_words_come_along(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor pair @theo")
    await waymark.maya.submit(reason=REASON, topic=TOPIC, minutes="45")
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor pair @theo")
    shown = str(waymark.maya.modal)
    assert "weekly" in shown
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': '45 minutes'" in shown
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor pair @theo You reviewed my first design")
    assert "You reviewed my first design" in str(waymark.maya.modal)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Theo", "couldn't find Theo"),
        ("@nobody please", "couldn't find @nobody please"),
        ("<!channel>", "couldn't find"),
        ("@maya", "A mentor is somebody else"),
        ("@standup", "full members"),
        ("@slackbot", "full members"),
        ("@dana", "not reachable"),
        ("<@U0NOBODY|ghost>", "full members"),
        ("x" * 4000, "couldn't find"),
    ],
)
async def test_who_cannot_be_asked(waymark: Conversation, typed: str, said: str) -> None:
    answer = await waymark.maya.slash(f"/mentor pair {typed}")
    assert answer.ok
    assert waymark.maya.modal is None
    shown = answer.shown[-1].all_text
    assert said in shown, shown
    assert waymark.maya.errors == []


async def test_words_typed_after_an_impossible_name_come_back(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor pair @maya you changed how I plan")
    assert "> you changed how I plan" in answer.shown[-1].all_text
    answer = await waymark.maya.slash("/mentor pair @theo " + "word " * 130)
    assert "600" in answer.shown[-1].all_text
    assert "word word" in answer.shown[-1].all_text


async def test_a_stranger_from_another_workspace_cannot_be_asked(waymark: Conversation) -> None:
    waymark.ari.user.is_stranger = True
    answer = await waymark.maya.slash("/mentor pair @ari")
    assert "full members" in answer.shown[-1].all_text


async def test_two_open_requests_are_enough(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.maya.close_modal()
    answer = await waymark.maya.slash("/mentor pair @theo")
    assert "already" in answer.shown[-1].all_text
    answer = await waymark.theo.slash("/mentor pair @maya")
    assert "already" in answer.shown[-1].all_text
    await _ask(waymark.maya, "@noor")
    await waymark.maya.close_modal()
    answer = await waymark.maya.slash("/mentor pair @ari")
    assert "Two of your requests" in answer.shown[-1].all_text

    overview = await waymark.maya.slash("/mentor pair")
    assert "*Theo*" in overview.shown[-1].all_text
    assert overview.shown[-1].buttons.count("Withdraw") == 2
    await waymark.maya.click("Withdraw", row=0)
    assert "Taken back" in str(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor pair @ari")
    assert waymark.maya.modal is not None


async def test_a_withdrawn_request_says_so_to_an_old_button(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.maya.click("Withdraw")
    for pressed in ("Accept", "Suggest a change", "Not now"):
        if pressed in waymark.theo.last_dm.buttons:
            await waymark.theo.click(pressed)
    assert "took this request back" in waymark.theo.last_dm.all_text
    assert "Accept" not in waymark.theo.last_dm.buttons
    assert len(waymark.theo.dms) == 1
    await waymark.settle()
    assert waymark.maya.dms == []


async def test_a_withdrawn_request_that_waited_for_the_morning_never_goes(
    waymark: Conversation,
) -> None:
    await waymark.until("2026-03-05 20:00")
    await _ask(waymark.maya, "@theo")
    await waymark.maya.click("Withdraw")
    await waymark.until("2026-03-25 12:00")
    assert waymark.theo.dms == []


async def test_a_no_comes_with_its_reason_and_other_people(waymark: Conversation) -> None:
    await _offers_mentoring(waymark, waymark.noor)
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.theo.click("Not now")
    result = await waymark.theo.submit(note="On leave <!here> until May")
    assert result.updated
    await waymark.theo.close_modal()
    assert "You said not now" in waymark.theo.last_dm.all_text
    assert "Accept" not in waymark.theo.last_dm.buttons
    await waymark.until("2026-03-06 10:00")
    (told,) = waymark.maya.dms
    assert "> On leave &lt;!here&gt; until May" in told.blocks[0]["text"]["text"]
    assert "Noor" in told.all_text
    assert "Ari" not in told.all_text.split()
    assert told.buttons[:2] == ["Ask someone else", "Later"]
    await waymark.maya.click("Later")
    assert "Ask someone else" not in waymark.maya.last_dm.buttons


async def test_declined_and_expired_sound_the_same(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await _ask(waymark.ari, "@theo")
    await waymark.settle()
    await waymark.advance(timedelta(hours=4))
    assert len(waymark.theo.dms) == 2
    await waymark.theo.click("Not now", message=waymark.theo.dms[0])
    await waymark.theo.submit()
    await waymark.theo.close_modal()
    await waymark.until("2026-03-23 12:00")
    (declined,) = [m for m in waymark.maya.dms if "Ask someone else" in m.buttons]
    (expired,) = [m for m in waymark.ari.dms if "Ask someone else" in m.buttons]
    assert declined.text == expired.text
    for told in (declined, expired):
        assert "Mentors' time is limited, and asking was worth it." in told.all_text
        assert not {"declined", "expired", "14"} & set(told.all_text.split())


async def test_one_reminder_then_silence_then_a_soft_end(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.until("2026-03-12 09:59")
    assert len(waymark.theo.dms) == 1
    await waymark.until("2026-03-12 10:00")
    assert len(waymark.theo.dms) == 2
    assert "Thu 19 Mar" in waymark.theo.last_dm.all_text
    await waymark.until("2026-03-19 10:04")
    assert waymark.maya.dms == []
    await waymark.until("2026-04-30 12:00")
    assert len(waymark.theo.dms) == 2
    (told,) = waymark.maya.dms
    assert "this time" in told.all_text
    for message in waymark.theo.dms:
        await waymark.theo.click("Accept", message=message)
        assert "closed by itself" in message.all_text
    await waymark.settle()
    assert len(waymark.maya.dms) == 1


async def test_an_answer_stops_the_reminder(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.theo.click("Accept")
    await waymark.until("2026-03-25 12:00")
    assert len(waymark.theo.dms) == 1
    assert len(waymark.maya.dms) == 1


async def test_a_suggestion_is_agreed_to(waymark: Conversation) -> None:
    await _suggested(waymark)
    (told,) = waymark.maya.dms
    assert "45 minutes, every two weeks, for six months" in told.all_text
    assert "> Mornings suit me" in told.blocks[0]["text"]["text"]
    assert told.buttons[:2] == ["Agree", "Thank and leave"]
    await waymark.maya.click("Agree")
    await waymark.settle()
    assert "Open the agreement" in waymark.maya.last_dm.buttons
    assert "Agree" not in waymark.maya.last_dm.buttons
    assert "Open the agreement" in waymark.theo.last_dm.buttons
    await waymark.maya.click("Open the agreement")
    assert "'text': '45 minutes'" in str(_initial(waymark.maya.modal, "minutes"))


async def test_a_suggestion_is_left_with_thanks(waymark: Conversation) -> None:
    await _suggested(waymark)
    await waymark.maya.click("Thank and leave")
    assert "Left with thanks" in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-06 10:00")
    assert "Maya" in waymark.theo.last_dm.all_text
    assert "leave it for now" in waymark.theo.last_dm.all_text
    assert "Ask someone else" not in waymark.theo.last_dm.buttons
    await waymark.until("2026-03-30 10:00")
    assert len(waymark.theo.dms) == 2
    assert len(waymark.maya.dms) == 1


async def test_a_suggestion_waits_seven_days(waymark: Conversation) -> None:
    await _suggested(waymark)
    await waymark.until("2026-03-12 10:00")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-03-13 12:00")
    assert len(waymark.maya.dms) == 2
    await waymark.maya.click("Agree")
    assert "is closed" in waymark.maya.dms[0].all_text
    assert await _pairings_of(waymark, waymark.maya) == 0


async def test_a_third_person_learns_and_changes_nothing(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    elements = [e for b in waymark.theo.last_dm.blocks for e in b.get("elements", ())]
    buttons = [e for e in elements if str(e.get("action_id", "")).startswith("pairing_")]
    assert len(buttons) == 3
    for presser in (waymark.ari, waymark.maya):
        for element in buttons:
            action = {"action_id": element["action_id"], "value": element["value"]}
            await presser.press(action, message=waymark.theo.last_dm)
            assert "isn't yours" in str(presser.modal)
            assert "weekly" not in str(presser.modal)
            await presser.close_modal()
    await waymark.theo.press(
        {"action_id": "pairing_withdraw", "value": buttons[0]["value"]},
        message=waymark.theo.last_dm,
    )
    assert "isn't yours" in str(waymark.theo.modal)
    await waymark.theo.close_modal()
    assert "Accept" in waymark.theo.last_dm.buttons
    assert await _pairings_of(waymark, waymark.maya) == 0


async def test_accepting_twice_makes_one_pair(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.until("2026-03-12 10:00")
    for message in waymark.theo.dms:
        await waymark.theo.click("Accept", message=message)
        assert "Open the agreement" in message.buttons
    await waymark.settle()
    assert await _pairings_of(waymark, waymark.maya) == 1
    assert len(waymark.maya.dms) == 1


async def test_the_empty_word_helps_and_a_person_can_be_picked(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor pair")
    assert "Who would you like to ask?" in answer.shown[-1].all_text
    await waymark.maya.click("Ask someone by name")
    result = await waymark.maya.submit(person="@maya")
    assert "somebody else" in result.errors["person"]
    await waymark.maya.submit(person="@theo")
    await waymark.maya.submit(reason=REASON, topic=TOPIC)
    await waymark.maya.submit()
    await waymark.settle()
    assert len(waymark.theo.dms) == 1
    answer = await waymark.theo.slash("/mentor pair")
    await waymark.theo.click("Accept")
    await waymark.settle()
    assert await _pairings_of(waymark, waymark.theo) == 1


# --- private -------------------------------------------------------------------------------------


async def _ask(who: Persona, name: str, reason: str = REASON, topic: str = TOPIC) -> None:
    await who.slash(f"/mentor pair {name}")
    await who.submit(reason=reason, topic=topic)
    await who.submit()


async def _suggested(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.maya.close_modal()
    await waymark.theo.click("Suggest a change")
    await waymark.theo.submit(
        minutes="45", rhythm="Every two weeks", term="6", note="Mornings suit me"
    )
    await waymark.theo.close_modal()
    assert "Your suggestion is with" in waymark.theo.last_dm.all_text
    await waymark.settle()


async def _offers_mentoring(waymark: Conversation, who: Persona) -> None:
    await who.slash("/mentor pair")
    async with waymark.waymark.units(TEAM) as work:
        person = await work.people.get(who.id)
        assert person is not None
        person.offers_mentoring = True
        await work.commit()


async def _pairings_of(waymark: Conversation, who: Persona) -> int:
    async with waymark.waymark.units.reading(TEAM) as work:
        return len(await work.pairings.of(who.id))


def _sections(view: object) -> list[str]:
    assert isinstance(view, dict)
    return [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]


def _initial(view: object, block_id: str) -> object:
    assert isinstance(view, dict)
    (block,) = [b for b in view["blocks"] if b.get("block_id") == block_id]
    return block["element"].get("initial_option")
