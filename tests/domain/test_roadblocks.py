"""The rules of a roadblock, as tables (content.md F7)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.roadblocks import (
    HELP,
    HELPED,
    QUOTE_LENGTH,
    TRIED,
    WHAT_LENGTH,
    Draft,
    HelpReply,
    ReplyKind,
    Roadblock,
    RoadblockState,
    Severity,
    excerpt,
    problems,
)
from bot.domain.visibility import Visibility

NOW = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
TODAY = date(2026, 3, 5)


def roadblock(**fields: object) -> Roadblock:
    """An open one of Maya's."""
    return Roadblock("T1", "U1", "Two teams own the file.", NOW, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (Draft("The build is red."), []),
        (Draft("x"), []),
        (Draft(""), ["what"]),
        (Draft("  \n\t "), ["what"]),
        (Draft("x" * WHAT_LENGTH), []),
        (Draft("x" * (WHAT_LENGTH + 1)), ["what"]),
        (Draft("x", severity="deadline"), ["deadline_on"]),
        (Draft("x", severity="deadline", deadline_on=TODAY), []),
        (Draft("x", severity="slowing", deadline_on=date(2026, 3, 4)), ["deadline_on"]),
        (Draft("x", severity="blocking"), []),
        (Draft("", severity="deadline"), ["what", "deadline_on"]),
    ],
)
def test_what_keeps_a_draft_from_being_saved(draft: Draft, fields: list[str]) -> None:
    found = problems(draft, TODAY)
    assert list(found) == fields
    assert all(sentence and "{" not in sentence for sentence in found.values())


@pytest.mark.parametrize(
    ("words", "length", "shown"),
    [
        ("short", 300, "short"),
        ("", 300, ""),
        ("x" * 300, 300, "x" * 300),
        ("one two three", 9, "one two…"),
        ("one\ntwo three", 9, "one\ntwo…"),
        ("x" * 10, 5, "xxxx…"),
        ("a " + "x" * 20, 10, "a xxxxxxx…"),  # a word longer than the room is cut, not dropped
    ],
)
def test_an_excerpt_ends_between_words(words: str, length: int, shown: str) -> None:
    assert excerpt(words, length) == shown
    assert len(excerpt(words, length)) <= max(length, 0)


def test_an_excerpt_never_exceeds_what_a_ping_may_quote() -> None:
    assert len(excerpt("word " * 400)) <= QUOTE_LENGTH


@pytest.mark.parametrize(
    ("severity", "follow_ups", "days"),
    [
        ("slowing", 0, 3),
        ("blocking", 0, 2),
        ("deadline", 0, 2),
        ("slowing", 1, 5),
        ("blocking", 1, 5),
        ("slowing", 2, 10),
        ("blocking", 3, None),
    ],
)
def test_follow_ups_widen_and_end(severity: str, follow_ups: int, days: int | None) -> None:
    held = roadblock(severity=severity, follow_ups=follow_ups)
    assert held.next_follow_up == days


@pytest.mark.parametrize(
    ("severity", "days"), [("slowing", None), ("blocking", 1), ("deadline", 1)]
)
def test_urgent_ones_hope_for_an_answer_in_one_day(severity: str, days: int | None) -> None:
    assert roadblock(severity=severity).reply_working_days == days


@pytest.mark.parametrize(
    ("tried", "words", "label"),
    [
        ([], "", "nothing yet"),
        (["nothing"], "", "nothing yet"),
        (["searched", "escalated"], "", "searched, escalated"),
        (["escalated", "searched"], "a walk", "searched, escalated, a walk"),
        ([], "a walk", "a walk"),
        (["unknown"], "", "nothing yet"),
    ],
)
def test_what_was_tried_reads_as_a_list(tried: list[str], words: str, label: str) -> None:
    assert roadblock(tried=tried, tried_words=words).tried_label == label


def test_the_choices_are_those_of_the_flow() -> None:
    assert (len(TRIED), len(HELP), len(HELPED)) == (6, 8, 7)
    for value, _, said in HELP:
        assert roadblock(help_wanted=value).help_label == said


@pytest.mark.parametrize(
    ("kind", "is_no", "is_one_tap"),
    [
        (ReplyKind.TIP, False, False),
        (ReplyKind.TALK, False, False),
        (ReplyKind.CANT, True, True),
        (ReplyKind.KNOW_SOMEONE, False, False),
        (ReplyKind.TRY_THIS, False, False),
        (ReplyKind.HEARD, False, True),
        (ReplyKind.DETAIL, False, False),
        (ReplyKind.NOT_MY_AREA, True, True),
    ],
)
def test_what_an_answer_asks_of_a_mentor(kind: ReplyKind, is_no: bool, is_one_tap: bool) -> None:
    assert (kind.is_no, kind.is_one_tap) == (is_no, is_one_tap)


def test_sending_an_answered_one_again_opens_it_again() -> None:
    held = roadblock()
    held.send_to("p1", NOW)
    held.answer(NOW)
    assert (held.state, held.visibility) == (RoadblockState.ANSWERED, Visibility.MENTOR)
    held.send_to("p2", NOW)
    assert (held.state, held.answered_at, held.pairing_id) == (RoadblockState.OPEN, None, "p2")
    assert held.asks == 2


def test_an_answer_does_not_open_what_was_closed() -> None:
    held = roadblock()
    held.close(RoadblockState.CLOSED, NOW)
    held.answer(NOW)
    assert not held.is_open
    assert held.answered_at == NOW


def test_kept_private_means_no_pairing_reads_it() -> None:
    held = roadblock()
    held.send_to("p1", NOW)
    held.keep_private()
    assert (held.is_shared, held.pairing_id) == (False, "")


def test_severities_are_said_in_words() -> None:
    assert [one.label for one in Severity] == ["Slowing me", "Blocking me", "A deadline is close"]


def test_times_offered_come_back_as_instants() -> None:
    reply = HelpReply("T1", "r1", "U2", ReplyKind.TALK, NOW, slots=[NOW.isoformat()])
    assert reply.moments == [NOW]
