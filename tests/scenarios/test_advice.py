"""The reader's side of feedback: the moment, what they make of it, and an observation nobody asked
for (content.md 10.3 to 10.5, 10.G)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotYours
from bot.domain.feedback import AskState, FeedbackAsk, Focus, Words
from bot.services.feedback import Asked
from tests.advice import (
    NEXT,
    QUESTION,
    SEEN,
    SITUATION,
    actor,
    ask,
    delivered,
    modal,
    quiet,
    the_words,
    write,
)
from tests.factories import TEAM, paired
from tests.stage import Conversation

ANSWER = "The third slide; everybody began to scroll."
STEP = "Put the decision first on Friday"


async def opened(waymark: Conversation) -> None:
    """Maya has the words before her."""
    await delivered(waymark)
    await waymark.maya.click("Read it now")


async def kept(waymark: Conversation) -> list[str]:
    """Words Maya kept, from praise and from advice."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return [one.words for one in await work.wins.kept(waymark.maya.id)]


async def offered(waymark: Conversation) -> FeedbackAsk:
    """Theo has an observation for Maya, which she was asked about."""
    await paired(waymark)
    await quiet(waymark)
    await waymark.theo.slash("/mentor feedback")
    await waymark.theo.click("Offer an observation")
    await waymark.theo.submit(situation=SITUATION, event_on=date(2026, 3, 4))
    await waymark.theo.close_modal(clear=True)
    await waymark.until("2026-03-06 10:00")
    ask_id = str(waymark.maya.last_dm.blocks[0]["block_id"]).partition("|")[0]
    async with waymark.waymark.units.reading(TEAM) as work:
        row = await work.feedback.ask(ask_id, visible_to=waymark.maya.id)
        assert row is not None
        return row


# --- the moment ----------------------------------------------------------------------------------


async def test_before_a_session_there_is_none_yet_and_three_days_are_offered(
    waymark: Conversation,
) -> None:
    await delivered(waymark)
    await waymark.maya.click("Before my session")
    card = waymark.maya.last_dm
    assert "No session is planned here yet" in card.all_text
    assert card.buttons[:3] == ["Read it now", "In 3 days", "Later"]
    await waymark.maya.click("In 3 days")
    assert "Mon 9 Mar, 10:00" in waymark.maya.last_dm.all_text
    await waymark.until("2026-03-09 09:59")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-03-09 10:00")
    assert len(waymark.maya.dms) == 2
    assert "Read it now" in waymark.maya.last_dm.buttons
    await waymark.advance(timedelta(weeks=8))
    assert len(waymark.maya.dms) == 2, "nothing comes by itself any more"


async def test_reading_it_before_ends_the_waiting(waymark: Conversation) -> None:
    await delivered(waymark)
    await waymark.maya.click("In 3 days")
    await waymark.maya.click("Read it now")
    await waymark.until("2026-03-12 12:00")
    assert len(waymark.maya.dms) == 1


async def test_later_is_quiet_and_the_words_wait_in_advice(waymark: Conversation) -> None:
    await delivered(waymark)
    await waymark.maya.click("Later")
    await waymark.advance(timedelta(weeks=4))
    assert len(waymark.maya.dms) == 1
    await waymark.maya.slash("/mentor advice")
    page = modal(waymark.maya)
    assert SITUATION in page
    assert SEEN not in page
    await waymark.maya.click("Read")
    assert SEEN in modal(waymark.maya)


async def test_the_words_never_stand_in_the_dm(waymark: Conversation) -> None:
    await opened(waymark)
    await waymark.maya.click("Say thanks")
    await waymark.maya.click("Turn into an action")
    await waymark.maya.submit(words=STEP)
    for message in waymark.maya.dms:
        assert SEEN not in message.all_text
        assert STEP not in message.all_text
    assert "It stays in" in waymark.maya.last_dm.all_text


# --- what they make of it ------------------------------------------------------------------------


async def test_thanks_are_said_once(waymark: Conversation) -> None:
    await opened(waymark)
    before = len(waymark.theo.dms)
    await waymark.maya.click("Say thanks")
    assert "will hear your thanks" in modal(waymark.maya)
    assert SEEN in modal(waymark.maya)
    row = await the_words(waymark)
    await waymark.waymark.services.feedback.reading.thank(actor(waymark.maya), row.id)
    await waymark.advance(timedelta(weeks=1))
    (said,) = waymark.theo.dms[before:]
    assert "says thanks" in said.all_text
    assert SITUATION in said.all_text


async def test_one_line_each_way(waymark: Conversation) -> None:
    await opened(waymark)
    await waymark.maya.click("Ask a question")
    await waymark.maya.submit(words=QUESTION)
    assert QUESTION in modal(waymark.maya), "the words stand again, with what was done"
    assert "on its way to Theo" in modal(waymark.maya)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-06 11:00")
    card = waymark.theo.last_dm
    assert QUESTION in card.all_text
    assert card.buttons[:2] == ["Reply in one line", "Not now"]
    await waymark.theo.click("Reply in one line")
    await waymark.theo.submit(words=ANSWER)
    assert "on its way to Maya" in modal(waymark.theo)
    await waymark.theo.close_modal()
    assert waymark.theo.last_dm.buttons == []
    await waymark.until("2026-03-09 12:00")
    answers = [one for one in waymark.maya.dms if ANSWER in one.all_text]
    assert len(answers) == 1
    await waymark.maya.click("Read it again")
    assert ANSWER in modal(waymark.maya)
    assert SEEN in modal(waymark.maya)
    assert waymark.noor.seen == waymark.ari.seen == []


async def test_a_second_question_and_a_second_answer(waymark: Conversation) -> None:
    """From a window left open: the question comes back, a better answer follows the first."""
    await opened(waymark)
    services = waymark.waymark.services.feedback
    row = await the_words(waymark)
    await waymark.maya.click("Ask a question")
    await services.reading.ask_back(actor(waymark.maya), row.id, QUESTION)
    result = await waymark.maya.submit(words="And the ending?")
    assert "on its way already" in str(result)
    assert (await the_words(waymark)).question == QUESTION
    for line in (ANSWER, ANSWER, "The fourth, now that I think of it."):
        await services.writing.answer(actor(waymark.theo), row.id, line)
    await waymark.until("2026-03-10 12:00")
    assert len([one for one in waymark.maya.dms if ANSWER in one.all_text]) == 1
    assert len([one for one in waymark.maya.dms if "The fourth" in one.all_text]) == 1


async def test_talk_about_it_reaches_the_giver_once(waymark: Conversation) -> None:
    await opened(waymark)
    before = len(waymark.theo.dms)
    await waymark.maya.click("Talk about it")
    assert "like to talk" in modal(waymark.maya)
    await waymark.advance(timedelta(weeks=1))
    (said,) = waymark.theo.dms[before:]
    assert "talk" in said.all_text


async def test_what_to_keep_is_kept_beside_words_from_praise_and_once(
    waymark: Conversation,
) -> None:
    await opened(waymark)
    assert await kept(waymark) == [], "nothing is kept without a tap"
    await waymark.maya.click("Keep these words")
    assert "harder day" in modal(waymark.maya)
    row = await the_words(waymark)
    await waymark.waymark.services.feedback.reading.keep(actor(waymark.maya), row.id)
    assert await kept(waymark) == ["The pause after each number."]
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor wins")
    assert waymark.maya.errors == []


async def test_nothing_to_keep_is_not_offered(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    await write(waymark, waymark.theo, keep="")
    await waymark.maya.click("Read it now")
    assert "Keep these words" not in modal(waymark.maya)
    assert "One thing to keep" not in modal(waymark.maya)


async def test_a_step_in_the_past_says_so_and_keeps_the_words(waymark: Conversation) -> None:
    await opened(waymark)
    await waymark.maya.click("Turn into an action")
    result = await waymark.maya.submit(words=STEP, step_on=date(2026, 3, 4))
    assert "gone by" in str(result)
    result = await waymark.maya.submit(step_on=date(2026, 3, 13))
    assert result.ok
    assert STEP in modal(waymark.maya)
    assert STEP not in "".join(waymark.theo.seen), "a step is the reader's own"


# --- two weeks later -----------------------------------------------------------------------------


async def test_tried_is_asked_once_after_two_weeks_and_told_only_with_a_tap(
    waymark: Conversation,
) -> None:
    await opened(waymark)
    await waymark.maya.close_modal()
    before = len(waymark.theo.dms)
    await waymark.until("2026-03-19 09:59")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-03-19 10:00")
    card = waymark.maya.last_dm
    assert card.buttons[:3] == ["Tried it", "Not yet", "Chose another way"]
    assert NEXT in card.all_text
    assert NEXT not in card.text
    await waymark.maya.click("Tried it")
    await waymark.advance(timedelta(weeks=2))
    assert len(waymark.theo.dms) == before, "nothing is told without consent"
    await waymark.maya.click("Tell them")
    await waymark.advance(timedelta(weeks=1))
    (said,) = waymark.theo.dms[before:]
    assert "tried your idea about" in said.all_text.casefold() or "put to use" in said.all_text
    assert len([one for one in waymark.maya.dms if NEXT in one.all_text]) <= 1


@pytest.mark.parametrize("answer", ["Not yet", "Chose another way"])
async def test_not_yet_and_another_way_end_there(waymark: Conversation, answer: str) -> None:
    await opened(waymark)
    await waymark.maya.close_modal()
    before = len(waymark.theo.dms)
    await waymark.until("2026-03-19 10:00")
    await waymark.maya.click(answer)
    assert "noted" in waymark.maya.last_dm.all_text
    await waymark.advance(timedelta(weeks=8))
    assert len(waymark.maya.dms) == 2
    assert len(waymark.theo.dms) == before
    row = await the_words(waymark)
    with pytest.raises(NotYours):
        await waymark.waymark.services.feedback.reading.tell_giver(actor(waymark.maya), row.id)


async def test_a_dated_step_comes_back_on_its_day(waymark: Conversation) -> None:
    await opened(waymark)
    await waymark.maya.click("Turn into an action")
    await waymark.maya.submit(words=STEP, step_on=date(2026, 3, 26))
    await waymark.maya.close_modal()
    await waymark.until("2026-03-26 09:59")
    assert len(waymark.maya.dms) == 1
    await waymark.until("2026-03-26 10:00")
    assert STEP in waymark.maya.last_dm.all_text
    await waymark.maya.click("Tried it")
    await waymark.maya.click("Save it as a win")
    assert STEP in modal(waymark.maya)
    await waymark.maya.submit()
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.title for one in await work.wins.jar(waymark.maya.id)] == [STEP]


async def test_words_without_an_idea_are_not_asked_about(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 4))
    await waymark.theo.click("Write (3 min)")
    await waymark.theo.submit(seen=SEEN)
    assert "next time" in modal(waymark.theo)
    await waymark.theo.submit()
    await waymark.settle()
    await waymark.maya.click("Read it now")
    await waymark.advance(timedelta(weeks=6))
    assert len(waymark.maya.dms) == 1


# --- nobody asked for it -------------------------------------------------------------------------


async def test_an_observation_waits_for_a_yes_before_a_word_is_written(
    waymark: Conversation,
) -> None:
    row = await offered(waymark)
    card = waymark.maya.last_dm
    assert card.buttons[:3] == ["Yes, please", "Later", "No, thanks"]
    assert SITUATION in card.all_text
    assert SITUATION not in card.text
    writing = waymark.waymark.services.feedback.writing
    with pytest.raises(NotYours):
        await writing.write(actor(waymark.theo), row.id, Words("", SEEN), hinted=True)
    await waymark.maya.click("Yes, please")
    await waymark.until("2026-03-09 10:00")
    assert "to your observation about" in waymark.theo.last_dm.all_text
    await write(waymark, waymark.theo)
    await waymark.maya.click("Read it now")
    assert SEEN in modal(waymark.maya)


async def test_no_ends_it_softly(waymark: Conversation) -> None:
    row = await offered(waymark)
    await waymark.maya.click("No, thanks")
    await waymark.advance(timedelta(weeks=3))
    (said,) = waymark.theo.dms
    assert "not this time" in said.all_text.casefold()
    assert said.buttons == []
    with pytest.raises(NotYours):
        await waymark.waymark.services.feedback.writing.form(actor(waymark.theo), row.id)
    assert len(waymark.maya.dms) == 1


async def test_later_and_silence_say_nothing_to_the_mentor(waymark: Conversation) -> None:
    row = await offered(waymark)
    await waymark.maya.click("Later")
    assert waymark.maya.last_dm.buttons[:2] == ["Yes, please", "No, thanks"]
    await waymark.advance(timedelta(weeks=6))
    assert waymark.theo.dms == []
    assert len(waymark.maya.dms) == 1
    async with waymark.waymark.units.reading(TEAM) as work:
        held = await work.feedback.ask(row.id, visible_to=waymark.maya.id)
        assert held is not None
        assert held.state == AskState.LAPSED


async def test_only_the_mentor_of_an_active_pairing_may_offer(waymark: Conversation) -> None:
    await paired(waymark)
    services = waymark.waymark.services
    asked = Asked(Focus.WRITING, SITUATION)
    for giver in (waymark.maya, waymark.noor, waymark.ari):
        await services.people.meet(actor(giver))
        to = waymark.theo.id if giver is waymark.maya else waymark.maya.id
        with pytest.raises(NotYours):
            await services.feedback.offer(actor(giver), f"form-{giver.id}", to, asked)
    await waymark.maya.slash("/mentor feedback")
    assert "Offer an observation" not in modal(waymark.maya)


async def test_an_offer_of_a_former_mentor_is_not_shown(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await quiet(waymark)
    services = waymark.waymark.services.feedback
    await services.offer(
        actor(waymark.theo), "form", waymark.maya.id, Asked(Focus.WRITING, SITUATION)
    )
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()
    await waymark.advance(timedelta(weeks=1))
    assert SITUATION not in "".join(waymark.maya.seen)
