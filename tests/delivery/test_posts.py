"""Posts in a channel on both databases: once, rewritten in place, held back when nobody may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.people import Actor
from bot.domain.roadblocks import Draft
from bot.sandbox.workspace import Channel
from tests.circling import circled, posts
from tests.factories import TEAM
from tests.stage import Conversation

WORDS = "Two teams own the same file."


async def posted(stage: Conversation) -> tuple[str, Channel]:
    """A roadblock of Maya's, on its way to her circle; its id."""
    circle, channel = await circled(stage)
    maya = Actor(TEAM, stage.maya.id)
    await stage.waymark.services.people.meet(maya)
    saved = await stage.waymark.services.roadblocks.record(maya, Draft(WORDS))
    sharing = stage.waymark.services.circles.sharing
    await sharing.post(maya, saved.subject_id, circle.id, WORDS)
    return saved.subject_id, channel


async def test_a_post_stands_once_and_is_rewritten_in_place(staged: Conversation) -> None:
    roadblock_id, channel = await posted(staged)
    await staged.settle()
    assert len(posts(staged, channel)) == 1
    endings = staged.waymark.services.roadblocks.endings
    await endings.solve(Actor(TEAM, staged.maya.id), roadblock_id)
    await staged.settle()
    (post,) = posts(staged, channel)
    assert "Nothing more is needed" in post
    assert WORDS in post


@pytest.mark.parametrize("fault", ["error_500", "drop_after", "rate_limited"])
async def test_a_rewrite_is_tried_until_it_is_made(staged: Conversation, fault: str) -> None:
    roadblock_id, channel = await posted(staged)
    await staged.settle()
    staged.sandbox.faults.add("chat.update", fault)
    endings = staged.waymark.services.roadblocks.endings
    await endings.let_go(Actor(TEAM, staged.maya.id), roadblock_id)
    await staged.settle()
    await staged.advance(timedelta(minutes=3))
    (post,) = posts(staged, channel)
    assert WORDS not in post


async def test_a_post_refused_for_a_while_goes_out_once(staged: Conversation) -> None:
    staged.sandbox.faults.add("chat.postMessage", "rate_limited")
    _, channel = await posted(staged)
    await staged.settle()
    assert posts(staged, channel) == []
    await staged.advance(timedelta(minutes=2))
    assert len(posts(staged, channel)) == 1


async def test_a_post_somebody_took_away_in_slack_is_left_alone(staged: Conversation) -> None:
    roadblock_id, channel = await posted(staged)
    await staged.settle()
    channel.visible()[0].deleted = True
    endings = staged.waymark.services.roadblocks.endings
    await endings.let_go(Actor(TEAM, staged.maya.id), roadblock_id)
    await staged.settle()
    await staged.advance(timedelta(hours=1))
    assert posts(staged, channel) == []
    async with staged.waymark.units.reading(TEAM) as work:
        rows = [one for one in await work.outbox.newest(9) if one.kind == "circle_roadblock"]
    assert {one.state for one in rows} == {"sent"}


async def test_a_rewrite_waits_for_a_post_on_its_way(staged: Conversation) -> None:
    """Solved while Slack wants a pause: nothing is posted any more, and nothing rewritten."""
    staged.sandbox.faults.add("chat.postMessage", "rate_limited")
    roadblock_id, channel = await posted(staged)
    await staged.settle()
    endings = staged.waymark.services.roadblocks.endings
    await endings.solve(Actor(TEAM, staged.maya.id), roadblock_id)
    await staged.advance(timedelta(minutes=5))
    assert posts(staged, channel) == []


async def test_the_store_answers_alike_who_sees_what(staged: Conversation) -> None:
    roadblock_id, channel = await posted(staged)
    async with staged.waymark.units.reading(TEAM) as work:
        (post,) = await work.circles.posts_about(roadblock_id, owner_id=staged.maya.id)
        assert await work.circles.post(post.id, visible_to=staged.ari.id) is not None
    await staged.ari.leave(channel)
    async with staged.waymark.units.reading(TEAM) as work:
        assert await work.circles.post(post.id, visible_to=staged.ari.id) is None
        assert await work.circles.posts_in(post.circle_id, visible_to=staged.ari.id) == []
        assert len(await work.circles.posts_in(post.circle_id, visible_to=staged.theo.id)) == 1
