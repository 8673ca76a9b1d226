"""A roadblock before one's circle: previewed, posted once, helped, taken back (7.3, 7.5)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.errors import PostedOnce
from bot.domain.people import Actor
from bot.domain.roadblocks import Roadblock
from bot.sandbox import Message
from bot.sandbox.workspace import Channel
from tests.circling import circled, posts
from tests.factories import TEAM, paired
from tests.stage import Conversation

WORDS = "Two teams own the same file and nobody decides."


async def ask_circle(waymark: Conversation, words: str = WORDS) -> None:
    """Maya's form with her circle chosen; the preview is open afterwards."""
    await waymark.maya.slash(f"/mentor roadblock {words}")
    await waymark.maya.submit(audience="Your circle, #first-leads")


def shown(person: object) -> str:
    return json.dumps(getattr(person, "modal", None))


async def test_row_7_3_my_circle_is_asked_once_after_a_preview(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    assert "Names visible?" in shown(waymark.maya)
    assert "I found none besides yours" in shown(waymark.maya)
    assert "5 people are in #first-leads" in shown(waymark.maya)
    await waymark.settle()
    assert posts(waymark, channel) == []  # nothing before the tap
    await waymark.maya.submit()
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "Maya" in post
    assert WORDS in post
    assert "in the thread" in post
    assert "#first-leads" in shown(waymark.maya)
    await waymark.advance(timedelta(days=9))
    assert len(posts(waymark, channel)) == 1  # reposts never


async def test_names_in_the_text_are_shown_before_it_is_posted(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await waymark.waymark.services.people.meet(Actor(TEAM, waymark.theo.id))
    await ask_circle(waymark, "Theo never answers the Payments Team.")
    assert "The circle would read" in shown(waymark.maya)
    assert "a name: Theo" in shown(waymark.maya)
    await waymark.maya.submit(words="Theo from the other team never answers.")
    assert "a name: Theo" in shown(waymark.maya)  # changed words are looked at once more
    await waymark.maya.submit(words="A colleague never answers.")
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "A colleague never answers." in post
    assert "Theo" not in post
    await waymark.theo.slash("/mentor circle")
    assert "A colleague never answers." in shown(waymark.theo)
    assert "Payments Team" not in shown(waymark.theo)


async def test_a_closed_preview_keeps_it_private(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.close_modal()
    await waymark.settle()
    assert posts(waymark, channel) == []
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    assert (held.what, held.visibility) == (WORDS, "private")


async def test_who_is_in_no_circle_is_offered_none(waymark: Conversation) -> None:
    await circled(waymark, "noor", "theo")
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    assert "Your circle" not in shown(waymark.maya)


async def test_who_left_meanwhile_posts_nothing(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    channel.members.discard(waymark.maya.id)
    result = await waymark.maya.submit(audience="Your circle, #first-leads")
    assert "not in this circle" in str(result.errors)
    await waymark.settle()
    assert posts(waymark, channel) == []
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.roadblocks.open_of(waymark.maya.id) == []


@pytest.mark.parametrize(
    ("trouble", "said"),
    [("archived", "archived"), ("removed", "/invite @Waymark"), ("scope", "install it again")],
)
async def test_what_keeps_the_bot_from_posting_is_said_kindly(
    waymark: Conversation, trouble: str, said: str
) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    if trouble == "archived":
        waymark.sandbox.archive(channel)
    elif trouble == "removed":
        await waymark.sandbox.remove_app(channel)
    else:
        held = waymark.sandbox.team.installation
        held.scopes = tuple(one for one in held.scopes if one != "channels:read")
    result = await waymark.maya.submit()
    assert said in str(result.errors)
    await waymark.settle()
    assert posts(waymark, channel) == []


@pytest.mark.one_process
async def test_a_channel_closed_after_the_tap_is_told_to_the_owner(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    await waymark.sandbox.remove_app(channel)
    await waymark.settle()
    assert posts(waymark, channel) == []
    assert "/invite @Waymark" in waymark.maya.last_dm.all_text
    assert "Two teams" not in waymark.maya.last_dm.all_text
    await waymark.theo.slash("/mentor circle")
    assert WORDS not in shown(waymark.theo)
    await waymark.sandbox.invite_app(channel)
    (roadblock_id,) = [one.id for one in await open_roadblocks(waymark)]
    sharing = waymark.waymark.services.circles.sharing
    await sharing.post(Actor(TEAM, waymark.maya.id), roadblock_id, circle.id, WORDS)
    await waymark.settle()
    assert len(posts(waymark, channel)) == 1


async def test_a_second_tap_and_a_second_form_post_once(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    (roadblock_id,) = [one.id for one in await open_roadblocks(waymark)]
    sharing = waymark.waymark.services.circles.sharing
    for _ in range(2):
        await sharing.post(_maya(waymark), roadblock_id, circle.id, WORDS)
        await waymark.advance(timedelta(minutes=1))
    assert len(posts(waymark, channel)) == 1


async def test_the_form_delivered_again_posts_once(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    answers = [await waymark.sandbox.post.replay() for _ in range(3)]
    assert all("That was already saved" in str(one.payload) for one in answers)
    await waymark.settle()
    assert len(posts(waymark, channel)) == 1


@pytest.mark.one_process
@pytest.mark.parametrize("what", ["left off", "owner left"])
async def test_what_changes_before_it_went_out_holds_it_back(
    waymark: Conversation, what: str
) -> None:
    circle, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    if what == "left off":
        admin = Actor(TEAM, waymark.noor.id)
        await waymark.waymark.services.circles.leave_off(admin, circle.id)
    else:
        await waymark.maya.leave(channel)
    await waymark.settle()
    assert posts(waymark, channel) == []
    assert "Nothing was posted" in waymark.maya.last_dm.all_text or "did not go" in (
        waymark.maya.last_dm.all_text
    )


@pytest.mark.one_process
async def test_nobody_knows_whether_it_arrived_and_it_is_not_posted_again(
    waymark: Conversation,
) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    waymark.sandbox.faults.add("chat.postMessage", "drop_after")
    await waymark.settle()
    await waymark.advance(timedelta(minutes=2))
    assert "A look there shows it" in waymark.maya.last_dm.all_text
    await waymark.advance(timedelta(days=2))
    assert len(posts(waymark, channel)) == 1
    assert waymark.sandbox.log.calls("conversations.history") == []


async def test_the_owner_marks_an_answer_in_the_thread_as_helpful(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    answer = await _answered(waymark, channel)
    await waymark.maya.shortcut("Mark as helpful", answer)
    assert "an answer of Ari" in shown(waymark.maya)
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "An answer of Ari helped." in post
    assert WORDS in post
    await waymark.maya.click("It is solved")
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert "got past this one" in post or "Solved" in post
    assert "An answer of Ari helped." in post


async def test_nobody_else_marks_and_nothing_else_is_marked(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    answer = await _answered(waymark, channel)
    await waymark.theo.shortcut("Mark as helpful", answer)
    assert "Only an answer in the thread" in shown(waymark.theo)
    await waymark.theo.close_modal()
    elsewhere = await waymark.ari.say("Lunch?", channel=channel.id)
    await waymark.maya.shortcut("Mark as helpful", elsewhere)
    assert "Only an answer in the thread" in shown(waymark.maya)
    await waymark.maya.close_modal()
    own = await waymark.maya.say("Thank you!", thread_ts=answer.thread_ts, channel=channel.id)
    await waymark.maya.shortcut("Mark as helpful", own)
    assert "Only an answer in the thread" in shown(waymark.maya)
    await waymark.settle()
    assert "helped" not in posts(waymark, channel)[0]


async def test_let_go_takes_its_words_out_of_the_channel(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await _answered(waymark, channel)
    (held,) = await open_roadblocks(waymark)
    await waymark.waymark.services.roadblocks.endings.let_go(_maya(waymark), held.id)
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert WORDS not in post
    assert "Maya" in post
    await waymark.theo.slash("/mentor circle")
    assert WORDS not in shown(waymark.theo)


async def test_one_s_own_post_is_taken_back_in_the_window(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    await _answered(waymark, channel)
    await waymark.maya.slash("/mentor circle")
    await waymark.maya.click("Take it back")
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert WORDS not in post
    assert "took this one back" in post or "Taken back" in post
    (held,) = await open_roadblocks(waymark)
    preview = waymark.waymark.services.circles.sharing
    with pytest.raises(PostedOnce):
        await preview.post(_maya(waymark), held.id, circle.id, WORDS)


async def test_taken_back_before_it_went_out_it_is_never_posted(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    (held,) = await open_roadblocks(waymark)
    await waymark.waymark.services.roadblocks.endings.let_go(_maya(waymark), held.id)
    await waymark.settle()
    assert posts(waymark, channel) == []
    async with waymark.waymark.units.reading(TEAM) as work:
        rows = [one for one in await work.outbox.newest(9) if one.kind == "circle_roadblock"]
    assert [(one.state, one.reason) for one in rows] == [("cancelled", "withdrawn")]


async def test_uninstalled_it_waits_and_installed_again_it_goes_out_once(
    waymark: Conversation,
) -> None:
    _, channel = await circled(waymark)
    await ask_circle(waymark)
    await waymark.maya.submit()
    await waymark.sandbox.uninstall()
    await waymark.settle()
    assert posts(waymark, channel) == []
    async with waymark.waymark.units.reading(TEAM) as work:
        rows = [one for one in await work.outbox.newest(9) if one.kind == "circle_roadblock"]
    assert [one.state for one in rows] == ["pending"]  # it waits
    waymark.sandbox.config.bot_token = waymark.sandbox.reinstall()
    await waymark.stop_bot()
    await waymark.start_bot()
    await waymark.settle()
    assert len(posts(waymark, channel)) == 1


async def test_who_left_the_channel_sees_it_no_more_through_the_bot(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await _answered(waymark, channel)
    await waymark.theo.slash("/mentor circle")
    assert WORDS in shown(waymark.theo)
    await waymark.theo.close_modal()
    await waymark.theo.leave(channel)
    await waymark.theo.slash("/mentor circle")
    assert WORDS not in shown(waymark.theo)


async def test_row_7_5_my_circle_is_a_way_when_nobody_answered(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(audience="You and Theo")
    await waymark.advance(timedelta(days=7))
    (asked,) = [one for one in waymark.maya.dms if "Ask my circle" in one.buttons]
    await waymark.maya.click("Ask my circle", message=asked)
    await waymark.maya.submit()
    await waymark.settle()
    assert len(posts(waymark, channel)) == 1
    (held,) = await open_roadblocks(waymark)
    assert held.visibility == "mentor"  # who read it before reads it still
    await waymark.advance(timedelta(days=1))


async def test_a_mentor_chosen_instead_takes_it_back_from_the_circle(
    waymark: Conversation,
) -> None:
    _, channel = await circled(waymark)
    await paired(waymark)
    await _answered(waymark, channel)
    (held,) = await open_roadblocks(waymark)
    form = await waymark.waymark.services.roadblocks.form_again(_maya(waymark), held.id)
    mentor = next(one.value for one in form.audiences if one.mentor_id)
    draft = type(form.draft)(what=WORDS, audience=mentor)
    await waymark.waymark.services.roadblocks.ask(_maya(waymark), held.id, draft)
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert WORDS not in post


async def test_of_two_circles_one_is_chosen_in_the_preview(waymark: Conversation) -> None:
    _, first = await circled(waymark)
    _, second = await circled(waymark, "maya", "ari", channel="writers")
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(audience="You and Theo")
    await waymark.advance(timedelta(days=7))
    await waymark.maya.click("Ask my circle")
    assert "5 people are in #first-leads" in shown(waymark.maya)
    await waymark.maya.submit(circle="#writers")
    assert "2 people are in #writers" in shown(waymark.maya)
    await waymark.maya.submit()
    await waymark.settle()
    assert (len(posts(waymark, first)), len(posts(waymark, second))) == (0, 1)


async def test_slack_that_does_not_answer_loses_nothing(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    waymark.sandbox.faults.add("conversations.members", "rate_limited")
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    result = await waymark.maya.submit(audience="Your circle, #first-leads")
    assert "try again soon" in str(result.errors)
    assert WORDS in shown(waymark.maya)
    await waymark.maya.submit()
    waymark.sandbox.faults.add("conversations.info", "error_503")
    result = await waymark.maya.submit()
    assert "try again soon" in str(result.errors)
    await waymark.maya.submit()
    await waymark.settle()
    assert len(posts(waymark, channel)) == 1


# --- private -------------------------------------------------------------------------------------


def _maya(waymark: Conversation) -> Actor:
    return Actor(TEAM, waymark.maya.id)


async def open_roadblocks(waymark: Conversation) -> list[Roadblock]:
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.roadblocks.open_of(waymark.maya.id)


async def _answered(waymark: Conversation, channel: Channel) -> Message:
    """Posted, and answered by Ari in its thread."""
    await ask_circle(waymark)
    await waymark.maya.submit()
    await waymark.settle()
    await waymark.maya.close_modal()
    ours = waymark.sandbox.team.bot_user_id
    post = next(one for one in channel.visible() if one.user == ours)
    answer = await waymark.ari.say("Ask for a decider.", thread_ts=post.ts, channel=channel.id)
    assert answer is not None
    return answer
