"""Fewer, pause, stop: on everything that comes by itself (content.md 5.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.messages import BY_KIND
from bot.domain.outbox import Priority
from bot.domain.wording import Reader
from bot.slack import ids, samples
from bot.slack.views.messages import letter
from prompts.phrasebook import Phrasebook

BOOK = Phrasebook()
READER = Reader(tone="warm", locale="en-GB", emoji=True, zone="Europe/London", name="Maya")
UNPROMPTED = sorted(
    kind
    for kind, one in BY_KIND.items()
    if one.priority is not Priority.P0 and not one.posted  # a channel is nobody's to quieten
)


def test_there_are_kinds_to_look_at() -> None:
    assert len(UNPROMPTED) > 30


@pytest.mark.parametrize("maker", [samples.usual, samples.longest])
@pytest.mark.parametrize("kind", UNPROMPTED)
def test_fewer_stop_and_pause_are_offered(kind: str, maker: Callable[[], Any]) -> None:
    message = maker().make(BY_KIND[kind], "")
    wording = BOOK.render(message, READER, person_id="U1", turn=0, at=samples.AT)
    sent = letter(message, wording, [], BOOK.button, mark="key")
    menus = [one["accessory"] for one in sent.blocks if "accessory" in one]
    (menu,) = [one for one in menus if one["action_id"] == ids.CARE_MENU]
    assert {one["text"]["text"]: one["value"] for one in menu["options"]} == {
        "Why am I seeing this?": "why:key",
        "Less of this": "less:key",
        "Stop these": "stop:key",
        "Take a break": "pause:key",
        "Settings": "settings:key",
    }


POSTS = sorted(kind for kind, one in BY_KIND.items() if one.posted)


@pytest.mark.parametrize("kind", POSTS)
def test_a_post_in_a_channel_offers_nobody_a_button(kind: str) -> None:
    """Whoever pressed one would answer for all who read it."""
    message = samples.usual().make(BY_KIND[kind], "")
    wording = BOOK.render(message, READER, person_id="C1", turn=0, at=samples.AT)
    sent = letter(message, wording, [], BOOK.button, mark="key")
    assert {one["type"] for one in sent.blocks} == {"section"}
    assert all("accessory" not in one for one in sent.blocks)
    assert sent.blocks[0]["block_id"].endswith("|key")
