"""Circles: an admin names a channel, and who is in it is as Slack says (content.md 0.2, D13)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from bot.domain.circles import ChannelSeen
from bot.domain.people import Actor
from tests.circling import circled
from tests.factories import TEAM
from tests.stage import Conversation


def modal_text(person: object) -> str:
    return json.dumps(getattr(person, "modal", None))


async def mine(waymark: Conversation, name: str) -> list[str]:
    async with waymark.waymark.units.reading(TEAM) as work:
        found = await work.circles.of(waymark.sandbox.person(name).id)
        return [one.name for one in found]


async def test_an_admin_makes_the_channel_they_type_in_a_circle(waymark: Conversation) -> None:
    channel = waymark.sandbox.add_channel("first-leads", waymark.maya, waymark.noor)
    await waymark.noor.slash("/mentor circle", channel.id)
    await waymark.noor.click("Name a circle")
    await waymark.noor.submit()
    assert "#first-leads" in modal_text(waymark.noor)
    assert "2 people, you are one" in modal_text(waymark.noor)
    assert await mine(waymark, "maya") == ["first-leads"]
    assert await mine(waymark, "ari") == []
    await waymark.maya.slash("/mentor circle")
    assert "#first-leads" in modal_text(waymark.maya)
    assert "Name a circle" not in modal_text(waymark.maya)
    await waymark.ari.slash("/mentor circle")
    assert "You are in no circle" in modal_text(waymark.ari)


async def test_nobody_but_an_admin_names_a_circle(waymark: Conversation) -> None:
    channel = waymark.sandbox.add_channel("first-leads", waymark.maya, waymark.noor)
    await waymark.noor.slash("/mentor circle", channel.id)
    await waymark.noor.click("Name a circle")
    waymark.noor.user.is_admin = False
    result = await waymark.noor.submit()
    assert "workspace admin" in str(result.errors)
    assert await mine(waymark, "noor") == []


async def test_a_channel_without_the_bot_tells_how_to_invite_it(waymark: Conversation) -> None:
    channel = waymark.sandbox.add_channel("leads", waymark.noor, with_app=False)
    await waymark.noor.slash("/mentor circle", channel.id)
    await waymark.noor.click("Name a circle")
    result = await waymark.noor.submit()
    assert "/invite @Waymark" in str(result.errors)
    assert "#leads" in str(result.errors)
    await waymark.sandbox.invite_app(channel)
    await waymark.noor.submit()
    assert await mine(waymark, "noor") == ["leads"]


async def test_an_archived_or_a_private_channel_is_no_circle(waymark: Conversation) -> None:
    old = waymark.sandbox.add_channel("old", waymark.noor)
    waymark.sandbox.archive(old)
    quiet = waymark.sandbox.add_channel("quiet", waymark.noor, private=True)
    await waymark.noor.slash("/mentor circle")
    await waymark.noor.click("Name a circle")
    assert "archived" in str((await waymark.noor.submit(channel=old.id)).errors)
    assert "private" in str((await waymark.noor.submit(channel=quiet.id)).errors)
    assert "no such channel" in str((await waymark.noor.submit(channel="C0NOWHERE")).errors)
    assert await mine(waymark, "noor") == []


async def test_an_old_installation_without_the_scope_gets_a_kind_answer(
    waymark: Conversation,
) -> None:
    held = waymark.sandbox.team.installation
    held.scopes = tuple(one for one in held.scopes if one != "channels:read")
    channel = waymark.sandbox.add_channel("leads", waymark.noor)
    await waymark.noor.slash("/mentor circle", channel.id)
    await waymark.noor.click("Name a circle")
    result = await waymark.noor.submit()
    assert "install it again" in str(result.errors)
    assert "as before" in str(result.errors)


async def test_a_scope_lost_later_hides_the_circle_from_everybody(waymark: Conversation) -> None:
    await circled(waymark)
    held = waymark.sandbox.team.installation
    held.scopes = tuple(one for one in held.scopes if one != "channels:read")
    await waymark.advance(timedelta(minutes=11))
    await waymark.maya.slash("/mentor circle")
    assert "installed before I knew circles" in modal_text(waymark.maya)
    assert await mine(waymark, "maya") == []
    held.scopes = (*held.scopes, "channels:read")
    await waymark.advance(timedelta(minutes=11))
    await waymark.maya.slash("/mentor circle")
    assert await mine(waymark, "maya") == ["first-leads"]


async def test_who_joins_or_leaves_in_slack_does_so_here(waymark: Conversation) -> None:
    _, channel = await circled(waymark, "maya", "noor")
    await waymark.ari.join(channel)
    assert await mine(waymark, "ari") == ["first-leads"]
    await waymark.maya.leave(channel)
    assert await mine(waymark, "maya") == []
    await waymark.sandbox.redeliver(times=2)
    assert await mine(waymark, "maya") == []
    assert await mine(waymark, "ari") == ["first-leads"]


async def test_events_out_of_order_end_as_it_is_in_slack(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    waymark.sandbox.hold_events()
    await waymark.ari.leave(channel)
    await waymark.ari.join(channel)
    await waymark.sandbox.release_events(backwards=True)
    await waymark.sandbox.quiet()
    assert await mine(waymark, "ari") == ["first-leads"]


async def test_who_left_is_out_even_while_slack_is_busy(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    waymark.sandbox.faults.add("conversations.info", "error_503", times=3)
    await waymark.maya.leave(channel)
    assert await mine(waymark, "maya") == []


async def test_a_sixth_person_takes_the_place_of_one_who_left(waymark: Conversation) -> None:
    zoe = waymark.sandbox.join("Zoe Sixth")
    circle, channel = await circled(
        waymark, "maya", "theo", "noor", "ari", "guest", zoe.id, channel="leads"
    )
    await waymark.theo.leave(channel)
    async with waymark.waymark.units.reading(TEAM) as work:
        held = await work.circles.get(circle.id)
    assert held is not None
    assert held.hides_one


async def test_a_lost_event_is_made_up_for_by_the_next_look(waymark: Conversation) -> None:
    _, channel = await circled(waymark, "maya", "noor")
    channel.members.discard(waymark.maya.id)  # no event came
    assert await mine(waymark, "maya") == ["first-leads"]
    await waymark.advance(timedelta(minutes=11))
    await waymark.maya.slash("/mentor circle")
    assert "You are in no circle" in modal_text(waymark.maya)
    assert await mine(waymark, "maya") == []


async def test_the_bot_taken_out_of_the_channel_hides_the_circle(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await waymark.sandbox.remove_app(channel)
    await waymark.advance(timedelta(minutes=11))
    await waymark.noor.slash("/mentor circle")
    assert "/invite @Waymark" in modal_text(waymark.noor)
    assert await mine(waymark, "maya") == []


async def test_while_slack_is_busy_the_last_look_stands(waymark: Conversation) -> None:
    await circled(waymark)
    await waymark.advance(timedelta(minutes=11))
    waymark.sandbox.faults.add("conversations.info", "rate_limited")
    await waymark.maya.slash("/mentor circle")
    assert "#first-leads" in modal_text(waymark.maya)


async def test_an_admin_leaves_a_circle_off_and_names_it_again(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    await waymark.noor.slash("/mentor circle", channel.id)
    await waymark.noor.click("Leave this circle off")
    assert "You are in no circle" in modal_text(waymark.noor)
    assert await mine(waymark, "maya") == []
    await waymark.noor.click("Name a circle")
    await waymark.noor.submit(channel=channel.id)
    assert await mine(waymark, "maya") == ["first-leads"]
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.id for one in await work.circles.open()] == [circle.id]


async def test_named_twice_it_is_one_circle(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    again = await waymark.waymark.services.circles.name(Actor(TEAM, waymark.noor.id), channel.id)
    assert again.id == circle.id


async def test_bots_and_those_who_left_the_company_are_not_counted(waymark: Conversation) -> None:
    circle, _ = await circled(waymark, "maya", "theo", "otherbot", "gone", "noor")
    assert circle.people == 3
    assert not circle.hides_one


async def test_members_beyond_a_page_of_slacks_are_read_too(waymark: Conversation) -> None:
    people = [waymark.sandbox.join(f"Person {number:03}") for number in range(230)]
    waymark.sandbox.add_channel("many", *people)
    circle, _ = await circled(waymark, "noor", *(one.id for one in people), channel="crowd")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.circles.members(circle.id)) == 231
    assert circle.people == 5  # nobody is asked about beyond what is needed
    assert len(waymark.sandbox.log.calls("conversations.members")) == 2


async def test_an_uninstalled_workspace_asks_slack_nothing(waymark: Conversation) -> None:
    await circled(waymark)
    await waymark.sandbox.uninstall()
    calls = len(waymark.sandbox.log.calls("conversations.members"))
    await waymark.maya.slash("/mentor circle")
    assert len(waymark.sandbox.log.calls("conversations.members")) == calls


async def test_an_older_answer_of_slacks_brings_nobody_back(
    waymark: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two looks overlap, and the earlier one, which still saw who left, comes home last."""
    circle, channel = await circled(waymark)
    service = waymark.waymark.services.circles
    look, begun, go_on = service.channels.look, asyncio.Event(), asyncio.Event()

    async def slow(workspace_id: str, channel_id: str) -> ChannelSeen:
        seen = await look(workspace_id, channel_id)
        if not begun.is_set():
            begun.set()
            await go_on.wait()
        return seen

    monkeypatch.setattr(service.channels, "look", slow)
    early = asyncio.create_task(service.moved(TEAM, channel.id, waymark.ari.id, is_in=True))
    await begun.wait()
    await waymark.advance(timedelta(seconds=30))
    await waymark.theo.leave(channel)
    await waymark.settle()
    assert await mine(waymark, "theo") == []
    go_on.set()
    await early
    assert await mine(waymark, "theo") == []
    assert await mine(waymark, "maya") == [circle.name]
