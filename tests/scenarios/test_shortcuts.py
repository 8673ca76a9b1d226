"""Shortcuts open the same forms as the words after ``/mentor``, as conversations."""

from __future__ import annotations

import json

import pytest

from bot.domain.wins import TITLE_LENGTH, WinSource
from bot.sandbox import Persona
from bot.slack import ids
from bot.slack.text import plain_words
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

KEEP = "Keep as a win"


def typed(persona: Persona, block_id: str) -> str | None:
    """What stands in a text field of the open form."""
    assert persona.modal is not None, "no form is open"
    (entry,) = persona.modal["state"]["values"][block_id].values()
    return None if entry["value"] is None else str(entry["value"])


@pytest.mark.parametrize(
    ("shortcut", "word"),
    [
        ("Check in", "checkin"),
        ("Record a roadblock", "roadblock"),
        ("Keep a win", "win"),
        ("Set a goal", "goal"),
    ],
)
async def test_a_shortcut_opens_the_form_of_its_word(
    waymark: Conversation, shortcut: str, word: str
) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead a migration")
    forms = []
    for act in (waymark.maya.shortcut(shortcut), waymark.maya.slash(f"/mentor {word}")):
        assert (await act).ok
        view = waymark.maya.modal
        assert view is not None
        blocks = [{k: v for k, v in one.items() if k != "block_id"} for one in view["blocks"]]
        fields = list(view["state"]["values"])
        forms.append([view["callback_id"], view["title"], view["submit"], blocks, fields])
        await waymark.maya.close_modal()
    assert forms[0] == forms[1]


async def test_who_has_no_goal_or_pair_is_told_in_a_window(waymark: Conversation) -> None:
    assert (await waymark.ari.shortcut("Check in")).ok
    assert waymark.ari.modal is not None
    assert waymark.ari.errors == []


async def test_a_colleagues_words_become_a_win_of_ones_own(waymark: Conversation) -> None:
    said = await waymark.theo.say("The R&D demo <3 went well", channel="dm:U0MAYA")
    assert (await waymark.maya.shortcut(KEEP, said)).ok
    assert typed(waymark.maya, "title") == "The R&D demo <3 went well"
    assert (await waymark.maya.submit()).ok
    async with waymark.waymark.units.reading(TEAM) as work:
        (win,) = await work.wins.jar("U0MAYA")
    assert (win.title, win.source) == ("The R&D demo <3 went well", WinSource.WORDS)
    await waymark.settle()
    assert waymark.theo.dms == waymark.ari.dms == []
    assert "demo" not in json.dumps(waymark.theo.modals)


async def test_the_form_forgets_which_message_it_came_from(waymark: Conversation) -> None:
    """Waymark may not even be where the message stands; nothing is to be rewritten there."""
    said = await waymark.theo.say("Well done in there", channel="#general")
    await waymark.maya.shortcut(KEEP, said)
    assert waymark.maya.modal is not None
    assert json.loads(waymark.maya.modal["private_metadata"]) == {"source": "words"}


async def test_a_long_message_fills_both_fields(waymark: Conversation) -> None:
    said = await waymark.maya.say("word " * 2_000)
    await waymark.maya.shortcut(KEEP, said)
    title, how = typed(waymark.maya, "title"), typed(waymark.maya, "how")
    assert title is not None
    assert how is not None
    assert len(title) <= TITLE_LENGTH
    assert (len(how), how[-1]) == (3000, "…")
    assert (await waymark.maya.submit()).ok


@pytest.mark.parametrize(
    "words", ["", "🎉", "أحتاج إلى مساعدة", "*bold*\n> quote", "<!channel> &amp;"]
)
async def test_any_message_will_do(waymark: Conversation, words: str) -> None:
    said = await waymark.maya.say(words, files=["a.png"], channel="#general")
    assert (await waymark.maya.shortcut(KEEP, said)).ok
    assert waymark.maya.modal is not None
    assert waymark.maya.modal["callback_id"] == ids.WIN_FORM


async def test_waymarks_own_message_will_do_too(waymark: Conversation) -> None:
    await waymark.maya.say("The review went well")
    await waymark.settle()
    assert (await waymark.maya.shortcut(KEEP, waymark.maya.last_dm)).ok
    assert typed(waymark.maya, "title") == waymark.maya.last_dm.text


@pytest.mark.parametrize("shortcut", ["Keep a win", KEEP])
async def test_a_shortcut_delivered_again_opens_one_form_and_keeps_one_win(
    waymark: Conversation, shortcut: str
) -> None:
    said = await waymark.maya.say("Well done", channel="#general") if shortcut == KEEP else None
    await waymark.maya.shortcut(shortcut, said)
    for _ in range(3):
        assert (await waymark.sandbox.post.replay()).ok
    assert len(waymark.maya.modals) == 1
    await waymark.maya.submit(title="Well done")
    for _ in range(3):
        assert (await waymark.sandbox.post.replay()).ok
    async with waymark.waymark.units.reading(TEAM) as work:
        assert len(await work.wins.jar("U0MAYA")) == 1
    assert waymark.maya.errors == []


@pytest.mark.parametrize("waymark", ["socket"], indirect=True)
async def test_through_socket_mode_too(waymark: Conversation) -> None:
    said = await waymark.theo.say("Well done", channel="#general")
    assert (await waymark.maya.shortcut("Set a goal")).ok
    assert (await waymark.maya.shortcut(KEEP, said)).ok
    assert typed(waymark.maya, "title") == "Well done"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R&amp;D &lt;3", "R&D <3"),
        ("&amp;lt;", "&lt;"),
        ("see <https://a.example/x?y=1&amp;z=2>", "see https://a.example/x?y=1&z=2"),
        ("see <https://a.example|the plan>", "see the plan"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("thanks <@U0THEO|theo>", "thanks @theo"),
        ("thanks <@U0THEO>", "thanks <@U0THEO>"),
        ("in <#C0GENERAL|general>", "in #general"),
        ("<!here> <!subteam^S1|@leads>", "@here @leads"),
        ("<!date^1772704800^{date}|5 March>", "5 March"),
        ("a &lt;https://x&gt; b", "a <https://x> b"),
    ],
)
def test_a_messages_words_without_slacks_markup(text: str, words: str) -> None:
    assert plain_words(text) == words
