"""Circles: when Slack is asked again, what it says, and what becomes of a post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.circles import TRUSTED, ChannelSeen, Circle, CirclePost, PostOutcome, Trouble

AT = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)


def circle(people: int = 5) -> Circle:
    return Circle("T1", "C1", "leads", "U1", AT, looked_at=AT, people=people)


def post() -> CirclePost:
    return CirclePost("T1", "c1", "U1", "roadblock", "r1", "Words", AT)


@pytest.mark.parametrize(("people", "hides"), [(0, False), (4, False), (5, True), (6, True)])
def test_five_people_hide_one(people: int, hides: bool) -> None:
    assert circle(people).hides_one is hides


@pytest.mark.parametrize(
    ("after", "stale"),
    [(timedelta(), False), (TRUSTED - timedelta(seconds=1), False), (TRUSTED, True)],
)
def test_a_look_is_trusted_for_a_while(after: timedelta, stale: bool) -> None:
    assert circle().is_stale(AT + after) is stale


@pytest.mark.parametrize(
    ("archived", "has_us", "trouble"),
    [
        (False, True, Trouble.NONE),
        (True, True, Trouble.ARCHIVED),
        (False, False, Trouble.NOT_IN),
        (True, False, Trouble.ARCHIVED),
    ],
)
def test_what_slack_shows_is_taken_over(archived: bool, has_us: bool, trouble: Trouble) -> None:
    held = circle()
    held.stumbled(Trouble.SCOPE, AT)
    held.saw(ChannelSeen("C1", "new-name", archived, has_us, ("U1",)), 1, AT + TRUSTED)
    assert (held.name, held.people, held.trouble) == ("new-name", 1, trouble)
    assert not held.is_stale(AT + TRUSTED)


@pytest.mark.parametrize(
    ("outcome", "standing"),
    [
        (PostOutcome.SOLVED, True),
        (PostOutcome.LET_GO, False),
        (PostOutcome.TAKEN_BACK, False),
        (PostOutcome.FAILED, False),
    ],
)
def test_what_became_of_it_decides_whether_the_circle_sees_it(
    outcome: PostOutcome, standing: bool
) -> None:
    held = post()
    assert held.become(outcome)
    assert held.is_standing is standing
    assert held.visibility == ("group" if standing else "private")
    assert not held.become(outcome)


def test_what_is_over_stays_over() -> None:
    held = post()
    assert held.become(PostOutcome.TAKEN_BACK)
    assert not held.become(PostOutcome.SOLVED)
    assert held.outcome == PostOutcome.TAKEN_BACK


def test_an_answer_is_marked_once_and_another_one_later() -> None:
    held = post()
    assert held.mark("U2", AT)
    assert not held.mark("U2", AT + TRUSTED)
    assert held.mark("U3", AT + TRUSTED)
    assert (held.helper_id, held.edits) == ("U3", 2)
