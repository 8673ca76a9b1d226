"""S, M, A, R and T read out of a goal (content.md F3 rules): the same words, the same answer.

T is read first and cut out, so that "within 18 months" is no measure; S and M are read on what is
left. Being too lenient is the safer error: a good goal is never asked in vain. No letter has a
score, and none can be failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.smart.dates import FAR, Time, due, times_in
from bot.domain.smart.grammar import (
    does,
    frequency,
    is_concrete,
    is_content,
    is_number,
    is_soft,
    roles_in,
)
from bot.domain.smart.lexicon import (
    ABSOLUTES,
    COMPARATIVES,
    ONGOING,
    OWN_GAIN,
    PRESSURE,
    REACHING,
    REASONS,
)
from bot.domain.smart.text import Prepared, any_form, holds, phrase_at, prepare

#: A doing verb counts where the sentence begins (content.md F3 S).
FIRST_WORDS = 8
#: A reason of so many words says something (content.md F3 R).
REASON_WORDS = 5
#: Confidence from here on is enough, and below there a first milestone comes first (F3 A).
SURE, UNSURE = 7, 3
#: Less than this is short for a change of role; more wants a milestone (F3 A).
SHORT_DAYS, LONG_DAYS = 14, 180


class Letter(StrEnum):
    """In the order of the word, which is the order of the rows."""

    S = "s"
    M = "m"
    A = "a"
    R = "r"
    T = "t"


class Found(StrEnum):
    """Ok: nothing to ask. Nudge: something is there, one question helps. Missing: not said yet."""

    OK = "ok"
    NUDGE = "nudge"
    MISSING = "missing"


class Control(StrEnum):
    """Who decides whether it comes about."""

    MINE = "mine"
    SHARED = "shared"
    OTHERS = "others"


class Ask(StrEnum):
    """What exactly is asked for a letter; the words stand in ``goal_letter_hint``."""

    WHAT = "s"
    MEASURE = "m"
    BASE = "m_base"
    SURE = "a"
    WHY = "r"
    OWN_WHY = "r_own"
    WHEN = "t"
    PAST = "t_past"
    FAR = "t_far"


@dataclass(frozen=True)
class Fields:
    """What was answered beside the sentence; empty is not asked yet."""

    what: str = ""
    measure: str = ""
    due_on: date | None = None
    why: str = ""
    confidence: int | None = None
    control: str = ""
    active_goals: int = 0
    has_milestone: bool = False
    #: The goal comes from a step of a map or serves a value: that is its reason.
    is_linked: bool = False


@dataclass(frozen=True)
class LetterCheck:
    """One letter: its state, and the words it was found in, as they were written."""

    letter: Letter
    state: Found
    evidence: str = ""
    ask: str = ""


@dataclass(frozen=True)
class LetterChecks:
    """All five, and the day that was read out of the words."""

    checks: tuple[LetterCheck, ...]
    due_on: date | None = None

    def __getitem__(self, letter: Letter) -> LetterCheck:
        found = [one for one in self.checks if one.letter == letter]
        return found[0] if found else LetterCheck(letter, Found.MISSING)

    def state(self, letter: Letter) -> Found:
        """Where one letter stands."""
        return self[letter].state


def read(text: str, fields: Fields, today: date, *, locale: str = "en") -> LetterChecks:
    """Read a goal as it was said together with what was answered.

    Only English has a lexicon: in other languages S, M and T come from their fields alone.
    """
    said = prepare(text)
    times = times_in(said.plain, today) if knows(locale) else []
    rest = _without_times(said, times) if knows(locale) else prepare("")
    time, day = _read_t(said, times, fields, today)
    what = _read_s(rest, fields)
    checks = (
        what,
        _read_m(rest, fields, what),
        _read_a(said, fields, fields.due_on or day, today),
        _read_r(said, fields),
        time,
    )
    return LetterChecks(checks, day)


def knows(locale: str) -> bool:
    """Whether there is a lexicon for this language."""
    return locale.partition("-")[0].casefold() in ("", "en")


def asks_for_breathers(text: str) -> bool:
    """Whether it promises something for ever: "every day", "never" (content.md F3 A)."""
    return holds(prepare(text).plain, ABSOLUTES)


def is_short_for_a_role(text: str, day: date | None, today: date) -> bool:
    """A new role in less than two weeks: the date may move (content.md F3 A)."""
    return day is not None and (day - today).days < SHORT_DAYS and bool(roles_in(prepare(text)))


def is_habit(text: str, measure: str = "") -> bool:
    """A frequency and no end state: it is kept, never finished (content.md F3, kind of goal)."""
    said = prepare(f"{text} {measure}".strip())
    often = frequency(said)
    if not often or roles_in(said):
        return False
    left = said.without(set(range(*often)))
    return not any(is_number(left, at) for at in range(len(left.words)))


def noun_of(text: str, today: date) -> str:
    """The person's own noun, for an example: the last thing named; empty when none is."""
    said = prepare(text)
    rest = _without_times(said, times_in(said.plain, today))
    roles = roles_in(rest)
    for places in (range(len(rest.words) - 1, -1, -1), roles):
        for at in places:
            word = rest.words[at].plain
            named = at in roles or (is_concrete(word) and not does(word))
            if named and word.isalpha():
                return rest.span(at, at + 1)
    return ""


# --- private -------------------------------------------------------------------------------------


def _without_times(said: Prepared, times: Sequence[Time]) -> Prepared:
    return said.without({at for one in times for at in range(one.first, one.cut)})


def _read_t(
    said: Prepared, times: Sequence[Time], fields: Fields, today: date
) -> tuple[LetterCheck, date | None]:
    """A day picked, or one in the words; put off, gone by or far away gets one question."""
    day = due(times)
    shown = [one for one in times if not one.vague]
    evidence = said.span(shown[-1].first, shown[-1].after) if shown else ""
    chosen = fields.due_on or day
    if chosen is not None:
        if fields.due_on is not None and fields.due_on != day:
            evidence = ""
        ask = Ask.PAST if chosen < today else Ask.FAR if chosen - today > FAR else ""
        return LetterCheck(Letter.T, Found.NUDGE if ask else Found.OK, evidence, ask), day
    if shown:
        return LetterCheck(Letter.T, Found.OK, evidence), None
    if times:
        words = said.span(times[0].first, times[0].after)
        return LetterCheck(Letter.T, Found.NUDGE, words, Ask.WHEN), None
    return LetterCheck(Letter.T, Found.MISSING, "", Ask.WHEN), None


def _read_s(rest: Prepared, fields: Fields) -> LetterCheck:
    if fields.what.strip():
        return LetterCheck(Letter.S, Found.OK, fields.what.strip())
    concrete = [at for at, word in enumerate(rest.plain) if is_concrete(word)]
    for rule in (_doing, _reaching, _method, _counted, _three_things):
        if span := rule(rest, concrete):
            return LetterCheck(Letter.S, Found.OK, rest.span(*span))
    content = [word for word in rest.plain if is_content(word)]
    compares = any(word in COMPARATIVES for word in rest.plain)
    state = Found.NUDGE if compares or len(content) > 1 else Found.MISSING
    return LetterCheck(Letter.S, state, "", Ask.WHAT)


def _doing(rest: Prepared, concrete: Sequence[int]) -> tuple[int, int] | None:
    """(a) Something a friend could see being done, to something."""
    compares = any(word in COMPARATIVES for word in rest.plain)
    for at, word in enumerate(rest.plain[:FIRST_WORDS]):
        named = compares and word.endswith("ing")  # "better at presenting"
        if does(word) and not named and concrete and len({at, *concrete}) > 1:
            return min(at, concrete[0]), max(at, concrete[-1]) + 1
    return None


def _reaching(rest: Prepared, concrete: Sequence[int]) -> tuple[int, int] | None:
    """(b) Get, become or be, and a role or credential."""
    reach = next((at for at, word in enumerate(rest.plain) if any_form(word, REACHING)), 0)
    roles = [at for at in roles_in(rest) if at >= reach]
    return (reach, roles[-1] + 1) if roles else None


def _method(rest: Prepared, concrete: Sequence[int]) -> tuple[int, int] | None:
    """(c) "By interviewing five users" names the way."""
    for at, word in enumerate(rest.plain[:-1]):
        way = rest.plain[at + 1]
        if word in ("by", "through", "via") and way.endswith("ing") and not is_soft(way):
            return at, at + 2
    return None


def _counted(rest: Prepared, concrete: Sequence[int]) -> tuple[int, int] | None:
    """(d) A number of something."""
    numbers = [at for at in range(len(rest.words)) if is_number(rest, at)]
    if not (numbers and concrete):
        return None
    places = sorted({*numbers, *concrete})
    return places[0], places[-1] + 1


def _three_things(rest: Prepared, concrete: Sequence[int]) -> tuple[int, int] | None:
    """(e) Enough named to see it."""
    return (concrete[0], concrete[-1] + 1) if len(concrete) >= 3 else None


def _read_m(rest: Prepared, fields: Fields, what: LetterCheck) -> LetterCheck:
    if fields.measure.strip():
        return LetterCheck(Letter.M, Found.OK, fields.measure.strip())
    numbers = [at for at in range(len(rest.words)) if is_number(rest, at)]
    if numbers:
        evidence = rest.span(numbers[0], min(numbers[0] + 3, len(rest.words)))
        if _has_no_base(rest, numbers):
            return LetterCheck(Letter.M, Found.NUDGE, evidence, Ask.BASE)
        return LetterCheck(Letter.M, Found.OK, evidence)
    if often := frequency(rest):
        return LetterCheck(Letter.M, Found.OK, rest.span(*often))
    if result := _yes_or_no(rest, fields, what):
        return LetterCheck(Letter.M, Found.OK, result)
    return LetterCheck(Letter.M, Found.MISSING, "", Ask.MEASURE)


def _yes_or_no(rest: Prepared, fields: Fields, what: LetterCheck) -> str:
    """A result anybody could confirm: a doing or reaching verb, and a role or two things."""
    if what.state != Found.OK or fields.what:
        return ""
    plain = rest.plain
    roles = roles_in(rest)
    first = plain[:FIRST_WORDS]
    deed = next((at for at in range(len(first)) if _is_deed(first, at)), -1)
    goes_on = deed >= 0 and any_form(plain[deed], ONGOING)
    if goes_on and plain[deed + 1 : deed + 2] in (("a",), ("an",)):
        goes_on = False  # "host a lunch": once
    reaches = any(any_form(word, REACHING) for word in first)
    if roles and (reaches or len(plain) <= 4 or (deed >= 0 and not goes_on)):
        return rest.span(0, roles[-1] + 1)
    things = [at for at, word in enumerate(plain) if is_concrete(word) and at != deed]
    if deed >= 0 and len(things) >= (2 if goes_on else 1):
        return rest.span(0, things[-1] + 1)
    return ""


def _is_deed(plain: Sequence[str], at: int) -> bool:
    """A doing verb that is one here: "our pricing model" is none."""
    before = plain[at - 1] if at else ""
    is_noun = before in _BEFORE_NOUNS or is_concrete(before)
    return does(plain[at]) and not plain[at].endswith("ing") and not is_noun


_BEFORE_NOUNS = ("a", "an", "the", "our", "my", "their", "of", "in", "on", "at", "with", "each")


def _has_no_base(rest: Prepared, numbers: Sequence[int]) -> bool:
    """ "20% better": than what? A verb that is done to something names its base."""
    plain = rest.plain
    compared = all(plain[at + 1 : at + 2] and plain[at + 1] in COMPARATIVES for at in numbers)
    based = "from" in plain or any(does(word) for word in plain[:FIRST_WORDS])
    return compared and not based


def _read_a(said: Prepared, fields: Fields, day: date | None, today: date) -> LetterCheck:
    if fields.confidence is None:
        return LetterCheck(Letter.A, Found.MISSING, "", Ask.SURE)
    evidence = f"sure, {fields.confidence} of 10"
    if fields.confidence <= UNSURE and not fields.has_milestone:
        return LetterCheck(Letter.A, Found.MISSING, evidence, Ask.SURE)
    days = (day - today).days if day else 0
    odd = (
        fields.confidence < SURE
        or fields.control == Control.OTHERS
        or fields.active_goals > 3
        or is_short_for_a_role(said.text, day, today)
        or (days > LONG_DAYS and not fields.has_milestone)
        or holds(said.plain, ABSOLUTES)
    )
    return LetterCheck(Letter.A, Found.NUDGE if odd else Found.OK, evidence)


def _read_r(said: Prepared, fields: Fields) -> LetterCheck:
    why = fields.why.strip()
    clause = _clause(said)
    if fields.is_linked:
        return LetterCheck(Letter.R, Found.OK, why or clause)
    given = why or clause
    plain = prepare(given, whole=True).plain
    if holds(plain, PRESSURE) and not holds(plain, OWN_GAIN):
        return LetterCheck(Letter.R, Found.NUDGE, given, Ask.OWN_WHY)
    if clause or len(plain) >= REASON_WORDS:
        return LetterCheck(Letter.R, Found.OK, given)
    if plain:
        return LetterCheck(Letter.R, Found.NUDGE, why, Ask.WHY)
    return LetterCheck(Letter.R, Found.MISSING, "", Ask.WHY)


def _clause(said: Prepared) -> str:
    """ "… so that I can lead bigger work"."""
    for at in range(len(said.words)):
        length = phrase_at(said.plain, at, REASONS)
        if length and at + length < len(said.words):
            return said.span(at, len(said.words))
    return ""
