"""What becomes of a question without a name, and what is left of who asked (content.md 16.3)."""

from __future__ import annotations

from tests.factories import paired
from tests.scenarios.test_goals import text_of
from tests.scenarios.test_questions import QUESTION, about, asked, every_row, new_rows, pool
from tests.stage import Conversation


async def test_row_16_3_an_answered_question_says_so_to_everybody_and_not_who_asked(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-06 10:00")
    before = await every_row(waymark)
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Mark answered")
    assert "You marked it as answered." in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    changed = await new_rows(waymark, before)
    assert set(changed) <= {"questions", "outbox"}, changed.keys()
    assert waymark.maya.id not in str(changed)
    await waymark.noor.slash("/mentor questions")
    page = text_of(waymark.noor.modal)
    assert "Answered, says who asked." in page
    assert "Maya" not in page
    await waymark.noor.close_modal()
    await waymark.maya.slash(f"/mentor questions {key}")
    await waymark.maya.click("Open again")
    assert "The mentors have it." in text_of(waymark.maya.modal)
    await waymark.noor.slash("/mentor questions")
    assert "Answered, says who asked." not in text_of(waymark.noor.modal)
    await waymark.noor.close_modal()
    await waymark.maya.click("Mark answered")
    await waymark.maya.click("Withdraw")
    assert "You took it back." in text_of(waymark.maya.modal)
    assert "Open again" not in text_of(waymark.maya.modal)


async def test_row_16_3_after_ten_working_days_it_closes_and_stays_its_askers(
    waymark: Conversation,
) -> None:
    await pool(waymark, 5)
    key = await asked(waymark)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-19 23:00", "UTC")
    await waymark.noor.slash("/mentor questions")
    assert "Ten working days" not in text_of(waymark.noor.modal)
    await waymark.noor.close_modal()
    await waymark.until("2026-03-20 10:00", "UTC")
    await waymark.noor.slash("/mentor questions")
    assert "Ten working days have passed" in text_of(waymark.noor.modal)
    await waymark.noor.close_modal()
    await waymark.theo.click("Answer", message=about(waymark.theo))
    assert "Your answer" not in text_of(waymark.theo.modal)
    await waymark.maya.slash(f"/mentor questions {key}")
    page = text_of(waymark.maya.modal)
    assert "Ten working days have passed" in page
    await waymark.maya.click("Mark answered")
    assert "You marked it as answered." in text_of(waymark.maya.modal)
    assert "Open again" not in text_of(waymark.maya.modal), "its days are over"


async def test_words_for_one_mentor_go_along_into_the_form_of_a_roadblock(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor ask {QUESTION}")
    await waymark.maya.submit(to="One mentor")
    assert QUESTION in text_of(waymark.maya.modal)
    await waymark.maya.submit()
    assert QUESTION in text_of(waymark.maya.modal)
    result = await waymark.maya.submit(audience="You and Theo")
    assert result.ok, result
    await waymark.maya.close_modal()
    await waymark.settle()
    assert any(QUESTION in one.all_text for one in waymark.theo.dms)
    rows = await every_row(waymark)
    assert rows["questions"] == []


async def test_a_first_meeting_by_asking_leaves_a_day_and_no_hour(waymark: Conversation) -> None:
    await pool(waymark, 5)
    before = await every_row(waymark)
    await waymark.ari.slash(f"/mentor ask {QUESTION}")
    await waymark.ari.submit()
    await waymark.ari.submit()
    changed = await new_rows(waymark, before)
    (row,) = changed["people"]
    assert row["user_id"] == waymark.ari.id
    times = {name: str(row[name])[:19] for name in row if str(row[name])[:4] == "2026"}
    assert times == {"created_at": "2026-03-05 00:00:00"}
    named = {table for table, rows in changed.items() if waymark.ari.id in str(rows)}
    assert named == {"people"}
