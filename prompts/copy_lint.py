"""The copy guide as rules (content.md part 3 and 7.6): each takes words and answers with findings.

`check` runs all of them over one template; the tests beside it show that each can fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prompts.word_lists import banned_in, listed, talent_in

# --- what the guide says ------------------------------------------------------------------------

#: Words in a rendered body, quoted lines left out (content.md 3.3).
CHECKIN, CELEBRATION, ASK, SETBACK, CARD, PRIVACY = 35, 30, 50, 60, 60, 120
WORDS: Mapping[str, int] = {
    "checkin_due": CHECKIN,
    "checkin_ack": CHECKIN,
    "checkin_nudge": CHECKIN,
    "checkin_shared": CHECKIN,
    "checkin_rest": CHECKIN,
    "checkin_fresh_start": CHECKIN,
    "checkin_cadence_ask": CHECKIN,
    "mentee_quiet": CHECKIN,
    "win_ack": CELEBRATION,
    "win_shared": CELEBRATION,
    "wins_jar_resurface": CELEBRATION,
    "praise_received": CELEBRATION,
    "praise_thanks": CELEBRATION,
    "celebrate_goal": CELEBRATION,
    "celebrate_return": CELEBRATION,
    "celebrate_anniversary": CELEBRATION,
    "setback_ack": SETBACK,
    "setback_strengths": SETBACK,
    "setback_next_step": SETBACK,
    "ifthen_prompt": CELEBRATION,
    "roadblock_saved": CHECKIN,
    "roadblock_mentor_ping": ASK,
    "roadblock_mentor_reminder": CHECKIN,
    "roadblock_reply": ASK,
    "roadblock_answered": CHECKIN,
    "roadblock_back": CHECKIN,
    "roadblock_noted": CHECKIN,
    "roadblock_no_answer": CHECKIN,
    "roadblock_followup": CHECKIN,
    "roadblock_resolved": CELEBRATION,
    "roadblock_thanks": CHECKIN,
    "roadblock_self_help": CHECKIN,
    "capacity_check": CHECKIN,
    **{f"feedback_{one}": ASK for one in ("request", "delivered")},
    **{f"feedback_{one}": CELEBRATION for one in ("form_hint", "thanks")},
    **{f"feedback_{one}": CHECKIN for one in ("reminder", "permission", "noted", "held")},
    **{f"feedback_{one}": CHECKIN for one in ("line", "tried")},
    "request_received": ASK,
    "request_reminder": CHECKIN,
    "request_changed": ASK,
    "request_accepted": CHECKIN,
    "request_declined": ASK,
    "agreement_invite": ASK,
    "agreement_signed": CARD,
    "partner_away": ASK,
    "goal_start": CELEBRATION,
    "map_start": ASK,
    "map_story_ask": ASK,
    "map_news": CHECKIN,
    "goal_summary": ASK,
    "goal_shared": ASK,
    "goal_question": ASK,
    "goal_letter_hint": CELEBRATION,
    "goal_date": CHECKIN,
    "goal_draft": CHECKIN,
    "onboard_welcome": CARD,
    "home_step": CHECKIN,
    "onboard_recap": CARD,
    "privacy_card": PRIVACY,
    "pause_confirm": CHECKIN,
    "pause_return": CHECKIN,
    "partner_paused": CHECKIN,
    "support_signpost": CARD,
    "stray_words": CHECKIN,
    "next_prompt": CHECKIN,
    "digest_mentee": CHECKIN,
    "digest_mentor": CHECKIN,
    "save_problem": CHECKIN,
    "anon_posted": ASK,
    **{f"circle_{one}": ASK for one in ("roadblock", "win", "question", "not_posted")},
}
NOTIFY_CHARACTERS = 60
LINE_WORDS = 20
WHY_WORDS = 25
SENTENCE_AVERAGE = 14
SENTENCE_LONGEST = 25
GRADE = 7.0
BUTTON_CHARACTERS = 24
BULLETS = 5

#: Only warm, whatever the setting (content.md 3.8); a partner who is gone is a closing.
WARM_ONLY = listed(
    """request_declined | partner_away | privacy_card | support_signpost | pause_confirm
    | save_problem | feedback_delivered | setback_ack | capacity_check | anon_posted
    | circle_roadblock | circle_question | circle_not_posted
    | setback_strengths | setback_next_step"""
)
FEEDBACK = {kind for kind in WORDS if kind.startswith("feedback_")} - WARM_ONLY
ROADBLOCKS = listed(
    """roadblock_saved | roadblock_mentor_ping | roadblock_mentor_reminder | roadblock_reply
    | roadblock_no_answer | roadblock_followup | roadblock_resolved | roadblock_thanks
    | roadblock_answered | roadblock_back | roadblock_noted | roadblock_self_help"""
)
#: Direct allowed, never playful (content.md 3.8 and 4.1).
NEVER_PLAYFUL = ROADBLOCKS | listed(
    """request_received | request_reminder | request_changed | agreement_invite | agreement_signed
    | ifthen_prompt | goal_shared | goal_question | goal_letter_hint | goal_date | goal_draft
    | map_story_ask | map_news
    | checkin_nudge | checkin_shared
    | checkin_rest | checkin_cadence_ask | mentee_quiet | praise_received"""
).union(FEEDBACK)
#: Met often enough to need more variants (content.md 3.9): warm, direct, playful.
OFTEN = listed(
    "checkin_due | checkin_ack | checkin_nudge | win_ack | digest_mentee | digest_mentor"
)
VARIANTS_OFTEN = {"warm": 4, "direct": 3, "playful": 3}
VARIANTS = {"warm": 2, "direct": 1, "playful": 0}
#: Decline, closing, roadblock, feedback, privacy, support (content.md 3.6).
EMOJI_FREE = WARM_ONLY | ROADBLOCKS | FEEDBACK | {"praise_received"}
#: Short-codes whose names sound well when read aloud; no faces, no hands.
EMOJI = frozenset({":compass:", ":seedling:", ":sparkles:", ":star:"})


@dataclass(frozen=True)
class Finding:
    """One breach: the rule, the block or sample, and what was seen."""

    rule: str
    where: str
    seen: str

    def __str__(self) -> str:
        return f"{self.rule} in {self.where}: {self.seen}"


@dataclass(frozen=True)
class Copy:
    """One template as its writers wrote it and as people meet it.

    ``written`` has the template's own words by block, values left out. ``notify_has_value`` says
    whether that block has any expression. ``bodies``, ``openings``, ``lines`` and ``whys`` are
    rendered with ordinary values: where from, text.
    """

    kind: str
    written: Mapping[str, str]
    notify_has_value: bool = False
    bodies: tuple[tuple[str, str], ...] = ()
    openings: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    whys: tuple[tuple[str, str], ...] = ()
    wants: frozenset[str] = field(default_factory=frozenset)

    def numbered(self, tone: str) -> list[str]:
        """The variant blocks of one tone."""
        return [name for name in self.written if re.fullmatch(rf"{tone}_[0-9]+", name)]


def check(copy: Copy) -> list[Finding]:
    """Every rule over one template; empty means it may go out."""
    return [finding for rule in RULES for finding in rule(copy)]


# --- rules over a template ----------------------------------------------------------------------


def length(copy: Copy) -> Iterator[Finding]:
    limit = WORDS[copy.kind]
    for where, body in copy.bodies:
        if (count := len(words(unquoted(body)))) > limit:
            yield Finding("length", where, f"{count} words, {limit} at most: {body!r}")
        if (bullets := sum(line.startswith("• ") for line in body.split("\n"))) > BULLETS:
            yield Finding("length", where, f"{bullets} bullets, {BULLETS} at most")


def sentence_length(copy: Copy) -> Iterator[Finding]:
    lengths: list[int] = []
    for where, body in copy.bodies:
        for sentence in sentences(unquoted(body)):
            lengths.append(len(words(sentence)))
            if lengths[-1] > SENTENCE_LONGEST:
                yield Finding("sentence_length", where, f"{lengths[-1]} words: {sentence!r}")
    if lengths and (average := sum(lengths) / len(lengths)) > SENTENCE_AVERAGE:
        yield Finding("sentence_length", copy.kind, f"{average:.1f} words on average")


def reading_level(copy: Copy) -> Iterator[Finding]:
    text = "\n".join(sorted({unquoted(body) for _, body in copy.bodies}))
    if text and (level := grade(text)) > GRADE:
        yield Finding("reading_level", copy.kind, f"grade {level:.1f}, {GRADE} at most")


def banned(copy: Copy) -> Iterator[Finding]:
    for block, text in copy.written.items():
        for word in banned_in(text):
            yield Finding("banned", block, word)


def growth_mindset(copy: Copy) -> Iterator[Finding]:
    for block, text in copy.written.items():
        for word in talent_in(text):
            yield Finding("growth_mindset", block, word)


def emoji(copy: Copy) -> Iterator[Finding]:
    for block, text in copy.written.items():
        if signs := _PICTURES.findall(text):
            yield Finding("emoji", block, f"{signs[0]} is not a short-code")
        for code in _CODES.findall(text):
            if copy.kind in EMOJI_FREE:
                yield Finding("emoji", block, f"{code} in a file without emoji")
            elif code not in EMOJI:
                yield Finding("emoji", block, f"{code} is not on the list")
    for where, body in copy.bodies:
        codes = _CODES.findall(body)
        if len(codes) > 1:
            yield Finding("emoji", where, f"{len(codes)} of them")
        elif codes and not (body.startswith(codes[0] + " ") or body.endswith(" " + codes[0])):
            yield Finding("emoji", where, f"{codes[0]} is neither first nor last")


def one_question(copy: Copy) -> Iterator[Finding]:
    for where, body in copy.bodies:
        if (count := unquoted(body).count("?")) > 1:
            yield Finding("one_question", where, f"{count} question marks: {body!r}")


def preview(copy: Copy) -> Iterator[Finding]:
    text = copy.written.get("notify", "").strip()
    if not text:
        yield Finding("preview", "notify", "nothing to show on a lock screen")
    if len(text) > NOTIFY_CHARACTERS:
        yield Finding("preview", "notify", f"{len(text)} characters")
    if copy.notify_has_value:
        yield Finding("preview", "notify", "a variable on a lock screen")


def tone_lock(copy: Copy) -> Iterator[Finding]:
    locked = {"direct", "playful"} if copy.kind in WARM_ONLY else set()
    locked |= {"playful"} if copy.kind in NEVER_PLAYFUL else set()
    for block in copy.written:
        if block.partition("_")[0] in locked:
            yield Finding("tone_lock", block, f"{copy.kind} never speaks like that")


def variant_count(copy: Copy) -> Iterator[Finding]:
    least = VARIANTS_OFTEN if copy.kind in OFTEN else VARIANTS
    for tone, count in least.items():
        if copy.kind in WARM_ONLY and tone != "warm":
            continue
        if copy.kind in NEVER_PLAYFUL and tone == "playful":
            continue
        if len(copy.numbered(tone)) < count:
            yield Finding("variant_count", tone, f"{len(copy.numbered(tone))} of {count}")


def only_the_opening_varies(copy: Copy) -> Iterator[Finding]:
    for tone in ("warm", "direct", "playful"):
        numbers = [int(name.rpartition("_")[2]) for name in copy.numbered(tone)]
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Finding("only_the_opening_varies", tone, f"numbered {numbers}")
    for where, opening in copy.openings:
        if len(sentences(opening)) != 1:
            yield Finding("only_the_opening_varies", where, f"not one sentence: {opening!r}")


def one_line_for_the_digest(copy: Copy) -> Iterator[Finding]:
    if "line" in copy.wants and not copy.lines:
        yield Finding("one_line_for_the_digest", copy.kind, "no block `line`")
    for where, line in copy.lines:
        first, _, quoted = line.partition("\n")
        if not first or unquoted(quoted) or len(words(first)) > LINE_WORDS:
            yield Finding("one_line_for_the_digest", where, repr(line))


def one_reason(copy: Copy) -> Iterator[Finding]:
    if "why" in copy.wants and not copy.whys:
        yield Finding("one_reason", copy.kind, "no block `why`")
    for where, why in copy.whys:
        if len(sentences(why)) != 1 or not why.endswith(".") or len(words(why)) > WHY_WORDS:
            yield Finding("one_reason", where, repr(why))


def layout(copy: Copy) -> Iterator[Finding]:
    for where, text in (*copy.bodies, *copy.lines, *copy.whys):
        for slip in _SLIPS.findall(text):
            yield Finding("layout", where, f"{slip!r} in {text!r}")
        if not text:
            yield Finding("layout", where, "empty")


RULES: tuple[Callable[[Copy], Iterable[Finding]], ...] = (
    length,
    sentence_length,
    reading_level,
    banned,
    growth_mindset,
    emoji,
    one_question,
    preview,
    tone_lock,
    variant_count,
    only_the_opening_varies,
    one_line_for_the_digest,
    one_reason,
    layout,
)


# --- rules over the labels of buttons -----------------------------------------------------------

#: Tables that are menus or forms, not choices.
NO_CHOICE = frozenset(
    {"home", "forms", "map_page", "map_compare", "circle_page", "care", "request_sent"}
)
#: Labels that commit to nothing: every choice has one of them (content.md 3.2).
WAYS_OUT = frozenset(
    {
        "Skip", "Just noting", "Not now", "Later", "Thank and leave", "Leave it as it is",
        "Leave it for now", "Can't this week", "Not quite", "Let it go", "No longer matters",
        "Done", "Leave it", "Stay paused", "No, thanks", "Not yet",
        "Just log it", "Keep as it is", "Enough for now", "Less of this",
    }
)  # fmt: skip


def labels(tables: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Fixed strings, short, none banned, and a way out of every choice (content.md 7.6, 6)."""
    for table, keys in tables.items():
        for key, label in keys.items():
            where = f"{table}.{key}"
            if not 1 <= len(label) <= BUTTON_CHARACTERS:
                yield Finding("labels", where, f"{len(label)} characters")
            if re.search(r"[{}%]|:[a-z_]+:", label) or label != label.strip():
                yield Finding("labels", where, f"not a plain fixed string: {label!r}")
            for word in [*banned_in(label), *talent_in(label)]:
                yield Finding("labels", where, word)
        if len(set(keys.values())) != len(keys):
            yield Finding("labels", table, "two buttons read the same")
        if table not in NO_CHOICE and not WAYS_OUT & set(keys.values()):
            yield Finding("labels", table, "a choice without a way out")


# --- words and sentences ------------------------------------------------------------------------


def unquoted(text: str) -> str:
    """Without what people wrote themselves: quote lines have their own limit."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def words(text: str) -> list[str]:
    """Runs between spaces that hold a letter or a digit; short-codes are no words."""
    return [one for one in _CODES.sub(" ", text).split() if re.search(r"\w", one)]


def sentences(text: str) -> list[str]:
    """Split at full stops, marks and line ends; a bullet is a sentence."""
    parts = re.split(r"(?<=[.!?…])[”\"')]*\s+|\n", text)
    return [part for part in parts if words(part)]


def grade(text: str) -> float:
    """Flesch–Kincaid grade of the whole text."""
    tokens = [re.sub(r"[^a-z']", "", one.casefold()) for one in words(text)]
    tokens = [one for one in tokens if one]
    if not tokens:
        return 0.0
    count = len(tokens)
    spoken = sum(map(syllables, tokens))
    return 0.39 * count / max(1, len(sentences(text))) + 11.8 * spoken / count - 15.59


def syllables(word: str) -> int:
    """By groups of vowels, a silent e left out: near enough for a grade."""
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxz]es$", word):
        groups -= 1
    return max(1, groups)


_CODES = re.compile(r":[a-z][a-z0-9_+-]*:")
_PICTURES = re.compile("[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
#: Two spaces, a space at either end of a line or before a stop, two stops, a blank line, a void.
_SLIPS = re.compile(r"  |^ | $| [.,;?!]|[.,;:?!]{2}|\n\n|\*\*|“”|: *$(?!\n[•>])", re.MULTILINE)
