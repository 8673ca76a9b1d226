"""Windows, slots, caps and the weekly budget as tables (content.md 5.1 to 5.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.outbox import Priority
from bot.domain.people import Person
from bot.domain.policy import (
    Spent,
    first_word_at,
    may_arrive,
    next_moment,
    next_weekly,
    place,
    room_for,
)

LONDON = ZoneInfo("Europe/London")
P0, P1, P2, P3, P4 = Priority
NOBODY = Spent([])


def person(**settings: object) -> Person:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    made = Person("T1", "U1", "Maya", "Europe/London", long_ago)
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def at(local: str) -> datetime:
    """ "Thu 10:30" in the first week of March 2026, London; "+Mon" is the week after."""
    day, clock = local.split()
    number = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day.strip("+-"))
    number += 7 * day.count("+") - 7 * day.count("-")
    hour, minute = clock.split(":")
    return datetime(2026, 3, 2, int(hour), int(minute), tzinfo=LONDON) + timedelta(days=number)


def got(*sent: tuple[str, Collection[int]]) -> Spent:
    return Spent([(classes, at(when)) for when, classes in sent])


# --- where a message goes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("priority", "now", "before", "held", "goes"),
    [
        (P0, "Sun 03:00", (), False, "Sun 03:00"),
        (P1, "Thu 10:30", (), False, "Thu 10:30"),
        (P1, "Thu 09:30", (), False, "Thu 09:30"),
        (P1, "Thu 09:29", (), True, "Thu 09:30"),
        (P1, "Thu 16:29", (), False, "Thu 16:29"),
        (P1, "Thu 16:30", (), True, "Fri 09:30"),
        (P1, "Fri 20:00", (), True, "+Mon 09:30"),
        (P1, "Sat 12:00", (), True, "+Mon 09:30"),
        (P1, "Thu 10:30", (("Thu 09:40", {1}),), True, "Thu 13:00"),
        (P1, "Thu 13:00", (("Thu 09:40", {1}),), True, "Thu 16:00"),
        (P1, "Thu 16:10", (("Thu 09:40", {1}),), True, "Fri 10:00"),
        (P1, "Thu 10:30", (("Wed 10:00", {1}),), False, "Thu 10:30"),
        (P1, "Thu 10:30", (("Thu 10:00", {2}),), False, "Thu 10:30"),
        (P1, "Thu 10:30", (("Thu 10:00", {1, 2}),), True, "Thu 13:00"),
        (P2, "Thu 09:00", (), True, "Thu 10:00"),
        (P2, "Thu 10:00", (), True, "Thu 10:00"),
        (P3, "Thu 10:01", (), True, "Fri 10:00"),
        (P4, "Fri 11:00", (), True, "+Mon 10:00"),
    ],
)
def test_where_a_message_goes(
    priority: Priority,
    now: str,
    before: tuple[tuple[str, Collection[int]], ...],
    held: bool,
    goes: str,
) -> None:
    where = place(priority, person(), at(now), got(*before))
    assert (where.held, where.at) == (held, at(goes))


def test_an_answer_passes_the_cap_of_a_day_and_not_its_ceiling() -> None:
    """Two messages are a day's ceiling, whoever waits for whom (content.md 5.2)."""
    one, two = got(("Thu 09:40", {1})), got(("Thu 09:40", {1}), ("Thu 10:00", {2}))
    assert place(P1, person(), at("Thu 10:30"), one).held
    assert not place(P1, person(), at("Thu 10:30"), one, answers=True).held
    assert place(P1, person(), at("Thu 10:30"), two, answers=True).held


def test_an_urgent_one_is_held_back_by_the_window_only() -> None:
    full = got(("Thu 09:40", {1}), ("Thu 10:00", {2}))
    inside = place(P1, person(), at("Thu 10:30"), full, urgent=True)
    assert (inside.held, inside.at) == (False, at("Thu 10:30"))
    assert place(P1, person(), at("Thu 18:00"), full, urgent=True).at == at("Fri 09:30")
    chosen = place(P2, person(), at("Thu 14:00"), full, urgent=True)
    assert (chosen.held, chosen.at) == (False, at("Thu 14:00")), "a moment the reader chose"


def test_a_weekly_one_waits_for_the_persons_own_day() -> None:
    tuesdays = person(checkin_weekday=1, slot=time(11, 0))
    assert place(P2, tuesdays, at("Thu 10:30"), NOBODY, weekly=True).at == at("+Tue 11:00")
    assert next_weekly(tuesdays, at("Tue 11:00")) == at("+Tue 11:00")


def test_a_pause_holds_everything_to_one_slot_after_it() -> None:
    away = person(paused_until=at("+Wed 00:00"))
    for priority in (P1, P2, P3, P4):
        where = place(priority, away, at("Thu 10:30"), NOBODY, urgent=True)
        assert (where.held, where.at) == (True, at("+Wed 10:00"))
        assert may_arrive(priority, away, at("Thu 10:30")) == at("+Wed 10:00")
    assert place(P0, away, at("Thu 10:30"), NOBODY).at == at("Thu 10:30")
    assert first_word_at(person(), at("Thu 10:30")) == at("Fri 10:00")


@pytest.mark.parametrize(
    ("priority", "now", "held", "goes"),
    [
        (P0, "Thu 10:30", False, "Thu 10:30"),
        (P1, "Thu 10:30", False, "Thu 10:30"),
        (P1, "Fri 16:31", True, "+Mon 09:30"),
        (P2, "Thu 10:30", True, "+Mon 10:00"),
        (P3, "Fri 09:00", True, "+Mon 10:00"),
        (P4, "Fri 23:59", True, "+Mon 10:00"),
        (P2, "Sat 00:00", True, "+Mon 10:00"),
        (P2, "+Mon 09:00", True, "+Mon 10:00"),
    ],
)
def test_on_a_quiet_day_and_the_next_only_people_are_heard(
    priority: Priority, now: str, held: bool, goes: str
) -> None:
    """Said on Thursday: until Saturday begins (content.md 9.1)."""
    rough = person(quiet_until=at("Sat 00:00"))
    where = place(priority, rough, at(now), NOBODY)
    assert (where.held, where.at) == (held, at(goes))


@pytest.mark.parametrize(
    ("priority", "reason"), [(P1, ""), (P2, "quiet-day"), (P3, "quiet-day"), (P4, "quiet-day")]
)
def test_what_waits_has_no_room_on_a_quiet_day(priority: Priority, reason: str) -> None:
    rough = person(quiet_until=at("Fri 00:00"))
    assert room_for(priority, rough, at("Thu 10:00"), NOBODY, is_mentee=True) == reason
    assert room_for(priority, rough, at("Fri 10:00"), NOBODY, is_mentee=True) == ""


def test_a_quiet_day_goes_before_a_moment_the_reader_chose_and_before_a_retry() -> None:
    rough = person(quiet_until=at("Fri 00:00"))
    chosen = place(P2, rough, at("Thu 14:00"), NOBODY, urgent=True)
    assert (chosen.held, chosen.at) == (True, at("Fri 10:00"))
    assert place(P1, rough, at("Thu 14:00"), NOBODY, urgent=True).at == at("Thu 14:00")
    assert may_arrive(P2, rough, at("Thu 10:01")) == at("Fri 10:00")
    assert may_arrive(P1, rough, at("Thu 10:01")) == at("Thu 10:01")
    assert next_moment(P3, rough, at("Thu 09:59")) == at("Fri 10:00")


def test_a_weekly_one_that_falls_on_a_quiet_day_waits_for_the_week_after() -> None:
    rough = person(checkin_weekday=3, quiet_until=at("Fri 00:00"))
    assert place(P2, rough, at("Thu 09:00"), NOBODY, weekly=True).at == at("+Thu 10:00")


@pytest.mark.parametrize(
    ("priority", "now", "arrives"),
    [
        (P0, "Sun 23:00", "Sun 23:00"),
        (P1, "Thu 12:00", "Thu 12:00"),
        (P1, "Thu 16:31", "Fri 09:30"),
        (P2, "Thu 16:29", "Thu 16:29"),
        (P2, "Thu 17:00", "Fri 10:00"),
        (P3, "Sat 10:00", "+Mon 10:00"),
    ],
)
def test_a_retry_never_crosses_the_windows_end(priority: Priority, now: str, arrives: str) -> None:
    assert may_arrive(priority, person(), at(now)) == at(arrives)


# --- what has room -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("priority", "before", "is_mentee", "reason"),
    [
        (P2, (), True, ""),
        (P2, (("Thu 09:35", {1}),), True, ""),
        (P2, (("Thu 09:35", {2}),), True, "day-full"),
        (P2, (("Thu 09:35", {4}),), True, "day-full"),
        (P2, (("Thu 09:35", {1}), ("Thu 09:40", {1})), True, "day-full"),
        (P1, (("Thu 09:35", {1}),), True, ""),
        (P1, (("Thu 09:35", {1}), ("Thu 09:40", {2})), True, "day-full"),
        (P2, (("Mon 10:00", {2}), ("Tue 10:00", {3})), True, ""),
        (P2, (("Mon 10:00", {2}), ("Tue 10:00", {3})), False, "week-full"),
        (P3, (("Mon 10:00", {2}), ("Tue 10:00", {3}), ("Wed 10:00", {3})), True, "week-full"),
        (P3, (("Mon 10:00", {1}), ("Tue 10:00", {1}), ("Wed 10:00", {1})), False, ""),
        (P3, (("Mon 10:00", {1, 2}), ("Tue 10:00", {1, 3})), False, "week-full"),
        (P1, (("Mon 10:00", {2}), ("Tue 10:00", {3}), ("Wed 10:00", {3})), True, ""),
        (P4, (), True, ""),
        (P4, (("Tue 10:00", {4}),), True, "week-full"),
        (P4, (("Tue 10:00", {2, 4}),), True, "week-full"),
        (P4, (("-Tue 10:00", {4}),), True, ""),
        (P4, (("-Tue 10:00", {4}), ("--Tue 10:00", {4})), True, ""),
        (P4, (("-Tue 10:00", {4}), ("--Tue 10:00", {4})), False, "month-full"),
        (P4, tuple((f"{'-' * n}Tue 10:00", {4}) for n in (1, 2, 3)), True, "month-full"),
    ],
)
def test_what_has_room_on_thursday_at_ten(
    priority: Priority,
    before: tuple[tuple[str, Collection[int]], ...],
    is_mentee: bool,
    reason: str,
) -> None:
    spent = got(*before)
    assert room_for(priority, person(), at("Thu 10:00"), spent, is_mentee=is_mentee) == reason


def test_a_second_late_last_week_does_not_move_this_week() -> None:
    """Last Thursday's message left two seconds after its slot; the budget counts days."""
    late = at("-Thu 10:00") + timedelta(seconds=2)
    spent = Spent([({2}, late), ({3}, at("-Fri 10:00")), ({3}, at("Wed 10:00"))])
    assert room_for(P2, person(), at("Thu 10:00"), spent, is_mentee=True) == ""


def test_one_growth_extra_in_a_message_and_none_for_the_new() -> None:
    now = at("Thu 10:00")
    assert room_for(P4, person(), now, NOBODY, is_mentee=True, beside=(2,)) == ""
    assert room_for(P4, person(), now, NOBODY, is_mentee=True, beside=(2, 4)) == "week-full"
    new = person(created_at=now - timedelta(days=13))
    assert room_for(P4, new, now, NOBODY, is_mentee=True) == "new-person"
    assert room_for(P3, new, now, NOBODY, is_mentee=True) == ""


def test_quiet_hours_are_quiet_for_all() -> None:
    for priority in (P1, P2, P3, P4):
        assert room_for(priority, person(), at("Sat 10:00"), NOBODY, is_mentee=True) == (
            "quiet-hours"
        )


# --- for anybody, anywhere -----------------------------------------------------------------------

ZONES = ("Europe/London", "America/New_York", "Asia/Manila", "Australia/Lord_Howe", "Africa/Cairo",
         "America/Santiago", "Antarctica/Troll", "Pacific/Apia", "America/Nuuk")  # fmt: skip


@given(
    zone=st.sampled_from(ZONES),
    hours=st.tuples(st.integers(5, 12), st.integers(2, 10), st.integers(0, 1)),
    days=st.sets(st.integers(0, 6), min_size=1),
    minutes=st.integers(0, 60 * 24 * 365),
    priority=st.sampled_from([P1, P2, P3, P4]),
    urgent=st.booleans(),
    sent=st.lists(st.tuples(st.sets(st.integers(1, 4), min_size=1), st.integers(0, 400))),
)
@settings(max_examples=400, deadline=None)
def test_nothing_is_ever_placed_outside_a_window(
    zone: str,
    hours: tuple[int, int, int],
    days: set[int],
    minutes: int,
    priority: Priority,
    urgent: bool,
    sent: list[tuple[set[int], int]],
) -> None:
    start, length, behind = hours
    someone = person(
        time_zone=zone,
        window_start=time(start, 0),
        window_end=time(min(start + length, 23), 0),
        slot=time(start + behind, 0),
        working_days="".join(map(str, sorted(days))),
    )
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    spent = Spent([(classes, now - timedelta(hours=ago)) for classes, ago in sent])
    where = place(priority, someone, now, spent, urgent=urgent)
    assert where.at >= now
    assert someone.week.is_open(where.at)
    assert someone.week.is_open(may_arrive(priority, someone, now))
