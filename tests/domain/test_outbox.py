"""What becomes of a message nobody knows the fate of (reliability.md e.4), as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import (
    APART,
    BURST,
    GIVE_UP_LOOKING,
    HEAL_AGAIN,
    HEAL_GIVE_UP,
    HEALS,
    INSIST_AFTER,
    INSIST_MOST,
    LEASE,
    LOOK_AGAIN,
    SETTLE,
    SKEW_MOST,
    WORKSPACE_PACE,
    Delivery,
    DeliveryState,
    HealState,
    Lane,
    Policy,
    Priority,
    Sight,
    healed,
    judge,
    lane_of,
    plan_heal,
)

SENT_AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
THERE = Sight(found=True, complete=False)
ABSENT = Sight(found=False, complete=True)
UNSEEN = Sight(found=False, complete=False)
SECOND = timedelta(seconds=1)


def unknown(priority: int = Priority.P2, **fields: object) -> Delivery:
    """Sent at ``SENT_AT``, and nobody knows whether it arrived."""
    row = Delivery("T1", "U1", "checkin_due", {}, "key", priority, SENT_AT, SENT_AT, SENT_AT)
    row.state, row.first_start, row.last_start = DeliveryState.UNKNOWN, SENT_AT, SENT_AT
    row.unknown_at = SENT_AT
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("after", [SECOND, SETTLE, timedelta(days=3)])
def test_what_is_there_was_sent(priority: int, after: timedelta) -> None:
    row = unknown(priority)
    judge(row, THERE, SENT_AT + after)
    assert row.state == DeliveryState.SENT


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        (5 * SECOND, 35 * SECOND, False),  # before the settle time
        (5 * SECOND, SETTLE - SECOND, False),
        (5 * SECOND, SETTLE, True),
        (SETTLE, SETTLE + APART - SECOND, False),  # both at almost the same moment
        (SETTLE, SETTLE + APART, True),
        (timedelta(hours=2), timedelta(hours=2) + APART, True),
    ],
)
def test_two_absences_after_the_settle_time_send_it_again(
    first: timedelta, second: timedelta, again: bool
) -> None:
    row = unknown()
    judge(row, ABSENT, SENT_AT + first)
    assert row.state == DeliveryState.UNKNOWN
    judge(row, ABSENT, SENT_AT + second)
    assert (row.state == DeliveryState.PENDING, row.resent) == (again, int(again))


def test_an_incomplete_look_between_two_absences_proves_nothing() -> None:
    row = unknown()
    judge(row, UNSEEN, SENT_AT + SETTLE)
    judge(row, UNSEEN, SENT_AT + SETTLE + APART)
    assert row.state == DeliveryState.UNKNOWN


@pytest.mark.parametrize("priority", [Priority.P0, Priority.P1])
def test_what_somebody_waits_for_is_sent_again_unseen(priority: Priority) -> None:
    row = unknown(priority)
    assert row.policy is Policy.DELIVER
    pause = judge(row, UNSEEN, SENT_AT + INSIST_AFTER - SECOND)
    assert (row.state, pause) == (DeliveryState.UNKNOWN, SECOND)
    judge(row, UNSEEN, SENT_AT + INSIST_AFTER)
    assert (row.state, row.resent) == (DeliveryState.PENDING, 1)


def test_but_not_for_ever() -> None:
    row = unknown(Priority.P1, resent=INSIST_MOST)
    assert judge(row, UNSEEN, SENT_AT + timedelta(hours=23)) == LOOK_AGAIN
    assert row.state == DeliveryState.UNKNOWN
    judge(row, UNSEEN, SENT_AT + GIVE_UP_LOOKING)
    assert row.state == DeliveryState.UNRESOLVED


@pytest.mark.parametrize("priority", [Priority.P2, Priority.P3, Priority.P4])
def test_a_prompt_nobody_could_look_for_stays_unresolved(priority: Priority) -> None:
    row = unknown(priority)
    assert row.policy is Policy.ONCE
    judge(row, UNSEEN, SENT_AT + GIVE_UP_LOOKING - SECOND)
    assert row.state == DeliveryState.UNKNOWN
    judge(row, UNSEEN, SENT_AT + GIVE_UP_LOOKING)
    assert (row.state, row.resent) == (DeliveryState.UNRESOLVED, 0)


def test_what_expires_sooner_is_given_up_sooner() -> None:
    row = unknown(expires_at=SENT_AT + timedelta(hours=1))
    judge(row, UNSEEN, SENT_AT + timedelta(hours=1))
    assert row.state == DeliveryState.UNRESOLVED


@pytest.mark.parametrize("minutes", range(-15, 16))
@pytest.mark.parametrize("priority", [Priority.P1, Priority.P2])
def test_no_absence_counts_while_the_clocks_disagree(priority: Priority, minutes: int) -> None:
    row = unknown(priority)
    sight = Sight(found=False, complete=True, skew=timedelta(minutes=minutes))
    judge(row, sight, SENT_AT + SETTLE)
    judge(row, sight, SENT_AT + SETTLE + INSIST_AFTER)
    agrees = abs(timedelta(minutes=minutes)) <= SKEW_MOST
    assert (row.state == DeliveryState.PENDING) is agrees
    if not agrees:
        assert row.reason == "clock-skew"


def test_what_stood_there_once_is_not_sent_again_because_somebody_deleted_it() -> None:
    row = unknown(message_ts="1.1")
    judge(row, ABSENT, SENT_AT + SETTLE)
    assert row.state == DeliveryState.SENT


def test_only_what_was_sent_again_is_healed() -> None:
    once, twice = unknown(), unknown(resent=1)
    plan_heal(once, SENT_AT)
    plan_heal(twice, SENT_AT)
    assert (once.heal_state, once.heal_at) == (HealState.NONE, None)
    assert (twice.heal_state, twice.heal_at) == (HealState.FIRST, SENT_AT + HEALS[0])


def test_two_heal_looks_and_no_more() -> None:
    row = unknown(resent=1, sent_at=SENT_AT)
    plan_heal(row, SENT_AT)
    healed(row, complete=True, at=SENT_AT + HEALS[0])
    assert (row.heal_state, row.heal_at) == (HealState.LAST, SENT_AT + HEALS[1])
    healed(row, complete=True, at=SENT_AT + HEALS[1])
    assert (row.heal_state, row.heal_at) == (HealState.DONE, None)


def test_a_heal_look_that_saw_too_little_is_repeated_and_given_up_in_the_end() -> None:
    row = unknown(resent=1, sent_at=SENT_AT)
    plan_heal(row, SENT_AT)
    at = SENT_AT + HEALS[0]
    healed(row, complete=False, at=at)
    assert (row.heal_state, row.heal_at) == (HealState.FIRST, at + HEAL_AGAIN)
    healed(row, complete=False, at=SENT_AT + HEAL_GIVE_UP)
    assert (row.heal_state, row.heal_at) == (HealState.GAVE_UP, None)


@pytest.mark.parametrize("priority", list(Priority))
def test_what_somebody_waits_for_has_a_lane_of_its_own(priority: Priority) -> None:
    assert (lane_of(priority) is Lane.URGENT) is (priority <= Priority.P1)
    assert unknown(priority).lane == lane_of(priority)


def test_any_minute_has_at_most_three_hundred_posts() -> None:
    steady = timedelta(minutes=1) / WORKSPACE_PACE
    assert steady + max(BURST.values()) <= 300
    assert BURST["urgent"] - BURST["normal"] >= 40


def test_a_lease_outlives_everything_a_sender_may_take() -> None:
    from bot.domain.outbox import FRESH
    from bot.scheduling.lookout import MOST
    from bot.slack.messenger import HARD_TIMEOUT

    assert timedelta(seconds=HARD_TIMEOUT) + FRESH < LEASE / 2
    assert timedelta(seconds=MOST) < LEASE
