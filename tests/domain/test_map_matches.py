"""Stories found by plain words (content.md F4, 4.3)."""

from __future__ import annotations

import pytest

from bot.domain.map_matches import MOST, Told, matching, words_of

LAW = Told("law", "From law to code", ("started as a lawyer", "a bakery, then websites", "code"))
DATA = Told("data", "Through data", ("support desk", "a year of analytics", "data engineering"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Teaching people to read maps", {"teaching", "read", "maps"}),
        ("Websites, a WEBSITE", {"website"}),
        ("business class", {"business", "class"}),
        ("I would like to work in a team", set()),
        ("2027: 100 % remote", {"remote"}),
        ("Straße über Öl", {"strasse", "über"}),
        ("", set()),
    ],
)
def test_the_words_that_are_compared(text: str, words: set[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Build a website for a bakery", [("law", 1, ("bakery", "website"))]),
        ("Analytics", [("data", 1, ("analytic",))]),
        ("Data and a support desk", [("data", 0, ("data", "desk", "support"))]),
        ("A bakery with analytics", [("law", 1, ("bakery",)), ("data", 1, ("analytic",))]),
        ("Gardening", []),
        ("", []),
    ],
)
def test_stories_by_shared_words(sought: str, found: list[tuple[str, int, tuple[str]]]) -> None:
    matches = matching(sought, [LAW, DATA])
    assert [(one.story_id, one.step, one.words) for one in matches] == found


def test_a_name_alone_points_to_the_first_step() -> None:
    story = Told("s", "Carpentry", ("first job", "second job", "third job"))
    assert [one.step for one in matching("carpentry", [story])] == [0]


def test_no_more_than_a_glance_and_the_nearest_first() -> None:
    stories = [Told(str(n), "", ("bakery", "website" if n == 3 else "x", "y")) for n in range(5)]
    found = matching("a website for a bakery", stories)
    assert [one.story_id for one in found] == ["3", "0"]
    assert len(found) == MOST
