"""The records of circles: what was posted in one, and what was set to one.

The stranger is in the circle at first, and leaves it with the last of these records.
"""

from __future__ import annotations

from bot.domain.outbox import DeliveryState
from bot.domain.questions import Question
from bot.domain.roadblocks import Draft
from tests.factories import TEAM
from tests.visibility.cast import Cast
from tests.visibility.made import Made, goal, secret, win


async def _posted(cast: Cast, row: str, circle: str = "") -> Made:
    saved = await cast.services.roadblocks.record(cast.mentee, Draft(f"About {row}"))
    sharing = cast.services.circles.sharing
    await sharing.post(cast.mentee, saved.subject_id, circle or cast.circle, secret(row))
    async with cast.reading() as work:
        (post,) = await work.circles.posts_about(saved.subject_id, owner_id=cast.mentee.user_id)
    return Made("circle_posts", post.id, parent=saved.subject_id)


async def posted(cast: Cast) -> Made:
    """It stands in Slack."""
    made = await _posted(cast, "roadblock posted in a circle")
    async with cast.writing() as work:
        (row,) = await work.outbox.about(made.id)
        row.state, row.channel, row.message_ts = DeliveryState.SENT, "C0LEADS", "1.000001"
        await work.commit()
    return made


async def posted_taken_back(cast: Cast) -> Made:
    made = await _posted(cast, "roadblock taken back from a circle")
    await cast.services.circles.sharing.take_back(cast.mentee, made.id)
    return made


async def posted_left_off(cast: Cast) -> Made:
    sandbox, admin = cast.stage.sandbox, cast.actor("admin")
    inside = [sandbox.person(cast.ids[one]) for one in ("mentee", "circle member")]
    circle = await cast.services.circles.name(admin, sandbox.add_channel("old", *inside).id)
    made = await _posted(cast, "roadblock posted in a circle before it was left off", circle.id)
    await cast.services.circles.leave_off(admin, circle.id)
    return made


async def goal_set(cast: Cast) -> Made:
    return await goal(cast, "goal, set to a circle", f"circle:{cast.circle}")


async def goal_taken_back(cast: Cast) -> Made:
    """Its circle is still written beside it."""
    made = await goal(cast, "goal, set to a circle and taken back", f"circle:{cast.circle}")
    async with cast.writing() as work:
        held = await work.goals.get(made.id, visible_to=cast.mentee.user_id)
        assert held is not None
        held.visibility = "private"
        await work.commit()
    return made


async def question(cast: Cast) -> Made:
    """Posted; whoever asked is in no row."""
    words = secret("question without a name, posted in a circle")
    async with cast.writing() as work:
        row = Question(TEAM, words, "hash", circle_id=cast.circle)
        row.post(cast.stage.clock.now().date())
        work.questions.add(row)
        await work.commit()
        return Made("questions", row.id)


async def win_set(cast: Cast) -> Made:
    return await win(cast, "win, set to a circle", f"circle:{cast.circle}")


async def win_left(cast: Cast) -> Made:
    stranger = cast.actor("stranger")
    made = await win(
        cast, "win, set to a circle before leaving it", f"circle:{cast.circle}", stranger
    )
    async with cast.reading() as work:
        circle = await work.circles.get(cast.circle)
    assert circle is not None
    channel = cast.stage.sandbox.team.channels[circle.channel_id]
    await cast.stage.sandbox.person(stranger.user_id).leave(channel)
    return made
