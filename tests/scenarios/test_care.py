"""Pause and return, why a message came, less of it, privacy: as conversations (content.md F23)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.pairings import PartnerAway, RequestReceived
from bot.domain.people import Actor
from bot.sandbox import Persona
from bot.services.outbox import tell
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

ASK = RequestReceived(subject_id="r1", mentee_name="Ari", topic="pricing", reason="Your talk.")


def menu(what: str, key: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": what}, "value": f"{what}:{key}"}
    return {"type": "overflow", "action_id": "care_menu", "selected_option": option}


async def told(waymark: Conversation, who: Persona, message: Any, key: str, **how: Any) -> None:
    async with waymark.waymark.units(TEAM) as work:
        await tell(work, message, to=who.id, at=waymark.clock.now(), key=key, **how)
        await work.commit()


async def states(waymark: Conversation, who: Persona) -> dict[str, str]:
    """What became of everything written for a person: kind to state."""
    async with waymark.waymark.units.reading(TEAM) as work:
        waiting = await work.outbox.waiting_for(who.id)
    return {one.kind: one.state for one in waiting}


# --- pause ---------------------------------------------------------------------------------------


async def test_a_pause_is_quiet_and_ends_with_one_message(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    answer = await maya.slash("/mentor pause 2 weeks")
    assert "Thu 19 Mar" in str(answer.blocks)
    await waymark.advance(timedelta(days=12))
    assert maya.dms == []
    await waymark.until("2026-03-19 09:59")
    assert maya.dms == []
    await waymark.until("2026-03-20 18:00")
    assert [one.text for one in maya.dms] == ["Your pause has ended"]
    assert "Mon 23 Mar, 10:00" in maya.last_dm.all_text
    await maya.click("Done")
    assert "Pause again" not in maya.last_dm.buttons
    await waymark.until("2026-03-23 10:00")
    assert maya.last_dm.text == "Your check-in is ready"
    assert waymark.theo.dms == []
    assert waymark.ari.seen == []


async def test_who_waits_is_heard_in_the_one_message_at_the_end(waymark: Conversation) -> None:
    """A pause is quiet for requests too: they wait, and nothing else is replayed."""
    theo = waymark.theo
    await paired(waymark)
    await told(waymark, theo, PartnerAway(subject_id="x", partner_name="Sam"), "before")
    await theo.slash("/mentor pause until 16 March")
    await told(waymark, theo, ASK, "during")
    await told(waymark, theo, PartnerAway(subject_id="y", partner_name="Sam"), "during-too")
    assert await states(waymark, theo) == {"request_received": "held"}
    await waymark.until("2026-03-16 09:59")
    assert theo.dms == []
    await waymark.until("2026-03-20 16:00")
    assert len(theo.dms) == 1
    assert "Your pause has ended" in theo.dms[0].all_text
    assert "pricing" in theo.dms[0].all_text
    assert "Sam" not in theo.dms[0].all_text


async def test_what_was_on_its_way_already_waits_too(waymark: Conversation) -> None:
    theo = waymark.theo
    await theo.slash("/mentor help")
    await waymark.until("2026-03-05 18:00")
    await told(waymark, theo, ASK, "urgent", urgent=True)
    await theo.slash("/mentor pause until 16 March")
    await waymark.until("2026-03-16 09:59")
    assert theo.dms == []
    await waymark.until("2026-03-16 10:00")
    assert len(theo.dms) == 1


async def test_nothing_is_asked_on_the_first_day_back(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await maya.slash("/mentor pause until 16 Mar")
    await waymark.until("2026-03-16 18:00")
    assert [one.text for one in maya.dms] == ["Your pause has ended"]
    assert "Tue 17 Mar, 10:00" in maya.last_dm.all_text
    await waymark.until("2026-03-17 10:00")
    assert maya.last_dm.text == "Your check-in is ready"
    await waymark.until("2026-03-23 10:00")
    assert [one.text for one in maya.dms].count("Your check-in is ready") == 2


async def test_what_came_on_the_first_day_back_waits_a_day(waymark: Conversation) -> None:
    theo = waymark.theo
    await paired(waymark)
    await theo.slash("/mentor pause until 16 Mar")
    await waymark.until("2026-03-16 08:00")
    await told(waymark, theo, PartnerAway(subject_id="x", partner_name="Sam"), "away")
    await waymark.until("2026-03-16 16:00")
    assert [one.text for one in theo.dms] == ["Your pause has ended"]
    await waymark.until("2026-03-17 10:00")
    assert "Sam" in theo.last_dm.all_text


@pytest.mark.parametrize("tick", [True, False])
async def test_the_partner_hears_of_a_break_only_if_ticked(
    waymark: Conversation, tick: bool
) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor pause")
    fields: dict[str, Any] = {"length": "4"} | ({"share": True} if tick else {})
    await waymark.maya.submit(**fields)
    await waymark.advance(timedelta(days=5))
    words = [message.all_text for message in waymark.theo.dms]
    assert len(words) == (1 if tick else 0)
    assert all("Maya" in one and "until Thu 2 Apr" in one for one in words), words
    assert waymark.ari.seen == []


async def test_the_form_takes_a_day_and_refuses_what_is_none(waymark: Conversation) -> None:
    maya = waymark.maya
    await maya.slash("/mentor pause")
    assert "share" not in str(maya.modal), "nobody to tell"
    assert (await maya.submit(length="day")).errors.keys() == {"until_on"}
    past = await maya.submit(length="day", until_on="2026-03-01")
    assert past.errors["until_on"].startswith("That date has already gone by")
    assert (await maya.submit(until_on="2026-03-05")).errors.keys() == {"until_on"}
    assert (await maya.submit(until_on="2028-03-05")).errors.keys() == {"until_on"}
    assert (await maya.submit(until_on="2026-04-01")).updated
    assert "Wed 1 Apr" in str(maya.modal)


@pytest.mark.parametrize(
    "words",
    ["until further notice", "<!channel> 2 apples", "שלום", "🎉", "2026-13-40", "x" * 3000],
)
async def test_nonsense_comes_back_with_the_words(waymark: Conversation, words: str) -> None:
    answer = await waymark.maya.slash(f"/mentor pause {words}")
    assert answer.ok
    assert "I couldn't read" in str(answer.blocks)
    assert "<!channel>" not in str(answer.blocks)
    assert words.partition(" ")[2][:20].strip() in str(answer.blocks)
    async with waymark.waymark.units.reading(TEAM) as work:
        person = await work.people.get(waymark.maya.id)
    assert person is None or person.paused_until is None


async def test_resume_ends_a_pause_at_once(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await maya.slash("/mentor pause 4 weeks")
    await told(waymark, maya, ASK, "ask")
    assert maya.dms == []
    answer = await maya.slash("/mentor resume")
    assert "Mon 9 Mar, 10:00" in str(answer.blocks)
    await waymark.settle()
    assert len(maya.dms) == 1, "who waited is heard now"
    await waymark.until("2026-03-09 10:00")
    assert maya.last_dm.text == "Your check-in is ready"
    await waymark.advance(timedelta(days=40))
    assert all("pause" not in one.all_text for one in maya.dms)
    again = await maya.slash("/mentor resume")
    assert again.ok


async def test_a_stop_word_never_shortens_a_pause(waymark: Conversation) -> None:
    care, actor = waymark.waymark.services.care, Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(actor)
    first = await care.pause(actor, None)
    assert str(first.until_on) == "2026-03-19"
    longer = await care.pause(actor, waymark.clock.now() + timedelta(days=60))
    assert await care.pause(actor, None, by_stop_word=True) != longer
    async with waymark.waymark.units.reading(TEAM) as work:
        person = await work.people.get(actor.user_id)
    assert person is not None
    assert person.paused_until is not None
    assert person.week.local(person.paused_until).date() == longer.until_on


# --- why, less, settings -------------------------------------------------------------------------


async def test_why_gives_the_rule_the_last_time_and_the_way_to_change_it(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await maya.choose("Why am I seeing this?")
    assert "you chose the day and the hour" in str(maya.modal)
    assert "It is the first one." in str(maya.modal)
    await maya.close_modal()
    await waymark.until("2026-03-16 10:00")
    await maya.choose("Why am I seeing this?")
    assert "on Mon 9 Mar, 10:00" in str(maya.modal)
    await maya.click("Settings", within="modal")
    assert "Check-in day" in str(maya.modal)
    assert maya.errors == []


async def test_less_halves_then_ends_and_comes_back(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await maya.click("On track")
    for _ in range(2):
        await maya.choose("Less of this")
        assert "half as often" in str(maya.modal), "a double tap counts once"
        await maya.close_modal()
    seen = []
    for week in range(4):
        await waymark.advance(timedelta(days=7))
        seen.append(len(maya.dms))
        if len(maya.dms[-1].buttons) > 3:
            await maya.click("On track")
        assert week < 4
    assert seen == [1, 2, 2, 3]
    await maya.choose("Less of this")
    assert ": off." in str(maya.modal)
    await maya.close_modal()
    await waymark.advance(timedelta(days=28))
    assert len(maya.dms) == 3
    await maya.slash("/mentor settings")
    assert "Your check-in*: off" in str(maya.modal)
    await maya.click("Bring it back", within="modal")
    assert "as often as before" in str(maya.modal)
    await maya.close_modal()
    await waymark.advance(timedelta(days=8))
    assert len(maya.dms) > 3
    assert maya.errors == []


async def test_a_quieted_check_in_opens_no_question_and_sends_no_second_one(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    async with waymark.waymark.units(TEAM) as work:
        for _ in range(2):
            await work.people.say_less(waymark.maya.id, "checkin_due")
        await work.commit()
    await waymark.advance(timedelta(days=21))
    assert waymark.maya.dms == []
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.checkins.recent_prompts(waymark.maya.id) == []
        skipped = await work.nudges.last_skipped(waymark.maya.id, ["checkin_due"])
    assert skipped is not None
    assert skipped.outcome == "less-of-this"


async def test_less_turns_off_in_two_presses_and_the_settings_open(waymark: Conversation) -> None:
    maya = waymark.maya
    await paired(waymark)
    await waymark.until("2026-03-09 10:00")
    await maya.choose("Less of this")
    await maya.click("Turn it off", within="modal")
    assert ": off." in str(maya.modal)
    await maya.click("Bring it back", within="modal")
    await maya.close_modal()
    await maya.choose("Settings")
    assert "less of" not in str(maya.modal)
    await waymark.until("2026-03-16 10:00")
    assert maya.last_dm.text == "Your check-in is ready"


async def test_who_waits_cannot_be_quieted(waymark: Conversation) -> None:
    await waymark.theo.slash("/mentor help")
    await told(waymark, waymark.theo, ASK, "ask")
    await waymark.settle()
    await waymark.theo.choose("Less of this")
    assert "Somebody waits for you" in str(waymark.theo.modal)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.people.quieted(waymark.theo.id) == []


async def test_a_strangers_press_learns_nothing_and_changes_nothing(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Secret plan", shared=True)
    await waymark.until("2026-03-09 10:00")
    assert waymark.theo.dms
    async with waymark.waymark.units.reading(TEAM) as work:
        (delivery,) = await work.outbox.about(goal_id)
    ari = waymark.ari
    for what in ("why", "less"):
        result = await ari.press(menu(what, delivery.key), message=waymark.theo.last_dm)
        assert result.ok
        assert "isn't yours to open" in str(ari.modal)
        await ari.close_modal()
    for action in ("care_less", "care_off"):
        value = f"{delivery.key}:goal_shared"
        await ari.press({"action_id": action, "value": value}, message=waymark.theo.last_dm)
        assert "isn't yours to open" in str(ari.modal)
        await ari.close_modal()
    await ari.press(menu("settings", delivery.key), message=waymark.theo.last_dm)
    assert "Asia/Manila" in str(ari.modal), "their own settings, nobody else's"
    assert not any("Secret" in text or "Maya" in text for text in ari.seen)
    async with waymark.waymark.units.reading(TEAM) as work:
        for who in (ari, waymark.theo):
            assert await work.people.quieted(who.id) == []


async def test_a_kind_that_was_not_in_the_message_cannot_be_quieted_through_it(
    waymark: Conversation,
) -> None:
    shared = CheckinShared(subject_id="c", mentee_name="Maya", goal_title="G", status="stuck")
    await waymark.theo.slash("/mentor help")
    await told(waymark, waymark.theo, shared, "shared")
    await waymark.until("2026-03-09 10:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        (delivery,) = await work.outbox.about("c")
    value = f"{delivery.key}:win_shared"
    await waymark.theo.press({"action_id": "care_less", "value": value})
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.people.quieted(waymark.theo.id) == []


async def test_the_privacy_card_says_where_the_limits_are(waymark: Conversation) -> None:
    answer = await waymark.maya.slash("/mentor privacy")
    words = str(answer.blocks)
    for limit in ("stored encrypted", "holds the key", "export", "can't be unread"):
        assert limit in words
