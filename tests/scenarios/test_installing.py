"""Workspaces install Waymark themselves, leave and come back (slack.md 4.7, reliability.md T3)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Persona
from tests.conftest import KEY
from tests.stage import Conversation
from tests.strolling import Stroller
from tests.village import Village


async def jar(persona: Persona) -> str:
    """What `/mentor wins` shows."""
    await persona.slash("/mentor wins")
    assert persona.modal is not None
    shown = json.dumps(persona.modal)
    await persona.close_modal()
    return shown


# --- the way there -------------------------------------------------------------------------------


async def test_a_workspace_installs_and_is_served_at_once(village: Village) -> None:
    assert (await village.maya.slash("/mentor help")).error == "/mentor is not a valid command"
    done = await village.browser().install(village.door)
    assert (done.status, done.title) == (200, "Waymark is in Waymark Trial")
    assert done.links["Open Waymark in Slack"] == (
        "slack://app?team=T0WAYMARK&id=A0WAYMARK&tab=home"
    )
    assert done.links["Open it in the browser instead"].startswith(village.sandbox.url)
    assert "/mentor checkin" in (await village.maya.slash("/mentor help")).shown[-1].all_text


async def test_two_workspaces_live_side_by_side_and_apart(village: Village) -> None:
    await village.browser().install(village.door)
    done = await village.browser().install(village.door, team="T0SECOND")
    assert done.title == "Waymark is in Second & Co"
    assert "Second &amp; Co" in done.html
    await village.maya.slash("/mentor win Shipped the parser")
    await village.there("maya").slash("/mentor win Met the board")
    await village.settle()
    here, there = await jar(village.maya), await jar(village.there("maya"))
    assert "Shipped the parser" in here
    assert "Met the board" not in here
    assert "Met the board" in there
    assert "Shipped the parser" not in there


async def test_the_token_is_kept_and_kept_secret(village: Village, any_database_url: str) -> None:
    await village.browser().install(village.door)
    (kept,) = await village.waymark.units.everywhere().installations()
    assert kept.bot_token == village.sandbox.team.installation.bot_token
    assert (kept.bot_user_id, kept.bot_id) == ("U0WAYMARK", "B0WAYMARK")
    if any_database_url.startswith("sqlite"):
        await village.stop_bot()
        stored = await asyncio.to_thread(_bytes_of, any_database_url)
        assert kept.bot_token.encode() not in stored
        await village.start_bot()


async def test_a_fresh_process_knows_the_workspaces(village: Village) -> None:
    await village.browser().install(village.door)
    await village.stop_bot()
    await village.start_bot()
    assert (await village.maya.slash("/mentor next")).ok
    assert (await village.waymark.ready()).ok


# --- leaving and coming back ---------------------------------------------------------------------


async def test_uninstalled_and_installed_again_everything_is_still_there(
    village: Village,
) -> None:
    await village.browser().install(village.door)
    await village.maya.slash("/mentor win Shipped the parser")
    await village.sandbox.uninstall()
    (gone,) = await village.waymark.units.everywhere().installations()
    assert not gone.is_alive
    village.clock.advance(timedelta(days=1))
    screen = await village.browser().begin(village.door)
    assert "was removed from Waymark Trial" in screen.html
    await village.browser().install(village.door)
    assert "Shipped the parser" in await jar(village.maya)


async def test_installing_again_replaces_the_token_in_every_process(
    village: Village, any_database_url: str
) -> None:
    other = Conversation(village.clock, any_database_url, secret_key=KEY, oauth=True)
    other.sandbox, other._config = village.sandbox, village.sandbox.config
    await other.start_bot()
    bots = (other, village)
    try:
        await village.browser().install(other.url + "/slack/install")
        for bot in bots:
            village.sandbox.connect(f"{bot.url}/slack/events")
            await jar(village.maya)
        await village.browser().install(other.url + "/slack/install")
        village.clock.advance(timedelta(seconds=30))
        for bot in bots:
            village.sandbox.connect(f"{bot.url}/slack/events")
            await jar(village.maya)
    finally:
        await other.stop_bot()
    answers = [entry.response for entry in village.sandbox.log if isinstance(entry.response, dict)]
    assert [one for one in answers if one.get("error") == "token_revoked"] == []


@pytest.mark.parametrize("kinds", [("app_uninstalled",), ("tokens_revoked", "app_uninstalled")])
async def test_late_news_of_an_earlier_uninstall_ends_nothing(
    village: Village, kinds: tuple[str, ...]
) -> None:
    await village.browser().install(village.door)
    village.clock.advance(timedelta(minutes=1))
    village.sandbox.hold_events()
    await village.sandbox.uninstall()
    village.clock.advance(timedelta(minutes=5))
    await village.browser().install(village.door)
    await village.sandbox.release_events()
    (kept,) = await village.waymark.units.everywhere().installations()
    assert kept.is_alive
    assert (await village.maya.slash("/mentor next")).ok
    for kind in kinds:
        tokens = {"tokens": {"bot": ["U0WAYMARK"]}} if kind == "tokens_revoked" else {}
        await village.sandbox.deliver({"type": kind, **tokens})
    (kept,) = await village.waymark.units.everywhere().installations()
    assert kept.dead_reason == kinds[0]


async def test_a_bot_with_a_token_of_its_own_can_be_installed_again_too(
    waymark: Conversation,
) -> None:
    await waymark.sandbox.uninstall()
    assert (await waymark.maya.slash("/mentor next")).error == "/mentor is not a valid command"
    async with aiohttp.ClientSession() as web:
        assert waymark.sandbox.config.install_url is not None
        page = await Stroller(web).install(waymark.sandbox.config.install_url)
    assert page.title == "Waymark is in Waymark Trial"
    assert (await waymark.maya.slash("/mentor next")).ok


# --- private -------------------------------------------------------------------------------------


def _bytes_of(database_url: str) -> bytes:
    """The SQLite file, with what is still in its log."""
    path = Path(database_url.partition(":///")[2])
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
