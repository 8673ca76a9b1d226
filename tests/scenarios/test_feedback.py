"""Feedback: asked as advice, written, held until its reader wants it, read (content.md F10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotWithYourself, TooManyAsked
from bot.domain.feedback import AskState, Focus
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
    modal,
    quiet,
    sent,
    the_ask,
    write,
)
from tests.factories import TEAM, paired
from tests.stage import Conversation

# --- from end to end -----------------------------------------------------------------------------


async def test_asked_written_held_and_read(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    card = waymark.theo.last_dm
    assert card.buttons[:4] == ["Write (3 min)", "Talk instead", "Can't judge this", "Not now"]
    assert QUESTION in card.all_text
    assert SITUATION in card.all_text
    assert SITUATION not in card.text
    await write(waymark, waymark.theo)
    held = waymark.maya.last_dm
    assert held.buttons[:4] == ["Read it now", "Before my session", "In 3 days", "Later"]
    for private in (SEEN, IMPACT, NEXT, KEEP, SITUATION):
        assert private not in held.all_text
        assert private not in held.text
    await waymark.maya.click("Read it now")
    page = modal(waymark.maya)
    places = [page.index(words) for words in (KEEP, IMPACT, NEXT)]
    assert places == sorted(places), "keep, effect, next time"
    assert SEEN in page
    assert "gree" not in page, "nobody agrees or disagrees with advice"
    assert all(SEEN not in one.all_text for one in waymark.maya.dms)
    assert waymark.noor.seen == waymark.ari.seen == []


async def test_row_4_1a_you_are_careless_hints_and_never_blocks(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    await waymark.theo.click("Write (3 min)")
    await waymark.theo.submit(seen="You are careless", next_time=NEXT)
    page = modal(waymark.theo)
    assert "> You are careless" in page
    assert "see" in page
    assert waymark.maya.dms == [], "nothing is sent with the hint"
    await waymark.theo.close_modal()
    await waymark.theo.click("Write (3 min)")
    assert "You are careless" in modal(waymark.theo), "a closed form loses nothing"
    await waymark.theo.submit()
    assert "> You are careless" in modal(waymark.theo)
    assert (await waymark.theo.submit()).ok
    await waymark.settle()
    await waymark.maya.click("Read it now")
    assert "You are careless" in modal(waymark.maya), "in the giver's words"


async def test_a_better_wording_after_the_hint_is_what_arrives(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark)
    await waymark.advance(timedelta(days=1))
    await waymark.theo.click("Write (3 min)")
    await waymark.theo.submit(seen="You are careless", next_time=NEXT)
    await waymark.theo.submit(seen=SEEN)
    await waymark.settle()
    await waymark.maya.click("Read it now")
    assert SEEN in modal(waymark.maya)
    assert "careless" not in "".join(waymark.maya.seen)


async def test_row_4_1b_three_focus_areas_exist_with_questions(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor feedback {SITUATION}")
    page = modal(waymark.maya)
    places = [
        page.index(one)
        for one in ("Presentation style", "Strategic thinking", "Leadership behaviour")
    ]
    assert places == sorted(places)
    await waymark.maya.fill(own="What would you cut?")
    for focus in (Focus.STRATEGY, Focus.LEADERSHIP, Focus.PRESENTATION):
        await waymark.maya.choose("feedback_focus", focus.label.capitalize())
        page = modal(waymark.maya)
        assert all(question in page for question in focus.questions)
    await waymark.maya.choose("feedback_focus", "Strategic thinking")
    chosen = Focus.STRATEGY.questions[1]
    await waymark.maya.submit(own="", **{"question-strategy": chosen})
    await waymark.until("2026-03-06 10:00")
    card = waymark.theo.last_dm.all_text
    assert chosen in card
    assert "strategic thinking" in card
    assert SITUATION in card, "what was typed stays when the focus changes"
    await write(waymark, waymark.theo)
    await waymark.maya.click("Read it now")
    await waymark.maya.close_modal()
    await waymark.maya.slash("/mentor advice")
    assert "Strategic thinking: 1" in modal(waymark.maya)
    await waymark.theo.slash("/mentor advice")
    assert "Strategic thinking" not in modal(waymark.theo), "themes are the receiver's alone"


async def test_row_4_1c_an_ask_about_yesterday_stands_first_in_the_mentors_digest(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await paired(waymark, "noor", "theo")
    await quiet(waymark)
    services = waymark.waymark.services.feedback
    await waymark.until("2026-03-06 09:35")
    noor = actor(waymark.noor)
    first = Asked(Focus.WRITING, "first thing", date(2026, 3, 6), QUESTION, (waymark.theo.id,))
    await services.ask(noor, "f1", first)
    await waymark.settle()
    assert "first thing" in waymark.theo.last_dm.all_text, "a fresh one goes at once"
    old = Asked(Focus.WRITING, "an old memo", date(2026, 2, 2), QUESTION, (waymark.theo.id,))
    await services.ask(noor, "f2", old)
    yesterday = Asked(
        Focus.PRESENTATION, SITUATION, date(2026, 3, 5), QUESTION, (waymark.theo.id,)
    )
    await services.ask(actor(waymark.maya), "f3", yesterday)
    await waymark.until("2026-03-06 10:00")
    digest = waymark.theo.last_dm.all_text
    assert digest.index(SITUATION) < digest.index("an old memo"), "fresh first"


async def test_an_old_event_waits_for_the_slot_and_a_fresh_one_does_not(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 2))
    assert waymark.theo.dms == []
    await waymark.until("2026-03-06 10:00")
    assert SITUATION in waymark.theo.last_dm.all_text


async def test_a_colleague_is_never_asked_with_urgency(waymark: Conversation) -> None:
    """P1 is for the mentor alone (content.md 10.1)."""
    await paired(waymark)
    await ask(waymark, date(2026, 3, 5), mentors=[], others=["noor"])
    await waymark.until("2026-03-05 09:59", "America/New_York")
    assert waymark.noor.dms == waymark.theo.dms == []
    await waymark.until("2026-03-05 10:00", "America/New_York")
    assert SITUATION in waymark.noor.last_dm.all_text
    assert waymark.theo.dms == []


# --- asking --------------------------------------------------------------------------------------


async def test_a_yes_or_no_question_is_hinted_once_and_goes_as_it_is(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor feedback {SITUATION}")
    await waymark.maya.submit(own="Was it clear?", event_on=date(2026, 3, 4))
    assert "yes or no" in modal(waymark.maya)
    await waymark.settle()
    assert waymark.theo.dms == []
    await waymark.maya.submit()
    await waymark.settle()
    assert "Was it clear?" in waymark.theo.last_dm.all_text


async def test_mentor_and_others_are_each_asked_alone(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, others=["noor", "ari"])
    await waymark.until("2026-03-09 15:00")
    for giver in (waymark.theo, waymark.noor, waymark.ari):
        card = giver.last_dm.all_text
        assert QUESTION in card
        assert not [name for name in ("Noor", "Ari", "Theo") if name in card]
    await write(waymark, waymark.noor)
    await waymark.maya.click("Read it now")
    assert SEEN in modal(waymark.maya)
    assert SEEN not in "".join(waymark.theo.seen + waymark.ari.seen)


async def test_a_form_without_a_question_or_a_person_says_so_and_keeps_the_words(
    waymark: Conversation,
) -> None:
    await waymark.maya.slash(f"/mentor feedback {SITUATION}")
    result = await waymark.maya.submit(others=["theo"])
    assert not result.ok
    result = await waymark.maya.submit(others=[], own="What would you cut?")
    assert "at least one person" in str(result)
    result = await waymark.maya.submit(others=["maya"])
    assert "somebody else" in str(result)
    assert waymark.maya.modal is not None
    assert SITUATION in modal(waymark.maya)


async def test_a_form_that_comes_twice_asks_once(waymark: Conversation) -> None:
    await paired(waymark)
    services = waymark.waymark.services.feedback
    asked = Asked(Focus.WRITING, SITUATION, date(2026, 3, 4), QUESTION, (waymark.theo.id,))
    one = await services.ask(actor(waymark.maya), "form", asked)
    two = await services.ask(actor(waymark.maya), "form", asked)
    assert [row.ask.id for row in one] == [row.ask.id for row in two]
    await services.ask(actor(waymark.maya), "another form", asked)
    await waymark.advance(timedelta(days=4))
    assert len([one for one in waymark.theo.dms if QUESTION in one.all_text]) == 1


async def test_the_seventh_open_request_is_refused_and_nobody_hears(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    services = waymark.waymark.services.feedback
    asked = [
        Asked(Focus.WRITING, f"memo {number}", None, QUESTION, (waymark.theo.id,))
        for number in range(7)
    ]
    for number in range(6):
        await services.ask(actor(waymark.maya), f"form{number}", asked[number])
    with pytest.raises(TooManyAsked):
        await services.ask(actor(waymark.maya), "form6", asked[6])
    mine = Asked(Focus.WRITING, SITUATION, None, QUESTION, (waymark.maya.id,))
    with pytest.raises(NotWithYourself):
        await services.ask(actor(waymark.maya), "form7", mine)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.feedback.asked_by(waymark.maya.id)) == 6


async def test_a_roadblock_that_wants_feedback_leads_to_the_form(waymark: Conversation) -> None:
    await paired(waymark)
    for kind, offered in (("advice", False), ("feedback", True)):
        await waymark.maya.slash(f"/mentor roadblock {SITUATION} {kind}")
        await waymark.maya.submit(help_wanted=kind, audience="Only you")
        assert ("Ask for feedback" in modal(waymark.maya)) is offered
        if offered:
            await waymark.maya.click("Ask for feedback")
            assert SITUATION in modal(waymark.maya)
            await waymark.maya.submit(own="What would you cut?")
            assert "Sent to Theo" in modal(waymark.maya)
        await waymark.maya.close_modal(clear=True)


async def test_the_home_tab_has_both_buttons(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.open_home()
    await waymark.maya.click("Ask for feedback")
    assert "Ask for advice" in modal(waymark.maya)
    await waymark.maya.close_modal()
    await waymark.maya.click("Advice for me")
    assert "Nothing here yet" in modal(waymark.maya)


# --- nobody writes -------------------------------------------------------------------------------


async def test_silence_is_one_request_one_reminder_and_a_quiet_end(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 5))
    row = await the_ask(waymark)
    await waymark.until("2026-03-10 09:59")
    assert len(waymark.theo.dms) == 1
    await waymark.until("2026-03-10 10:00")
    reminder = waymark.theo.last_dm
    assert len(waymark.theo.dms) == 2
    assert reminder.buttons[:4] == waymark.theo.dms[0].buttons[:4]
    assert QUESTION not in reminder.all_text
    await waymark.advance(timedelta(weeks=12))
    assert await sent(waymark, row.id) == {"feedback_request": 1, "feedback_reminder": 1}
    assert len(waymark.theo.dms) == 2
    assert waymark.maya.dms == [], "nobody is told that nobody answered"
    async with waymark.waymark.units.reading(TEAM) as work:
        held = await work.feedback.ask(row.id, visible_to=waymark.maya.id)
        assert held is not None
        assert held.state == AskState.LAPSED
        assert held.closed_at is not None
    await write(waymark, waymark.theo)
    assert waymark.maya.last_dm.buttons[0] == "Read it now", "late words are welcome"


@pytest.mark.parametrize(
    ("tap", "heard"),
    [
        ("Talk instead", "talk"),
        ("Can't judge this", "judge|saw too little"),
        ("Not now", "just now|Not now"),
    ],
)
async def test_one_tap_instead_of_words_ends_the_reminding_and_is_heard_once(
    waymark: Conversation, tap: str, heard: str
) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 5))
    row = await the_ask(waymark)
    await waymark.theo.click(tap)
    assert "Talk instead" not in waymark.theo.last_dm.buttons
    await waymark.advance(timedelta(weeks=3))
    assert len(waymark.theo.dms) == 1
    (said,) = waymark.maya.dms
    assert any(one in said.all_text for one in heard.split("|")), said.all_text
    assert await sent(waymark, row.id) == {"feedback_request": 1, "feedback_noted": 1}
    await write(waymark, waymark.theo)
    assert "Read it now" in waymark.maya.last_dm.buttons, "it is no lock"


async def test_words_written_end_the_reminding(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 5))
    row = await the_ask(waymark)
    await write(waymark, waymark.theo)
    await waymark.advance(timedelta(weeks=3))
    assert await sent(waymark, row.id) == {"feedback_request": 1}
