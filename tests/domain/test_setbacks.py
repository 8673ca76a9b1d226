"""Which reminders, how long the quiet lasts, and what counts as in a row (content.md F9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Week
from bot.domain.checkins import in_a_row
from bot.domain.setbacks import Setback, SetbackChoice, glimpse, quiet_until, reminders
from bot.domain.wins import Praise, Win

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


def win(
    title: str, days_ago: int, *, goal: str = "", skill: str = "", hidden: bool = False
) -> Win:
    at = AT - timedelta(days=days_ago)
    return Win(
        "T1",
        "U1",
        title,
        at,
        goal_id=goal,
        skill=skill,
        hidden_at=AT if hidden else None,
        id=title,
    )


def words(said: str, days_ago: int, *, about: str = "", kind: str = "strength") -> Praise:
    at = AT - timedelta(days=days_ago)
    return Praise("T1", about, "U2", kind, said, at, owner_id="U1", kept_at=at, id=said)


FOUR = [win("a", 1), win("b", 2), win("c", 3), win("old", 200), win("older", 300)]


@pytest.mark.parametrize(
    ("wins", "kept", "goal", "skill", "expected"),
    [
        pytest.param([], [], "", "", [], id="an empty jar"),
        pytest.param(FOUR, [], "", "", ["a", "b", "old"], id="newest first, and one of long ago"),
        pytest.param(FOUR[:3], [], "", "", ["a", "b", "c"], id="none is that old"),
        pytest.param(FOUR[3:], [], "", "", ["old", "older"], id="all of them are"),
        pytest.param(FOUR, [words("q", 4)], "", "", ["a", "old", "q"], id="at most one quote"),
        pytest.param(
            FOUR, [words("q", 4), words("p", 2)], "", "", ["a", "old", "p"], id="kept last"
        ),
        pytest.param([], [words("q", 4)], "", "", ["q"], id="only words"),
        pytest.param([], [words("q", 4, kind="question")], "", "", [], id="a question is none"),
        pytest.param(
            [*FOUR, win("goal", 9, goal="g1")], [], "g1", "", ["goal"], id="the same goal"
        ),
        pytest.param(
            [*FOUR, win("skill", 9, skill=" Data  Analysis")],
            [],
            "g1",
            "data_analysis",
            ["skill"],
            id="the same skill, however it is written",
        ),
        pytest.param(
            [win("a", 1), win("set aside", 0, hidden=True)],
            [words("q", 1, about="set aside")],
            "",
            "",
            ["a"],
            id="what was set aside stays aside",
        ),
        pytest.param(
            [win("mine", 3, goal="g1")],
            [words("new", 1), words("near", 9, about="mine")],
            "g1",
            "",
            ["mine", "near"],
            id="words about the goal go first",
        ),
    ],
)
def test_reminders(
    wins: list[Win], kept: list[Praise], goal: str, skill: str, expected: list[str]
) -> None:
    found = reminders(wins, kept, goal_id=goal, skill=skill, at=AT)
    assert [one.id for one in found] == expected


def test_a_win_of_another_goal_with_the_same_skill_counts() -> None:
    held = [win("a", 1), win("b", 2, goal="g2")]
    skills = {"g1": "budgeting", "g2": "budgeting"}
    found = reminders(held, [], goal_id="g1", skill="budgeting", skills=skills, at=AT)
    assert [one.id for one in found] == ["b"]


@pytest.mark.parametrize(
    ("said", "zone", "over"),
    [
        ("2026-03-05 00:00", "Europe/London", "2026-03-07 00:00"),
        ("2026-03-05 23:59", "Europe/London", "2026-03-07 00:00"),
        ("2026-03-28 12:00", "Europe/London", "2026-03-30 00:00"),
        ("2026-03-05 23:59", "Pacific/Auckland", "2026-03-07 00:00"),
    ],
)
def test_the_quiet_is_that_local_day_and_the_next(said: str, zone: str, over: str) -> None:
    here = ZoneInfo(zone)
    at = datetime.fromisoformat(said).replace(tzinfo=here)
    expected = datetime.fromisoformat(over).replace(tzinfo=here)
    assert quiet_until(Week(here), at) == expected


@pytest.mark.parametrize(
    ("latest", "count"),
    [
        ([], 0),
        (["stuck"], 1),
        (["stuck", "stuck", "behind", "stuck"], 2),
        (["stuck", "skipped", "stuck"], 2),
        (["on_track", "stuck"], 0),
    ],
)
def test_a_skip_breaks_no_row(latest: list[str], count: int) -> None:
    assert in_a_row("stuck", latest) == count


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Demo went live", "Demo went live"),
        ("one two three four five six seven eight", "one two three four five six seven eight"),
        ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8…"),
        ("two\nlines", "two lines"),
        ("x" * 300, "x" * 79 + "…"),
    ],
)
def test_a_glimpse_says_when_it_leaves_out(long: str, short: str) -> None:
    assert glimpse(long) == short


def test_just_logging_undoes_no_other_choice() -> None:
    held = Setback("T1", "U1", AT)
    held.choose(SetbackChoice.STRENGTHS)
    held.choose(SetbackChoice.LOGGED)
    assert held.choice == "strengths"
    held.choose(SetbackChoice.NEXT)
    assert held.choice == "next"


def test_the_plan_has_its_exact_form() -> None:
    assert Setback("T1", "U1", AT).if_then == ""
    plan = Setback("T1", "U1", AT, plan_then="ask for ten minutes.").if_then
    assert plan == "If this comes up again, then I will ask for ten minutes."
