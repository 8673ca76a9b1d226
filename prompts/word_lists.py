"""Words that stay out of everything Waymark says (content.md 3.4, 3.12 and 5.2d)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache


def listed(text: str) -> frozenset[str]:
    """Words and phrases parted by bars."""
    return frozenset(" ".join(text.split()).split(" | "))


#: Content.md 3.4; `*` marks a stem.
BANNED = listed(
    """fail* | miss* | overdue | late again | still haven't | you haven't | should have | must
    | need to | don't forget | just a reminder | friendly reminder | asap | unfortunately | oops
    | uh-oh | streak* | lazy | simply | easy | obviously | guys | crush* | rockstar* | ninja*
    | superstar* | gifted | natural | talent* | born to"""
)
#: The other column and the second list of the same section, 3.1 and 3.7, and 3.12.
BETTER_SAID = listed(
    """at risk | red | slipping | blocked | failing | abandon* | give up | late | outstanding
    | lower the bar | rejected | declined | you should | you promised | you said you would
    | intervention | support ticket | protégé | subordinate | 1:1 | we noticed | why didn't
    | why haven't | is waiting on | proud of you | you're amazing | i'm proud | i'm sad
    | i'm worried | i'm excited | i'm glad | i'm sorry | successfully | above | below
    | the green button | see the arrow | blind spot | tone-deaf | lame | crazy | culture fit
    | 100 % | weekend* | overtime | late night | thank you for using"""
)

#: What people do can change; what they "are" cannot. So nothing is explained by what somebody was
#: given (content.md 5.2d), neither as praise nor as comfort.
TALENT = listed(
    """natural* | gifted | gift for | gifts | born | inborn | innate* | talent* | genius*
    | prodig* | brilliant* | clever* | smart | smarter | smartest | knack | aptitude | flair
    | cut out for | made for | what it takes | by nature | in your blood | good at | bad at
    | not your thing | your strong suit | a people person | best at | potential"""
)


def banned_in(text: str) -> list[str]:
    """Banned words and phrases, whole words only, `*` being any ending; and "!!"."""
    found = _found(text, BANNED | BETTER_SAID)
    return found + (["!!"] if re.search(r"!\s*!", text) else [])


def talent_in(text: str) -> list[str]:
    """Words that explain people by what they were given."""
    return _found(text, TALENT)


# --- private -------------------------------------------------------------------------------------


def _found(text: str, listed: Iterable[str]) -> list[str]:
    plain = " ".join(text.replace("’", "'").casefold().split())
    return [word for word in sorted(listed) if _pattern(word).search(plain)]


@cache
def _pattern(word: str) -> re.Pattern[str]:
    stem = re.escape(word.rstrip("*"))
    return re.compile(rf"(?<!\w){stem}" + (r"\w*" if word.endswith("*") else r"(?!\w)"))
