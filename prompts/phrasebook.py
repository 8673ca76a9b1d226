"""Facts in, words out: one Jinja file per kind of message, one block per variant.

The only place that knows Jinja and Babel. Words live in ``prompts/<locale>/<kind>.j2``, labels of
buttons in ``prompts/en/buttons.toml``; how to write them is in ``prompts/README.md``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from jinja2 import StrictUndefined, Template, meta, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot.domain.cadence import zone_named
from bot.domain.messages import Message
from bot.domain.wording import Reader, Wording

#: Where every fall-back ends (content.md 3.10).
BASE_LOCALE = "en"
BASE_TONE = "warm"
TONES = ("warm", "direct", "playful")
#: Variables every template may use besides the fields of its message.
COMMON = frozenset({"person_name", "tone", "locale", "now_label"})
#: The template's own emoji; people's own are values and never pass this pattern.
EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:[ ]?")


class TemplateRefused(ValueError):
    """A template does what no message needs: a macro, an import, a call, a multiplication."""


class Phrasebook:
    """Phrases messages for their readers. Nothing is random: the same arguments, the same words.

    ``folders`` hold one folder per locale; the first that has a file wins, so an operator's own
    wording goes before Waymark's. Files are read once, when first used.
    """

    def __init__(self, folders: Sequence[Path] = (Path(__file__).parent,)) -> None:
        self._files = _files(folders)
        self._labels = _labels(folders)
        self._pages: dict[tuple[str, str, bool], _Page] = {}
        self._sources: dict[type[Message], Mapping[str, str]] = {}

    def render(
        self, message: Message, reader: Reader, *, person_id: str, turn: int, at: datetime
    ) -> Wording:
        """The message in the reader's tone, language and zone.

        ``turn`` counts how often this person was told something of this kind: it draws the next
        variant from their shuffle-bag (content.md 3.9). ``at`` is now; a date of another year is
        written with its year. The opening of the variant is followed, on a new line, by what all
        variants of the tone share (the block ``<tone>_rest``).

        Raises LookupError for a kind without a file, jinja2.UndefinedError for a variable the
        message does not have, TemplateRefused for a file that does too much.
        """
        page = self._page(message.kind, reader.locale, reader.emoji)
        tone = reader.tone if reader.tone in page.variants else BASE_TONE
        variants = page.variants[tone]
        variant = variants[drawn(len(variants), person_id, message.kind, turn)]
        values = _values(page, message, self._sources_of(message), reader, at)
        context = page.template.new_context(values)
        opening, rest = page.say(variant, context), page.say(f"{tone}_rest", context)
        return Wording(
            notify=page.say("notify", context),
            body=f"{opening}\n{rest}" if opening and rest else opening or rest,
            variant=variant,
            why=page.say("why", context),
            line=page.say("line", context),
        )

    def kinds(self) -> list[str]:
        """The kinds that can be phrased, in order of the alphabet."""
        return sorted(kind for locale, kind in self._files if locale == BASE_LOCALE)

    def source_of(self, kind: str) -> Path:
        """The file a kind is phrased from, in the base language."""
        return self._files[BASE_LOCALE, kind]

    def variants(self, kind: str, tone: str) -> list[str]:
        """The variants of exactly this tone; empty when the kind falls back to warm."""
        return list(self._page(kind, BASE_LOCALE, True).variants.get(tone, ()))

    def button(self, name: str) -> str:
        """The label of a button, named ``table.key``, such as ``checkin_due.on_track``.

        Labels never vary with tone or turn (content.md 3.9). Raises LookupError for other names.
        """
        try:
            return self._labels[name]
        except KeyError:
            raise LookupError(f"buttons.toml has no {name}") from None

    def _sources_of(self, message: Message) -> Mapping[str, str]:
        if (sources := self._sources.get(type(message))) is None:
            sources = self._sources[type(message)] = variables(type(message))
        return sources

    def _page(self, kind: str, locale: str, emoji: bool) -> _Page:
        key = (kind, locale, emoji)
        if (page := self._pages.get(key)) is None:
            page = self._pages[key] = self._read(kind, locale, emoji)
        return page

    def _read(self, kind: str, locale: str, emoji: bool) -> _Page:
        wanted = locale.replace("_", "-")
        for folder in (wanted, wanted.partition("-")[0], BASE_LOCALE):
            if path := self._files.get((folder, kind)):
                source = path.read_text(encoding="utf-8")
                return _compile(source, _dates_in(wanted, folder), emoji)
        raise LookupError(f"no prompt is written for {kind}")


def drawn(count: int, person_id: str, kind: str, turn: int) -> int:
    """Which of ``count`` variants is next: a shuffle-bag without memory (content.md 3.9).

    1. Every ``count`` turns make a cycle; its order is a hash of person, kind and cycle.
    2. Each variant comes once in a cycle.
    3. When a cycle would open with the variant that closed the one before, its first two change
       places. With two variants that means strict alternation.
    """
    cycle, place = divmod(turn, count)
    if count <= 2:
        return (_order(count, person_id, kind, 0))[place]
    order = _order(count, person_id, kind, cycle)
    if place < 2 and cycle and order[0] == _order(count, person_id, kind, cycle - 1)[-1]:
        place = 1 - place
    return order[place]


def refuse_too_much(source: str) -> None:
    """Raise TemplateRefused when a file does what no message needs, before a line of it runs.

    Jinja works constants out while it compiles: a bomb must not come that far (T12).
    """
    _refuse_what_no_message_needs(_environment().parse(source))


def variables(message: type[Message]) -> Mapping[str, str]:
    """The variables a template of this message has, each with the field it is made from."""
    return {
        re.sub(r"_(at|on)$", "_label", field.name): field.name
        for field in dataclasses.fields(message)
    }


# --- one file, compiled -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    """``fixed`` are the blocks without variables, rendered once."""

    template: Template
    dates: str
    names: frozenset[str]
    variants: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str]

    def say(self, block: str, context: Context) -> str:
        if (words := self.fixed.get(block)) is not None:
            return words
        write = self.template.blocks.get(block)
        return _written(write, context) if write else ""


@lru_cache(maxsize=1024)  # a page is frozen: every book of the process may say it
def _compile(source: str, dates: str, emoji: bool) -> _Page:
    environment = _environment()
    tree = environment.parse(source)
    _refuse_what_no_message_needs(tree)
    if not emoji:
        _drop_emoji(tree)
    still = [b.name for b in tree.find_all(nodes.Block) if b.find(nodes.Name) is None]
    names = meta.find_undeclared_variables(tree) - environment.globals.keys()
    code = environment.compile(tree)
    template = Template.from_code(environment, code, environment.make_globals(None))
    blank = template.new_context()
    return _Page(
        template=template,
        dates=dates,
        names=frozenset(names),
        variants=_variants(list(template.blocks)),
        fixed={name: _written(template.blocks[name], blank) for name in still},
    )


def _drop_emoji(tree: nodes.Template) -> None:
    """From the template's own words, plain or inside `trans`; values are not touched."""
    for data in tree.find_all(nodes.TemplateData):
        data.data = EMOJI.sub("", data.data)
    for call in tree.find_all(nodes.Call):
        for text in call.args:
            if isinstance(text, nodes.Const):
                text.value = EMOJI.sub("", text.value)


def _variants(blocks: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for name in blocks:
        tone, _, number = name.rpartition("_")
        if tone in TONES and number.isdecimal():
            found.setdefault(tone, []).append((int(number), name))
    return {tone: tuple(name for _, name in sorted(found[tone])) for tone in found}


def _written(write: Callable[[Context], Iterator[str]], context: Context) -> str:
    """Escaped for Slack, which knows no entities for quotes (reliability.md exp 4).

    A person's own ``&#39;`` has become ``&amp;#39;`` by now and stays as they wrote it.
    """
    return "".join(write(context)).strip().replace("&#39;", "'").replace("&#34;", '"')


# --- values -------------------------------------------------------------------------------------


def _values(
    page: _Page, message: Message, sources: Mapping[str, str], reader: Reader, at: datetime
) -> dict[str, Any]:
    """Only what the file asks for; a name it may not use stays undefined and raises."""
    values: dict[str, Any] = {}
    for name in page.names:
        if source := sources.get(name):
            value = getattr(message, source)
        elif name in COMMON:
            value = at if name == "now_label" else _about(reader, name)
        else:
            continue
        if isinstance(value, date):
            value = _label(value, reader.zone, page.dates, _year(at, reader.zone))
        values[name] = "" if value is None else value
    return values


def _about(reader: Reader, name: str) -> str:
    return {"person_name": reader.name, "tone": reader.tone, "locale": reader.locale}[name]


def _year(at: datetime, zone: str) -> int:
    return at.astimezone(zone_named(zone)).year


@lru_cache(maxsize=4096)
def _label(moment: date, zone: str, locale: str, this_year: int) -> str:
    """ "Tue 14 Oct", with ", 10:00" for a moment and with the year when it is another one."""
    clock = ""
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError("A moment in a message is aware.")
        moment = moment.astimezone(zone_named(zone))
        english = locale.startswith(BASE_LOCALE)
        style = "HH:mm" if english else "short"
        clock = ", " + format_time(moment.time(), style, locale=locale)
    return _day(moment, locale, with_year=moment.year != this_year) + clock


def _day(day: date, locale: str, *, with_year: bool) -> str:
    if locale.startswith(BASE_LOCALE):
        return format_date(day, "EEE d MMM y" if with_year else "EEE d MMM", locale=locale)
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a calendar day, no instant)
    return format_skeleton("yMMMEd" if with_year else "MMMEd", moment, locale=locale)


def _dates_in(wanted: str, folder: str) -> str:
    """The locale for dates: the reader's own when it is the language of the words around them."""
    if wanted.partition("-")[0] == folder.partition("-")[0]:
        try:
            return str(Locale.parse(wanted, sep="-"))
        except (UnknownLocaleError, ValueError):
            pass
    return folder.replace("-", "_")


def _order(count: int, person_id: str, kind: str, cycle: int) -> list[int]:
    """One of the ``count!`` orders, picked by the hash (Lehmer code)."""
    seed = hashlib.sha256("\0".join((person_id, kind, str(cycle))).encode()).digest()
    number = int.from_bytes(seed[:16], "big") % math.factorial(count)
    left, order = list(range(count)), []
    for size in range(count, 0, -1):
        index, number = divmod(number, math.factorial(size - 1))
        order.append(left.pop(index))
    return order


# --- the room templates play in -----------------------------------------------------------------

#: Signs that steer the direction of text: one left open would turn the rest of the sentence.
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKS = re.compile(r"[*_~`]")
_EDGE_MARKS = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)")


def _bold(value: object) -> str:
    """For a value inside ``*…*``: nothing in it may end the bold (content.md 3.10)."""
    return _MARKS.sub("", _one_line(value)).strip()


def _inline(value: object) -> str:
    """For a value inside a sentence: one line, and no mark that could format what follows."""
    return _EDGE_MARKS.sub("", _one_line(value)).strip()


def _sentence(value: object) -> str:
    """A value that ends a sentence: inline, with a full stop unless it brought its own end."""
    words = _inline(value)
    return words if words.endswith((".", "!", "?", "…")) or not words else words + "."


def _quote(value: object) -> Markup:
    """The person's own words, unedited and escaped, each line of them marked as a quote."""
    lines = _LINE_ENDS.sub("\n", str(value)).split("\n")
    return Markup("\n").join(Markup("> ") + line for line in lines)


def _one_line(value: object) -> str:
    return _STEERING.sub("", _BREAKS.sub(" ", str(value)))


_FILTERS = {"bold": _bold, "inline": _inline, "sentence": _sentence, "quote": _quote}

#: Everything a message needs; `trans` brings the second line (reliability.md T11, T12).
_ALLOWED = (
    nodes.Template, nodes.Block, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const,
    nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter, nodes.Call, nodes.Keyword, nodes.MarkSafeIfAutoescape,
)  # fmt: skip


def _refuse_what_no_message_needs(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise TemplateRefused(f"line {node.lineno}: {type(node).__name__} has no place here")
    for call in tree.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name in _TRANSLATORS
        # What `trans` writes: one text, or two and a count. A value as text would go unescaped.
        if not named or not all(isinstance(text, nodes.Const) for text in call.args[:2]):
            raise TemplateRefused(f"line {call.lineno}: a template calls nothing")
    for loop in tree.find_all(nodes.For):
        if any(loop is not inner for inner in loop.find_all(nodes.For)):
            raise TemplateRefused(f"line {loop.lineno}: a loop in a loop")


_TRANSLATORS = ("gettext", "ngettext")


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    """Strict, escaping, and small: four filters, no tests, no globals but the translators."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters.clear()
    environment.filters.update(_FILTERS)
    environment.tests.clear()
    environment.globals.clear()
    install: Callable[..., None] = environment.install_null_translations  # type: ignore[attr-defined]
    install(newstyle=True)
    return environment


def _files(folders: Sequence[Path]) -> dict[tuple[str, str], Path]:
    found: dict[tuple[str, str], Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.j2")):
            found.setdefault((path.parent.name.replace("_", "-"), path.stem), path)
    return found


def _labels(folders: Sequence[Path]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for folder in folders:
        path = folder / BASE_LOCALE / "buttons.toml"
        if path.exists():
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            for table, keys in tables.items():
                for key, label in keys.items():
                    labels.setdefault(f"{table}.{key}", label)
    return labels
