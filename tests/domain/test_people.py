"""People: what fits together, where they are, when they are away (content.md F1, F23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import UnknownZone
from bot.domain.nudges import CheckinSchedule
from bot.domain.people import MentorProfile, Person, Preferences, Profile, Role
from bot.domain.rhythm import Past, next_question

NOW = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
GOOD = Preferences(0, time(10, 0), "Europe/London", time(9, 30), time(16, 30), "01234")


def arriving(zone: str = "Europe/London") -> Person:
    return Person.arriving("T1", Profile("U1", "Maya", zone), NOW)


# --- preferences ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"zone": "manila"}, None),
        ({"slot": time(9, 30)}, None),
        ({"slot": time(16, 29)}, None),
        ({"window_start": time(0, 0), "window_end": time(23, 59)}, None),
        ({"window_end": time(10, 0), "slot": time(9, 45)}, None),
        ({"working_days": "0123456", "weekday": 6}, None),
        ({"zone": ""}, "zone"),
        ({"zone": "Atlantis {x}"}, "zone"),
        ({"slot": time(9, 29)}, "slot"),
        ({"slot": time(16, 30)}, "slot"),
        ({"window_end": time(9, 59)}, "window_end"),
        ({"window_end": time(9, 30)}, "window_end"),
        ({"window_start": time(22, 0), "window_end": time(6, 0)}, "window_end"),
        ({"working_days": ""}, "working_days"),
        ({"weekday": 5}, "weekday"),
    ],
)
def test_what_does_not_fit_has_a_field_and_a_sentence(
    change: dict[str, object], field: str | None
) -> None:
    wrong = replace(GOOD, **change).problems()  # type: ignore[arg-type]
    assert list(wrong) == ([field] if field else [])
    for problem in wrong.values():
        assert problem.reply.endswith((".", "`."))
        assert "{slot" not in problem.reply
        assert "{window" not in problem.reply


def test_preferences_are_taken_over_and_come_back() -> None:
    person = arriving()
    chosen = replace(GOOD, zone="new york", working_days="4310", tone="direct", emoji=False)
    person.prefer(chosen)
    held = replace(chosen, zone="America/New_York", working_days="0134")
    assert person.preferences == held
    assert person.zone_confirmed
    assert person.zone_name == "New York"


def test_what_does_not_fit_changes_nothing() -> None:
    person = arriving()
    before = person.preferences
    with pytest.raises(UnknownZone):
        person.prefer(replace(GOOD, zone="Atlantis", tone="direct"))
    assert person.preferences == before
    assert not person.zone_confirmed


@given(
    weekday=st.integers(0, 6),
    slot=st.times(),
    start=st.times(),
    end=st.times(),
    days=st.sets(st.integers(0, 6)),
    minutes=st.integers(0, 60 * 24 * 365),
)
@settings(max_examples=300, deadline=None)
def test_whoever_has_no_problem_has_a_slot_in_an_open_window(
    weekday: int, slot: time, start: time, end: time, days: set[int], minutes: int
) -> None:
    """Else every message would wait for ever."""
    at, first, last = (one.replace(second=0, microsecond=0) for one in (slot, start, end))
    text = "".join(map(str, days))
    chosen = Preferences(weekday, at, "Asia/Manila", first, last, text)
    if not chosen.problems():
        person = arriving()
        person.prefer(chosen)
        moment = NOW + timedelta(minutes=minutes)
        assert person.week.is_open(person.week.next_slot(moment))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("01234", "Mon to Fri, 09:30 to 16:30"),
        ("60123", "Mon, Tue, Wed, Thu, Sun, 09:30 to 16:30"),
        ("04", "Mon, Fri, 09:30 to 16:30"),
        ("01", "Mon, Tue, 09:30 to 16:30"),
        ("0123456", "Mon to Sun, 09:30 to 16:30"),
        ("3", "Thu, 09:30 to 16:30"),
    ],
)
def test_the_window_in_words(days: str, words: str) -> None:
    person = arriving()
    person.working_days = days
    assert person.window_in_words == words


def test_a_mentors_capacity_stays_within_five() -> None:
    person = arriving()
    for given_number, kept in ((-1, 0), (0, 0), (5, 5), (50, 5)):
        person.offer(MentorProfile(capacity=given_number))
        assert person.mentor_capacity == kept


@pytest.mark.parametrize(
    ("role", "is_mentee", "is_mentor"),
    [
        (Role.MENTEE, True, False),
        (Role.PAIRED, True, False),
        (Role.BOTH, True, True),
        (Role.MENTOR, False, True),
    ],
)
def test_roles(role: Role, is_mentee: bool, is_mentor: bool) -> None:
    assert (role.is_mentee, role.is_mentor) == (is_mentee, is_mentor)


# --- where they are ------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["", "Mars/Base", "GMT+5", "x" * 300])
def test_an_unknown_zone_counts_as_unknown(told: str) -> None:
    person = arriving(told)
    assert not person.zone_is_known
    assert person.preferences.zone == ""
    assert person.time_zone == "UTC"
    assert "zone" in person.preferences.problems()


def test_a_zone_changes_when_slack_says_something_new_and_only_then() -> None:
    person = arriving()
    person.prefer(replace(GOOD, zone="Asia/Manila"))
    steps = [
        ("Europe/London", False, "Asia/Manila"),
        ("", False, "Asia/Manila"),
        ("America/Chicago", True, "America/Chicago"),
        ("America/Chicago", False, "America/Chicago"),
        ("Mars/Base", False, "America/Chicago"),
        ("America/Chicago", False, "America/Chicago"),
        ("Europe/London", True, "Europe/London"),
    ]
    for told, moved, zone in steps:
        assert person.learn(Profile("U1", "Maya", told), NOW) is moved, told
        assert person.time_zone == zone


# --- the rhythm through journeys, new days and pauses (reliability.md R11, R14) ------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("due"), st.just(0)),
        st.tuples(
            st.just("move"),
            st.sampled_from(
                [
                    "Europe/London",
                    "Pacific/Kiritimati",
                    "Pacific/Pago_Pago",
                    "America/New_York",
                    "Africa/Cairo",
                    "Australia/Lord_Howe",
                    "America/Santiago",
                    "Antarctica/Troll",
                ]
            ),
        ),
        st.tuples(st.just("weekday"), st.integers(0, 4)),
        st.tuples(st.just("hour"), st.integers(0, 23)),
        st.tuples(st.just("pause"), st.integers(1, 30)),
        st.tuples(st.just("resume"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 200)),
    ),
    max_size=40,
)


@given(steps=STEPS, weeks=st.sampled_from([1, 2, 4]))
@settings(max_examples=300, deadline=None)
def test_never_twice_a_date_never_too_close_never_in_a_pause(
    steps: list[tuple[str, object]], weeks: int
) -> None:
    person = arriving()
    schedule = CheckinSchedule("T1", "U1", 0, NOW.date(), NOW, weeks)
    now, past, asked = NOW, Past(), list[tuple[date, datetime]]()
    for step, value in [*steps, ("due", 0), ("due", 0)]:
        match step, value:
            case "move", str(zone):
                person.learn(Profile("U1", "Maya", zone), now)
            case "weekday", int(number):
                schedule.weekday = person.checkin_weekday = number
            case "hour", int(hour):
                person.slot = time(hour, 30)
            case "pause", int(days):
                person.paused_until = now + timedelta(days=days)
            case "resume", _:
                person.paused_until = None
            case "wait", int(hours):
                due = next_question(schedule, person, past, now).at
                now = min(now + timedelta(hours=hours), due)
            case _:
                slot = next_question(schedule, person, past, now)
                day, now = slot.day, slot.at
                assert not person.is_paused(now)
                assert not person.returns_on(day)
                asked.append((day, now))
                past = Past(None, day, now)
    for (day, moment), (following, later) in pairwise(asked):
        assert later > moment
        assert following > day
        assert 2 * (later - moment) >= timedelta(weeks=weeks)
    if not any(step in ("pause", "wait", "weekday", "move", "hour") for step, _ in steps):
        assert {(b - a).days for (a, _), (b, _) in pairwise(asked)} <= {7 * weeks}
