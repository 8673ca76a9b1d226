"""The agreement: seven clauses, both say yes, then it begins (content.md 2.7); and its years."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.pairings import Pairing
from bot.domain.people import Actor
from bot.domain.roadblocks import Roadblock, RoadblockState
from bot.domain.wins import Win
from bot.sandbox import Persona
from bot.services.agreements import Clauses
from tests.factories import TEAM, paired
from tests.stage import Conversation

DEFAULTS = {
    "minutes": "20 minutes",
    "rhythm": "Once a month",
    "term": "Three months",
    "reply_days": "2 working days",
    "checkins_shared": "Yes",
    "may_tell_quiet": "No",
}


async def test_two_yeses_make_it_active(waymark: Conversation) -> None:
    await _accepted(waymark)
    assert waymark.theo.last_dm.buttons[:1] == ["Open the agreement"]
    assert "Accept" not in waymark.theo.last_dm.buttons
    await waymark.maya.click("Open the agreement", message=waymark.maya.last_dm)
    assert {name: _initial(waymark.maya, name) for name in DEFAULTS} == DEFAULTS
    assert "may pause or stop at any time" in str(waymark.maya.modal)
    assert "Leading a migration" in str(waymark.maya.modal)
    await waymark.maya.submit(limits="The law, and our <b>policy</b>.", reply_days="3")
    await waymark.maya.close_modal()
    assert "It starts when they agree" in waymark.maya.last_dm.all_text
    assert not (await _pairing(waymark)).is_active

    await waymark.settle()
    invite = waymark.theo.last_dm
    assert invite.buttons[:3] == ["Agree", "Edit", "Open the agreement"]
    assert "3 working days" in invite.all_text
    await waymark.theo.click("Open the agreement", message=invite)
    page = str(waymark.theo.modal)
    assert "> The law, and our &lt;b&gt;policy&lt;/b&gt;." in page
    assert all(f"*{number}. " in page for number in range(1, 8))
    await waymark.theo.close_modal()
    await waymark.theo.click("Agree", message=invite)
    assert "3 working days" in invite.all_text
    assert "Agree" not in invite.buttons
    assert "Mon 9 Mar, 10:00" in invite.all_text
    await waymark.settle()
    assert "First check-in: Mon 9 Mar, 10:00" in waymark.maya.last_dm.all_text
    pairing = await _pairing(waymark)
    assert pairing.is_active
    assert (pairing.reply_working_days, pairing.checkins_shared) == (3, True)
    assert not pairing.may_tell_quiet
    assert waymark.maya.errors == waymark.theo.errors == []

    told = len(waymark.maya.dms), len(waymark.theo.dms)
    await waymark.theo.click("Open the agreement", message=waymark.theo.dms[0])
    assert "You and *Maya* have agreed on this" in str(waymark.theo.modal)
    await waymark.settle()
    assert (len(waymark.maya.dms), len(waymark.theo.dms)) == told
    await waymark.until("2026-03-09 10:00")
    assert waymark.maya.last_dm.buttons[:2] == ["On track", "A bit behind"]


async def test_agreeing_after_reading_and_an_old_agree(waymark: Conversation) -> None:
    pairing_id = await _proposed(waymark)
    invite = waymark.theo.last_dm
    agree = next(
        e for b in invite.blocks for e in b.get("elements", ()) if e.get("value", "").count(":")
    )
    await waymark.theo.click("Open the agreement", message=invite)
    result = await waymark.theo.submit()
    assert result.updated
    await waymark.theo.close_modal()
    assert (await _pairing(waymark)).is_active
    assert "Agree" not in invite.buttons
    await waymark.settle()
    told = len(waymark.maya.dms)
    action = {"action_id": agree["action_id"], "value": agree["value"]}
    await waymark.theo.press(action, message=invite)
    await waymark.settle()
    assert len(waymark.maya.dms) == told
    assert pairing_id == (await _pairing(waymark)).id


async def test_nobody_agrees_alone_and_nobody_else_agrees(waymark: Conversation) -> None:
    await _proposed(waymark)
    invite = waymark.theo.last_dm
    elements = [e for b in invite.blocks for e in b.get("elements", ())]
    pressed = [e for e in elements if str(e.get("action_id", "")).startswith("pairing_")]
    assert len(pressed) == 3
    for element in pressed:
        action = {"action_id": element["action_id"], "value": element["value"]}
        await waymark.ari.press(action, message=invite)
        assert "isn't yours" in str(waymark.ari.modal)
        assert "migration" not in str(waymark.ari.modal)
        await waymark.ari.close_modal()
    agree = {"action_id": pressed[0]["action_id"], "value": pressed[0]["value"]}
    await waymark.maya.press(agree, message=waymark.maya.last_dm)
    assert "isn't yours" in str(waymark.maya.modal)
    assert not (await _pairing(waymark)).is_active


async def test_three_rounds_then_settle_it_live(waymark: Conversation) -> None:
    await _proposed(waymark)
    for who, other in ((waymark.theo, waymark.maya), (waymark.maya, waymark.theo)):
        old = who.last_dm
        await who.click("Edit", message=old)
        await who.submit(topics=f"As {who.name} sees it")
        await who.close_modal()
        await waymark.settle()
        assert f"As {who.name} sees it" not in other.last_dm.text
        assert "Agree" in other.last_dm.buttons
    await waymark.theo.click("Edit", message=waymark.theo.last_dm)
    assert "gone back and forth three times" in str(waymark.theo.modal)
    await waymark.theo.submit()
    assert "Write down what you and" in str(waymark.theo.modal)
    await waymark.theo.submit(topics="As we settled it")
    await waymark.theo.close_modal()
    await waymark.settle()
    await waymark.maya.click("Agree", message=waymark.maya.last_dm)
    assert "As we settled it" in waymark.maya.last_dm.all_text
    assert (await _pairing(waymark)).is_active


async def test_an_old_agree_never_signs_a_newer_version(waymark: Conversation) -> None:
    await _proposed(waymark)
    old = waymark.theo.last_dm
    agree = next(
        e for b in old.blocks for e in b.get("elements", ()) if e.get("value", "").count(":")
    )
    await waymark.theo.click("Edit", message=old)
    await waymark.theo.submit(reply_days="5")
    await waymark.theo.close_modal()
    await waymark.settle()
    await waymark.maya.click("Edit", message=waymark.maya.last_dm)
    await waymark.maya.submit(reply_days="1")
    await waymark.maya.close_modal()
    await waymark.settle()
    action = {"action_id": agree["action_id"], "value": agree["value"]}
    await waymark.theo.press(action, message=old)
    assert "1 working day." in old.all_text
    assert not (await _pairing(waymark)).is_active


async def test_two_who_fill_it_in_at_once_lose_no_words(waymark: Conversation) -> None:
    await _accepted(waymark)
    await waymark.maya.click("Open the agreement", message=waymark.maya.last_dm)
    await waymark.theo.click("Open the agreement", message=waymark.theo.last_dm)
    await waymark.maya.submit(topics="Mine first")
    result = await waymark.theo.submit(topics="Mine second")
    assert "Maya wrote a version" in next(iter(result.errors.values()))
    assert waymark.theo.modal is not None
    await waymark.theo.close_modal()
    await waymark.theo.click("Open the agreement", message=waymark.theo.dms[0])
    assert "> Mine first" in str(waymark.theo.modal)


async def test_a_change_later_needs_both(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.theo.slash("/mentor pair")
    await waymark.theo.click("Open the agreement")
    await waymark.theo.submit()
    await waymark.theo.submit(reply_days="5")
    assert (await _pairing(waymark)).reply_working_days == 2
    await waymark.settle()
    await waymark.maya.click("Agree", message=waymark.maya.last_dm)
    pairing = await _pairing(waymark)
    assert pairing.reply_working_days == 5
    assert pairing.is_active


async def test_several_mentors_and_both_roles_at_once(waymark: Conversation) -> None:
    first = await paired(waymark, "maya", "theo")
    second = await paired(
        waymark, "maya", "noor", clauses=Clauses(checkins_shared=False, reply_working_days=5)
    )
    third = await paired(waymark, "ari", "maya")
    assert len({first, second, third}) == 3
    shown = (await waymark.maya.slash("/mentor pair")).shown[-1].all_text
    assert "Your mentor: *Theo* (active)" in shown
    assert "Your mentor: *Noor* (active)" in shown
    assert "You mentor: *Ari* (active)" in shown
    async with waymark.waymark.units.reading(TEAM) as work:
        pairings = await work.pairings.active_of_mentee(waymark.maya.id)
        planned = await work.nudges.planned_for(waymark.maya.id)
    assert {p.id: p.checkins_shared for p in pairings} == {first: True, second: False}
    assert [one.kind for one in planned].count("checkin_due") == 1
    assert [one.kind for one in planned].count("celebrate_anniversary") == 2


async def test_a_year_is_celebrated_on_both_sides_once_a_year(waymark: Conversation) -> None:
    pairing_id = await paired(waymark, "theo", "noor")
    await _on_record(waymark, pairing_id, waymark.theo)
    await _no_checkins(waymark, waymark.theo)
    await waymark.until("2027-03-05 09:59")
    assert waymark.theo.dms == waymark.noor.dms == []
    await waymark.until("2027-03-05 10:00")
    (told,) = waymark.theo.dms
    assert "Noor" in told.all_text
    assert "2 wins" in told.all_text
    assert "1 roadblock solved" in told.all_text
    assert waymark.noor.dms == []
    await waymark.until("2027-03-05 10:00", "America/New_York")
    (told,) = waymark.noor.dms
    assert "Theo" in told.all_text
    assert "2 wins" in told.all_text
    await waymark.until("2028-03-03 12:00")
    assert len(waymark.theo.dms) == 1
    await waymark.until("2028-03-06 10:00")
    assert len(waymark.theo.dms) == 2
    assert "2 years" in waymark.theo.last_dm.all_text
    assert waymark.theo.errors == waymark.noor.errors == []


@pytest.mark.parametrize("ending", ["pause", "end"])
async def test_a_pair_that_stopped_celebrates_nothing(waymark: Conversation, ending: str) -> None:
    pairing_id = await paired(waymark, "theo", "noor")
    await _no_checkins(waymark, waymark.theo)
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.theo.id)
        assert pairing is not None
        if ending == "pause":
            pairing.state = "paused"
        else:
            pairing.end(waymark.clock.now())
        await work.commit()
    await waymark.until("2027-03-09 18:00")
    assert waymark.theo.dms == waymark.noor.dms == []


# --- private -------------------------------------------------------------------------------------


async def _accepted(waymark: Conversation) -> None:
    """A request was sent and accepted; both messages stand there."""
    await waymark.maya.slash("/mentor pair @theo")
    reason = "Your talk on planning changed how I work."
    await waymark.maya.submit(reason=reason, topic="Leading a migration")
    await waymark.maya.submit()
    await waymark.maya.close_modal()
    await waymark.settle()
    await waymark.theo.click("Accept")
    await waymark.settle()


async def _proposed(waymark: Conversation) -> str:
    """The mentee filled the agreement in; the mentor's invitation stands there."""
    await _accepted(waymark)
    await waymark.maya.click("Open the agreement", message=waymark.maya.last_dm)
    await waymark.maya.submit()
    await waymark.maya.close_modal()
    await waymark.settle()
    return (await _pairing(waymark)).id


async def _pairing(waymark: Conversation) -> Pairing:
    async with waymark.waymark.units.reading(TEAM) as work:
        (pairing,) = await work.pairings.of(waymark.theo.id)
        return pairing


def _initial(who: Persona, block_id: str) -> str:
    assert who.modal is not None
    (block,) = [b for b in who.modal["blocks"] if b.get("block_id") == block_id]
    return str(block["element"]["initial_option"]["text"]["text"])


async def _on_record(waymark: Conversation, pairing_id: str, mentee: Persona) -> None:
    """Two shared wins, a solved roadblock, and one that nobody else saw."""
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    async with waymark.waymark.units(TEAM) as work:
        for title in ("Demo went live", "First talk"):
            work.wins.add(
                Win(TEAM, mentee.id, title, at, visibility="mentor", pairing_id=pairing_id)
            )
        for what, state, visibility in (
            ("A", RoadblockState.SOLVED, "mentor"),
            ("B", RoadblockState.OPEN, "mentor"),
            ("C", RoadblockState.SOLVED, "private"),
        ):
            one = Roadblock(TEAM, mentee.id, what, at, state=state, visibility=visibility)
            one.pairing_id = pairing_id
            work.roadblocks.add(one)
        await work.commit()


async def _no_checkins(waymark: Conversation, who: Persona) -> None:
    """Take the weekly question out of the way of a test about years."""
    actor = Actor(TEAM, who.id)
    async with waymark.waymark.units(TEAM) as work:
        schedule = await work.checkins.schedule_of(actor.user_id)
        assert schedule is not None
        await work.nudges.cancel(schedule.id)
        await work.commit()


async def test_a_day_in_another_year_is_told_with_its_year(waymark: Conversation) -> None:
    await paired(waymark)
    shown = str((await waymark.maya.slash("/mentor next")).blocks)
    assert "Fri 5 Mar 2027, 10:00" in shown
