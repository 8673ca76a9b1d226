"""The rules of requests, agreements and their years, without anything around them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import Week
from bot.domain.pairings import (
    MINUTES,
    RHYTHMS,
    TERMS,
    Agreement,
    Ask,
    Pairing,
    PairingState,
    Request,
    RequestState,
    Terms,
)

AT = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
LONDON = Week(ZoneInfo("Europe/London"))
SPECIFIC = "Your talk on planning changed my week"


def test_the_defaults_are_the_essays() -> None:
    assert Terms() == Terms(minutes=20, rhythm="once a month", term_months=3)
    assert Terms().term == "three months"


def test_the_forms_offer_every_default() -> None:
    agreement = Agreement("T", "p", "U1", AT)
    for terms in (Terms(), Request("T", "U1", "U2", "", "", AT).terms, agreement.terms):
        assert terms.minutes in MINUTES
        assert terms.rhythm_key in RHYTHMS
        assert terms.term_months in TERMS
    assert Terms(rhythm="now and then").rhythm_key == ""


@pytest.mark.parametrize(
    ("reason", "topic", "hints"),
    [
        (SPECIFIC, "Leading a migration", 0),
        (SPECIFIC, "How do you lead a migration?", 0),
        ("You're great", "Leading", 1),
        ("one two three four five six", "Leading", 0),
        ("one two three four five", "Leading", 1),
        (SPECIFIC + "?", "How do you lead?", 1),
        (SPECIFIC, "Why? How? When?", 1),
        (SPECIFIC, "Leading\nHiring", 1),
        (SPECIFIC, "Leading; hiring; planning", 1),
        (":fire:", "Why? How?", 2),
    ],
)
def test_hints(reason: str, topic: str, hints: int) -> None:
    assert len(Ask(reason, topic).hints) == hints


def test_length_is_what_was_typed() -> None:
    assert Ask("four", "six ch").length == 10


def test_when_a_request_closes() -> None:
    request = Request("T", "U1", "U2", "topic", "reason", AT, state=RequestState.DRAFT)
    assert not request.is_open
    request.send(AT)
    assert request.closes_at == AT + timedelta(days=14)
    later = AT + timedelta(days=13)
    request.suggest(Terms(45, "every two weeks", 6), "", "Mornings", later)
    assert request.closes_at == later + timedelta(days=7)
    assert (request.topic, request.minutes, request.note) == ("topic", 45, "Mornings")
    request.close(RequestState.DECLINED, later)
    assert request.note == ""


def test_an_agreement_needs_both_and_starts_the_pairing() -> None:
    pairing = Pairing("T", "U1", "U2", AT)
    agreement = Agreement("T", pairing.id, "U1", AT, reply_working_days=5, checkins_shared=False)
    agreement.agree("U1", pairing, AT)
    agreement.agree("U1", pairing, AT)
    agreement.agree("U3", pairing, AT)
    assert not agreement.is_agreed
    agreement.agree("U2", pairing, AT)
    assert agreement.is_agreed
    pairing.start(agreement, AT)
    pairing.start(agreement, AT + timedelta(days=90))
    assert pairing.is_active
    assert pairing.started_at == AT
    assert (pairing.reply_working_days, pairing.checkins_shared) == (5, False)
    pairing.end(AT)
    assert pairing.state == PairingState.ENDED


@pytest.mark.parametrize(
    ("started", "after", "due", "years"),
    [
        ("2026-03-05T10:05Z", "2026-03-05T10:05Z", "2027-03-05T10:00Z", 1),
        ("2026-03-05T10:05Z", "2027-03-05T09:59Z", "2027-03-05T10:00Z", 1),
        # At the slot itself the next year is planned; a Sunday waits for Monday.
        ("2026-03-05T10:05Z", "2027-03-05T10:00Z", "2028-03-06T10:00Z", 2),
        ("2026-03-05T10:05Z", "2028-03-05T12:00Z", "2028-03-06T10:00Z", 2),
        # Nobody is told of a year that was over long ago.
        ("2026-03-05T10:05Z", "2030-06-01T12:00Z", "2031-03-05T10:00Z", 5),
        # Summer time: ten o'clock stays ten o'clock.
        ("2026-07-01T12:00Z", "2026-07-01T12:00Z", "2027-07-01T09:00Z", 1),
        # A leap day has its year on the 28th.
        ("2028-02-29T12:00Z", "2028-02-29T12:00Z", "2029-02-28T10:00Z", 1),
        ("2028-02-29T12:00Z", "2031-12-01T12:00Z", "2032-02-29T10:00Z", 4),
        # Late in the evening the day is the person's own.
        ("2026-06-30T23:30Z", "2026-06-30T23:30Z", "2027-07-01T09:00Z", 1),
    ],
)
def test_the_next_anniversary(started: str, after: str, due: str, years: int) -> None:
    pairing = Pairing("T", "U1", "U2", AT, started_at=datetime.fromisoformat(started))
    moment = pairing.next_anniversary(datetime.fromisoformat(after), LONDON)
    expected = datetime.fromisoformat(due)
    if expected.weekday() > 4:
        expected = LONDON.next_slot(expected)
    assert moment == expected
    assert pairing.years(moment, LONDON) == years


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(0, 4000),
    st.sampled_from(["Europe/London", "America/New_York", "Pacific/Apia", "Asia/Manila"]),
)
@settings(deadline=None)
def test_anniversaries_come_one_a_year_and_in_the_future(day: date, days: int, zone: str) -> None:
    week = Week(ZoneInfo(zone))
    started = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    pairing = Pairing("T", "U1", "U2", started, started_at=started)
    after = started + timedelta(days=days)
    first = pairing.next_anniversary(after, week)
    second = pairing.next_anniversary(first, week)
    assert after < first < second
    assert pairing.years(second, week) == pairing.years(first, week) + 1 > 1
    assert week.local(first).time() == week.slot
    assert first - after < timedelta(days=366 + 4)


@pytest.mark.parametrize(
    ("mentee", "mentor", "until"),
    [
        (None, None, None),
        (3, None, 3),
        (None, 3, 3),
        (3, 5, 5),
        (5, 3, 5),
        (-1, None, None),
        (-1, 2, 2),
        (0, 0, None),
    ],
)
def test_a_pair_rests_as_long_as_the_longer_break_of_both(
    mentee: int | None, mentor: int | None, until: int | None
) -> None:
    at = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)

    def day(number: int | None) -> datetime | None:
        return None if number is None else at + timedelta(days=number)

    pairing = Pairing("T1", "maya", "theo", at)
    pairing.rest("maya", day(mentee))
    pairing.rest("theo", day(mentor))
    pairing.rest("ari", day(30))
    assert pairing.rests_until(at) == day(until)
    assert pairing.rest_of("maya") == day(mentee)
