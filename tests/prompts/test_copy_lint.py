"""Each rule of the lint is seen to fail on a bad text, and to be silent on a good one."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from prompts.copy_lint import (
    RULES,
    Copy,
    Finding,
    check,
    grade,
    labels,
    sentences,
    syllables,
    unquoted,
    words,
)
from prompts.word_lists import BANNED, TALENT, banned_in, talent_in

GOOD = "How is *the plan* going?\nOne tap is enough; a note is optional."
CHECKIN = Copy(
    kind="checkin_due",
    written={
        "notify": "Your check-in is ready",
        **{f"warm_{n}": "How is *_* going?" for n in (1, 2, 3, 4)},
        **{f"direct_{n}": "Check-in: *_*." for n in (1, 2, 3)},
        **{f"playful_{n}": ":compass: Time for *_*." for n in (1, 2, 3)},
        "warm_rest": "One tap is enough; a note is optional.",
        "why": "It is your check-in time.",
        "line": "Check-in: *_*.",
    },
    bodies=(("warm_1", GOOD), ("playful_1", ":compass: Time for *the plan*.\nOne tap is enough.")),
    openings=(("warm_1", "How is *the plan* going?"),),
    lines=(("line", "Check-in: *the plan*."),),
    whys=(("why", "It is your check-in time."),),
    wants=frozenset({"why", "line"}),
)


def body(text: str, **more: Any) -> Copy:
    return dataclasses.replace(CHECKIN, bodies=(("warm_1", text),), **more)


def written(kind: str = "checkin_due", **blocks: str) -> Copy:
    return dataclasses.replace(CHECKIN, kind=kind, written={**CHECKIN.written, **blocks})


def without(*blocks: str, kind: str = "checkin_due") -> Copy:
    left = {name: text for name, text in CHECKIN.written.items() if name not in blocks}
    return dataclasses.replace(CHECKIN, kind=kind, written=left)


WARM = ("direct_1", "direct_2", "direct_3", "playful_1", "playful_2", "playful_3")

BAD: list[tuple[str, str, Copy]] = [
    ("length", "36 words in a check-in", body("We go on. " * 12)),
    ("length", "31 words in a celebration", body("It went on. " * 10 + "Yes.", kind="win_ack")),
    ("length", "six bullets", body("\n".join(["• one"] * 6))),
    ("sentence_length", "26 words in one breath", body("so " * 25 + "on.", kind="privacy_card")),
    (
        "sentence_length",
        "15 words on average",
        body(("a " * 14 + "b. ") * 2, kind="privacy_card"),
    ),
    (
        "reading_level",
        "an office wrote this",
        body("Your organisational accountability status has been successfully documented."),
    ),
    ("banned", "a word in a variant", written(warm_1="You must look at *_*.")),
    ("banned", "a stem", written(warm_1="A failure is fine.")),
    ("banned", "a word in the preview", written(notify="Your check-in is overdue")),
    ("banned", "a word in the reason", written(why="You missed a check-in.")),
    ("banned", "two exclamation marks", written(warm_1="Done!!")),
    ("banned", "the left-hand word is better", written(warm_1="Is *_* at risk?")),
    ("banned", "watched", written(warm_1="We noticed something.")),
    ("growth_mindset", "a natural", written(warm_1="You are a natural with *_*.")),
    ("growth_mindset", "a gift, in the rest", written(warm_rest="Gifted people rest, too.")),
    ("growth_mindset", "born to it, in the reason", written(why="You were born for it.")),
    ("emoji", "two in one message", body(":star: Done.\nWell kept. :star:")),
    ("emoji", "one in mid-sentence", body("A :star: for you.")),
    ("emoji", "one on its own line", body(":star:\nDone.")),
    ("emoji", "a face", written(warm_1=":grinning: Hello.")),
    ("emoji", "a picture instead of a short-code", written(warm_1="🎉 Hello.")),
    ("emoji", "one in a roadblock", written("roadblock_reply", warm_1=":star: Hello.")),
    ("emoji", "one in a no", written("request_declined", warm_1=":star: Not this time.")),
    ("one_question", "two of them", body("How is it? And why?")),
    ("preview", "61 characters", written(notify="x" * 61)),
    ("preview", "nothing", written(notify="")),
    ("preview", "a variable", dataclasses.replace(CHECKIN, notify_has_value=True)),
    ("tone_lock", "a direct privacy card", without(*WARM[1:], kind="privacy_card")),
    ("tone_lock", "a playful support card", without(*WARM[:-1], kind="support_signpost")),
    ("tone_lock", "a playful roadblock", written("roadblock_mentor_ping")),
    ("variant_count", "three warm ones", without("warm_4")),
    ("variant_count", "two direct ones", without("direct_3")),
    ("variant_count", "two playful ones", without("playful_3")),
    ("variant_count", "one warm goal", without("warm_2", "warm_3", "warm_4", kind="goal_start")),
    ("variant_count", "no direct goal", without(*WARM[:3], kind="goal_start")),
    ("only_the_opening_varies", "a gap in the numbers", without("warm_2")),
    (
        "only_the_opening_varies",
        "an opening of two sentences",
        dataclasses.replace(CHECKIN, openings=(("warm_1", "Hello. How is it?"),)),
    ),
    ("one_line_for_the_digest", "none", dataclasses.replace(CHECKIN, lines=())),
    (
        "one_line_for_the_digest",
        "21 words",
        dataclasses.replace(CHECKIN, lines=(("line", "so " * 20 + "on."),)),
    ),
    (
        "one_line_for_the_digest",
        "two lines",
        dataclasses.replace(CHECKIN, lines=(("line", "One.\nTwo."),)),
    ),
    ("one_reason", "none", dataclasses.replace(CHECKIN, whys=())),
    ("one_reason", "two sentences", dataclasses.replace(CHECKIN, whys=(("why", "So. And so."),))),
    ("layout", "two spaces", body("How  is it?")),
    ("layout", "a space before a stop", body("It is *the plan* .")),
    ("layout", "two stops", body("It is the plan..")),
    ("layout", "a blank line", body("One.\n\nTwo.")),
    ("layout", "a label without a value", body("Next step:\nOne tap.")),
    ("layout", "nothing in bold", body("How is ** going?")),
    ("layout", "nothing at all", body("")),
]


def test_a_good_template_passes() -> None:
    assert [str(one) for one in check(CHECKIN)] == []


@pytest.mark.parametrize(("rule", "case", "copy"), BAD, ids=[f"{r}: {c}" for r, c, _ in BAD])
def test_a_bad_template_is_caught(rule: str, case: str, copy: Copy) -> None:
    assert rule in {finding.rule for finding in check(copy)}, case


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BAD} == {rule.__name__ for rule in RULES}


# --- buttons ------------------------------------------------------------------------------------

FINE = {"checkin_due": {"on_track": "On track", "skip": "Skip"}}


def test_good_buttons_pass() -> None:
    assert list(labels(FINE)) == []


@pytest.mark.parametrize(
    "keys",
    [
        {"open": "x" * 25, "skip": "Skip"},
        {"open": "", "skip": "Skip"},
        {"ask": "Ask {{ mentor_name }}", "skip": "Skip"},
        {"ask": "Ask :star:", "skip": "Skip"},
        {"now": "You must answer", "skip": "Skip"},
        {"one": "Skip", "two": "Skip"},
        {"yes": "Agree", "edit": "Edit"},
    ],
    ids=["long", "empty", "a value", "an emoji", "a banned word", "twins", "no way out"],
)
def test_bad_buttons_are_caught(keys: dict[str, str]) -> None:
    assert [one.rule for one in labels({"request_received": keys})] == ["labels"]


def test_menus_offer_no_choice() -> None:
    assert list(labels({"home": {"win": "Save a win"}})) == []


# --- banned words -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(BANNED))
def test_every_banned_word_is_caught(word: str) -> None:
    assert word in banned_in(f"Well, {word.rstrip('*').upper()}, they said.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It failed.", "fail*"),
        ("Two missing days", "miss*"),
        ("Your streaks", "streak*"),
        ("You haven’t yet", "you haven't"),
        ("Don’t\nforget", "don't forget"),
        ("A talented person", "talent*"),
        ("Now! !", "!!"),
    ],
)
def test_stems_quotes_and_breaks_do_not_hide_a_word(text: str, word: str) -> None:
    assert word in banned_in(text)


@pytest.mark.parametrize(
    "text", ["permission", "mustard", "naturally", "uneasy", "latest", "hundred", "unfailing", "!"]
)
def test_a_word_inside_another_is_fine(text: str) -> None:
    assert banned_in(text) == []


# --- growth mindset -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(TALENT))
def test_every_talent_word_is_caught(word: str) -> None:
    assert word in talent_in(f"Well, {word.rstrip('*').upper()}, they said.")
    assert [one.rule for one in labels({"home": {"praise": word.rstrip("*")}})] != []


@pytest.mark.parametrize(
    ("text", "word"),
    [("Naturally kind", "natural*"), ("born leaders", "born"), ("so talented", "talent*")],
)
def test_row_5_2d_the_lint_fails_on_natural_gifted_born(text: str, word: str) -> None:
    """Each alone, in any form, in every block of a template and on a button."""
    assert word in talent_in(text)
    for said in ("natural", "gifted", "born"):
        for block in ("notify", "why", "line", "warm_1", "direct_1", "playful_1", "warm_rest"):
            found = check(written(**{block: f"You are {said}."}))
            assert "growth_mindset" in {one.rule for one in found}, (said, block)


@pytest.mark.parametrize("text", ["airborne", "stubborn", "newborn", "giftwrap", "What you did"])
def test_what_only_looks_like_one_is_fine(text: str) -> None:
    assert talent_in(text) == []


# --- counting -----------------------------------------------------------------------------------


def test_words_and_sentences_are_counted_as_people_would() -> None:
    assert len(words(":star: It's *two* - well, 3 words…")) == 5
    assert sentences("One. Two? “Three.” Four\n• five") == [
        "One.",
        "Two?",
        "“Three.",
        "Four",
        "• five",
    ]
    assert unquoted("a\n> b\nc") == "a\nc"


@pytest.mark.parametrize(
    ("word", "count"),
    [("one", 1), ("check", 1), ("little", 2), ("saved", 1), ("started", 2), ("mentoring", 3)],
)
def test_syllables_are_near_enough(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_words_read_lower_than_office_words() -> None:
    plain = "We saved it. You can look at it now. It is here."
    office = "Documentation regarding organisational responsibilities necessitates consideration."
    assert grade(plain) < 3 < 12 < grade(office)
    assert grade("") == 0.0


def test_a_finding_reads_as_a_sentence() -> None:
    assert str(Finding("banned", "warm_1", "must")) == "banned in warm_1: must"
