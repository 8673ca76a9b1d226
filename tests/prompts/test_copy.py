"""The copy acceptance checks 1 to 6 of content.md 7.6, over every template and every variant."""

from __future__ import annotations

import ast
import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.pairings import RequestReceived
from bot.domain.wording import Wording
from prompts import copy_lint
from prompts.copy_lint import EMOJI_FREE, NEVER_PLAYFUL, WARM_ONLY, check, unquoted
from prompts.gallery import (
    BOOK,
    CHOICES,
    ENGLISH,
    NOW,
    asked_for,
    copy_of,
    parsed,
    reader,
    samples,
    with_text,
    wordings,
)
from prompts.phrasebook import COMMON, TONES, variables
from prompts.word_lists import talent_in

KINDS = sorted(BY_KIND)
BUTTONS = tomllib.loads((ENGLISH / "buttons.toml").read_text(encoding="utf-8"))

HOSTILE = {
    "a broadcast": "<!channel> <!here> <!everyone>",
    "a mention": "<@U1> <#C1> <!subteam^S1>",
    "a disguised link": "<https://evil.test|Sign in>",
    "a mark": "*bold _it_ ~no~ `code` ```x``` *",
    "a lone star": "half *",
    "lines": "one\ntwo\r\n> three\rfour\u2028five",
    "right to left": "שלום עולם, مرحبا",
    "steering signs": "\u202eevil\u2066 x",
    "emoji": "👩🏽\u200d🚀 🎉 :tada: :skin-tone-3:",
    "entities": '&#39; &amp; &lt;!here&gt; "quoted" it\'s',
    "template code": "{{ 7 * 7 }} {% raw %} {# x #} %(count)s %s %",
    "nothing but space": "  \t ",
    "3,000 characters": "Deadlines move. " * 187 + "<!here>!",
}


# --- 1: every template renders with everything, with little, and with anything ----------------


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    assert BOOK.kinds() == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_uses_only_the_fields_of_its_message(kind: str) -> None:
    assert asked_for(kind) <= set(variables(BY_KIND[kind])) | COMMON


@pytest.mark.parametrize("kind", KINDS)
def test_every_variant_renders_in_every_shape(kind: str) -> None:
    for message in samples(kind):
        for said in wordings(message):
            assert said.notify, said
            assert said.body, (message, said)


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_may_be_empty(kind: str) -> None:
    for message in samples(kind):
        for said in wordings(with_text(message, "")):
            assert said.notify


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_people_write_stays_inert(kind: str) -> None:
    """Each text meets every shape in every third wording, each wording a third of the texts:
    wordings differ in their opening only."""
    for number, (name, text) in enumerate(HOSTILE.items()):
        for message, quiet in _calm(kind):
            mine = wordings(with_text(message, text), first=number % 3, every=3)
            for said, calm in zip(mine, quiet[number % 3 :: 3], strict=True):
                for words in (said.notify, said.body, said.why, said.line):
                    assert "<" not in words, name
                    assert ">" not in re.sub(r"^>( |$)", "", words, flags=re.MULTILINE), name
                    assert "&#3" not in words.replace("&amp;#3", ""), name
                assert _stars(said.body) == _stars(calm.body), (name, said.body)
                lines, calm_lines = (unquoted(one.body).split("\n") for one in (said, calm))
                assert len(lines) == len(calm_lines), (name, said.body)


@cache
def _calm(kind: str) -> list[tuple[Message, list[Wording]]]:
    """Every sample, with how it reads when people wrote one harmless word."""
    return [(one, list(wordings(with_text(one, "word")))) for one in samples(kind)]


def _stars(body: str) -> int:
    """Marks of bold outside of quotes: as many as the template wrote."""
    return unquoted(body).count("*")


@pytest.mark.parametrize("kind", KINDS)
def test_long_words_are_never_cut(kind: str) -> None:
    text = "öpen " + "wörds and more of them " * 130 + "end"
    for message in samples(kind):
        for said in wordings(with_text(message, text)):
            assert said.body.count("öpen") == said.body.count(text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_a_person_is_dressed_for_its_place(kind: str) -> None:
    """Inside `*…*` through `bold`, on lines of its own through `quote`, else through others."""
    fields = {f.name: f.type for f in dataclasses.fields(BY_KIND[kind])}
    loops = {one.target.name for one in parsed(BOOK.source_of(kind)).find_all(nodes.For)}  # type: ignore[attr-defined]
    for output in parsed(BOOK.source_of(kind)).find_all(nodes.Output):
        before = ""
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                before = node.data
            elif isinstance(node, nodes.Name):
                assert fields.get(node.name) != "str", f"{node.name} has no filter"
                assert node.name not in loops, f"{node.name} has no filter"
            elif isinstance(node, nodes.Filter):
                in_bold = before.endswith("*")
                assert (node.name == "bold") == in_bold, (node.name, before)
                own_line = not before or before.endswith("\n")
                assert node.name != "quote" or own_line, (node.name, before)


# --- 2, 3, 4 and the counts of 5: the copy guide ------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_keep_to_the_copy_guide(kind: str) -> None:
    findings = check(copy_of(kind))
    assert not findings, "\n".join(map(str, findings[:8]))


def test_every_kind_has_a_word_limit_and_every_list_names_real_kinds() -> None:
    assert sorted(copy_lint.WORDS) == KINDS
    assert set(BY_KIND) >= WARM_ONLY | NEVER_PLAYFUL | EMOJI_FREE | copy_lint.OFTEN
    assert not WARM_ONLY & NEVER_PLAYFUL


def test_hard_moments_and_roadblocks_are_free_of_emoji() -> None:
    hard = {kind for kind in KINDS if kind.startswith("roadblock_")}
    assert hard | {"request_declined", "privacy_card", "support_signpost"} <= EMOJI_FREE


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_line_says_when_it_is_sent_and_why(kind: str) -> None:
    first = (ENGLISH / f"{kind}.j2").read_text(encoding="utf-8").split("#}")[0]
    assert re.match(r"\{# (Sent|Shown|A line) ", first), first
    assert len(first.split()) >= 8


@pytest.mark.parametrize("kind", KINDS)
def test_no_emoji_of_ours_is_left_when_the_reader_wants_none(kind: str) -> None:
    for message in samples(kind):
        for said in wordings(with_text(message, ":tada: word"), emoji=False):
            codes = set(re.findall(r":[a-z_]+:", said.body + said.line + said.notify))
            assert codes <= {":tada:"}
            assert said.body == said.body.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_variants_differ_in_their_opening_only(kind: str) -> None:
    for message in samples(kind):
        for tone in TONES:
            said = [one for one in wordings(message) if one.variant.startswith(tone)]
            if len(said) > 1 and any(f"{tone}_rest" == name for name in copy_of(kind).written):
                rests = {one.body.partition("\n")[2] for one in said}
                assert len(rests) == 1
                assert len({one.body for one in said}) == len(said), f"{kind} repeats itself"
            assert len({(one.notify, one.why, one.line) for one in said}) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_status_is_always_said_in_words(kind: str) -> None:
    """On track, a bit behind, stuck: meaning never by emoji alone (content.md 3.12)."""
    said_as = {"on_track": "on track", "behind": "a bit behind", "stuck": "stuck", "done": "done"}
    for message in samples(kind):
        if expected := said_as.get(getattr(message, "status", "")):
            for said in wordings(message):
                assert expected in said.body.casefold()


def test_stuck_is_never_played_with() -> None:
    """The stuck answer of a playful reader is word for word one of the warm ones (4.1, 23)."""
    for message in samples("checkin_ack"):
        if getattr(message, "status", "") == "stuck":
            said = list(wordings(message))
            warm = {one.body for one in said if one.variant.startswith("warm")}
            assert {one.body for one in said if one.variant.startswith("playful")} <= warm


# --- the essay's own proposal -------------------------------------------------------------------


def test_the_essays_low_commitment_proposal_is_the_default_ask() -> None:
    ask = RequestReceived(mentee_name="Maya", topic="pricing", reason="Your talk.")
    for said in wordings(ask):
        assert "20 minutes, once a month, for three months." in said.body


def test_other_terms_are_said_as_they_are() -> None:
    ask = RequestReceived(
        mentee_name="Maya", topic="pricing", reason="x", minutes=45, rhythm="weekly", term="a year"
    )
    assert all("45 minutes, weekly, for a year." in said.body for said in wordings(ask))


# --- 6: buttons ---------------------------------------------------------------------------------


def test_buttons_keep_to_the_copy_guide() -> None:
    assert [str(one) for one in copy_lint.labels(BUTTONS)] == []


def test_buttons_belong_to_kinds_menus_or_forms() -> None:
    assert set(BUTTONS) <= set(BY_KIND) | copy_lint.NO_CHOICE


def test_the_same_action_reads_the_same_everywhere() -> None:
    assert BUTTONS["checkin_due"] == BUTTONS["checkin_nudge"]
    assert BUTTONS["roadblock_mentor_ping"] == BUTTONS["roadblock_mentor_reminder"]


def test_buttons_are_strings_and_nothing_else() -> None:
    kinds = Counter(type(label) for keys in BUTTONS.values() for label in keys.values())
    assert set(kinds) == {str}


def test_choices_are_all_shown() -> None:
    """The samples cover every value a template compares with, so that no branch goes unseen."""
    for kind in KINDS:
        for test in parsed(BOOK.source_of(kind)).find_all(nodes.Compare):
            for operand in test.ops:
                name, value = test.expr, operand.expr
                if isinstance(name, nodes.Name) and isinstance(value, nodes.Const):
                    assert isinstance(value.value, int) or value.value in CHOICES[name.name]


def _fixed_words(path: Path) -> Iterator[str]:
    """Strings in code that people may read: no docstrings, except where they are the reply."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        replies = path.name == "errors.py" or id(node) not in silent
        if isinstance(node, ast.Constant) and replies:
            yield str(node.value)


def test_row_5_2d_no_talent_word_in_any_words_of_ours() -> None:
    """Not only templates: labels, forms, hints and refusals, wherever they stand in the code."""
    root = Path(__file__).parents[2] / "bot"
    places = [*(root / "slack").rglob("*.py"), *(root / "domain").rglob("*.py")]
    places += [*(root / "services").rglob("*.py"), *(root / "simulation").rglob("*.py")]
    read = [(path.name, words) for path in places for words in _fixed_words(path)]
    assert len(read) > 2000
    # What people write is read for such words, too: those lists hold them.
    lists = {"feedback_hints.py", "lexicon.py"}
    found = [(n, words) for n, words in read if talent_in(words) and n not in lists]
    assert found == []


def test_a_message_says_the_same_twice() -> None:
    message: Message = samples("checkin_due")[0]
    said = [BOOK.render(message, reader(), person_id="U1", turn=5, at=NOW) for _ in range(2)]
    assert said[0] == said[1]
