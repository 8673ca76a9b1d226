"""Questions without a name to one's circle (content.md F16)."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from bot.domain.errors import NotYours, TooFewInCircle
from bot.domain.people import Actor
from bot.domain.questions import QuestionState
from tests.circling import circled, posts
from tests.factories import TEAM
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_questions import every_row, key_in
from tests.stage import Conversation

QUESTION = "How does one say no to extra work here?"
OPTION = "My circle, #first-leads, without my name"


async def asked(waymark: Conversation, words: str = QUESTION) -> str:
    """Maya asks her circle; returns her key."""
    await waymark.maya.slash(f"/mentor ask {words}")
    await waymark.maya.submit(to=OPTION)
    await waymark.maya.submit()
    key = key_in(waymark.maya)
    await waymark.maya.close_modal(clear=True)
    return key


async def at_the_slot(waymark: Conversation) -> None:
    await waymark.until("2026-03-05 14:05")


async def test_row_5_1c_a_circle_of_four_is_shown_as_unavailable_with_the_reason(
    waymark: Conversation,
) -> None:
    await circled(waymark, "maya", "theo", "noor", "ari", "otherbot")
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    page = text_of(waymark.maya.modal)
    assert f"~{OPTION}~" in page
    assert "Not available yet: 4 people are in it, and it takes 5" in page
    assert "circle:" not in json.dumps(waymark.maya.modal)


async def test_row_5_1c_with_a_fifth_person_it_is_offered(waymark: Conversation) -> None:
    _, channel = await circled(waymark, "maya", "theo", "noor", "ari")
    await waymark.sandbox.person("guest").join(channel)
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    assert "circle:" in json.dumps(waymark.maya.modal)


async def test_a_circle_is_offered_to_its_members_only(waymark: Conversation) -> None:
    await circled(waymark, "theo", "noor", "ari", "guest", waymark.sandbox.join("Zoe Five").id)
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    assert "My circle" not in text_of(waymark.maya.modal)


async def test_it_is_posted_at_the_slot_without_a_name_and_once(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await asked(waymark)
    await waymark.settle()
    assert posts(waymark, channel) == []
    await at_the_slot(waymark)
    (post,) = posts(waymark, channel)
    assert QUESTION in post
    assert "Maya" not in post
    assert "in the thread" in post
    await waymark.advance(timedelta(days=3))
    assert len(posts(waymark, channel)) == 1


async def test_no_row_leads_to_who_asked(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await waymark.waymark.services.people.meet(Actor(TEAM, waymark.maya.id))
    before = await every_row(waymark)
    await asked(waymark)
    after = await every_row(waymark)
    new = [row for table in after for row in after[table] if row not in before[table]]
    assert new
    assert all(waymark.maya.id not in map(str, row.values()) for row in new)
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"questions", "due_nudges"}
    await at_the_slot(waymark)
    rows = (await every_row(waymark))["outbox"]
    (sent,) = [row for row in rows if row["kind"] == "circle_question"]
    assert waymark.maya.id not in map(str, sent.values())
    assert sent["recipient_id"] == channel.id


async def test_the_page_shows_it_to_the_circle_and_to_nobody_else(waymark: Conversation) -> None:
    await circled(waymark, "maya", "theo", "noor", "guest", waymark.sandbox.join("Zoe Five").id)
    await asked(waymark)
    await at_the_slot(waymark)
    await waymark.theo.slash("/mentor questions")
    assert QUESTION in text_of(waymark.theo.modal)
    await waymark.ari.slash("/mentor questions")
    assert QUESTION not in text_of(waymark.ari.modal)


async def test_an_answer_without_a_name_stands_on_the_circles_page(waymark: Conversation) -> None:
    await circled(waymark, "maya", "theo", "noor", "guest", waymark.sandbox.join("Zoe Five").id)
    await asked(waymark)
    await at_the_slot(waymark)
    await waymark.theo.slash("/mentor questions")
    await waymark.theo.choose("Answer")
    await waymark.theo.submit(answer="Say what you would drop instead.", signed="Without my name")
    assert "Say what you would drop" in text_of(waymark.theo.modal)
    assert "Without a name" in text_of(waymark.theo.modal)
    service = waymark.waymark.services.questions
    (shown,) = await service.page(Actor(TEAM, waymark.theo.id))
    assert await service.page(Actor(TEAM, waymark.ari.id)) == ()
    ari = Actor(TEAM, waymark.ari.id)
    with pytest.raises(NotYours):
        await service.answer(ari, shown.question.id, "f1", "I read along.", signed=False)


async def test_the_key_takes_it_out_of_the_channel(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await at_the_slot(waymark)
    await waymark.maya.slash(f"/mentor questions {key}")
    assert "Your circle has it" in text_of(waymark.maya.modal)
    await waymark.maya.click("Withdraw")
    await waymark.settle()
    (post,) = posts(waymark, channel)
    assert QUESTION not in post
    assert re.search("taken back|here no longer", post)


async def test_a_later_line_is_added_to_the_post_at_the_next_slot(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await at_the_slot(waymark)
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Add a detail")
    await waymark.maya.submit(detail="Extra work from outside the team.")
    await waymark.settle()
    assert "outside the team" not in posts(waymark, channel)[0]
    await waymark.until("2026-03-06 14:05")
    (post,) = posts(waymark, channel)
    assert "outside the team" in post
    assert QUESTION in post


async def test_row_16_3_the_post_says_at_the_next_slot_that_it_is_answered(
    waymark: Conversation,
) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await at_the_slot(waymark)
    before = await every_row(waymark)
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Mark answered")
    await waymark.settle()
    after = await every_row(waymark)
    assert {table for table in after if after[table] != before[table]} <= {
        "questions",
        "due_nudges",
    }
    assert "welcome in the thread" in posts(waymark, channel)[0]
    await waymark.until("2026-03-06 14:05")
    (post,) = posts(waymark, channel)
    assert "has the answer they needed" in post
    assert QUESTION in post


async def test_a_circle_that_shrank_holds_it_back(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await waymark.ari.leave(channel)
    await at_the_slot(waymark)
    assert posts(waymark, channel) == []
    kept = await waymark.waymark.services.questions.kept(Actor(TEAM, waymark.maya.id), key)
    assert kept.question.state == QuestionState.WAITING
    await waymark.ari.join(channel)
    await waymark.until("2026-03-06 14:05")
    assert len(posts(waymark, channel)) == 1


async def test_withdrawn_before_the_slot_it_is_never_posted(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await waymark.waymark.services.questions.withdraw(Actor(TEAM, waymark.maya.id), key)
    await waymark.until("2026-03-06 14:05")
    assert posts(waymark, channel) == []


async def test_a_form_cannot_pretend(waymark: Conversation) -> None:
    """Neither a circle one is not in, nor one of four, whatever a form says."""
    other, _ = await circled(waymark, "theo", "noor", "ari", "guest", "gone", channel="others")
    small, _ = await circled(waymark, "maya", "theo", "noor", "ari", channel="small")
    service = waymark.waymark.services.questions
    for number, circle in enumerate((other, small)):
        with pytest.raises(TooFewInCircle):
            await service.ask(Actor(TEAM, waymark.maya.id), f"k{number}", QUESTION, circle.id)


async def test_the_same_key_twice_is_one_question(waymark: Conversation) -> None:
    circle, channel = await circled(waymark)
    key = await asked(waymark)
    ask = waymark.waymark.services.questions.ask
    await ask(Actor(TEAM, waymark.maya.id), key, QUESTION, circle.id)
    await at_the_slot(waymark)
    assert len(posts(waymark, channel)) == 1


async def test_two_reports_take_its_words_away(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    await asked(waymark)
    await at_the_slot(waymark)
    await _report(waymark, "theo")
    assert QUESTION in posts(waymark, channel)[0]
    await _report(waymark, "noor")
    assert QUESTION not in posts(waymark, channel)[0]


# --- private -------------------------------------------------------------------------------------


async def _report(waymark: Conversation, name: str) -> None:
    person = waymark.sandbox.person(name)
    await person.slash("/mentor questions")
    await person.choose("Report")
    await waymark.settle()


async def test_a_question_that_is_open_again_says_so_in_the_channel(waymark: Conversation) -> None:
    _, channel = await circled(waymark)
    key = await asked(waymark)
    await at_the_slot(waymark)
    service, maya = waymark.waymark.services.questions, Actor(TEAM, waymark.maya.id)
    await service.close(maya, key)
    await waymark.until("2026-03-06 14:05")
    assert "has the answer they needed" in posts(waymark, channel)[0]
    held = await service.open_again(maya, key)
    assert held.question.state == QuestionState.POSTED
    await waymark.until("2026-03-09 14:05")
    assert "has the answer they needed" not in posts(waymark, channel)[0]
