"""What to ask, in which order, and an example made of the person's own noun (content.md 3.1, 3.2).

A question is one line; the words stand in ``prompts/en/goal_letter_hint.j2``.
"""

from __future__ import annotations

from datetime import date

from bot.domain.smart.letters import Ask, Found, Letter, LetterCheck, LetterChecks
from bot.domain.smart.times import months_after

#: Questions in one form (content.md 3.1).
MOST = 3
#: The order of asking.
ORDER = (Letter.M, Letter.T, Letter.S, Letter.R, Letter.A)
#: What each letter is called in words.
NAMES = {
    Letter.S: "Specific",
    Letter.M: "Measurable",
    Letter.A: "Achievable",
    Letter.R: "Relevant",
    Letter.T: "Time-bound",
}


def questions(checks: LetterChecks) -> tuple[LetterCheck, ...]:
    """The letters to ask about now: at most three, each with something to ask."""
    left = [checks[letter] for letter in ORDER]
    return tuple(one for one in left if one.state != Found.OK and one.ask)[:MOST]


def example(ask: str, noun: str, today: date) -> str:
    """One example, made of the person's own noun; of a neutral one where they named none."""
    named = noun or "my first project"
    if ask == Ask.WHAT:
        return f"“{named}: I run one from start to end”"
    if ask == Ask.MEASURE:
        return f"“{named}: done three times”, or “{named}: signed off”"
    if ask == Ask.BASE:
        return f"“{named}: from 10 to 12 a month”"
    if ask in (Ask.WHEN, Ask.PAST, Ask.FAR):
        return f"“{named}: by the end of {months_after(today, 3):%B}”"
    if ask in (Ask.WHY, Ask.OWN_WHY):
        return f"“{named}: it lets me take on bigger work”"
    return "7 means: likely, if nothing big comes in between"
