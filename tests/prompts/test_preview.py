"""`waymark prompts`, and an operator's own wordings (reliability.md T11, T12)."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from bot.__main__ import main
from prompts.gallery import NOW, reader, samples
from prompts.preview import MOST_BYTES, book_with, problems, show

#: A wording that says what Waymark's own says.
GOOD = """{# Sent when a wrong moment has passed: it tells a person that nothing got lost. #}
{% block notify %}That was not saved{% endblock %}
{% block warm_1 %}That is not saved yet. Your words are still here.{% endblock %}
{% block warm_2 %}Nothing is lost: your words are still here.{% endblock %}
"""
#: How an own file goes wrong, and what is said about it.
STOPS = {
    "a call": ("{% block warm_1 %}{{ what() }}{% endblock %}", "calls nothing"),
    "a bomb": ("{% block warm_1 %}{{ 'a' * 999999999 }}{% endblock %}", "Mul has no place"),
    "an escape": ("{% block warm_1 %}{{ what.__class__ }}{% endblock %}", "has no place"),
    "a name nobody fills": ("{% block warm_1 %}{{ salary }}{% endblock %}", "has no salary"),
    "a block left open": ("{% block warm_1 %}Hello", "nexpected end of template"),
    "too long": ("{% block warm_1 %}" + "x" * MOST_BYTES + "{% endblock %}", "larger than"),
}


def own(folder: Path, source: str, name: str = "en/save_problem.j2") -> Path:
    """An operator's folder with one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return folder


def test_waymarks_own_words_have_no_problem() -> None:
    assert problems() == []


def test_own_words_go_first_and_the_rest_stays(tmp_path: Path) -> None:
    book = book_with(own(tmp_path, GOOD))
    said = book.render(samples("save_problem")[0], reader(), person_id="U1", turn=0, at=NOW)
    assert "still here" in said.body
    assert said.notify == "That was not saved"
    assert book.variants("checkin_due", "warm")


@pytest.mark.parametrize("case", STOPS)
def test_what_could_stop_a_message_is_named(tmp_path: Path, case: str) -> None:
    source, words = STOPS[case]
    found = problems(own(tmp_path, source))
    assert [one for one in found if one.stops], found
    assert "en/save_problem.j2" in str(found[0])
    assert words in str(found[0])


def test_a_bomb_is_refused_before_it_is_worked_out(tmp_path: Path) -> None:
    """Jinja computes constants while it compiles, and the checks read a file more than once."""
    folder = own(tmp_path, STOPS["a bomb"][0])
    tracemalloc.start()
    try:
        assert problems(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * 2**20


def test_the_copy_guide_is_held_against_own_words_and_stops_nothing(tmp_path: Path) -> None:
    found = problems(own(tmp_path, GOOD.replace("Nothing is lost", "You failed, unfortunately")))
    assert {one.stops for one in found} == {False}
    assert any("unfortunately" in str(one) for one in found)


def test_a_message_and_a_button_nobody_knows(tmp_path: Path) -> None:
    own(tmp_path, GOOD, "en/salary_review.j2")
    own(tmp_path, '[checkin_due]\non_track = "x"\nraise_pay = "Now"\n', "en/buttons.toml")
    assert [str(one) for one in problems(tmp_path)] == [
        "en/salary_review.j2: there is no message salary_review",
        "en/buttons.toml: there is no button checkin_due.raise_pay",
    ]


@pytest.mark.parametrize("tone", ["", "warm", "direct", "playful"])
def test_every_variant_is_shown(tone: str) -> None:
    book = book_with(None)
    said = show(book, "checkin_due", tone)
    for one in [tone] if tone else ["warm", "direct", "playful"]:
        assert all(f"[{name}]" in said for name in book.variants("checkin_due", one))
    assert "why: " in said
    assert "in a digest: " in said


def test_a_tone_that_is_not_written_says_so() -> None:
    said = show(book_with(None), "checkin_nudge", "playful")
    assert "they hear the warm ones" in said
    assert "[warm_1]" in said


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["prompts", "show", "win_ack", "--tone", "direct"]) == 0
    assert "[direct_1]" in capsys.readouterr().out
    assert main(["prompts", "show", "win_akc"]) == 2
    assert "There is no prompt win_akc. There are: " in capsys.readouterr().err
    monkeypatch.setenv("WAYMARK_PROMPTS", str(own(tmp_path / "words", STOPS["a bomb"][0])))
    assert main(["prompts", "check"]) == 1
    assert "Mul has no place here" in capsys.readouterr().out
    assert main(["prompts", "list"]) == 0
    assert "win_ack\n" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["migrate"], ["backup", "file"]])
def test_a_wording_keeps_nobody_from_the_database(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    """A backup on a bad day must not wait for a template."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYMARK_SECRET_KEYS", "A" * 43 + "=")
    assert main(["migrate"]) == 0
    monkeypatch.setenv("WAYMARK_PROMPTS", str(own(tmp_path / "words", STOPS["a bomb"][0])))
    assert main(words) == 0, capsys.readouterr().err


def test_a_process_does_not_start_with_a_wording_that_cannot_be_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "WAYMARK_SECRET_KEYS": "A" * 43 + "=",
        "WAYMARK_PROMPTS": str(own(tmp_path / "words", STOPS["a name nobody fills"][0])),
    }.items():
        monkeypatch.setenv(name, value)
    assert main(["run"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("WAYMARK_PROMPTS holds a wording that cannot be said")
    assert "en/save_problem.j2: save_problem has no salary" in said
    monkeypatch.setenv("WAYMARK_PROMPTS", str(tmp_path / "nowhere"))
    assert main(["run"]) == 2
    assert "WAYMARK_PROMPTS names no folder" in capsys.readouterr().err
