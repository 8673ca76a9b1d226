"""Options, a plan, and which tip is close: content.md 7.1."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import PastDate
from bot.domain.self_help import (
    ANOTHER_OPTION,
    MORE_OPTIONS,
    NO_CHOICE,
    NO_CUE,
    SelfPlan,
    Tip,
    closest,
    option_problems,
    will_problems,
)

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
TODAY = AT.date()


#: Four more people, whose tips fit nothing.
NOISE = [Tip("T1", f"n{nth}", f"N{nth}", "none", "Zzzz", AT) for nth in range(4)]


def tip(words: str, tag: str = "advice", days_ago: int = 0) -> Tip:
    """Somebody's tip, its own words for an id."""
    return Tip("T1", words, "U9", tag, words, AT - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (["ask Ana", "wait a day", "sing it"], {}),
        (["ask Ana", "wait a day", "sing it", ""], {}),
        (["ask Ana"], {"option_2": MORE_OPTIONS, "option_3": MORE_OPTIONS}),
        (["ask Ana", "  Ask  ana", "sing it"], {"option_2": ANOTHER_OPTION}),
        ([], {f"option_{number}": MORE_OPTIONS for number in (1, 2, 3)}),
    ],
)
def test_three_different_options_are_asked_for(options: list[str], wrong: dict[str, str]) -> None:
    assert option_problems(options) == wrong


@pytest.mark.parametrize(
    ("step", "cue", "step_on", "wrong"),
    [
        ("ask Ana", "it is nine", None, {}),
        ("ask Ana", "it is nine", TODAY, {}),
        ("", "it is nine", None, {"step": NO_CHOICE}),
        ("ask Ana", "", None, {"cue": NO_CUE}),
        ("ask Ana", "it is nine", date(2026, 3, 4), {"step_on": PastDate().reply}),
    ],
)
def test_a_plan_has_a_step_a_moment_and_no_past(
    step: str, cue: str, step_on: date | None, wrong: dict[str, str]
) -> None:
    assert will_problems(step, cue, step_on, TODAY) == wrong


@pytest.mark.parametrize(
    ("words", "tag", "tips", "offered"),
    [
        ("Two teams own the same file.", "advice", [], []),
        (
            "Two teams own the same file.",
            "listen",
            [tip("Name one owner for each file."), tip("Sleep on it.")],
            ["Name one owner for each file."],
        ),
        (
            "Two teams own the same file.",
            "advice",
            [tip("Ask a friend."), tip("One team decides, one is told.", "listen")],
            ["One team decides, one is told.", "Ask a friend."],
        ),
        (
            "Reviews take weeks.",
            "advice",
            [tip("Old.", days_ago=9), tip("New."), tip("Middle.", days_ago=3)],
            ["New.", "Middle."],
        ),
        ("What should they have done?", "time", [tip("They should have done this.")], []),
        (
            "Der Prüfstand fehlt.",
            "time",
            [tip("Prüfstand früh buchen.")],
            ["Prüfstand früh buchen."],
        ),
    ],
)
def test_the_closest_tips_come_first_and_never_more_than_two(
    words: str, tag: str, tips: list[Tip], offered: list[str]
) -> None:
    assert [one.words for one in closest(words, tag, [*tips, *NOISE])] == offered


@pytest.mark.parametrize(("givers", "offered"), [(0, 0), (1, 0), (4, 0), (5, 2), (6, 2)])
def test_with_fewer_than_five_people_behind_them_no_tip_is_offered(
    givers: int, offered: int
) -> None:
    """However many one of them gave: it would point to who did."""
    tips = [
        Tip("T1", f"t{nth}", f"U{nth % max(givers, 1)}", "advice", "Ask both leads.", AT)
        for nth in range(12 if givers else 0)
    ]
    assert len(closest("Who leads?", "advice", tips)) == offered


def test_a_plan_is_one_sentence_once_it_is_saved() -> None:
    plan = SelfPlan("T1", "R1", "U1", AT, cue="it is nine", step="ask Ana")
    assert plan.sentence == ""
    plan.saved_at = AT
    assert plan.sentence == "If it is nine, then I will ask Ana."
