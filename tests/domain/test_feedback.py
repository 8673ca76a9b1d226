"""Rules of feedback: hints, questions, what is fresh, when "did you try it?" comes (F10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Week
from bot.domain.feedback import Focus, Words, is_fresh, tried_at
from bot.domain.feedback_hints import EXCERPT, LONG, MOST, HintKind, hints, is_yes_no

SEEN = "You opened with the total and paused for questions."
NEXT = "Show the decision on the first slide."


def kinds(seen: str = SEEN, impact: str = "", next_time: str = NEXT, keep: str = "") -> list[str]:
    """The kinds of hint these boxes bring."""
    return [one.kind for one in hints(Words("the review", seen, impact, next_time, keep))]


# --- hints ---------------------------------------------------------------------------------------


def test_row_4_1a_you_are_careless_hints() -> None:
    first, *_ = hints(Words("the review", "You are careless", "", NEXT))
    assert first.kind == HintKind.TRAIT
    assert first.excerpt == "You are careless"


def test_words_about_the_deed_bring_no_hint() -> None:
    assert kinds(impact="The room asked about money first.") == []


@pytest.mark.parametrize(
    "seen",
    [
        "You are careless.",
        "you're so unprofessional",
        "You’re difficult to work with",
        "You were really sloppy in the numbers you showed.",
        "Your attitude in the meeting you opened.",
        "You are a natural presenter.",
    ],
)
def test_a_trait_is_hinted(seen: str) -> None:
    assert kinds(seen)[0] == HintKind.TRAIT


@pytest.mark.parametrize(
    "seen",
    [
        "You were asked for the total and said you would look it up.",
        "When you were presenting, two people left.",
        "You said “I am careless with dates” and laughed.",
        "You opened with the total.",
        "The carelessly named file was opened twice.",
    ],
)
def test_deeds_and_quotes_are_no_traits(seen: str) -> None:
    assert HintKind.TRAIT not in kinds(seen)


@pytest.mark.parametrize(
    "seen", ["You always start late.", "You NEVER ask the team.", "You stop me every time."]
)
def test_an_absolute_is_hinted(seen: str) -> None:
    assert HintKind.ABSOLUTE in kinds(seen)


def test_a_word_that_only_holds_an_absolute_is_none() -> None:
    assert kinds("You left nevertheless, and said why.") == []


@pytest.mark.parametrize(
    "seen",
    [
        "You wanted to win and cut people off.",
        "You don't care about the room; you looked at the slides.",
        "You don’t care. You left.",
        "You felt nervous and read the slides.",
    ],
)
def test_reading_minds_is_hinted(seen: str) -> None:
    assert HintKind.MIND_READING in kinds(seen)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ("It was good.", True),
        ("A bit much, on the whole.", True),
        ("", True),
        ("It was good for all of us.", True),
        ("You interrupted Sam twice.", False),
        ("“Can we move on?”", False),
        ('The line "we ship on Friday" came twice.', False),
        ("You summarised in one line.", False),
        ("You stopped after the third slide.", False),
        ("She replied within an hour.", False),
    ],
)
def test_the_second_box_wants_an_act_or_a_quote(seen: str, found: bool) -> None:
    assert (HintKind.NO_ACT in kinds(seen, impact="It worked.")) is found


def test_an_empty_next_time_is_hinted() -> None:
    assert kinds(next_time="") == [HintKind.NO_NEXT]


@pytest.mark.parametrize(("extra", "found"), [(0, False), (1, True)])
def test_more_than_nine_hundred_characters_are_hinted(extra: int, found: bool) -> None:
    rest = LONG - len(SEEN) - len(NEXT) + extra
    assert (kinds(keep="x" * rest) == [HintKind.LONG]) is found


def test_at_most_three_hints_and_the_most_useful_first() -> None:
    found = kinds("You are careless, you always are, you don't care.", next_time="")
    assert len(found) == MOST
    order = [one.value for one in HintKind]
    assert all(order.index(a) < order.index(b) for a, b in pairwise(found))


def test_an_excerpt_is_the_sentence_and_short() -> None:
    long = "You opened well. " + "x" * 80 + " you are careless " + "y" * 80 + ". And so on."
    (first, *_) = hints(Words("", long, "", NEXT))
    assert "careless" in first.excerpt
    assert len(first.excerpt) <= EXCERPT + 2
    assert "opened well" not in first.excerpt


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "yes_no"),
    [
        ("Was it clear?", True),
        ("Did I talk too fast?", True),
        ("So, was it clear?", True),
        ("Isn't it too long?", True),
        ("Isn’t it too long?", True),
        ("What would you cut?", False),
        ("Where did you start to drift?", False),
        ("Island hopping: what next?", False),
        ("", False),
        ("?", False),
    ],
)
def test_a_question_for_yes_or_no_is_seen(question: str, yes_no: bool) -> None:
    assert is_yes_no(question) is yes_no


def test_row_4_1b_the_three_focus_areas_of_the_essay_come_first_with_three_questions_each() -> (
    None
):
    assert [one.label for one in list(Focus)[:3]] == [
        "presentation style",
        "strategic thinking",
        "leadership behaviour",
    ]
    for focus in Focus:
        assert len(set(focus.questions)) == 3
        for question in focus.questions:
            assert question.endswith("?")
            assert not is_yes_no(question), "asks for advice, not for a grade"
            assert len(question) <= 75, "fits an option"


# --- time ----------------------------------------------------------------------------------------

WEEK = Week(ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("event_on", "fresh"),
    [
        (date(2026, 3, 5), True),
        (date(2026, 3, 4), True),
        (date(2026, 3, 3), False),
        (date(2026, 3, 6), False),
        (None, False),
    ],
)
def test_fresh_is_less_than_two_working_days_ago(event_on: date | None, fresh: bool) -> None:
    assert is_fresh(event_on, datetime(2026, 3, 5, 10, 5, tzinfo=UTC), WEEK) is fresh


def test_a_weekend_does_not_make_an_event_old() -> None:
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert is_fresh(date(2026, 3, 6), monday, WEEK)
    assert is_fresh(date(2026, 3, 7), monday, WEEK)
    assert not is_fresh(date(2026, 3, 5), monday, WEEK)


@pytest.mark.parametrize(
    ("step_on", "asked_on"),
    [
        (None, date(2026, 4, 2)),
        (date(2026, 3, 24), date(2026, 4, 2)),
        (date(2026, 4, 20), date(2026, 4, 20)),
    ],
)
def test_did_you_try_it_comes_after_two_weeks_or_on_the_day_of_the_step(
    step_on: date | None, asked_on: date
) -> None:
    """At the wall clock of the slot, although the clocks change in between."""
    due = tried_at(datetime(2026, 3, 19, 16, 0, tzinfo=UTC), step_on, WEEK)
    assert WEEK.local(due) == datetime.combine(asked_on, time(10, 0), ZoneInfo("Europe/London"))
