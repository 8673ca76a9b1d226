"""Questions without a name (content.md F16), and that nothing leads back to who asks."""

from __future__ import annotations

import base64
import logging
import re
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.people import Actor
from bot.domain.questions import QuestionState, hash_of
from bot.sandbox import Persona
from storage.tables import metadata
from tests.factories import TEAM, paired
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation

QUESTION = "How do I ask for a raise without sounding greedy?"


async def pool(waymark: Conversation, many: int) -> list[Persona]:
    """So many people who offer mentoring; Theo is the first of them."""
    people = [waymark.theo, waymark.noor]
    people += [_mentor(waymark, number) for number in range(many - 2)]
    for one in people:
        await waymark.waymark.services.people.meet(Actor(TEAM, one.id))
    async with waymark.waymark.units(TEAM) as work:
        for one in people:
            known = await work.people.get(one.id)
            assert known is not None
            known.offers_mentoring = True
        await work.commit()
    return people


async def asked(waymark: Conversation, words: str = QUESTION) -> str:
    """Maya asks; returns her key."""
    await waymark.maya.slash(f"/mentor ask {words}")
    await waymark.maya.submit()
    await waymark.maya.submit()
    return key_in(waymark.maya)


def key_in(persona: Persona) -> str:
    found = re.search(r"/mentor questions ([0-9a-f]{32})", text_of(persona.modal))
    assert found, text_of(persona.modal)
    return found.group(1)


def about(persona: Persona, words: str = QUESTION) -> Any:
    """The newest message with these words."""
    return next(dm for dm in reversed(persona.dms) if words in dm.all_text)


async def every_row(waymark: Conversation) -> dict[str, list[dict[str, Any]]]:
    """Every table as it is in the file, sealed words sealed."""
    held: dict[str, list[dict[str, Any]]] = {}
    nth = "rowid" if waymark.waymark.database.is_sqlite else "ctid"
    async with waymark.waymark.database.reading() as session:
        for table in metadata.tables:
            rows = await session.execute(text(f"SELECT {nth} AS nth, * FROM {table}"))
            held[table] = [dict(row._mapping) for row in rows]
    return held


async def new_rows(
    waymark: Conversation, before: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """What is new or different since then, by table."""
    after = await every_row(waymark)
    found = {table: [row for row in after[table] if row not in before[table]] for table in after}
    return {table: rows for table, rows in found.items() if rows}


async def test_row_5_1c_with_four_members_the_anonymous_option_is_off_and_says_why(
    waymark: Conversation,
) -> None:
    await pool(waymark, 4)
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    page = text_of(waymark.maya.modal)
    assert "Not available here yet: 4 people offer mentoring, and it takes 5" in page
    assert "(4 people)" not in page
    await waymark.maya.submit()
    assert "can't be without a name" in text_of(waymark.maya.modal)
    assert QUESTION in text_of(waymark.maya.modal)
    await waymark.maya.submit(question=f"{QUESTION} To you.")
    page = text_of(waymark.maya.modal)
    assert "who sees it" in page.casefold(), page
    assert f"{QUESTION} To you." in page, "the words go along, as they were changed"
    await waymark.maya.close_modal()
    await pool(waymark, 5)
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    assert "(5 people)" in text_of(waymark.maya.modal)
    assert "does not store who asked" in text_of(waymark.maya.modal)


async def test_row_5_1c_no_question_is_too_small_for_the_next_conversation(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor ask What is a skip-level?")
    await waymark.maya.submit(to="The list for our next conversation")
    await waymark.maya.submit()
    await waymark.maya.slash("/mentor agenda")
    assert "What is a skip-level?" in text_of(waymark.maya.modal)
    assert "Only you" in text_of(waymark.maya.modal)


async def test_a_question_goes_to_the_pool_at_the_slot_and_not_before(
    waymark: Conversation,
) -> None:
    mentors = await pool(waymark, 5)
    await asked(waymark)
    await waymark.until("2026-03-05 13:55", "UTC")
    assert [one.dms for one in mentors] == [[]] * 5
    await waymark.until("2026-03-09 12:00")
    for one in mentors:
        assert any(QUESTION in dm.all_text for dm in one.dms), one.name
        assert not any("raise" in dm.text for dm in one.dms)
    assert waymark.ari.dms == []


async def test_what_points_to_the_asker_is_shown_before_it_is_posted(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    await waymark.maya.slash("/mentor ask Why does Theo decide for the Payments team?")
    await waymark.maya.submit()
    page = text_of(waymark.maya.modal)
    assert "This could point to you" in page
    assert "a name: Theo" in page
    assert "a team: Payments team" in page
    await waymark.maya.submit(question="Why does one person decide for a whole team?")
    assert "I found nothing that points to you" in text_of(waymark.maya.modal)
    await waymark.maya.submit()
    assert "It goes to the mentors at" in text_of(waymark.maya.modal)


async def test_no_table_and_no_log_leads_to_who_asked(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    """The file before and after, row by row: what the question added names nobody and no hour."""
    await pool(waymark, 5)
    await waymark.maya.slash("/mentor next")
    before = await every_row(waymark)
    caplog.set_level(logging.INFO)
    caplog.clear()
    key = await asked(waymark)
    changed = await new_rows(waymark, before)
    assert set(changed) == {"questions", "due_nudges"}
    (question,) = changed["questions"]
    assert {name for name, value in question.items() if value} == {
        *("nth", "id", "workspace_id", "text", "token_hash", "state", "reported_by"),
        "batch",
    }
    assert question["token_hash"] == hash_of(key)
    assert base64.urlsafe_b64decode(question["text"])[1:9] == bytes(8), "no time in the seal"
    (planned,) = changed["due_nudges"]
    assert (planned["person_id"], planned["subject_id"]) == ("", question["batch"])
    assert "14:00" in str(planned["due_at"])
    everything = str([row for rows in changed.values() for row in rows])
    assert waymark.maya.id not in everything
    assert key not in str(await every_row(waymark))
    assert key not in caplog.text
    assert waymark.maya.id not in caplog.text
    assert QUESTION not in caplog.text


async def test_a_question_asked_just_before_a_slot_waits_and_holds_no_other_back(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    first = await asked(waymark)
    await waymark.until("2026-03-05 13:59", "UTC")
    second = await asked(waymark, "What does a good first week look like?")
    service, maya = waymark.waymark.services.questions, Actor(TEAM, waymark.maya.id)
    await waymark.until("2026-03-05 14:05", "UTC")
    kept = [(await service.kept(maya, key)).question for key in (first, second)]
    assert [one.state for one in kept] == [QuestionState.POSTED, QuestionState.WAITING]
    assert [one.batch for one in kept] == ["", "2026-03-06/0"]
    await waymark.until("2026-03-06 09:05", "UTC")
    assert (await service.kept(maya, second)).question.state == QuestionState.POSTED


async def test_what_is_sent_names_nobody_either(waymark: Conversation) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.until("2026-03-09 12:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        question = await work.questions.of_key(hash_of(key))
        assert question is not None
        sent = await work.outbox.about(question.id)
    assert len(sent) == 5
    for one in sent:
        whole = f"{one.payload} {one.dedupe_key} {one.subject_id}"
        assert waymark.maya.id not in whole
        assert key not in whole
    told = str([dm.blocks for dm in waymark.theo.dms])
    assert waymark.maya.id not in told
    assert key not in told


async def test_a_mentor_who_asks_gets_the_question_like_all_others(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    await waymark.theo.slash(f"/mentor ask {QUESTION}")
    await waymark.theo.submit()
    await waymark.theo.submit()
    await waymark.theo.close_modal()
    await waymark.until("2026-03-09 12:00")
    assert any(QUESTION in dm.all_text for dm in waymark.theo.dms)


async def test_answers_with_and_without_a_name_stand_on_everybodys_page(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-09 12:00")
    told = len(waymark.maya.dms)
    await waymark.theo.click("Answer", message=about(waymark.theo))
    await waymark.theo.submit(answer="Bring three facts.", signed="With my name")
    await waymark.theo.close_modal()
    await waymark.noor.slash("/mentor questions")
    await waymark.noor.choose("Answer")
    await waymark.noor.submit(answer="Say it once, then wait.", signed="Without my name")
    page = text_of(waymark.noor.modal)
    assert "Theo" in page
    assert "Without a name" in page
    assert "Noor" not in page
    await waymark.maya.slash(f"/mentor questions {key}")
    mine = text_of(waymark.maya.modal)
    assert "Bring three facts." in mine
    assert "Say it once, then wait." in mine
    await waymark.ari.slash("/mentor questions")
    assert "Bring three facts." in text_of(waymark.ari.modal)
    assert "Mark answered" not in text_of(waymark.ari.modal)
    assert len(waymark.maya.dms) == told, "nobody is addressed"
    rows = await every_row(waymark)
    assert {row["by_id"] for row in rows["question_answers"]} == {waymark.theo.id, ""}


async def test_the_key_adds_a_detail_closes_and_withdraws(waymark: Conversation) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-06 10:00")
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Add a detail")
    await waymark.maya.submit(detail="It would be my first one.")
    assert "added at the next fixed hour" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.ari.slash("/mentor questions")
    assert "my first one" not in text_of(waymark.ari.modal)
    await waymark.ari.close_modal()
    await waymark.until("2026-03-06 15:00")
    await waymark.ari.slash("/mentor questions")
    assert "my first one" in text_of(waymark.ari.modal)
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Mark answered")
    assert "You marked it as answered" in text_of(waymark.maya.modal)
    await waymark.maya.click("Withdraw")
    assert "can't be unread" in text_of(waymark.maya.modal)
    await waymark.ari.slash("/mentor questions")
    assert QUESTION not in text_of(waymark.ari.modal)


@pytest.mark.parametrize("tap", ["Add a detail", "Mark answered", "Open again", "Withdraw"])
async def test_no_tap_with_the_key_leaves_a_trace(waymark: Conversation, tap: str) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-06 10:00")
    await waymark.maya.slash(f"/mentor questions {key}")
    if tap == "Open again":
        await waymark.maya.click("Mark answered")
    before = await every_row(waymark)
    await waymark.maya.click(tap)
    if tap == "Add a detail":
        await waymark.maya.submit(detail="It would be my first one.")
    changed = await new_rows(waymark, before)
    assert "questions" in changed
    assert set(changed) <= {"questions", "due_nudges", "outbox"}
    assert waymark.maya.id not in str(changed)


async def test_an_answer_without_a_name_leaves_no_trace(waymark: Conversation) -> None:
    await pool(waymark, 5)
    await asked(waymark)
    await waymark.until("2026-03-06 10:00")
    before = await every_row(waymark)
    await waymark.noor.slash("/mentor questions")
    await waymark.noor.choose("Answer")
    await waymark.noor.submit(answer="Say it once, then wait.", signed="Without my name")
    changed = await new_rows(waymark, before)
    assert set(changed) == {"question_answers"}
    assert waymark.noor.id not in str(changed)


@pytest.mark.parametrize("moment", ["2026-03-05 10:05", "2026-03-06 10:00"])
async def test_a_detail_sent_twice_is_one_line(waymark: Conversation, moment: str) -> None:
    """Nothing remembers who sent the form; the words themselves do, before and after the slot."""
    await pool(waymark, 5)
    key = await asked(waymark)
    service, maya = waymark.waymark.services.questions, Actor(TEAM, waymark.maya.id)
    await waymark.until(moment)
    for words in ("It would be my first.", "It would be my first.", "In spring.\nPerhaps."):
        held = await service.add_detail(maya, key, words)
    held = await service.add_detail(maya, key, "In spring.\nPerhaps.")
    question = held.question
    both = [one for one in (question.detail, question.later) if one]
    assert both == ["It would be my first.\nIn spring.\nPerhaps."]
    await waymark.until("2026-03-06 15:00")
    held = await service.add_detail(maya, key, "It would be my first.")
    assert (held.question.detail, held.question.later) == (both[0], "")


async def test_another_key_opens_nothing(waymark: Conversation) -> None:
    await pool(waymark, 5)
    await asked(waymark)
    answer = await waymark.ari.slash(f"/mentor questions {'0' * 32}")
    assert "No question belongs to that key" in str(answer.blocks) + str(answer.text)


async def test_posting_twice_is_one_question_and_answering_twice_one_answer(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    service, maya = waymark.waymark.services.questions, Actor(TEAM, waymark.maya.id)
    for _ in range(2):
        held = await service.ask(maya, "one key", QUESTION)
    await waymark.until("2026-03-05 15:00")
    for _ in range(2):
        await service.answer(maya, held.question.id, "one form", "Ask.", signed=False)
    rows = await every_row(waymark)
    assert (len(rows["questions"]), len(rows["question_answers"])) == (1, 1)


async def test_two_reports_take_it_off_the_page_and_a_shrunken_pool_holds_it_back(
    waymark: Conversation,
) -> None:
    mentors = await pool(waymark, 5)
    key = await asked(waymark)
    async with waymark.waymark.units(TEAM) as work:
        gone = await work.people.get(mentors[-1].id)
        assert gone is not None
        gone.offers_mentoring = False
        await work.commit()
    await waymark.until("2026-03-06 08:00")
    kept = await waymark.waymark.services.questions.kept(Actor(TEAM, waymark.maya.id), key)
    assert kept.question.state == QuestionState.WAITING
    await pool(waymark, 5)
    await waymark.until("2026-03-09 12:00")
    await waymark.theo.click("Report", message=about(waymark.theo))
    assert "second person" in str(about(waymark.theo, "Noted").all_text)
    await waymark.noor.click("Report", message=about(waymark.noor))
    await waymark.ari.slash("/mentor questions")
    assert QUESTION not in text_of(waymark.ari.modal)


# --- private -------------------------------------------------------------------------------------


def _mentor(waymark: Conversation, number: int) -> Persona:
    try:
        return waymark.sandbox.person(f"mentor{number}")
    except LookupError:
        return waymark.sandbox.join(f"Mentor{number} Example")
