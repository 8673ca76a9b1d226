"""The phrasebook: who hears which words, in which tone, language and zone, and how quickly."""

from __future__ import annotations

import math
import time as stopwatch
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.checkins import CheckinAck, CheckinDue
from bot.domain.messages.goals import GoalSummary
from bot.domain.messages.people import NextPrompt, PauseConfirm
from bot.domain.messages.wins import WinAck
from bot.domain.wording import Wording
from prompts.gallery import BOOK, ENGLISH, NOW, reader, samples
from prompts.phrasebook import Phrasebook, drawn, variables

DUE = CheckinDue(
    goal_title="Present at the review", next_step="outline", last_on=date(2026, 11, 9)
)


def say(message: Message, book: Phrasebook = BOOK, *, turn: int = 0, **about: Any) -> Wording:
    return book.render(message, reader(**about), person_id="U1", turn=turn, at=NOW)


# --- tone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tone", ["warm", "direct", "playful"])
def test_the_reader_hears_their_own_tone(tone: str) -> None:
    assert say(DUE, tone=tone).variant.startswith(tone)


@pytest.mark.parametrize("tone", ["direct", "playful", "solemn", ""])
def test_a_tone_that_is_not_written_falls_back_to_warm(tone: str) -> None:
    assert say(PauseConfirm(), tone=tone).variant.startswith("warm")
    assert BOOK.variants("pause_confirm", tone) == []


def test_the_body_is_the_opening_and_then_what_all_variants_share() -> None:
    openings = set()
    for turn in range(4):
        opening, _, rest = say(DUE, turn=turn).body.partition("\n")
        openings.add(opening)
        assert rest == "You planned: outline.\nOne tap is enough; a note is optional."
    assert len(openings) == 4
    assert "How has *Present at the review* gone since Mon 9 Nov?" in openings


def test_answers_to_a_tap_carry_no_reason_and_no_line() -> None:
    said = say(WinAck(win_title="Demo went live"))
    assert (said.why, said.line) == ("", "")
    assert say(DUE).why.startswith("It is your check-in time")
    assert say(DUE).line == "Check-in: *Present at the review*. One tap is enough."


# --- dates --------------------------------------------------------------------------------------


def next_at(moment: datetime, **about: Any) -> str:
    return say(CheckinAck(status="on_track", goal_title="x", next_at=moment), **about).body


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "Tue 1 Dec, 00:30"),
        ("America/New_York", "Mon 30 Nov, 18:30"),
        ("Asia/Kathmandu", "Tue 1 Dec, 05:15"),
        ("Nowhere/Land", "Mon 30 Nov, 23:30"),
    ],
)
def test_moments_are_told_on_the_readers_wall_clock(zone: str, expected: str) -> None:
    moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert next_at(moment, zone=zone).endswith(f"Next check-in: {expected}.")


def test_a_date_is_the_same_day_everywhere() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        body = say(GoalSummary(statement="x", audience="y", due_on=date(2026, 12, 24)), zone=zone)
        assert "• Date: Thu 24 Dec\n" in body.body


def test_another_year_is_written_out() -> None:
    goal = GoalSummary(statement="x", audience="y", due_on=date(2028, 5, 23))
    assert "• Date: Tue 23 May 2028\n" in say(goal).body


def test_no_moment_is_an_empty_label() -> None:
    assert "Next" not in say(CheckinAck(status="on_track", goal_title="x")).body


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_at(datetime(2026, 12, 1, 9, 0))  # noqa: DTZ001


def test_the_zone_is_named_where_the_message_says_so() -> None:
    message = NextPrompt(next_at=NOW + timedelta(days=7), zone="Europe/Berlin")
    assert "Mon 30 Nov, 10:00, Europe/Berlin time." in say(message).body


def test_fields_become_variables() -> None:
    names = variables(CheckinDue)
    assert names["last_label"] == "last_on"
    assert names["goal_title"] == "goal_title"
    assert "last_on" not in names
    assert "kind" not in names


# --- language -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wording of an operator's own: German, and one English file."""
    root = tmp_path_factory.mktemp("words")
    (root / "de").mkdir()
    (root / "en").mkdir()
    (root / "pt-BR").mkdir()
    (root / "de" / "checkin_due.j2").write_text(
        "{# Sent #}{% block notify %}Zeit{% endblock %}"
        "{% block warm_1 %}Seit {{ last_label }}, {{ now_label }}{% endblock %}",
        encoding="utf-8",
    )
    (root / "pt-BR" / "checkin_due.j2").write_text(
        "{% block notify %}Hora{% endblock %}"
        "{% block warm_1 %}Desde {{ last_label }}{% endblock %}"
    )
    (root / "en" / "win_ack.j2").write_text(
        "{% block notify %}Kept{% endblock %}"
        "{% block warm_1 %}{{ person_name|inline }}/{{ tone }}/{{ locale }}{% endblock %}"
    )
    (root / "en" / "buttons.toml").write_text('[win_ack]\ndone = "Enough"\n')
    return root


@pytest.fixture(scope="module")
def own(folder: Path) -> Phrasebook:
    return Phrasebook((folder, ENGLISH.parent))


@pytest.mark.parametrize("locale", ["de-DE", "de-AT", "de", "de_CH"])
def test_a_region_falls_back_to_its_language(own: Phrasebook, locale: str) -> None:
    said = say(DUE, own, locale=locale)
    assert said.notify == "Zeit"
    assert said.body == "Seit Mo., 9. Nov., Mo., 23. Nov., 10:00"


def test_a_regional_folder_is_found(own: Phrasebook) -> None:
    assert say(DUE, own, locale="pt-BR").body.startswith("Desde seg., 9 de nov.")


@pytest.mark.parametrize(
    "locale", ["fr-FR", "", "x", "../../etc", "pt-PT", "en-US", "en-!!", "zh-Hant-TW"]
)
def test_every_other_language_falls_back_to_english_dates_included(
    own: Phrasebook, locale: str
) -> None:
    assert "Mon 9 Nov" in say(DUE, own, locale=locale, tone="direct").body


def test_an_operators_own_wording_goes_first(own: Phrasebook) -> None:
    said = say(WinAck(win_title="x"), own, locale="en-GB", name="Zoë <b>")
    assert (said.notify, said.body) == ("Kept", "Zoë &lt;b&gt;/warm/en-GB")
    assert own.button("win_ack.done") == "Enough"
    assert own.button("win_ack.share") == "Share"
    assert own.kinds() == BOOK.kinds()


# --- emoji --------------------------------------------------------------------------------------


def test_no_emoji_means_none_of_ours_and_all_of_theirs() -> None:
    win = WinAck(win_title="Shipped :tada:")
    for turn in range(3):
        said = say(win, tone="playful", emoji=False, turn=turn)
        assert not said.body.startswith(":")
        assert "Shipped :tada:" in said.body
        assert say(win, tone="playful", turn=turn).body.endswith(said.body)


# --- buttons and kinds --------------------------------------------------------------------------


def test_buttons_are_found_by_table_and_key() -> None:
    assert BOOK.button("checkin_due.on_track") == "On track"
    assert BOOK.button("care.why") == "Why am I seeing this?"


@pytest.mark.parametrize("name", ["checkin_due.panic", "on_track", "", "checkin_due"])
def test_a_button_nobody_wrote_is_an_error(name: str) -> None:
    with pytest.raises(LookupError, match=r"buttons\.toml has no"):
        BOOK.button(name)


@dataclass(frozen=True, kw_only=True)
class Unwritten(Message):
    kind: ClassVar[str] = "unwritten"


def test_a_kind_nobody_wrote_is_an_error() -> None:
    with pytest.raises(LookupError, match="no prompt is written for unwritten"):
        say(Unwritten())


# --- the shuffle-bag ----------------------------------------------------------------------------

PEOPLE = st.text(max_size=12)


@given(count=st.integers(1, 9), person=PEOPLE, kind=PEOPLE, cycle=st.integers(0, 10_000))
def test_every_variant_comes_once_before_any_comes_again(
    count: int, person: str, kind: str, cycle: int
) -> None:
    turns = range(cycle * count, (cycle + 1) * count)
    assert sorted(drawn(count, person, kind, turn) for turn in turns) == list(range(count))


@given(count=st.integers(2, 9), person=PEOPLE, kind=PEOPLE, start=st.integers(0, 10_000))
def test_nothing_is_said_twice_in_a_row(count: int, person: str, kind: str, start: int) -> None:
    said = [drawn(count, person, kind, turn) for turn in range(start, start + 3 * count)]
    assert all(one != after for one, after in pairwise(said))


@given(count=st.integers(1, 9), person=PEOPLE, kind=PEOPLE, turn=st.integers(0, 10_000))
def test_the_same_turn_says_the_same(count: int, person: str, kind: str, turn: int) -> None:
    assert drawn(count, person, kind, turn) == drawn(count, person, kind, turn)


def test_orders_differ_between_people_and_between_cycles() -> None:
    def order(person: str, cycle: int) -> tuple[int, ...]:
        return tuple(drawn(4, person, "checkin_due", 4 * cycle + n) for n in range(4))

    assert len({order(f"U{n}", 0) for n in range(400)}) == math.factorial(4)
    assert len({order("U1", cycle) for cycle in range(50)}) > 10
    first = Counter(order(f"U{n}", 0)[0] for n in range(400))
    assert min(first.values()) > 60


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_templates_are_drawn_from_the_bag(kind: str) -> None:
    message = samples(kind)[0]
    for tone in ("warm", "direct", "playful"):
        variants = BOOK.variants(kind, tone)
        said = [say(message, tone=tone, turn=turn).variant for turn in range(2 * len(variants))]
        assert sorted(said[: len(variants)]) == sorted(said[len(variants) :]) == sorted(variants)


# --- speed --------------------------------------------------------------------------------------


@pytest.mark.bench
@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_a_message_is_phrased_within_60_microseconds(kind: str) -> None:
    message, who = samples(kind)[0], reader()
    rounds = []
    for _ in range(20):
        start = stopwatch.perf_counter()
        for turn in range(200):
            BOOK.render(message, who, person_id="U1", turn=turn, at=NOW)
        rounds.append((stopwatch.perf_counter() - start) / 200)
    assert min(rounds) < 60e-6
