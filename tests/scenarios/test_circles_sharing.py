"""A goal or a win set to a circle: what its members see, and nothing else (3.6, 8.3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.people import Actor
from bot.services.wins import WinForm
from tests.circling import circled, posts
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_circles_roadblocks import WORDS, ask_circle, open_roadblocks
from tests.stage import Conversation

GOAL = "Earn the cloud certificate by 30 June 2026"
CIRCLE = "Your circle, #first-leads"


def shown(person: object) -> str:
    return json.dumps(getattr(person, "modal", None))


async def looks(waymark: Conversation, name: str) -> str:
    """What somebody reads in `/mentor circle`."""
    persona = waymark.sandbox.person(name)
    await persona.slash("/mentor circle")
    seen = shown(persona)
    await persona.close_modal(clear=True)
    return seen


async def win_of(waymark: Conversation, title: str, how: str = "") -> str:
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.people.meet(maya)
    ack = await waymark.waymark.services.wins.save(maya, WinForm(title=title, how=how))
    return ack.subject_id


async def set_goal(waymark: Conversation) -> str:
    goal_id = await with_goal(waymark, "maya", GOAL)
    await waymark.maya.slash("/mentor goals")
    await waymark.maya.choose("Choose who sees it")
    assert "Sharing results works better than sharing intentions" in shown(waymark.maya)
    await waymark.maya.submit(audience=CIRCLE)
    return goal_id


async def test_row_3_6_a_goal_is_set_to_a_circle_with_a_warning(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await paired(waymark)
    await set_goal(waymark)
    await waymark.settle()
    assert posts(waymark, channel) == []  # goals are not published
    assert GOAL in await looks(waymark, "ari")
    assert GOAL in await looks(waymark, "maya")
    await waymark.theo.open_home()
    assert GOAL not in json.dumps(waymark.theo.home)  # a mentor is not asked about it
    await waymark.maya.open_home()
    assert CIRCLE in json.dumps(waymark.maya.home)


async def test_a_goal_made_private_again_is_seen_no_more(waymark: Conversation) -> None:
    await circled(waymark)
    goal_id = await set_goal(waymark)
    await waymark.waymark.services.goals.share(Actor(TEAM, waymark.maya.id), goal_id, "private")
    assert GOAL not in await looks(waymark, "ari")


async def test_the_last_form_of_a_goal_offers_the_circle_and_suggests_the_mentor(
    waymark: Conversation,
) -> None:
    circle, _ = await circled(waymark)
    pairing = await paired(waymark)
    maya = Actor(TEAM, waymark.maya.id)
    goals = waymark.waymark.services.goals
    draft = await goals.say(maya, GOAL)
    form = await goals.form_for(maya, draft.id)
    assert [one.value for one in form.choices] == [
        "private",
        f"mentor:{pairing}",
        f"circle:{circle.id}",
    ]
    assert form.suggested == f"mentor:{pairing}"


async def test_a_mentor_who_was_shown_it_before_is_not_asked_any_more(
    waymark: Conversation,
) -> None:
    await circled(waymark, "maya", "noor", "ari")
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", GOAL, shared=True)
    choice = (await waymark.waymark.services.goals.row(_maya(waymark), goal_id)).choices[2].value
    await waymark.waymark.services.goals.share(_maya(waymark), goal_id, choice)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.goals.get(goal_id, visible_to=waymark.theo.id) is None


async def test_row_8_3_a_win_is_posted_in_the_circle_once(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    win = await win_of(waymark, "The demo went live", how="Cut it in two")
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Share")
    assert "reads it in its channel, once" in shown(waymark.maya)
    await waymark.maya.submit(audience=CIRCLE)
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "The demo went live" in post
    assert "Cut it in two" not in post  # exactly what the form showed
    assert "strength" in post
    assert "The demo went live" in await looks(waymark, "theo")
    share = waymark.waymark.services.wins.share
    standing = await waymark.waymark.services.wins.read(_maya(waymark), win)
    await waymark.advance(timedelta(minutes=1))
    await share(_maya(waymark), win, standing.choices[-1].value)
    await waymark.advance(timedelta(days=1))
    assert len(posts(waymark, channel)) == 1


async def test_a_win_taken_back_leaves_the_channel(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    win = await win_of(waymark, "The demo went live")
    wins = waymark.waymark.services.wins
    choice = (await wins.read(_maya(waymark), win)).choices[-1].value
    await wins.share(_maya(waymark), win, choice)
    await waymark.settle()
    await wins.share(_maya(waymark), win, "private")
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "The demo went live" not in post
    assert "The demo went live" not in await looks(waymark, "theo")


@pytest.mark.one_process
async def test_a_win_nobody_could_post_is_private_again_and_said(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    win = await win_of(waymark, "The demo went live")
    wins = waymark.waymark.services.wins
    choice = (await wins.read(_maya(waymark), win)).choices[-1].value
    await wins.share(_maya(waymark), win, choice)
    waymark.sandbox.archive(channel)
    await waymark.settle()
    assert posts(waymark, channel) == []
    assert "archived" in waymark.maya.last_dm.all_text
    assert (await wins.read(_maya(waymark), win)).win.visibility == "private"


async def test_a_circle_left_meanwhile_is_refused_in_the_form(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await win_of(waymark, "The demo went live")
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Share")
    channel.members.discard(waymark.maya.id)
    result = await waymark.maya.submit(audience=CIRCLE)
    assert "not in this circle" in str(result.errors)
    await waymark.settle()
    assert posts(waymark, channel) == []


async def test_who_leaves_takes_what_was_theirs_along(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await set_goal(waymark)
    assert GOAL in await looks(waymark, "ari")
    await waymark.maya.leave(channel)
    assert GOAL not in await looks(waymark, "ari")


# --- private -------------------------------------------------------------------------------------


def _maya(waymark: Conversation) -> Actor:
    return Actor(TEAM, waymark.maya.id)


async def test_taking_a_post_back_in_one_circle_leaves_it_in_the_other(
    waymark: Conversation,
) -> None:
    one, first = await circled(waymark)
    other, second = await circled(waymark, channel="book-club")
    maya = Actor(TEAM, waymark.maya.id)
    await ask_circle(waymark)
    await waymark.maya.close_modal()
    (roadblock,) = await open_roadblocks(waymark)
    sharing = waymark.waymark.services.circles.sharing
    for circle in (one, other):
        await sharing.post(maya, roadblock.id, circle.id, WORDS)
    await waymark.settle()
    assert WORDS in posts(waymark, first)[0]
    async with waymark.waymark.units.reading(TEAM) as work:
        (post,) = await work.circles.posts_in(one.id, visible_to=maya.user_id)
    await sharing.take_back(maya, post.id)
    await waymark.settle()
    assert WORDS not in posts(waymark, first)[0]
    assert WORDS in posts(waymark, second)[0]
