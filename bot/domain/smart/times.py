"""One reader for each way to say a time; each looks at one place and answers with a stretch.

``bot.domain.smart.dates`` finds the places. All of them take the words, the place and today.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.smart.lexicon import (
    MONTHS,
    NUMBERS,
    ORDINALS,
    PERIODS,
    QUARTERS,
    SEASONS,
    STOP,
    UNITS,
    WEEKDAYS,
)

#: Nobody's goal is further away; a number this size is no time.
MOST_UNITS = 400


@dataclass(frozen=True)
class Stretch:
    """From a day to a day, and the first word after it."""

    first: date
    last: date
    after: int


Reader = Callable[[Sequence[str], int, date], Stretch | None]


def word_at(words: Sequence[str], at: int) -> str:
    """The word there; empty beyond the ends."""
    return words[at] if 0 <= at < len(words) else ""


def over(words: Sequence[str], at: int, known: Collection[str]) -> int:
    """The first place from there whose word is none of these."""
    while word_at(words, at) and words[at] in known:
        at += 1
    return at


def day_number(word: str) -> int:
    """A day of the month: "30", "30th"; 0 when it is none."""
    found = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else 0


def months_after(day: date, count: int) -> date:
    """So many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- the readers ---------------------------------------------------------------------------------


def read_numbers(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """2027-01-15, 15.1.2027, 15/1/27: the day first, unless it can only be a month."""
    for pattern, order in _WRITTEN:
        if found := re.fullmatch(pattern, word_at(words, at)):
            year, month, day = (int(found.groups()[place]) for place in order)
            month, day = (day, month) if month > 12 else (month, day)
            return _one_day(_safe(year + (2000 if year < 100 else 0), month, day), at + 1)
    return None


def read_dated(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """30 June, June 30th, the 30th of June 2027."""
    word, following = word_at(words, at), word_at(words, at + 1)
    if day := day_number(word):
        place = at + 2 if following == "of" else at + 1
        month = MONTHS.get(word_at(words, place))
        after = place + 1
    else:
        month, day, after = MONTHS.get(word), day_number(following), at + 2
    if not (month and day):
        return None
    if year := _year(word_at(words, after)):
        return _one_day(_safe(year, month, day), after + 1)
    return _one_day(_ahead(month, day, today), after)


def read_month(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """June, next June, June 2027."""
    place = over(words, at, _COMING)
    month = MONTHS.get(word_at(words, place))
    if not month:
        return None
    if year := _year(word_at(words, place + 1)):
        return _months(year, month, 1, place + 2)
    return _months(today.year + (month < today.month), month, 1, place + 1)


def read_amount(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """Six weeks, 18 months, the next two quarters, a year and a half, half a year."""
    place = over(words, at, ("next", "coming", "about", "around", "another", "following"))
    if words[place : place + 3] in (["half", "a", "year"],):
        return _one_day(months_after(today, 6), place + 3)
    count = _count(word_at(words, place))
    if count is None and word_at(words, place - 1) in ("a", "an", "one"):
        count, place = 1, place - 1
    if count is None:
        return _glued(words, place, today)
    if words[place : place + 2] == ["couple", "of"]:
        place += 1
    unit = UNITS.get(word_at(words, place + 1).rstrip("'"))
    if not unit or _says_how_often(words, place + 2):
        return None
    if unit == "year" and words[place + 2 : place + 5] == ["and", "a", "half"]:
        return _one_day(months_after(today, 12 * count + 6), place + 5)
    after = place + 4 if words[place + 2 : place + 4] == ["from", "now"] else place + 2
    return _one_day(_later(today, count, unit), after)


def read_weekday(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """Friday, this Friday; next Friday is the one of the week after."""
    place = over(words, at, _COMING)
    number = WEEKDAYS.get(word_at(words, place))
    if number is None:
        return None
    ahead = (number - today.weekday()) % 7 or 7
    same_week = today.weekday() + ahead < 7
    ahead += 7 if word_at(words, at) == "next" and same_week else 0
    return _one_day(today + timedelta(days=ahead), place + 1)


def read_quarter(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """Q2, Q2 2027, the second quarter, this quarter, next quarter, the quarter."""
    word = word_at(words, at)
    number, after = QUARTERS.get(word), at + 1
    if not number and word_at(words, at + 1) == "quarter":
        number, after = ORDINALS.get(word), at + 2
    if not number:
        first_month = today.month - (today.month - 1) % 3
        return _this_or_next(words, at, "quarter", (today.year, first_month, 3))
    if year := _year(word_at(words, after)):
        return _months(year, number * 3 - 2, 3, after + 1)
    return _months(today.year + (number * 3 < today.month), number * 3 - 2, 3, after)


def read_half(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """H1, H2 2027."""
    half = {"h1": 1, "h2": 2}.get(word_at(words, at))
    if not half:
        return None
    if year := _year(word_at(words, at + 1)):
        return _months(year, 6 * half - 5, 6, at + 2)
    return _months(today.year + (half == 1 and today.month > 6), 6 * half - 5, 6, at + 1)


def read_season(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """Next summer, the end of spring, winter 2027."""
    place = over(words, at, _COMING)
    month = SEASONS.get(word_at(words, place))
    if not month:
        return None
    if year := _year(word_at(words, place + 1)):
        return _months(year, month, 3, place + 2)
    following = word_at(words, place + 1)
    if following and following not in STOP:
        return None  # the summer school
    begun, is_over = today.month >= month, today.month >= month + 3
    late = is_over or (begun and word_at(words, at) == "next")
    return _months(today.year + late, month, 3, place + 1)


def read_year(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """This year, next year, the year, year-end, the year's end."""
    word, following = word_at(words, at), word_at(words, at + 1)
    if word in ("year-end", "end-of-year", "eoy"):
        return _months(today.year, 1, 12, at + 1)
    if word in ("year", "year's") and following == "end":
        return _months(today.year, 1, 12, at + 2)
    return _this_or_next(words, at, "year", (today.year, 1, 12))


def read_bare_year(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """ "In 2027", "by the end of 2027"."""
    year = _year(word_at(words, at))
    return _months(year, 1, 12, at + 1) if year else None


def read_near(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """Today, tomorrow, this month, next month, month-end."""
    word = word_at(words, at)
    if word in ("today", "tonight", "tomorrow"):
        return _one_day(today + timedelta(days=word == "tomorrow"), at + 1)
    if word in ("month-end", "end-of-month", "eom"):
        return _months(today.year, today.month, 1, at + 1)
    return _this_or_next(words, at, "month", (today.year, today.month, 1))


def read_week(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """This week, next week, the week after "end of the"."""
    word, place = word_at(words, at), at
    if word in _COMING:
        place += 1
    elif word_at(words, at - 1) not in _OF_THE:
        return None
    unit = word_at(words, place)
    if unit not in ("week", "weekend"):
        return None
    monday = today - timedelta(days=today.weekday())
    monday += timedelta(days=7 if word in ("next", "coming") else 0)
    last = monday + timedelta(days=6 if unit == "weekend" else 4)
    return Stretch(max(monday, today), max(last, today), place + 1)


READERS: tuple[Reader, ...] = (
    read_numbers,
    read_dated,
    read_month,
    read_quarter,
    read_half,
    read_year,
    read_week,
    read_near,
    read_amount,
    read_weekday,
    read_season,
    read_bare_year,
)

# --- private -------------------------------------------------------------------------------------

_COMING = ("next", "this", "coming")
_OF_THE = ("the", "of", "our", "my", "mid", "early", "late", "by")
_WRITTEN = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)),
    (r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})", (2, 1, 0)),
)
_GLUED = r"(\d{1,3})-?(day|week|wk|month|mo|year|yr)s?"


def _count(word: str) -> int | None:
    """A count, in figures or words."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 and int(word) <= MOST_UNITS else None
    return NUMBERS.get(word) if word not in ("half", "first", "both") else None


def _says_how_often(words: Sequence[str], at: int) -> bool:
    """ "Three days a week" says how often, "five years of experience" how long ago."""
    word = word_at(words, at)
    return word in ("of", "off", "ago") or (
        word in ("a", "per", "each", "every") and word_at(words, at + 1) in PERIODS
    )


def _glued(words: Sequence[str], at: int, today: date) -> Stretch | None:
    """ "6-month", "18mo": a number and its unit in one word."""
    found = re.fullmatch(_GLUED, word_at(words, at))
    if not found or int(found[1]) > MOST_UNITS:
        return None
    unit = {"wk": "week", "mo": "month", "yr": "year"}.get(found[2], found[2])
    return _one_day(_later(today, int(found[1]), unit), at + 1)


def _year(word: str) -> int:
    return int(word) if re.fullmatch(r"(19|20|21)\d\d", word) else 0


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ahead(month: int, day: int, today: date) -> date | None:
    """This year's, or next year's when that has gone by."""
    this = _safe(today.year, month, day)
    return this if this and this >= today else _safe(today.year + 1, month, day)


def _later(today: date, count: int, unit: str) -> date:
    days = {"day": 1, "week": 7, "fortnight": 14}
    if unit in days:
        return today + timedelta(days=count * days[unit])
    return months_after(today, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def _one_day(day: date | None, after: int) -> Stretch | None:
    return Stretch(day, day, after) if day else None


def _months(year: int, month: int, count: int, after: int) -> Stretch:
    first = date(year, month, 1)
    return Stretch(first, months_after(first, count) - timedelta(days=1), after)


def _this_or_next(
    words: Sequence[str], at: int, unit: str, current: tuple[int, int, int]
) -> Stretch | None:
    """ "This month", "next month", and "the month" after "end of the"."""
    year, month, count = current
    word = word_at(words, at)
    if word == unit and word_at(words, at - 1) in _OF_THE:
        return _months(year, month, count, at + 1)
    if word not in _COMING or word_at(words, at + 1) != unit:
        return None
    first = date(year, month, 1)
    first = months_after(first, count) if word in ("next", "coming") else first
    return _months(first.year, first.month, count, at + 2)
