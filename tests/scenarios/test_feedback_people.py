"""Who may read feedback, and what becomes of it when somebody is away (content.md F10, 0.2)."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.domain.errors import NotYours
from bot.domain.feedback import AskState, Feedback, Focus, Used, Words
from bot.domain.people import Actor
from bot.services.feedback import Asked
from tests.advice import (
    IMPACT,
    KEEP,
    NEXT,
    QUESTION,
    SEEN,
    SITUATION,
    actor,
    ask,
    delivered,
    modal,
    quiet,
    sent,
    the_ask,
    the_words,
)
from tests.factories import TEAM, paired
from tests.stage import Conversation

# --- who may read --------------------------------------------------------------------------------


async def test_only_giver_and_receiver_read_and_a_draft_is_the_givers(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await paired(waymark, "maya", "noor")
    await ask(waymark, date(2026, 3, 4), mentors=[waymark.theo.id])
    row = await the_ask(waymark)
    services = waymark.waymark.services.feedback
    careless = Words(SITUATION, "You are careless", "", NEXT)
    await services.writing.write(actor(waymark.theo), row.id, careless, hinted=False)
    async with waymark.waymark.units.reading(TEAM) as work:
        draft = await work.feedback.written_for(row.id, waymark.theo.id)
        assert draft is not None
        assert await work.feedback.words(draft.id, visible_to=waymark.maya.id) is None
        assert await work.feedback.received_by(waymark.maya.id) == []
    await services.writing.write(actor(waymark.theo), row.id, careless, hinted=True)
    for stranger in (waymark.noor, waymark.ari):
        await refused(actor(stranger), draft, waymark)
    with pytest.raises(NotYours):
        await services.reading.read(actor(waymark.theo), draft.id)
    assert (await services.reading.read(actor(waymark.maya), draft.id)).behaviour


async def refused(stranger: Actor, words: Feedback, waymark: Conversation) -> None:
    """Every door is closed to a third person, mentor of the same mentee or not."""
    services = waymark.waymark.services.feedback
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.feedback.words(words.id, visible_to=stranger.user_id) is None
        assert await work.feedback.ask(words.ask_id, visible_to=stranger.user_id) is None
    for attempt in (
        services.read(stranger, words.ask_id),
        services.instead(stranger, words.ask_id, AskState.TALK),
        services.allow(stranger, words.ask_id, yes=True),
        services.writing.form(stranger, words.ask_id),
        services.writing.asked(stranger, words.id),
        services.writing.answer(stranger, words.id, "x"),
        services.reading.read(stranger, words.id),
        services.reading.held(stranger, words.id),
        services.reading.thank(stranger, words.id),
        services.reading.keep(stranger, words.id),
        services.reading.tell_giver(stranger, words.id),
    ):
        with pytest.raises(NotYours):
            await attempt


async def test_words_are_replaced_until_they_are_read_and_then_come_back(
    waymark: Conversation,
) -> None:
    await delivered(waymark)
    row = await the_words(waymark)
    form = waymark.waymark.services.feedback.writing
    better = Words(SITUATION, SEEN, IMPACT, "Begin with the decision.", KEEP)
    await form.write(actor(waymark.theo), row.ask_id, better, hinted=True)
    await waymark.settle()
    assert len([one for one in waymark.maya.dms if "Read it now" in one.buttons]) == 1
    await waymark.theo.press(
        {"action_id": "feedback_write", "value": row.ask_id}, message=waymark.theo.last_dm
    )
    await waymark.maya.click("Read it now")
    assert "Begin with the decision." in modal(waymark.maya)
    result = await waymark.theo.submit(next_time="Too late for this one.")
    assert "read your words" in str(result)
    assert "Too late for this one." in str(waymark.theo.modal) + str(result)
    assert (await the_words(waymark)).next_time == "Begin with the decision."


@pytest.mark.parametrize("confirmed", [True, False])
async def test_new_words_with_a_hint_reach_nobody_before_they_are_sent_again(
    waymark: Conversation, confirmed: bool
) -> None:
    """They went out as they were; the hinted ones stand in the form, not before the reader."""
    await delivered(waymark)
    row = await the_words(waymark)
    await waymark.theo.press(
        {"action_id": "feedback_write", "value": row.ask_id}, message=waymark.theo.last_dm
    )
    await waymark.theo.submit(seen="You are careless.")
    assert "You are careless." in modal(waymark.theo), "with the hint, in the field"
    if confirmed:
        await waymark.theo.submit()
    await waymark.maya.click("Read it now")
    assert (SEEN in modal(waymark.maya)) is not confirmed
    assert ("You are careless." in modal(waymark.maya)) is confirmed


# --- people who are away -------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["before", "meanwhile"])
async def test_a_pause_of_the_giver_loses_nothing_and_does_not_count(
    waymark: Conversation, asked: str
) -> None:
    await paired(waymark)
    await quiet(waymark)
    if asked == "before":
        await ask(waymark, date(2026, 2, 5))
    await waymark.theo.slash("/mentor pause 3 weeks")
    if asked == "meanwhile":
        await ask(waymark, date(2026, 3, 5))
    row = await the_ask(waymark)
    await waymark.until("2026-03-26 09:00")
    assert waymark.theo.dms == []
    assert (await the_ask(waymark)).state == AskState.ASKED
    await waymark.advance(timedelta(weeks=1))
    assert SITUATION in "".join(one.all_text for one in waymark.theo.dms)
    await waymark.advance(timedelta(weeks=5))
    assert (await sent(waymark, row.id))["feedback_reminder"] <= 1
    async with waymark.waymark.units.reading(TEAM) as work:
        held = await work.feedback.ask(row.id, visible_to=waymark.maya.id)
        assert held is not None
        assert held.state == AskState.LAPSED


async def test_somebody_who_left_holds_no_question_open(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark)
    row = await the_ask(waymark)
    await waymark.theo.deactivate()
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.feedback.asked_by(waymark.maya.id) == []
        planned = await work.nudges.planned_for(waymark.theo.id)
        assert row.id not in [one.subject_id for one in planned]


async def test_words_for_somebody_who_left_come_back(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    await waymark.theo.click("Write (3 min)")
    await waymark.maya.deactivate()
    result = await waymark.theo.submit(seen=SEEN, next_time=NEXT)
    assert "not reachable" in str(result)
    assert SEEN in str(waymark.theo.modal) + str(result)


async def test_a_situation_too_long_for_the_field_comes_back_whole(
    waymark: Conversation,
) -> None:
    words = "about the review " * 20
    await waymark.maya.slash(f"/mentor feedback {words}")
    assert waymark.maya.modal is None
    assert words.strip() in "".join(waymark.maya.seen)


# --- two at once ---------------------------------------------------------------------------------


async def test_everything_twice_at_the_same_moment_happens_once(staged: Conversation) -> None:
    """On both databases: two forms, two sendings, two readings, two of every tap."""
    await paired(staged)
    await quiet(staged)
    services = staged.waymark.services.feedback
    maya, theo = actor(staged.maya), actor(staged.theo)
    asked = Asked(Focus.WRITING, SITUATION, date(2026, 3, 4), QUESTION, (theo.user_id,))
    await asyncio.gather(*(services.ask(maya, "form", asked) for _ in range(2)))
    row = await the_ask(staged)
    words = Words(SITUATION, SEEN, IMPACT, NEXT, KEEP)
    await asyncio.gather(
        *(services.writing.write(theo, row.id, words, hinted=True) for _ in range(2))
    )
    feedback_id = (await the_words(staged)).id
    reading = services.reading
    for tap in (reading.read, reading.thank, reading.keep, reading.talk):
        await asyncio.gather(*(tap(maya, feedback_id) for _ in range(2)))
    await asyncio.gather(*(reading.use(maya, feedback_id, Used.TRIED) for _ in range(2)))
    await asyncio.gather(*(reading.tell_giver(maya, feedback_id) for _ in range(2)))
    async with staged.waymark.units.reading(TEAM) as work:
        told = await work.outbox.about(feedback_id)
        assert Counter(one.kind for one in told) == {
            "feedback_held": 1,
            "feedback_thanks": 2,
            "feedback_noted": 1,
        }
        assert len({one.dedupe_key for one in told}) == len(told)
        assert len(await work.wins.kept(maya.user_id)) == 1
        assert len(await work.outbox.about(row.id, "feedback_request")) == 1
        planned = await work.nudges.planned_for(maya.user_id)
        assert not [one for one in planned if one.kind.startswith("feedback_")]
