"""From words as typed to words the rules can look at (content.md F3 rules, "Prepare")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.smart.lexicon import LEAD_INS

Phrases = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Word:
    """One word: how it is looked up, and where it stands in the prepared text."""

    plain: str
    start: int
    end: int
    #: A sentence or clause ends right after it.
    ends: bool = False


@dataclass(frozen=True)
class Prepared:
    """The text with its words; evidence is cut out of ``text`` as it was written."""

    text: str
    words: tuple[Word, ...]

    def span(self, first: int, after: int) -> str:
        """The text from one word up to, not including, another."""
        return self.text[self.words[first].start : self.words[after - 1].end]

    def without(self, cut: Collection[int]) -> Prepared:
        """The same text with some words not looked at any more."""
        left = tuple(one for at, one in enumerate(self.words) if at not in cut)
        return Prepared(self.text, left)

    @property
    def plain(self) -> tuple[str, ...]:
        """The words as they are looked up."""
        return tuple(one.plain for one in self.words)


def prepare(typed: str, *, whole: bool = False) -> Prepared:
    """Compatible characters, straight quotes, single spaces; without the lead-in, unless
    ``whole``."""
    text = unicodedata.normalize("NFKC", typed).translate(_STRAIGHT)
    text = " ".join(text.split())
    words = [one for found in _WORD.finditer(text) for one in _split(_word(found, text))]
    while words and not whole and (length := _lead_in(words)):
        words = words[length:]
    start = words[0].start if words else len(text)
    moved = tuple(Word(w.plain, w.start - start, w.end - start, w.ends) for w in words)
    return Prepared(text[start:], moved)


def without_lead_in(typed: str) -> str:
    """The words after "I want to", on one line, without a full stop."""
    return prepare(typed).text.rstrip(". ")


def any_form(word: str, known: Collection[str]) -> bool:
    """Whether the word, or the word without its ending, is one of these."""
    return any(one in known for one in forms(word))


def forms(word: str) -> tuple[str, ...]:
    """The word and what it may be without its ending: "reduced" → "reduc", "reduce"."""
    found = [word]
    for ending in ("'s", "s", "es", "ed", "ing", "d"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            found.append(stem)
            if ending in ("ed", "ing"):
                found.append(f"{stem}e")
                if stem[-1] == stem[-2]:
                    found.append(stem[:-1])
    if word.endswith("ies") and len(word) > 4:
        found.append(f"{word[:-3]}y")
    return tuple(found)


def phrase_at(plain: Sequence[str], at: int, phrases: Phrases) -> int:
    """How many words of a known phrase stand here; 0 when none does."""
    for phrase in phrases:
        if tuple(plain[at : at + len(phrase)]) == tuple(phrase):
            return len(phrase)
    return 0


def holds(plain: Sequence[str], phrases: Phrases) -> bool:
    """Whether one of these phrases stands anywhere."""
    listed = tuple(phrases)
    return any(phrase_at(plain, at, listed) for at in range(len(plain)))


# --- private -------------------------------------------------------------------------------------

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
#: A run of letters, digits and the marks that belong inside a word, or money and percent signs.
_WORD = re.compile(r"[$€£¥]?\d[\d.,/:-]*\d?[%\w+]*|[^\W\d_][\w'+/&.-]*[\w+]|[^\W_]|[$€£¥%]")


def _word(found: re.Match[str], text: str) -> Word:
    typed = found.group(0).rstrip(".,:-/")
    end = found.start() + len(typed)
    return Word(typed.casefold(), found.start(), end, text[end : end + 1] in (".", ";", "!", "?"))


def _split(word: Word) -> tuple[Word, ...]:
    """ "mid-May" is two words."""
    head, mark, rest = word.plain.partition("-")
    if not (mark and rest and head in ("mid", "early", "late")):
        return (word,)
    middle = word.start + len(head)
    return Word(head, word.start, middle), Word(rest, middle + 1, word.end, word.ends)


def _lead_in(words: Sequence[Word]) -> int:
    return phrase_at([one.plain for one in words[:8]], 0, LEAD_INS)
