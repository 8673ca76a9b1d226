"""What a wording looks like, and what is wrong with it: for people who write wordings.

`waymark prompts show NAME` and `waymark prompts check`. An operator's own folder goes through the
same checks as Waymark's own words; what could stop a message is refused before a process starts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from bot.domain.messages import BY_KIND
from prompts.copy_lint import BUTTON_CHARACTERS, check
from prompts.gallery import NOW, asked_for, copy_of, reader, samples, wordings
from prompts.phrasebook import (
    BASE_LOCALE,
    COMMON,
    TONES,
    Phrasebook,
    TemplateRefused,
    refuse_too_much,
    variables,
)

#: Bytes of one file (reliability.md T12: 4 KB; the longest of Waymark's own has a little more).
MOST_BYTES = 8_192
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Problem:
    """``stops``: the message could not be sent; the rest is a matter of the copy guide."""

    file: str
    said: str
    stops: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.said}"


def book_with(own: Path | None) -> Phrasebook:
    """Waymark's words, with an operator's own folder before them."""
    return Phrasebook((own, HERE) if own is not None else (HERE,))


def show(book: Phrasebook, kind: str, tone: str = "", *, every: bool = False) -> str:
    """Every variant of a message, in one tone or in all, filled with ordinary facts.

    ``every``: in every shape of its facts and not only in the first. Raises LookupError, with the
    names there are, for a kind nobody wrote.
    """
    if kind not in BY_KIND:
        raise LookupError(f"There is no prompt {kind}. There are: {', '.join(sorted(BY_KIND))}.")
    facts = BY_KIND[kind]
    said: list[str] = [f"{kind} · P{int(facts.priority)} · {book.source_of(kind)}"]
    for message in samples(kind) if every else samples(kind)[:1]:
        for one in TONES if not tone else (tone,):
            variants = book.variants(kind, one)
            if not variants and tone:
                said.append(f"{kind} has no {one} words: they hear the warm ones.")
                variants, one = book.variants(kind, TONES[0]), TONES[0]
            for turn in range(len(variants)):
                told = book.render(message, reader(one), person_id="U1", turn=turn, at=NOW)
                said.append(f"[{told.variant}]\n{told.body}")
        extras = (("preview", told.notify), ("in a digest", told.line), ("why", told.why))
        said += [f"{name}: {words}" for name, words in extras if words]
    return "\n\n".join(said)


def problems(own: Path | None = None) -> list[Problem]:
    """What is wrong with the files of an operator's folder, or, without one, with Waymark's."""
    folder = own or HERE
    if not folder.is_dir():
        return [Problem(str(folder), "there is no such folder", stops=True)]
    try:
        book = book_with(own)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        return [Problem(f"{BASE_LOCALE}/buttons.toml", str(broken), stops=True)]
    found: list[Problem] = []
    for path in sorted(folder.glob("*/*.j2")):
        name = f"{path.parent.name}/{path.name}"
        found += [Problem(name, said, stops) for said, stops in _of_file(book, path)]
    return found + [Problem(f"{BASE_LOCALE}/buttons.toml", said, True) for said in _labels(folder)]


# --- private -------------------------------------------------------------------------------------


def _of_file(book: Phrasebook, path: Path) -> Iterator[tuple[str, bool]]:
    kind = path.stem
    if kind not in BY_KIND:
        yield f"there is no message {kind}", True
        return
    if path.stat().st_size > MOST_BYTES:
        yield f"larger than {MOST_BYTES:,} bytes", True
        return
    try:
        refuse_too_much(path.read_text(encoding="utf-8"))
        stray = asked_for(kind, path) - variables(BY_KIND[kind]).keys() - COMMON
        if stray:
            yield f"{kind} has no {', '.join(sorted(stray))}", True
            return
        for message in samples(kind):
            for told in wordings(message, book, locale=path.parent.name):
                if not told.body:
                    yield f"{told.variant} is empty", True
    except (TemplateRefused, TemplateError, UnicodeDecodeError) as broken:
        yield str(broken), True
        return
    if path.parent.name.startswith(BASE_LOCALE):
        yield from ((str(finding), False) for finding in check(copy_of(kind, book)))


def _labels(folder: Path) -> Iterator[str]:
    path = folder / BASE_LOCALE / "buttons.toml"
    if not path.exists():
        return
    known = Phrasebook((HERE,))
    for table, keys in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, label in keys.items():
            name = f"{table}.{key}"
            try:
                known.button(name)
            except LookupError:
                yield f"there is no button {name}"
            if not isinstance(label, str) or not 0 < len(label) <= BUTTON_CHARACTERS:
                yield f"{name} is longer than {BUTTON_CHARACTERS} characters, or empty"
