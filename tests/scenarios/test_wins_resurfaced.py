"""An old win comes back, seldom and with a way out (content.md 8.5), as conversations."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.domain.people import Actor
from bot.domain.wins import Win
from bot.sandbox import Message
from bot.services.wins import WinForm
from tests.factories import TEAM, paired
from tests.scenarios.test_wins import buttons, shown, wins_of
from tests.stage import Conversation

BACK = "Something from your wins jar"


async def an_old_win(waymark: Conversation, title: str = "Demo went live", days: int = 60) -> Win:
    """A win of Maya's from so many days ago."""
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    ack = await waymark.waymark.services.wins.save(maya, WinForm(title))
    async with waymark.waymark.units(TEAM) as work:
        win = await work.wins.get(ack.subject_id, visible_to=waymark.maya.id)
        assert win is not None
        win.at = waymark.clock.now() - timedelta(days=days)
        await work.commit()
    return win


def brought_back(waymark: Conversation) -> list[Message]:
    """What came back to Maya, oldest first."""
    return [message for message in waymark.maya.dm if message.text == BACK]


async def test_row_8_5_an_old_win_comes_back_at_the_quarter_and_not_before(
    waymark: Conversation,
) -> None:
    win = await an_old_win(waymark)
    await waymark.until("2026-04-01 09:59")
    assert brought_back(waymark) == []
    await waymark.until("2026-04-01 10:01")
    (message,) = brought_back(waymark)
    assert "Demo went live" not in json.dumps(message.blocks), "only its owner may read it"
    assert buttons(message.blocks) == ["Show it", "Keep showing", "Less of this"]
    await waymark.maya.click("Show it")
    assert "Demo went live" in shown(waymark.maya.modal)
    (held,) = await wins_of(waymark, waymark.maya)
    assert held.id == win.id
    assert held.shown_at is not None


async def test_at_most_once_a_month_whoever_plans_it(waymark: Conversation) -> None:
    """The same win never twice in 30 days, nor another one."""
    await an_old_win(waymark, "Demo went live", 90)
    await an_old_win(waymark, "Hired Ana", 80)
    await waymark.until("2026-04-01 10:01")
    async with waymark.waymark.units(TEAM) as work:
        soon = waymark.clock.now() + timedelta(days=20)
        await work.nudges.set("wins_jar_resurface", waymark.maya.id, waymark.maya.id, soon)
        await work.commit()
    await waymark.until("2026-04-30 12:00")
    assert len(brought_back(waymark)) == 1
    await waymark.until("2026-07-01 10:01")
    assert len(brought_back(waymark)) == 2
    assert all(win.shown_at for win in await wins_of(waymark, waymark.maya)), "each had its turn"


async def test_a_win_a_mentor_reads_is_named(waymark: Conversation) -> None:
    await paired(waymark)
    win = await an_old_win(waymark)
    services, maya = waymark.waymark.services, Actor(TEAM, waymark.maya.id)
    (theo,) = (await services.wins.read(maya, win.id)).choices[1:]
    await services.wins.share(maya, win.id, theo.value)
    async with waymark.waymark.units(TEAM) as work:
        due = waymark.clock.now() + timedelta(days=20)
        await work.nudges.set("wins_jar_resurface", waymark.maya.id, waymark.maya.id, due)
        await work.commit()
    await waymark.until("2026-04-10 12:00")
    assert "Demo went live" in "".join(waymark.maya.seen)
    assert BACK not in "".join(one.text for one in waymark.theo.dm)


async def test_keep_showing_leaves_one_quiet_line(waymark: Conversation) -> None:
    await an_old_win(waymark)
    await waymark.until("2026-04-01 10:01")
    await waymark.maya.click("Keep showing")
    (message,) = [one for one in waymark.maya.dm if "now and then" in json.dumps(one.blocks)]
    assert buttons(message.blocks) == []


async def test_less_of_this_twice_is_off(waymark: Conversation) -> None:
    """The first press halves; a double press counts once; "Turn it off" ends it."""
    await an_old_win(waymark)
    await waymark.until("2026-04-01 10:01")
    (message,) = brought_back(waymark)
    maya, wins = Actor(TEAM, waymark.maya.id), waymark.waymark.services.wins
    (held,) = await wins_of(waymark, waymark.maya)
    key = await wins.resurfacing.key(maya, held.id)
    await waymark.maya.click("Less of this", message)
    again = await waymark.waymark.services.care.less(maya, key)
    assert again.times == 1, "the same message counts once"
    await waymark.maya.click("Turn it off")
    before = len(waymark.maya.dm)
    await waymark.until("2027-01-05 12:00")
    assert [one.text for one in waymark.maya.dm[before:]] == []


async def test_what_is_set_aside_meanwhile_does_not_come_back(waymark: Conversation) -> None:
    win = await an_old_win(waymark)
    await waymark.until("2026-03-31 23:00")
    await waymark.waymark.services.wins.hide(Actor(TEAM, waymark.maya.id), win.id, hidden=True)
    await waymark.until("2026-04-02 12:00")
    assert brought_back(waymark) == []


async def test_a_new_person_and_a_young_jar_hear_nothing(waymark: Conversation) -> None:
    await an_old_win(waymark, days=10)
    await waymark.until("2026-03-20 10:01")
    async with waymark.waymark.units(TEAM) as work:
        due = waymark.clock.now()
        await work.nudges.set("wins_jar_resurface", waymark.maya.id, waymark.maya.id, due)
        await work.commit()
    await waymark.until("2026-03-25 12:00")
    assert brought_back(waymark) == []
