"""What is registered fits together: ids, listeners, help, nudges, messages (style.md 3.6)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.domain.messages import BY_KIND, MESSAGES
from bot.domain.outbox import Priority
from bot.services import nudges
from bot.services.nudges import NUDGES
from bot.slack import ids
from bot.slack.dispatch import Dispatch
from bot.slack.features import FEATURES
from bot.slack.manifest import MENTOR, SHORTCUTS
from bot.slack.views.commands import HOME_RUN
from prompts.phrasebook import Phrasebook
from tests.stage import Conversation

DISPATCH = Dispatch(FEATURES)
SUBCOMMANDS = sorted(one.name for one in DISPATCH.subcommands)
IDS = {
    f"{name}{number}": one
    for name, value in vars(ids).items()
    if name.isupper()
    for number, one in enumerate(value if isinstance(value, tuple) else (value,))
}
#: Ids without a listener: windows that only close.
SILENT = {
    ids.NOTICE,
    ids.GOAL_LIST,
    ids.GOAL_PAST,
    ids.WIN_JAR,
    ids.ADVICE_PAGE,
    ids.MAP_PAGE,
    ids.MAP_STORY_PAGE,
    ids.MAP_COMPARE_PAGE,
    ids.MAP_HISTORY_PAGE,
    ids.MAP_AWAY_PAGE,
    ids.SETBACKS_PAGE,
}
ODD = {
    "nothing": "",
    "four thousand characters": "ä" * 4000,
    "only emoji": "🎉🎉🎉",
    "right to left": "أحتاج إلى مساعدة في العرض",
    "a broadcast": "<!channel> and <!here> look",
    "smart quotes": "“so-called” ‘help’ – …",
    "a stranger's mention": "<@U0NOBODY|nobody>",
    "markup": "*bold* _it_ ~no~ `code` & <b>",
    "lines": "one\ntwo\n\nthree",
}


def test_every_id_is_used_once() -> None:
    assert len(set(IDS.values())) == len(IDS)


def test_every_id_has_a_listener_and_every_listener_an_id() -> None:
    listened = {*DISPATCH.actions, *DISPATCH.submissions, *DISPATCH.shortcuts}
    twins = {one for one in listened if one.startswith(HOME_RUN)}
    assert set(IDS.values()) - listened == SILENT
    assert listened - twins - set(IDS.values()) == set()


def test_every_declared_shortcut_has_a_listener_and_the_reverse() -> None:
    assert [one.callback_id for one in SHORTCUTS] == list(
        dict.fromkeys(one.callback_id for one in SHORTCUTS)
    )
    assert {one.callback_id for one in SHORTCUTS} == set(DISPATCH.shortcuts)


def test_the_words_of_the_design_are_all_there() -> None:
    spoken = {"start", "settings", "pause", "resume", "next", "privacy", "pair", "goal", "goals"}
    assert spoken | {"checkin", "roadblock", "win"} <= set(SUBCOMMANDS)
    found = DISPATCH.subcommand("stuck")
    assert found is not None
    assert found.name == "roadblock"
    assert MENTOR.name == "/mentor"


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_has_help(name: str) -> None:
    one = DISPATCH.subcommand(name)
    assert one is not None
    assert 5 <= len(one.help) <= 90
    assert len(one.home) <= 24


def test_every_nudge_is_a_file_of_its_name_and_listed_once() -> None:
    folder = Path(str(nudges.__file__)).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert {nudge.kind for nudge in NUDGES} == files
    assert len(NUDGES) == len(files)


def test_every_kind_of_message_has_its_prompt_and_every_prompt_its_message() -> None:
    assert set(Phrasebook().kinds()) == set(BY_KIND)
    assert len(BY_KIND) == len(MESSAGES)


def test_a_message_that_can_wait_has_a_line_for_the_digest() -> None:
    book = Phrasebook()
    for kind in MESSAGES:
        source = (Path("prompts/en") / f"{kind.kind}.j2").read_text()
        if kind.priority >= Priority.P1:
            assert "block why" in source, kind.kind
        if kind.priority >= Priority.P2 and not kind.kind.startswith("digest_"):
            assert "block line" in source, kind.kind
    assert book.button("care.why")


def test_a_listener_is_at_most_twenty_lines() -> None:
    long = []
    for path in Path("bot/slack/features").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{path.name}:{node.name} {length}"] if length > 20 else []
    assert long == []


@pytest.mark.parametrize("odd", list(ODD))
async def test_every_subcommand_survives_odd_input(waymark: Conversation, odd: str) -> None:
    for name in SUBCOMMANDS:
        answer = await waymark.maya.slash(f"/mentor {name} {ODD[odd]}".strip())
        assert answer.ok, (name, answer.error)
        assert waymark.maya.errors == [], name
        shown = bool(answer.text) or bool(answer.blocks) or waymark.maya.modal is not None
        assert shown, f"{name} said nothing"
        while waymark.maya.modal is not None:
            await waymark.maya.close_modal()
    assert not [text for text in waymark.maya.seen if "didn't save" in text]
    assert waymark.theo.dm == waymark.ari.dm == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chekin", "checkin"), ("roadblok x", "roadblock"), ("gaol", "goal"), ("wni", "win")],
)
async def test_an_unknown_word_gets_the_nearest_one_and_its_words_back(
    waymark: Conversation, typed: str, meant: str
) -> None:
    answer = await waymark.maya.slash(f"/mentor {typed}")
    shown = "\n".join(waymark.maya.seen)
    assert answer.ok
    assert f"/mentor {meant}" in shown
    assert typed in shown


async def test_help_lists_every_word(waymark: Conversation) -> None:
    for line in ("/mentor", "/mentor help", "/mentor ?", "/mentor HELP"):
        await waymark.maya.slash(line)
    shown = "\n".join(waymark.maya.seen)
    for name in SUBCOMMANDS:
        assert f"/mentor {name}" in shown
