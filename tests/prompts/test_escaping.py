"""Nothing people write gets out of its place, and no template does more than a message needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError, UndefinedError

from bot.domain.messages import Message
from bot.domain.messages.checkins import CheckinDue
from bot.domain.wording import Wording
from prompts.gallery import BOOK, NOW, reader
from prompts.phrasebook import Phrasebook, TemplateRefused


def say(message: Message, book: Phrasebook = BOOK, *, tone: str = "warm") -> Wording:
    return book.render(message, reader(tone), person_id="U1", turn=0, at=NOW)


@dataclass(frozen=True, kw_only=True)
class Relay(Message):
    kind: ClassVar[str] = "relay"
    words: str


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Phrasebook:
    return written(
        tmp_path_factory.mktemp("relay"),
        "{% block notify %}Relay{% endblock %}"
        "{% block warm_1 %}[{{ words }}]{% endblock %}"
        "{% block direct_1 %}{{ words|quote }}]{% endblock %}"
        "{% block why %}({{ words|inline }}){% endblock %}"
        "{% block line %}*{{ words|bold }}*{% endblock %}",
    )


def written(root: Path, source: str) -> Phrasebook:
    (root / "en").mkdir()
    (root / "en" / "relay.j2").write_text(source, encoding="utf-8")
    return Phrasebook((root,))


def shown(text: str) -> str:
    """What Slack shows: it decodes these three and nothing else."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.sampled_from("<>&#39;\"'!@|*_~`: \n\r{}%\u202e\u2028ab")),
)


@given(words=ANYTHING)
def test_unescaping_gives_back_what_was_written(relay: Phrasebook, words: str) -> None:
    body = say(Relay(words=words), relay).body
    assert not set(body) & set("<>")
    assert shown(body) == f"[{words}]"


@given(words=ANYTHING)
def test_a_quote_is_every_line_and_nothing_else(relay: Phrasebook, words: str) -> None:
    body = say(Relay(words=words), relay, tone="direct").body
    lines = body.removesuffix("]").split("\n")
    assert all(line.startswith("> ") and not set(line[2:]) & set("<>") for line in lines)
    given_lines = words.replace("\r\n", "\n")
    for sign in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        given_lines = given_lines.replace(sign, "\n")
    assert shown("\n".join(line[2:] for line in lines)) == given_lines


@given(words=ANYTHING)
def test_nothing_breaks_out_of_bold_or_out_of_a_sentence(relay: Phrasebook, words: str) -> None:
    said = say(Relay(words=words), relay)
    inside = said.line[1:-1]
    assert not set(inside) & set("<>*_~`\u202e\u2066")
    assert len(said.line.splitlines()) == 1
    assert not set(said.why) & set("<>\u202e\u2066")
    assert len(said.why.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rename my_service_name", "rename my_service_name"),
        ("*urgent* and `code`", "urgent and code"),
        ("two\n  lines", "two lines"),
        ("2 * 3", "2  3"),
    ],
)
def test_a_value_in_a_sentence_keeps_its_words(
    relay: Phrasebook, words: str, expected: str
) -> None:
    assert say(Relay(words=words), relay).why == f"({expected})"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("outline", "outline."),
        ("outline.", "outline."),
        ("ask why?", "ask why?"),
        ("wait…", "wait…"),
        ("x\n", "x."),
    ],
)
def test_a_sentence_ends_once(step: str, expected: str) -> None:
    assert f"You planned: {expected}\n" in say(CheckinDue(goal_title="x", next_step=step)).body


# --- what a template may not do (reliability.md T11, T12) ---------------------------------------

ESCAPES = [
    "{{ words.__class__ }}",
    "{{ words['x'] }}",
    "{{ words|safe }}",
    "{{ words|attr('upper') }}",
    "{{ words|format }}",
    "{{ words.upper() }}",
    "{{ gettext(words) }}",
    "{{ _(words) }}",
    "{{ ngettext(words, words, 1) }}",
    "{{ lipsum() }}",
    "{{ range(9) }}",
    "{{ cycler.__init__ }}",
    "{{ self.notify() }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ words ~ words }}",
    "{{ words % 1 }}",
    "{{ [words] }}",
    "{{ {'a': words} }}",
    "{{ words if words }}",
    "{{ words is defined }}",
    "{% set x = 1 %}",
    "{% macro m() %}{% endmacro %}",
    "{% include 'relay.j2' %}",
    "{% import 'relay.j2' as r %}",
    "{% extends 'relay.j2' %}",
    "{% call words() %}{% endcall %}",
    "{% filter bold %}x{% endfilter %}",
    "{% autoescape false %}{{ words }}{% endautoescape %}",
    "{% for a in words %}{% for b in words %}x{% endfor %}{% endfor %}",
    "{% for a in words recursive %}{{ loop(words) }}{% endfor %}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_a_template_that_does_too_much_is_refused(tmp_path: Path, source: str) -> None:
    start = "{% block notify %}x{% endblock %}{% block warm_1 %}"
    book = written(tmp_path, start + source + "{% endblock %}")
    with pytest.raises((TemplateRefused, TemplateSyntaxError)):
        say(Relay(words="<!here>"), book)


def test_a_variable_nobody_documented_raises(tmp_path: Path) -> None:
    book = written(
        tmp_path, "{% block notify %}x{% endblock %}{% block warm_1 %}{{ ward }}{% endblock %}"
    )
    with pytest.raises(UndefinedError, match="ward"):
        say(Relay(words="x"), book)


def test_a_message_never_shows_its_methods(tmp_path: Path) -> None:
    source = "{% block notify %}x{% endblock %}{% block warm_1 %}{{ payload }}{% endblock %}"
    with pytest.raises(UndefinedError, match="payload"):
        say(Relay(words="x"), written(tmp_path, source))
