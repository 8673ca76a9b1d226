"""Times in words, turned into a day of the calendar (content.md F3, letter T).

A stretch of time ("June", "Q2", "next summer") is read as its last day, "before" it as the day
before its first. What is read is always shown back, so a wrong guess costs one tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.smart.lexicon import (
    BEFORE,
    EACH,
    EDGES,
    EVENT_LEADS,
    EVENT_WORDS,
    EVENTS,
    MONTH_OR_WORD,
    PUT_OFF,
    THE,
    TIME_LEADS,
)
from bot.domain.smart.text import phrase_at
from bot.domain.smart.times import READERS, Stretch, day_number, over, word_at

#: A goal further away than this is asked for a nearer day (content.md F3 T).
FAR = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Time:
    """A time found in words: from one word up to, not including, another.

    ``cut`` is the first word after it that still says what is to be done: "the April *review*".
    ``day`` is None for one that puts off (``vague``), and for an event nobody gave a day to.
    """

    first: int
    after: int
    cut: int
    day: date | None = None
    vague: bool = False


def times_in(words: Sequence[str], today: date) -> list[Time]:
    """Every time that stands in these words, in order."""
    words = list(words)
    found: list[Time] = []
    at = 0
    while at < len(words):
        one = _time_at(words, at, today)
        found += [one] if one else []
        at = max(one.after, at + 1) if one else at + 1
    return found


def due(times: Sequence[Time]) -> date | None:
    """The day the whole thing is to be done: the last one named."""
    days = [one.day for one in times if one.day is not None]
    return max(days) if days else None


# --- private -------------------------------------------------------------------------------------


def _time_at(words: Sequence[str], at: int, today: date) -> Time | None:
    if length := phrase_at(words, at, PUT_OFF):
        return Time(at, at + length, at + length, vague=True)
    if at and words[at - 1] in EACH:
        return None
    lead, place = _lead(words, at)
    place = over(words, place, THE)
    edge = EDGES.get(word_at(words, place), "")
    if edge:
        place += 2 if word_at(words, place + 1) == "of" else 1
        place = over(words, place, THE)
    for read in READERS:
        stretch = read(words, place, today)
        if stretch is None or _is_a_measure(words, at, read.__name__, stretch.after):
            continue
        if not _wants_lead(read.__name__, words, place, lead or edge):
            after = _past_event(words, stretch.after)
            return Time(at, after, stretch.after, _day(stretch, lead, edge))
    return _event(words, at, place, lead)


def _lead(words: Sequence[str], at: int) -> tuple[str, int]:
    """The little word before a time, and the first word after it."""
    for phrase in _LEADS_OF_TWO:
        if phrase_at(words, at, (phrase,)):
            return "before", at + len(phrase)
    return (words[at], at + 1) if words[at] in TIME_LEADS else ("", at)


_LEADS_OF_TWO = (("in", "time", "for"), ("ahead", "of"), ("no", "later", "than"))


def _wants_lead(reader: str, words: Sequence[str], at: int, has_lead: str) -> bool:
    """A word that is also no time counts only after "by", "in", "end of" or the like."""
    word = word_at(words, at)
    if has_lead:
        return False
    if reader == "read_season":
        return word not in ("next", "this", "coming")
    if reader == "read_month":
        return word in MONTH_OR_WORD and not day_number(word_at(words, at + 1))
    if reader == "read_amount":
        return word in ("half",) or not (word[:1].isdigit() or word_at(words, at + 1)[-1:] == "s")
    return reader == "read_bare_year"


def _is_a_measure(words: Sequence[str], at: int, reader: str, after: int) -> bool:
    """ "From two days to four hours" says how long something takes."""
    begins = "from" in (word_at(words, at), word_at(words, at - 1))
    return begins and reader == "read_amount" and word_at(words, after - 1) != "now"


def _past_event(words: Sequence[str], at: int) -> int:
    """ "Before the April review": the review belongs to the words that are shown."""
    place = over(words, at, EVENT_WORDS)
    return place + 1 if word_at(words, place) in EVENTS else at


def _event(words: Sequence[str], at: int, place: int, lead: str) -> Time | None:
    """ "By the next board meeting": a day somebody knows, and the calendar does not."""
    after = _past_event(words, over(words, place, ("next", "this", "coming")))
    if lead not in EVENT_LEADS or word_at(words, after - 1) not in EVENTS:
        return None
    return Time(at, after, at, None)


def _day(stretch: Stretch, lead: str, edge: str) -> date:
    first, last = stretch.first, stretch.last
    if edge == "start":
        return first + (last - first) // 6
    if edge == "middle":
        return first + (last - first) // 2
    return first - timedelta(days=1) if lead in BEFORE and not edge else last
