"""The rules of wins, praise and stray words (content.md F8, F5, F23)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import Week
from bot.domain.replies import (
    Place,
    StrayWords,
    is_help_word,
    is_stop_word,
    spoken_status,
)
from bot.domain.wins import (
    TITLE_LENGTH,
    PraiseKind,
    Win,
    joined,
    next_quarter,
    says_enough,
    titled,
    word_count,
    worth_bringing_back,
)

AT = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "title", "how"),
    [
        ("Demo went live", "Demo went live", ""),
        ("  Demo went live \n", "Demo went live", ""),
        ("Demo went live\nAll of it\nTwice", "Demo went live", "All of it\nTwice"),
        ("x" * 300, "x" * 300, ""),
        ("x" * 301, "x" * 300, "x"),
        ("word " * 61, ("word " * 60).strip(), "word"),
        ("🎉", "🎉", ""),
        ("", "", ""),
    ],
)
def test_the_first_line_is_the_title(words: str, title: str, how: str) -> None:
    assert titled(words) == (title, how)


@given(st.text(alphabet=st.sampled_from("ab é\n\t🎉ש"), max_size=1200))
def test_no_word_of_a_win_is_lost(words: str) -> None:
    title, how = titled(words)
    assert len(title) <= TITLE_LENGTH
    assert "".join((title + how).split()) == "".join(words.split())


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("You asked early", 3),
        ("well-done", 2),
        ("👏👏👏", 0),
        (":clap: :clap::skin-tone-3: :+1:", 0),
        ("... !!! ???", 0),
        ("", 0),
        ("做得很好", 4),
        ("כל הכבוד לך", 3),
        ("<!channel> nice", 2),
    ],
)
def test_words_are_counted_in_every_script(words: str, count: int) -> None:
    assert word_count(words) == count


def test_a_congratulation_says_something() -> None:
    assert not says_enough(PraiseKind.CONGRATULATE, "Well done")
    assert says_enough(PraiseKind.CONGRATULATE, "Well done, Maya")
    assert says_enough(PraiseKind.STRENGTH, "Patience")
    assert not says_enough(PraiseKind.STRENGTH, "👏")


def test_words_are_added_once() -> None:
    assert joined("", "first") == "first"
    assert joined("first", "second") == "first\nsecond"
    assert joined("first\nsecond", "second") == "first\nsecond"
    assert joined("first", "") == "first"


def test_the_moment_of_sharing_stays_until_the_audience_changes() -> None:
    win = Win("T1", "U1", "Demo went live", AT)
    win.share("mentor", "p1", AT)
    win.share("mentor", "p1", AT.replace(hour=12))
    assert win.shared_at == AT
    win.share("private", "", AT)
    assert win.shared_at is None


@pytest.mark.parametrize(
    "words",
    ["stop", "STOP!", " Stop. ", "“pause”", "Unsubscribe", "*stop*", "\uff53\uff54op", "stop!!!"],
)
def test_a_stop_word_is_heard_in_any_dress(words: str) -> None:
    assert is_stop_word(words)


@pytest.mark.parametrize(
    "words", ["stop by my desk", "nonstop", "don't stop", "pause 2", "stopp", "", "🛑", "st op"]
)
def test_a_stop_word_is_the_whole_message(words: str) -> None:
    assert not is_stop_word(words)


@pytest.mark.parametrize("words", ["help", "Help!", "?", "???", "hello", "What can you do?"])
def test_a_call_for_help_is_heard(words: str) -> None:
    assert is_help_word(words)


@pytest.mark.parametrize("words", ["", "help me with the review", "🎉", "42", "...", "?!"])
def test_words_that_say_something_are_no_call_for_help(words: str) -> None:
    assert not is_help_word(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("stuck", ("stuck", "")),
        ("Stuck: waiting on access-rights", ("stuck", "waiting on access-rights")),
        ("stuck, see https://x.test/a_b", ("stuck", "see https://x.test/a_b")),
        ("A bit behind – two days", ("behind", "two days")),
        ("on track\nall of it", ("on_track", "all of it")),
        ("on-track!", ("on_track", "")),
        ("Done", ("done", "")),
        ("good", ("on_track", "")),
        ("Good, and calm", ("on_track", "and calm")),
        ("good morning", None),
        ("fine tuning took the day", None),
        ("stuckness", None),
        ("I am stuck", None),
        ("", None),
    ],
)
def test_a_status_is_heard_and_the_rest_stays_as_typed(
    words: str, said: tuple[str, str] | None
) -> None:
    assert spoken_status(words) == said


def test_placed_words_are_kept_once() -> None:
    stray = StrayWords("T1", "U1", "Demo went live", AT)
    stray.put(Place.WIN, AT, "w1")
    assert (stray.words, stray.place, stray.place_id) == ("", "win", "w1")


def _of(title: str, days: int, *, shown: int = 0, hidden: bool = False) -> Win:
    made = Win("T1", "U1", title, AT - timedelta(days=days))
    made.shown_at = AT - timedelta(days=shown) if shown else None
    made.hidden_at = AT if hidden else None
    return made


@pytest.mark.parametrize(
    ("wins", "expected"),
    [
        ([], None),
        ([_of("young", 29)], None),
        ([_of("old", 30)], "old"),
        ([_of("old", 40), _of("older", 50)], "older"),
        ([_of("old", 40), _of("shown", 500, shown=31)], "old"),
        ([_of("old", 40), _of("shown", 500, shown=29)], None),
        ([_of("once", 400, shown=90), _of("twice", 300, shown=200)], "twice"),
        ([_of("aside", 90, hidden=True)], None),
    ],
)
def test_which_old_win_comes_back(wins: list[Win], expected: str | None) -> None:
    found = worth_bringing_back(wins, AT)
    assert (found.title if found else None) == expected


@pytest.mark.parametrize(
    ("now", "zone", "slot"),
    [
        ("2026-03-05 12:00", "Europe/London", "2026-04-01 10:00"),
        ("2026-03-31 23:30", "Europe/London", "2026-04-01 10:00"),
        ("2026-04-01 00:30", "Europe/London", "2026-04-01 10:00"),
        ("2026-04-01 10:00", "Europe/London", "2026-07-01 10:00"),
        ("2028-01-01 12:00", "Europe/London", "2028-01-03 10:00"),
        ("2026-10-02 09:00", "Pacific/Auckland", "2027-01-01 10:00"),
        ("2026-06-30 12:00", "Europe/London", "2026-07-01 10:00"),
        ("2027-07-01 12:00", "Europe/London", "2027-10-01 10:00"),
        ("2027-12-24 12:00", "Europe/London", "2028-01-03 10:00"),
    ],
)
def test_the_next_quarters_first_slot(now: str, zone: str, slot: str) -> None:
    here = ZoneInfo(zone)
    at = datetime.fromisoformat(now).replace(tzinfo=here)
    assert next_quarter(Week(here), at) == datetime.fromisoformat(slot).replace(tzinfo=here)
