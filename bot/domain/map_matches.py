"""Which stories of mentors are about something like it: by plain words both hold (content.md 4.3).

No meaning is guessed: words of four letters or more, without the commonest, singular like plural.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Stories offered beside a form: a glance, not a reading list.
MOST = 2
#: Shorter words carry little; "law" and "art" pay for it.
LEAST = 4
#: In most sentences about work, so that they say nothing about two of them.
_COMMON = """
    about after again also and another away back because been before best between could down
    each every find first from good have help here into just know last learn less like little
    long made make many more most much need never next only other over people place really same
    should some something start started step still such take than that their them then there
    these they thing things this those three through time towards until very want well went
    were what when where which while whole with without work worked working would year years
    your role job team month months week weeks lead
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Told:
    """A story as it is compared: its name, and each step with what it taught."""

    story_id: str
    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A story that shares words, and the step (counted from 0) that shares most of them."""

    story_id: str
    step: int
    words: tuple[str, ...]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that are compared."""
    found = (_singular(one) for one in re.findall(r"[^\W\d_]+", text.casefold()))
    return frozenset(one for one in found if len(one) >= LEAST and one not in COMMON)


def matching(sought: str, stories: Sequence[Told], most: int = MOST) -> list[Match]:
    """The stories that share most words with what is sought, best first; none shares none."""
    wanted, found = words_of(sought), list[Match]()
    for story in stories:
        shared = [wanted & words_of(one) for one in story.steps]
        both = frozenset[str]().union(wanted & words_of(story.name), *shared)
        if both and shared:
            best = max(range(len(shared)), key=lambda number: (len(shared[number]), -number))
            found.append(Match(story.story_id, best, tuple(sorted(both))))
    return sorted(found, key=lambda one: -len(one.words))[:most]


# --- private -------------------------------------------------------------------------------------


def _singular(word: str) -> str:
    return word[:-1] if len(word) > LEAST and word.endswith("s") and word[-2] != "s" else word
