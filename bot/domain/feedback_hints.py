"""Hints on the wording of feedback: rules as data, never in the way (content.md 10.2, E19).

A hint points at words about the person instead of the deed. It is one person's language, not a
judgement: whoever wrote them may send them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feedback import Words

#: Characters of all boxes together that are read in one go (content.md 10.2).
LONG = 900
#: Characters of the writer's own words a hint quotes.
EXCERPT = 60
#: Hints shown at once: more would read like a grade.
MOST = 3


class HintKind(StrEnum):
    """What a hint is about, the most useful first."""

    TRAIT = "trait"
    MIND_READING = "mind_reading"
    ABSOLUTE = "absolute"
    NO_ACT = "no_act"
    NO_NEXT = "no_next"
    LONG = "long"


@dataclass(frozen=True)
class Hint:
    """One hint, and the writer's own words it is about; empty when something is absent."""

    kind: HintKind
    excerpt: str = ""


#: Words for what somebody is, instead of what they did.
TRAITS = (
    "careless", "unprofessional", "attitude", "lazy", "sloppy", "arrogant", "negative",
    "difficult",
    "aggressive", "passive", "insecure", "immature", "unreliable", "disorganised", "disorganized",
    "rude", "selfish", "emotional", "bossy", "shy", "weak", "incompetent", "not a team player",
    "a natural", "brilliant", "smart", "talented", "gifted",
)  # fmt: skip
#: "You are" and its short forms, unless a deed follows ("you are presenting", "you were asked").
_YOU_ARE = re.compile(
    r"\byou(?:'re| are| were)\s+(?!\w+ing\b|asked\b|given\b|told\b|invited\b|heard\b)"
    r"(?:(?:just|so|too|very|really|a bit|rather|quite|being)\s+)*\w+",
    re.IGNORECASE,
)
ABSOLUTES = ("always", "never", "every time", "everyone", "nobody", "constantly", "all the time")
#: What somebody meant, felt or wished is theirs to say.
MIND_READING = (
    "you wanted", "you want to", "you didn't want", "you don't care", "you didn't care",
    "you don't like", "you thought", "you think you", "you felt", "you meant to", "you hoped",
    "you tried to make", "you intended", "you were trying to", "you couldn't be bothered",
    "you just want", "you assume", "you believed", "you don't respect",
)  # fmt: skip
#: Verbs of things another person can see or hear. Stems: "open" finds "opened" and "opening".
ACTS = (
    "said", "say", "told", "tell", "ask", "answer", "repl", "wrote", "write", "written", "sent",
    "send", "showed", "show", "shown", "open", "start", "began", "begin", "clos", "end", "paus",
    "stop", "interrupt", "spoke", "speak", "talk", "list", "nod", "look", "read", "present",
    "explain", "describ", "nam", "mention", "skip", "left", "leave", "came", "arriv", "join",
    "went", "go", "gave", "give", "given", "took", "take", "taken", "made", "make", "put", "cut",
    "change", "moved", "move", "add", "remov", "check", "test", "review", "merg", "deploy", "fix",
    "draw", "drew", "drawn", "invit", "thank", "summar", "repeat", "rais", "lower", "call", "turn",
    "walk", "stood", "stand", "sat", "wait", "help", "offer", "propos", "suggest", "agree",
    "declin", "decid", "split", "hand", "share", "prepar", "brought", "bring", "use",
    "using", "did", "kept",
    "keep", "held", "hold", "point", "jump", "rush", "laugh", "smil", "typ", "click", "built",
    "build", "ran", "run", "led", "lead", "let", "quot", "cover", "spent", "spend", "got", "get",
)  # fmt: skip


def hints(words: Words) -> tuple[Hint, ...]:
    """What could be said closer to the deed, at most three, the most useful first."""
    return tuple(_found(words))[:MOST]


def is_yes_no(question: str) -> bool:
    """Whether a question can be answered with yes or no, so that it brings little (10.0)."""
    first = re.findall(r"[a-z']+", question.casefold().replace("’", "'"))[:2]
    if not first:
        return False
    opener = first[1] if first[0] in ("so", "and", "but", "please") and first[1:] else first[0]
    return opener in _OPENERS


# --- private -------------------------------------------------------------------------------------

_OPENERS = frozenset(
    (
        "is", "are", "was", "were", "am", "do", "does", "did", "have", "has", "had", "can",
        "could", "will", "would", "should", "shall", "may", "might", "isn't", "aren't",
        "wasn't", "weren't",
        "don't", "doesn't", "didn't", "haven't", "hasn't", "can't", "couldn't", "won't",
        "wouldn't", "shouldn't",
    )
)  # fmt: skip
_QUOTED = re.compile(r"[“\"«„][^”\"»]{2,}[”\"»]|(?<!\w)[‘'][^’']{3,}[’'](?!\w)")
#: Endings of a stem in ACTS: open-ed, open-ing, repl-ied, clos-e, stop-ped, us-ed.
_ENDING = (
    r"(?:|s|es|e|ed|d|ing|ied|ies|y|ying|ping|ped|ting|ted|ging|ged|ning|ned|ating|ated|e?n"
    r"|i[sz]e|i[sz]ed|i[sz]ing)"
)
_ACT = re.compile(
    r"\b(?:" + "|".join(re.escape(one) for one in ACTS) + rf"){_ENDING}\b", re.IGNORECASE
)


def _found(words: Words) -> Iterator[Hint]:
    boxes = (words.seen, words.impact, words.next_time)
    if excerpt := _first(boxes, _trait):
        yield Hint(HintKind.TRAIT, excerpt)
    if excerpt := _first(boxes, _mind):
        yield Hint(HintKind.MIND_READING, excerpt)
    if excerpt := _first(boxes, _absolute):
        yield Hint(HintKind.ABSOLUTE, excerpt)
    if not (_ACT.search(_plain(words.seen)) or _QUOTED.search(words.seen)):
        yield Hint(HintKind.NO_ACT)
    if not words.next_time:
        yield Hint(HintKind.NO_NEXT)
    if sum(len(one) for one in (*boxes, words.keep)) > LONG:
        yield Hint(HintKind.LONG)


def _first(boxes: Iterable[str], rule: Callable[[str], re.Match[str] | None]) -> str:
    """The sentence of the first box the rule finds something in, shortened around it."""
    for box in boxes:
        text = _QUOTED.sub(" ", _plain(box))
        if found := rule(text):
            return _around(text, found)
    return ""


def _trait(text: str) -> re.Match[str] | None:
    return _phrase(TRAITS).search(text) or _YOU_ARE.search(text)


def _mind(text: str) -> re.Match[str] | None:
    return _phrase(MIND_READING).search(text)


def _absolute(text: str) -> re.Match[str] | None:
    return _phrase(ABSOLUTES).search(text)


def _phrase(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(one) for one in phrases) + r")(?!\w)", re.IGNORECASE
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence it stands in; a long one shortened."""
    start = max(text.rfind(mark, 0, found.start()) for mark in ".!?") + 1
    ends = [at for mark in ".!?" if (at := text.find(mark, found.end())) >= 0]
    sentence = text[start : min(ends) + 1 if ends else len(text)].strip()
    if len(sentence) <= EXCERPT:
        return sentence
    begin = max(0, min(found.start() - start - 20, len(sentence) - EXCERPT))
    return ("…" if begin else "") + sentence[begin : begin + EXCERPT].strip() + "…"
