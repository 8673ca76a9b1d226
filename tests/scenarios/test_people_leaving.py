"""People leave, return and move; workspaces uninstall and come back (content.md 5.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Persona
from tests.factories import TEAM, paired
from tests.stage import Conversation


async def test_a_mentee_who_leaves_is_not_asked_and_the_mentor_hears_once(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.deactivate()
    await waymark.until("2026-04-01 12:00")
    assert waymark.maya.dms == []
    (told,) = waymark.theo.dms
    assert "Maya" in told.all_text
    assert "Maya" not in told.text


async def test_a_mentor_who_leaves_stops_nothing_for_the_mentee(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.theo.deactivate()
    await waymark.until("2026-03-06 10:00")
    (told,) = waymark.maya.dms
    assert "Theo" in told.all_text
    await waymark.until("2026-03-09 10:00")
    assert waymark.maya.last_dm.buttons[:2] == ["On track", "A bit behind"]
    await waymark.maya.click("On track")
    await waymark.until("2026-03-25 12:00")
    assert waymark.theo.dms == []
    assert len([m for m in waymark.maya.dms if "Slack" in m.all_text]) == 1


async def test_a_return_resumes_the_rhythm(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await waymark.maya.deactivate()
    await waymark.until("2026-03-25 12:00")
    assert waymark.maya.dms == []
    await waymark.maya.reactivate()
    await waymark.until("2026-03-30 09:59")
    assert waymark.maya.dms == []
    await waymark.until("2026-03-30 10:00")
    (asked,) = waymark.maya.dms
    assert asked.buttons[:2] == ["On track", "A bit behind"]
    planned = await _planned(waymark, waymark.maya)
    assert planned["celebrate_anniversary"] == datetime.fromisoformat("2027-03-05T10:00Z")
    assert (await _pairing_state(waymark, pairing_id)) == "active"


async def test_back_before_the_partner_heard_means_nobody_hears(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.deactivate()
    await waymark.advance(timedelta(hours=2))
    await waymark.maya.reactivate()
    await waymark.until("2026-03-08 12:00")
    assert waymark.theo.dms == []
    await waymark.maya.deactivate()
    await waymark.until("2026-03-10 12:00")
    assert len(waymark.theo.dms) == 1


async def test_somebody_who_acts_is_here_even_when_the_event_was_lost(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.deactivate()
    waymark.maya.user.deleted = False
    await waymark.maya.slash("/mentor pair")
    await waymark.until("2026-03-09 10:00")
    (asked,) = waymark.maya.dms
    assert asked.buttons[:2] == ["On track", "A bit behind"]


async def test_a_deactivated_person_is_noticed_when_slack_says_so_at_delivery(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    waymark.maya.user.deleted = True
    await waymark.until("2026-03-12 12:00")
    assert waymark.maya.dms == []
    (told,) = waymark.theo.dms
    assert "Maya" in told.all_text
    await waymark.until("2026-04-12 12:00")
    assert len(waymark.theo.dms) == 1


async def test_a_request_to_somebody_who_left_is_closed(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.theo.deactivate()
    await waymark.until("2026-03-06 10:00")
    (told,) = waymark.maya.dms
    assert "this time" in told.all_text
    await waymark.until("2026-03-25 12:00")
    assert len(waymark.maya.dms) == 1
    assert len(waymark.theo.dms) == 1
    await waymark.theo.reactivate()
    await waymark.theo.click("Accept")
    assert "closed by itself" in waymark.theo.last_dm.all_text


async def test_a_request_of_somebody_who_left_is_closed(waymark: Conversation) -> None:
    await _ask(waymark.maya, "@theo")
    await waymark.settle()
    await waymark.maya.deactivate()
    await waymark.until("2026-03-25 12:00")
    assert len(waymark.theo.dms) == 1
    await waymark.theo.click("Accept")
    assert "closed by itself" in waymark.theo.last_dm.all_text


@pytest.mark.parametrize(
    ("moved_at", "zone", "asked"),
    [
        # Before the slot: it moves with the person.
        ("2026-03-06 12:00", "America/New_York", ["2026-03-09T14:00Z", "2026-03-16T14:00Z"]),
        ("2026-03-06 12:00", "Asia/Manila", ["2026-03-09T02:00Z", "2026-03-16T02:00Z"]),
        # After it, westwards: the same Monday comes round again, and is not asked twice.
        ("2026-03-09 11:00", "America/New_York", ["2026-03-09T10:00Z", "2026-03-16T14:00Z"]),
        ("2026-03-09 11:00", "Pacific/Honolulu", ["2026-03-09T10:00Z", "2026-03-16T20:00Z"]),
        # After it, eastwards: next week is next week.
        ("2026-03-09 11:00", "Pacific/Auckland", ["2026-03-09T10:00Z", "2026-03-15T21:00Z"]),
    ],
)
async def test_a_move_takes_the_slot_along_and_asks_once_a_day(
    waymark: Conversation, moved_at: str, zone: str, asked: list[str]
) -> None:
    await paired(waymark)
    await waymark.until(moved_at)
    await waymark.maya.move_to(zone)
    await waymark.until("2026-03-17 12:00")
    questions = [m for m in waymark.maya.dms if m.text == "Your check-in is ready"]
    moments = [datetime.fromtimestamp(int(float(m.ts)), UTC) for m in questions]
    assert moments == [datetime.fromisoformat(moment) for moment in asked]


async def test_there_and_back_on_one_day_asks_once(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-09 11:00")
    for zone in ("America/New_York", "Asia/Manila", "Europe/London"):
        await waymark.maya.move_to(zone)
        await waymark.advance(timedelta(hours=5))
    await waymark.until("2026-03-10 09:00")
    assert len([m for m in waymark.maya.dms if m.text == "Your check-in is ready"]) == 1


async def test_a_missing_zone_keeps_the_old_one(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.move_to(None)
    await waymark.until("2026-03-09 10:00")
    assert len(waymark.maya.dms) == 1


async def test_events_about_strangers_leave_no_trace(waymark: Conversation) -> None:
    await waymark.ari.change(tz="Europe/Paris", real_name="Somebody Else")
    await waymark.ari.deactivate()
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.people.get(waymark.ari.id) is None


async def test_uninstalling_stops_everything_and_a_new_token_resumes(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await _ask(waymark.ari, "@noor")
    await waymark.until("2026-03-06 12:00")
    noor_had = len(waymark.noor.dms)
    await waymark.sandbox.uninstall()
    calls = len(_posts(waymark))
    await waymark.until("2026-03-24 12:00")
    assert waymark.maya.dms == []
    assert len(_posts(waymark)) == calls
    assert (await waymark.maya.slash("/mentor pair")).ok is False

    waymark.sandbox.config.bot_token = waymark.sandbox.reinstall()
    await waymark.stop_bot()
    await waymark.start_bot()
    await waymark.settle()
    assert waymark.maya.dms == []
    assert "Theo" in (await waymark.maya.slash("/mentor pair")).shown[-1].all_text
    await waymark.until("2026-03-30 10:00")
    (asked,) = waymark.maya.dms
    assert asked.buttons[:2] == ["On track", "A bit behind"]
    assert len(waymark.noor.dms) <= noor_had + 1
    assert len([m for m in waymark.ari.dms if "Ask someone else" in m.buttons]) == 1


async def test_a_revoked_token_without_an_event_stops_the_sending(waymark: Conversation) -> None:
    await paired(waymark)
    waymark.sandbox.hold_events()
    await waymark.sandbox.uninstall()
    await waymark.until("2026-03-20 12:00")
    assert waymark.maya.dms == []
    async with waymark.waymark.units.reading(TEAM) as work:
        installation = await work.installations.get(TEAM)
    assert installation is not None
    assert not installation.is_alive


# --- private -------------------------------------------------------------------------------------


async def _ask(who: Persona, name: str) -> None:
    await who.slash(f"/mentor pair {name}")
    reason = "Your talk on planning changed how I work."
    await who.submit(reason=reason, topic="Leading a migration")
    await who.submit()
    await who.close_modal()


async def _planned(waymark: Conversation, who: Persona) -> dict[str, datetime]:
    async with waymark.waymark.units.reading(TEAM) as work:
        return {one.kind: one.due_at for one in await work.nudges.planned_for(who.id)}


async def _pairing_state(waymark: Conversation, pairing_id: str) -> str:
    async with waymark.waymark.units.reading(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        return pairing.state if pairing else ""


def _posts(waymark: Conversation) -> list[object]:
    return [entry for entry in waymark.sandbox.log if entry.path == "chat.postMessage"]
