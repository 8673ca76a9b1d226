"""The rules of a goal: the sentence, the if-then plan, what editing keeps (content.md F3)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.goal_history import changes, facts_of
from bot.domain.goals import (
    EXAMPLE,
    FIELD_LENGTH,
    OBSTACLES,
    SKILLS,
    TITLE_LENGTH,
    Goal,
    GoalKind,
    GoalState,
    Plan,
    Said,
    as_learning,
    chip_of,
    compose,
    day_in_words,
    kind_suggested,
    obstacle_in_words,
)
from bot.domain.smart import Found, Letter

NOW = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
LONG = "w" * FIELD_LENGTH


def goal(words: str = "Lead the migration", **fields: object) -> Goal:
    return Goal("T1", "U1", words, NOW, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, "Lead the migration."),
        ({"measure": "two teams moved."}, "Lead the migration, measured by two teams moved."),
        ({"due_label": "30 June 2026"}, "Lead the migration, by 30 June 2026."),
        ({"why": "I can grow"}, "Lead the migration, so that I can grow."),
        ({"why": "because it is mine"}, "Lead the migration, because it is mine."),
        ({"measure": "The MIGRATION"}, "Lead the migration."),
        (
            {"measure": "2 teams", "due_label": "June", "why": "so that I grow."},
            "Lead the migration, measured by 2 teams, by June, so that I grow.",
        ),
    ],
)
def test_the_sentence_is_joined_and_empty_parts_are_left_out(
    parts: dict[str, str], sentence: str
) -> None:
    measure, due_label, why = (parts.get(name, "") for name in ("measure", "due_label", "why"))
    composed = compose(" Lead the migration. ", measure=measure, due_label=due_label, why=why)
    assert composed == sentence


def test_a_part_without_room_is_left_out_never_cut() -> None:
    assert compose(LONG, measure="m", due_label="June", why="w") == LONG
    almost = "w" * (FIELD_LENGTH - 12)
    joined = compose(almost, measure=LONG, due_label="June", why=LONG)
    assert joined == f"{almost}, by June."


def test_the_essays_words_stand_first() -> None:
    assert EXAMPLE == "Earn a leadership role in product management within 18 months"
    labels = [label.casefold() for _, label in SKILLS]
    assert labels[:3] == ["data analysis", "coding", "budgeting"]
    assert labels[3:] == ["communication", "negotiation", "emotional intelligence"]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("block an hour", "If I have no time, then I will block an hour"),
        ("I will block an hour", "If I have no time, then I will block an hour"),
        ("Then I’ll block an hour", "If I have no time, then I will block an hour"),
        ("I will ", "If I have no time, then I will I will "),
        ("", ""),
    ],
)
def test_the_plan_reads_as_one_sentence(then: str, said: str) -> None:
    assert goal(obstacle=obstacle_in_words("no_time"), plan_then=then).if_then == said


def test_every_chip_comes_back_as_itself_and_own_words_as_none() -> None:
    assert [chip_of(words) for _, _, words in OBSTACLES] == [value for value, _, _ in OBSTACLES]
    assert chip_of("a dragon") == obstacle_in_words("dragon") == ""


def test_the_ambition_is_kept_once_it_was_said() -> None:
    one = goal("I want to advance")
    one.describe(Said("I want to advance, slowly"))
    assert one.raw_ambition == "I want to advance, slowly"
    one.describe(Said("Something else", measure="m"))
    assert (one.raw_ambition, one.measure, one.edits) == ("I want to advance, slowly", "m", 2)


def test_a_sentence_follows_its_parts_until_it_was_rewritten_by_hand() -> None:
    one = goal()
    one.describe(Said("Lead the migration"))
    one.keep(Plan(statement=one.composed))
    one.describe(Said(due_on=date(2026, 6, 30)))
    assert one.statement == "Lead the migration, by 30 June 2026."
    one.keep(Plan(statement="Lead it by June."))
    one.describe(Said(due_on=date(2026, 9, 1)))
    assert one.statement == "Lead it by June."


def test_another_audience_has_not_looked_yet() -> None:
    one = goal(visibility="mentor", pairing_id="p1", looked_at=NOW)
    assert not one.show_to("mentor", "p1")
    assert one.looked_at == NOW
    assert one.show_to("mentor", "p2")
    assert one.looked_at is None


def test_a_closed_goal_is_asked_about_no_more_until_it_is_taken_back() -> None:
    one = goal(state=GoalState.ACTIVE)
    one.close(GoalState.REACHED, NOW)
    assert (one.is_active, one.closed_at) == (False, NOW)
    one.reopen(GoalState.ACTIVE)
    assert (one.is_active, one.closed_at) == (True, None)


@pytest.mark.parametrize("words", ["x" * 81, "x " * 200, "\n🚀\n" * 60])
def test_a_title_is_one_short_line(words: str) -> None:
    title = goal(words).title
    assert len(title) <= TITLE_LENGTH
    assert "\n" not in title
    assert title.endswith("…")


def test_a_date_reads_as_people_say_it() -> None:
    assert day_in_words(date(2028, 5, 2)) == "2 May 2028"


def test_a_sentence_does_not_say_its_day_twice() -> None:
    one = goal("Move two teams within 6 weeks", due_on=date(2026, 4, 16))
    assert one.composed == "Move two teams within 6 weeks."
    one.due_on = date(2026, 5, 1)
    assert one.composed == "Move two teams within 6 weeks, by 1 May 2026."


def test_what_a_friend_would_see_opens_the_sentence() -> None:
    one = goal("I want to advance", what="Lead the weekly review", measure="four held")
    assert one.composed == "Lead the weekly review, measured by four held."
    assert one.raw_ambition == "I want to advance"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, GoalKind.OUTCOME),
        ({"done_before": "no"}, GoalKind.OUTCOME),
        ({"done_before": "no", "skill": "coding"}, GoalKind.LEARNING),
        ({"done_before": "yes", "skill": "coding"}, GoalKind.OUTCOME),
        ({"measure": "every morning"}, GoalKind.HABIT),
    ],
)
def test_the_kind_follows_from_the_answers(fields: dict[str, str], kind: GoalKind) -> None:
    assert kind_suggested(goal(**fields)) == kind


def test_the_learning_form_is_measured_by_tries() -> None:
    one = goal("I want to lead the migration", due_on=date(2026, 6, 30))
    assert as_learning(one) == "Find and try 3 ways to lead the migration by 30 June 2026."
    assert as_learning(goal(LONG)) == ""


def test_a_moved_date_moves_the_sentence_and_is_counted_for_nobody() -> None:
    one = goal(due_on=date(2026, 6, 30), state=GoalState.ACTIVE)
    one.keep(Plan(statement=one.composed))
    before = facts_of(one)
    one.move(date(2026, 9, 1))
    assert one.statement == "Lead the migration, by 1 September 2026."
    told = [(one.fact, one.before, one.after) for one in changes(before, one, NOW)]
    assert told == [
        (
            "statement",
            "Lead the migration, by 30 June 2026.",
            "Lead the migration, by 1 September 2026.",
        ),
        ("due_on", "30 June 2026", "1 September 2026"),
    ]
    assert not any("move" in fact for fact in facts_of(one))


@pytest.mark.parametrize(
    ("due_on", "far"),
    [(None, False), (date(2026, 6, 3), False), (date(2026, 6, 4), True)],
)
def test_further_than_ninety_days_wants_a_milestone(due_on: date | None, far: bool) -> None:
    assert goal(due_on=due_on).is_far(date(2026, 3, 5)) is far


def test_the_letters_know_the_answers() -> None:
    one = goal("I want to advance", measure="a title", confidence=8, control="mine")
    letters = one.letters(date(2026, 3, 5))
    assert letters.state(Letter.M) == letters.state(Letter.A) == Found.OK
    assert letters.state(Letter.T) == Found.MISSING
