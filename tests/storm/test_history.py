"""The history checker itself: what it accepts, and that it is not blind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.storm.history import judge

Line = dict[str, Any]


def claim(fence: int, why: str = "") -> Line:
    return {"do": "claim", "key": "k", "by": fence, "fence": fence, "why": why}


def send(fence: int) -> Line:
    return {"do": "send", "key": "k", "by": fence, "fence": fence}


def answer(fence: int, says: str) -> Line:
    return {"do": "answer", "key": "k", "by": fence, "fence": fence, "says": says}


def look(sees: str, fence: int = 9) -> Line:
    return {"do": "look", "key": "k", "by": 9, "fence": fence, "sees": sees}


def settled(fence: int, *, done: bool = True) -> list[Line]:
    base = {"key": "k", "by": fence, "fence": fence, "state": "sent"}
    return [{"do": "settling", **base}, {"do": "settle", **base, "done": done}]


ALLOWED = {
    "sent at once": [claim(1), send(1), answer(1, "sent"), *settled(1)],
    "refused, then sent": [claim(1), send(1), answer(1, "not_sent"), claim(2), send(2)],
    "in doubt, absent twice": [
        *(claim(1), send(1), answer(1, "doubt"), look("absent"), look("absent")),
        *(claim(2), send(2)),
    ],
    "died, absent twice": [claim(1), send(1), look("absent"), look("absent"), claim(2), send(2)],
    "nobody could look, somebody waits": [
        *(claim(1), send(1), look("nothing_known"), claim(2, "insisted"), send(2)),
    ],
    "claimed, died before the wire": [claim(1), claim(2), send(2)],
    "the late one is fenced out": [claim(1), claim(2), *settled(1, done=False)],
}
REFUSED = {
    "never claimed": [send(1)],
    "sent again at once": [claim(1), send(1), answer(1, "doubt"), claim(2), send(2)],
    "sent again after one look": [claim(1), send(1), look("absent"), claim(2), send(2)],
    "sent again though it stands": [claim(1), send(1), answer(1, "sent"), claim(2), send(2)],
    "sent again though it was seen": [claim(1), send(1), look("there"), claim(2), send(2)],
    "an unreadable history is no proof": [
        *(claim(1), send(1), look("nothing_known"), look("nothing_known"), claim(2), send(2)),
    ],
    "insisted without a look": [claim(1), send(1), claim(2, "insisted"), send(2)],
    "settled under an older claim": [claim(1), claim(2), *settled(1)],
}


@pytest.mark.parametrize("name", ALLOWED)
def test_it_accepts(name: str) -> None:
    assert judge(ALLOWED[name]).complaints == []


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str) -> None:
    assert judge(REFUSED[name]).complaints
