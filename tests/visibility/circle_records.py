"""The records of circles: what was posted in one, and what was set to one.

The stranger is in the circle at first, and leaves it with the last of these records.
"""

from __future__ import annotations

from bot.domain.goals import Plan, Said
from bot.domain.ids import new_id
from bot.domain.outbox import DeliveryState
from bot.domain.people import Actor
from bot.domain.questions import Question
from bot.domain.roadblocks import Draft
from bot.services.wins import WinForm
from tests.factories import TEAM
from tests.visibility.cast import Cast
from tests.visibility.made import Made, secret


async def _posted(cast: Cast, row: str, circle: str = "") -> Made:
    saved = await cast.services.roadblocks.record(cast.mentee, Draft(f"About {row}"))
    sharing = cast.services.circles.sharing
    await sharing.post(cast.mentee, saved.subject_id, circle or cast.circle, secret(row))
    async with cast.stage.waymark.units.reading(TEAM) as work:
        (post,) = await work.circles.posts_about(saved.subject_id, owner_id=cast.mentee.user_id)
    return Made("circle_posts", post.id, parent=saved.subject_id)


async def posted(cast: Cast) -> Made:
    """It stands in Slack."""
    made = await _posted(cast, "roadblock posted in a circle")
    async with cast.stage.waymark.units(TEAM) as work:
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


async def _goal(cast: Cast, row: str, owner: Actor) -> Made:
    goal_id = new_id()
    form = await cast.services.goals.describe(owner, goal_id, Said(secret(row)))
    plan, audience = Plan(statement=secret(row)), f"circle:{cast.circle}"
    await cast.services.goals.finish(owner, goal_id, plan, audience, version=form.goal.edits)
    return Made("goals", goal_id)


async def goal_set(cast: Cast) -> Made:
    return await _goal(cast, "goal, set to a circle", cast.mentee)


async def goal_taken_back(cast: Cast) -> Made:
    """Its circle is still written beside it."""
    made = await _goal(cast, "goal, set to a circle and taken back", cast.mentee)
    async with cast.stage.waymark.units(TEAM) as work:
        goal = await work.goals.get(made.id, visible_to=cast.mentee.user_id)
        assert goal is not None
        goal.visibility = "private"
        await work.commit()
    return made


async def question(cast: Cast) -> Made:
    """Posted; whoever asked is in no row."""
    words = secret("question without a name, posted in a circle")
    async with cast.stage.waymark.units(TEAM) as work:
        row = Question(TEAM, words, "hash", circle_id=cast.circle)
        row.post(cast.stage.clock.now().date())
        work.questions.add(row)
        await work.commit()
        return Made("questions", row.id)


async def _win(cast: Cast, row: str, owner: Actor) -> Made:
    ack = await cast.services.wins.save(owner, WinForm(title=secret(row)))
    await cast.services.wins.share(owner, ack.subject_id, f"circle:{cast.circle}")
    return Made("wins", ack.subject_id)


async def win_set(cast: Cast) -> Made:
    return await _win(cast, "win, set to a circle", cast.mentee)


async def win_left(cast: Cast) -> Made:
    stranger = cast.actor("stranger")
    made = await _win(cast, "win, set to a circle before leaving it", stranger)
    async with cast.stage.waymark.units.reading(TEAM) as work:
        circle = await work.circles.get(cast.circle)
    assert circle is not None
    channel = cast.stage.sandbox.team.channels[circle.channel_id]
    await cast.stage.sandbox.person(stranger.user_id).leave(channel)
    return made
