"""What kind of word stands where: something done, a role, a number, a rhythm, or filler."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.smart.lexicon import (
    AMOUNTS,
    COMPARATIVES,
    CURRENCIES,
    DOING,
    EACH,
    FREQUENCY,
    NUMBERS,
    PERIODS,
    ROLE_BEFORE,
    ROLE_OR_VERB,
    ROLES,
    SOFT,
    STOP,
    VAGUE,
    WEEKDAYS,
)
from bot.domain.smart.text import Prepared, any_form


def frequency(rest: Prepared) -> tuple[int, int] | None:
    """ "Once a week", "every planning meeting", "weekly", "on Fridays"."""
    plain = rest.plain
    for at, word in enumerate(plain):
        following = plain[at + 1] if at + 1 < len(plain) else ""
        if word in FREQUENCY:
            return at, at + 1
        if word in EACH and following and following not in STOP:
            return at, min(at + 3, len(plain))
        if word == "a" and following in PERIODS and at and _counts(plain, at - 1):
            return at - 1, at + 2
        if word.endswith("s") and word[:-1] in WEEKDAYS and at and plain[at - 1] == "on":
            return at - 1, at + 1
    return None


def is_number(rest: Prepared, at: int) -> bool:
    """Figures, amounts, money; "one" only where it counts something."""
    word = rest.plain[at]
    if word[:1].isdigit() or word[1:2].isdigit():
        return True
    if word in CURRENCIES or word in ("%",):
        return True
    if word in AMOUNTS and word not in ("all", "both", "none", "zero"):
        return True
    if word == "one":
        before = rest.plain[at - 1] if at else ""
        following = rest.plain[at + 1] if at + 1 < len(rest.plain) else ""
        return before not in ("no", "any", "every", "the", "this", "that") and following != "of"
    return word in NUMBERS and word not in ("first", "both")


def does(word: str) -> bool:
    """Something a friend could see being done."""
    return any_form(word, DOING) and word not in STOP


def roles_in(rest: Prepared) -> list[int]:
    """Where roles and credentials stand, also "L5" and "B2"; "lead" only as "a lead"."""
    plain = rest.plain
    return [
        at
        for at, word in enumerate(plain)
        if any_form(word, ROLES)
        or (len(word) <= 3 and word[:1].isalpha() and word[-1:].isdigit())
        or (word in ROLE_OR_VERB and at > 0 and plain[at - 1] in ROLE_BEFORE)
    ]


def is_soft(word: str) -> bool:
    """A soft verb, or a word that could mean anything."""
    return any_form(word, SOFT) or any_form(word, VAGUE)


def is_content(word: str) -> bool:
    """More than a word that holds sentences together."""
    return word not in STOP and any(sign.isalnum() for sign in word)


def is_concrete(word: str) -> bool:
    """Says something a friend could point at: nothing vague, no soft verb, no number."""
    if not is_content(word) or word[:1].isdigit() or word in NUMBERS or word in AMOUNTS:
        return False
    if word in COMPARATIVES or word in VAGUE or word in FREQUENCY or word in PERIODS:
        return False
    return not any_form(word, SOFT) and not any_form(word, VAGUE)


# --- private -------------------------------------------------------------------------------------


def _counts(plain: Sequence[str], at: int) -> bool:
    """ "Once", "three times", "an hour" before "a week"."""
    return plain[at] in ("once", "twice", "times", "hour", "hours", "days", "minutes", "day") or (
        plain[at][:1].isdigit() or plain[at] in NUMBERS
    )
