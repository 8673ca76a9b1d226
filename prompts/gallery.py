"""Every message in every shape: ordinary facts to fill templates with, and what comes out."""

from __future__ import annotations

import dataclasses
import itertools
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, meta, nodes

from bot.domain.breaks import Scope
from bot.domain.checkins import Status
from bot.domain.circles import PostOutcome, Trouble
from bot.domain.feedback import Answered
from bot.domain.feedback_hints import HintKind
from bot.domain.first_things import Step
from bot.domain.map_asks import Wanted
from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.checkins import AskedGoal
from bot.domain.outbox import Priority
from bot.domain.pace import PaceReason
from bot.domain.roadblocks import Noted, ReplyKind, Severity
from bot.domain.self_help import Stage
from bot.domain.smart import Ask, Letter
from bot.domain.wins import PraiseKind
from bot.domain.wording import Reader, Wording
from prompts.copy_lint import Copy
from prompts.phrasebook import TONES, Phrasebook

ENGLISH = Path(__file__).parent / "en"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOOK = Phrasebook()

#: Fields whose values a template tells apart; every one of them is shown.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "reply_kind": tuple(ReplyKind),
    "outcome": tuple(Noted),
    "post_outcome": tuple(PostOutcome),
    "trouble": tuple(Trouble),
    "praise_kind": tuple(PraiseKind),
    "severity": tuple(Severity),
    "stage": tuple(Stage),
    "hint_kind": tuple(HintKind),
    "answer_kind": tuple(Answered),
    "help_wanted": ("advice", "listen"),
    "ask": tuple(Ask),
    "letter": ("", *Letter),
    "step": tuple(Step),
    "phase": ("near", "past"),
    "pace_reason": tuple(PaceReason),
    "about": ("win", "checkin"),
    "scope": ("", *Scope),
    "period": ("week", "month"),
    "wanted": tuple(Wanted),
    "news": ("comment", "route", "story"),
}
#: What people would really write, by field; other text fields get `WORDS`.
WORDS = "Two teams own the same file."
TEXTS: Mapping[str, str] = {
    "subject_id": "01",
    "first_name": "Maya",
    "mentee_name": "Maya",
    "scope_name": "Theo",
    "mentor_name": "Jo",
    "owner_name": "Maya",
    "helper_name": "Jo",
    "circle_name": "first-leads",
    "channel_name": "first-leads",
    "partner_name": "Jo",
    "alt_label": "Ana",
    "goal_title": "Present at the review",
    "win_title": "Demo went live",
    "topic": "leading a team",
    "reason": "Your talk on planning changed how I work.",
    "rhythm": "once a month",
    "term": "three months",
    "next_step": "outline by Friday",
    "first_step": "ask Ana for the slides",
    "example": "“migration: signed off”",
    "milestone": "one team moved",
    "plan": "If the day fills up, then I will block an hour.",
    "audience": "You and Jo",
    "day_name": "Monday",
    "slot": "10:00",
    "hour": "14:00",
    "moved_from": "02:30",
    "zone": "Berlin",
    "window": "Mon to Fri, 09:30 to 16:30",
    "help_line": "the wellbeing team, room 12",
    "help_label": "advice",
    "tried": "searched, asked a colleague",
    "helped_label": "a smaller step",
    "skill": "clear writing",
    "what": "your check-in",
    "reference": "k3f9",
    "topics": "leading a team, planning",
    "confidentiality": "what we say stays between us",
    "asker_name": "Maya",
    "receiver_name": "Maya",
    "giver_name": "Jo",
    "person_name": "Jo",
    "writer_name": "Jo",
    "focus": "presentation style",
    "situation": "the review on Tuesday",
    "question": "Where did you start to drift?",
    "role": "mentee",
    "impact": "Two teams use it now.",
    "goal_id": "g1",
    "checkin_id": "c1",
    "pairing_id": "p1",
    "path_id": "r1",
    "vision": "Teaching people to read maps.",
    "route_label": "By building",
}
#: The longest a list of lines may be, where it counts.
LISTS: Mapping[str, tuple[str, ...]] = {
    "strengths": (
        "May 2026: Walked the board through all the numbers…",
        "November 2025: Asked for help before the plan broke…",
        "March 2026: You kept the whole room calm that… (Jo Ann)",
    )
}
#: Required texts that may be empty all the same: a check-in about nothing in particular.
BLANKS: Mapping[str, dict[str, str]] = {"checkin_shared": {"goal_title": ""}}


def reader(tone: str = "warm", **changes: Any) -> Reader:
    """An ordinary reader in Berlin."""
    plain = Reader(tone=tone, locale="en-GB", emoji=True, zone="Europe/Berlin", name="Maya")
    return dataclasses.replace(plain, **changes)


@cache
def samples(kind: str) -> tuple[Message, ...]:
    """Every combination of choices and of yes and no: full, with counts of one, and sparse."""
    facts = BY_KIND[kind]
    shapes: list[Message] = []
    for choice in _choices(facts):
        for many in (3, 1):
            shapes.append(facts(**_values(facts, many=many, sparse=False) | choice))
        sparse = _values(facts, many=1, sparse=True)
        shapes += [facts(**sparse | choice), facts(**sparse | choice | BLANKS.get(kind, {}))]
    return tuple(dict.fromkeys(shapes))


def with_text(message: Message, text: str) -> Message:
    """The same message with every word people may write replaced; choices stay."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(message):
        value = getattr(message, field.name)
        if field.name in CHOICES:
            continue
        if isinstance(value, str) and value:
            changes[field.name] = text
        elif isinstance(value, tuple) and value and isinstance(value[0], str):
            changes[field.name] = (text,) * len(value)
    return dataclasses.replace(message, **changes)


def wordings(
    message: Message, book: Phrasebook = BOOK, *, first: int = 0, every: int = 1, **about: Any
) -> Iterator[Wording]:
    """The message in each variant of each tone; or, from ``first``, in ``every`` so many."""
    counts = {tone: len(book.variants(message.kind, tone)) for tone in TONES}
    turns = ((tone, turn) for tone, count in counts.items() for turn in range(count))
    for tone, turn in islice(turns, first, None, every):
        yield book.render(message, reader(tone, **about), person_id="U1", turn=turn, at=NOW)


@cache
def parsed(path: Path) -> nodes.Template:
    """The syntax tree of a template."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.filters |= dict.fromkeys(("bold", "inline", "sentence", "quote"), str)
    return environment.parse(path.read_text(encoding="utf-8"))


def asked_for(kind: str, path: Path | None = None) -> set[str]:
    """The variables a template uses."""
    tree = parsed(path or ENGLISH / f"{kind}.j2")
    return meta.find_undeclared_variables(tree) - {"gettext", "ngettext"}


@cache
def copy_of(kind: str, book: Phrasebook = BOOK) -> Copy:
    """The template as the lint reads it."""
    facts = BY_KIND[kind]
    blocks = {block.name: block for block in parsed(book.source_of(kind)).find_all(nodes.Block)}
    bodies: dict[str, str] = {}
    openings: dict[str, str] = {}
    lines: dict[str, str] = {}
    whys: dict[str, str] = {}
    for number, message in enumerate(samples(kind)):
        for said in wordings(message, book):
            where = f"{kind}.{said.variant}#{number}"
            bodies[where] = said.body
            if f"{said.variant.partition('_')[0]}_rest" in blocks:
                openings[where] = said.body.split("\n")[0]
            if "line" in blocks:
                lines[f"{kind}.line#{number}"] = said.line
            if "why" in blocks:
                whys[f"{kind}.why#{number}"] = said.why
    wants = {"why"} if facts.priority >= Priority.P1 else set()
    return Copy(
        kind=kind,
        written={name: _words_of(block) for name, block in blocks.items()},
        notify_has_value=any(True for _ in blocks["notify"].find_all(_LIVELY)),
        bodies=tuple(bodies.items()),
        openings=tuple(openings.items()),
        lines=tuple(lines.items()),
        whys=tuple(whys.items()),
        wants=frozenset(wants | ({"line"} if facts.priority >= Priority.P2 else set())),
    )


_LIVELY = (nodes.Name, nodes.If, nodes.For)

# --- private -------------------------------------------------------------------------------------


def _choices(facts: type[Message]) -> Iterator[dict[str, Any]]:
    names = {field.name: field for field in dataclasses.fields(facts)}
    hints = typing.get_type_hints(facts)
    options: dict[str, tuple[Any, ...]] = {
        name: CHOICES.get(name, (False, True))
        for name in names
        if name in CHOICES or hints[name] is bool
    }
    for values in itertools.product(*options.values()):
        yield dict(zip(options, values, strict=True))


def _values(facts: type[Message], *, many: int, sparse: bool) -> dict[str, Any]:
    hints = typing.get_type_hints(facts)
    return {
        field.name: _value(field.name, hints[field.name], many)
        for field in dataclasses.fields(facts)
        if not (sparse and field.default is not dataclasses.MISSING)
    }


def _value(name: str, hint: Any, many: int) -> Any:
    options = (hint, *typing.get_args(hint))
    if hint is str:
        return TEXTS.get(name, WORDS)
    if hint is bool:
        return False
    if hint is int:
        return {"minutes": 20, "kept": 8, "window": 10}.get(name, many)
    if datetime in options:
        return datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    if date in options:
        return date(2026, 11, 16)
    if hint == tuple[str, ...]:
        return LISTS.get(name, ("Ana", "Sam"))
    if hint == tuple[AskedGoal, ...]:
        return (AskedGoal(goal_id="g1", title="Present at the review"),)
    return ()


def _words_of(block: nodes.Block) -> str:
    """The block's own words; a value is a lone `_`, so that no two words meet by accident."""
    words: list[str] = []
    for node in _in_order(block):
        if isinstance(node, nodes.TemplateData):
            words.append(node.data)
        elif isinstance(node, nodes.Call):
            texts = (one.value for one in node.args if isinstance(one, nodes.Const))
            words.extend(f" {text} " for text in texts)
        elif isinstance(node, nodes.Name):
            words.append("_")
    return "".join(words).strip()


def _in_order(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _in_order(child)
