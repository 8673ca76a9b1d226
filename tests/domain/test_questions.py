"""What in a question could point to its writer, and when questions go out (content.md 16.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.questions import WAITS, Pointer, Question, QuestionState, hints, next_slot

NAMES = ("Theo Lindqvist", "Will Harper", "Noor Haddad")

POINTERS = [
    ("Can I ask <@U0THEO> about it?", Pointer.MENTION, "<@U0THEO>"),
    ("Should I post it in #platform-news?", Pointer.MENTION, "#platform-news"),
    ("Is it normal that Theo answers at night?", Pointer.NAME, "Theo"),
    ("Why does Haddad lead both?", Pointer.NAME, "Haddad"),
    ("How do I talk to Will Harper?", Pointer.NAME, "Will Harper"),
    ("Does the Payments team decide that?", Pointer.TEAM, "Payments team"),
    ("Is project Falcon late?", Pointer.TEAM, "project Falcon"),
    ("What was said on 12 March?", Pointer.DATE, "12 March"),
    ("What happened last Tuesday?", Pointer.DATE, "last Tuesday"),
    ("Why was 2026-03-02 chosen?", Pointer.DATE, "2026-03-02"),
    ("I heard it yesterday. Is it so?", Pointer.DATE, "yesterday"),
    ("What does “strategic patience” mean here?", Pointer.PHRASE, "strategic patience"),
    ("Who looks after RETIRE-12?", Pointer.PHRASE, "RETIRE-12"),
    ("Is that fine :melting_face: or not?", Pointer.PHRASE, ":melting_face:"),
    ("Is that normal??!", Pointer.PHRASE, "??"),
]

PLAIN = [
    "How do I ask for a raise without sounding greedy?",
    "Will my manager read what I write here?",
    "Is it fine to say no to my team?",
    "May I ask what a good one-to-one looks like?",
    "How does a team decide who presents to the CEO?",
    "I have 3 ideas. Which one first?",
]


@pytest.mark.parametrize(("text", "pointer", "words"), POINTERS)
def test_what_could_point_to_somebody_is_named(text: str, pointer: str, words: str) -> None:
    assert [(one.pointer, one.words) for one in hints(text, NAMES)] == [(pointer, words)]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_question_has_no_hint(text: str) -> None:
    assert hints(text, NAMES) == ()


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("2026-03-05 05:00", "2026-03-05 09:00"),
        ("2026-03-05 07:00", "2026-03-05 09:00"),
        ("2026-03-05 07:01", "2026-03-05 14:00"),
        ("2026-03-05 12:30", "2026-03-06 09:00"),
        ("2026-03-31 23:59", "2026-04-01 09:00"),
    ],
)
def test_a_question_waits_for_a_slot_at_least_two_hours_away(asked: str, goes: str) -> None:
    at = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    assert next_slot(at) == datetime.fromisoformat(goes).replace(tzinfo=UTC)
    assert next_slot(at) - at >= WAITS


@pytest.mark.parametrize(("day", "takes"), [("2026-03-19", True), ("2026-03-20", False)])
def test_a_question_takes_answers_for_two_weeks(day: str, takes: bool) -> None:
    question = Question("T1", "Why?", "h", batch="2026-03-05/1")
    assert not question.is_open(date(2026, 3, 5))
    question.post(date(2026, 3, 5))
    assert question.batch == "", "only the day is kept"
    assert question.is_open(date.fromisoformat(day)) is takes


def test_a_later_line_waits_for_its_slot() -> None:
    question = Question("T1", "Why?", "h", batch="2026-03-05/1")
    question.add_detail("at once", "2026-03-06/0")
    assert (question.detail, question.later) == ("at once", "")
    question.post(date(2026, 3, 5))
    question.add_detail("later", "2026-03-06/0")
    assert (question.detail, question.later, question.batch) == (
        "at once",
        "later",
        "2026-03-06/0",
    )
    question.post(date(2026, 3, 6))
    assert (question.detail, question.later) == ("at once\nlater", "")
    assert question.posted_on == date(2026, 3, 5)


def test_two_different_people_take_a_question_off_the_page() -> None:
    question = Question("T1", "Why?", "h", state=QuestionState.POSTED)
    question.report("U1")
    question.report("U1")
    assert question.state == QuestionState.POSTED
    question.report("U2")
    assert question.state == QuestionState.HIDDEN
