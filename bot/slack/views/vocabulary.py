"""The only place that knows Block Kit's shapes: small words the views are written in.

Everything returns plain dicts. ``subject`` marks the blocks that belong to one record, so that
they can be replaced after a tap without counting positions (style.md part 2, 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

import slackblocks as kit

Block = dict[str, Any]
View = dict[str, Any]
Options = Sequence[tuple[str, str]]

#: Parts of a block id; never typed by people.
MARK = "|"
#: A section holds 3,000 characters (slack.md 5.2); 5 % stay free.
SECTION_LENGTH = 2850
#: A column of a section holds 2,000 characters (slack.md 5.2); 5 % stay free.
FIELD_LENGTH = 1900
#: Option and button values (slack.md 5.2).
TITLE_LENGTH = 24


def says(text: str, *, subject: str = "", accessory: kit.Element | None = None) -> list[Block]:
    """One or more sections of mrkdwn; long text is split at line ends, never cut."""
    sections = []
    for number, chunk in enumerate(_chunks(text)):
        section = kit.SectionBlock(
            kit.Markdown(chunk, verbatim=True),
            block_id=_block_id(subject, f"say{number}"),
            accessory=accessory if number == 0 else None,
        )
        sections.append(dict(section._resolve()))
    return sections


def plainly(text: str, *, subject: str = "", part: str = "plain") -> Block:
    """A section of plain text: what people wrote, with no formatting of ours."""
    words = text if len(text) <= SECTION_LENGTH else text[: SECTION_LENGTH - 1] + "…"
    block_id = _block_id(subject, part)
    return dict(kit.SectionBlock(kit.PlainText(words), block_id=block_id)._resolve())


def side_by_side(title: str, left: str, right: str) -> Block:
    """Two columns of plain text below a title; on a phone they stand one below the other."""
    columns: list[Any] = [kit.PlainText(_fitting(one)) for one in (left, right)]
    head = kit.Markdown(f"*{title}*", verbatim=True)
    return dict(kit.SectionBlock(head, fields=columns)._resolve())


def note(text: str, *, subject: str = "", part: str = "note") -> Block:
    """Small grey words."""
    element = kit.Markdown(text, verbatim=True)
    return dict(kit.ContextBlock([element], block_id=_block_id(subject, part))._resolve())


def heading(text: str) -> Block:
    """A header, at most 150 characters."""
    return dict(kit.HeaderBlock(text[:150])._resolve())


def divider() -> Block:
    """A line."""
    return dict(kit.DividerBlock()._resolve())


def row(*elements: kit.Element, subject: str = "", part: str = "row") -> Block:
    """Buttons and menus side by side."""
    return dict(kit.ActionsBlock(list(elements), block_id=_block_id(subject, part))._resolve())


def button(label: str, action_id: str, value: str, *, style: str | None = None) -> kit.Button:
    """A button; ``value`` is an opaque id, never words."""
    return kit.Button(label, action_id=action_id, value=value, style=style)  # type: ignore[arg-type]


def overflow(action_id: str, options: Options) -> kit.OverflowMenu:
    """A menu of (label, value), at most five."""
    return kit.OverflowMenu(action_id, [_option(*option) for option in options])


def pick(action_id: str, placeholder: str, groups: Sequence[tuple[str, Options]]) -> kit.Element:
    """A menu of (heading, options), each option (label, value); a heading has one at least."""
    held = [kit.OptionGroup(head, [_option(*one) for one in some]) for head, some in groups]
    return kit.StaticSelectMenu(action_id, option_groups=held, placeholder=placeholder)


def beside(section: Block, accessory: kit.Element) -> Block:
    """The section with a menu or button at its right."""
    return {**section, "accessory": accessory._resolve()}


def ask_text(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    multiline: bool = False,
    max_length: int = 3000,
    optional: bool = True,
    hint: str = "",
    placeholder: str = "",
) -> Block:
    """A text field. Its action id is its block id: values are looked up by name (style.md S8)."""
    element = kit.PlainTextInput(
        action_id=block_id,
        initial_value=initial[:max_length] or None,
        multiline=multiline,
        max_length=max_length,
        placeholder=kit.PlainText(placeholder) if placeholder else None,
    )
    return _input(block_id, label, element, optional=optional, hint=hint)


def ask_one(
    block_id: str,
    label: str,
    options: Options,
    *,
    initial: str = "",
    optional: bool = False,
    hint: str = "",
    menu: bool = False,
) -> Block:
    """One of several: radio buttons up to ten, or a ``menu``."""
    known = {value: _option(text, value) for text, value in options}
    chosen = known.get(initial)
    element: kit.Element
    if menu or len(options) > 10:
        element = kit.StaticSelectMenu(
            action_id=block_id, options=list(known.values()), initial_option=chosen
        )
    else:
        element = kit.RadioButtonGroup(block_id, list(known.values()), initial_option=chosen)
    return _input(block_id, label, element, optional=optional, hint=hint)


def ask_several(
    block_id: str,
    label: str,
    options: Options,
    *,
    initial: Sequence[str] = (),
    optional: bool = True,
    hint: str = "",
) -> Block:
    """Any of several, at most ten."""
    known = {value: _option(text, value) for text, value in options}
    chosen = [known[value] for value in initial if value in known]
    element = kit.CheckboxGroup(block_id, list(known.values()), initial_options=chosen or None)
    return _input(block_id, label, element, optional=optional, hint=hint)


def ask_date(
    block_id: str,
    label: str,
    *,
    initial: date | None = None,
    optional: bool = True,
    hint: str = "",
) -> Block:
    """A day."""
    element = kit.DatePicker(
        action_id=block_id, initial_date=initial.isoformat() if initial else None
    )
    return _input(block_id, label, element, optional=optional, hint=hint)


def ask_time(block_id: str, label: str, *, initial: time, hint: str = "") -> Block:
    """A time of day."""
    element = kit.TimePicker(action_id=block_id, initial_time=initial.strftime("%H:%M"))
    return _input(block_id, label, element, optional=False, hint=hint)


def ask_person(block_id: str, label: str, *, initial: str = "", hint: str = "") -> Block:
    """A member of the workspace."""
    element = kit.UserSelectMenu(action_id=block_id, initial_user=initial or None)
    return _input(block_id, label, element, optional=False, hint=hint)


def ask_channel(block_id: str, label: str, *, initial: str = "", hint: str = "") -> Block:
    """A public channel."""
    element = kit.ChannelSelectMenu(action_id=block_id, initial_channel=initial or None)
    return _input(block_id, label, element, optional=False, hint=hint)


def ask_people(block_id: str, label: str, *, most: int, hint: str = "") -> Block:
    """Some members of the workspace."""
    element = kit.UserMultiSelectMenu(action_id=block_id, max_selected_items=most)
    return _input(block_id, label, element, optional=True, hint=hint)


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    close: str = "Cancel",
    metadata: str = "",
) -> View:
    """A modal; ``metadata`` comes back with the answer, so it holds opaque ids only."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": title[:TITLE_LENGTH]},
        "close": {"type": "plain_text", "text": close},
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": submit}
    if metadata:
        view["private_metadata"] = metadata
    return view


def home(blocks: Sequence[Block]) -> View:
    """The Home tab, at most 100 blocks (slack.md 5.2)."""
    return {"type": "home", "blocks": list(blocks)[:100]}


def subject_of(block: Block) -> str:
    """The record a block belongs to; empty when none."""
    head, mark, _ = str(block.get("block_id", "")).partition(MARK)
    return head if mark else ""


def replace_subject(
    blocks: Sequence[Block], subject: str, new: Sequence[Block], stamp: str, keep: str = ""
) -> list[Block]:
    """``blocks`` with everything about ``subject`` replaced by ``new``; all else stays as it is.

    A rewritten block gets a new id, as Slack asks for (slack.md 5.2): ``stamp`` makes it so. A
    menu beside the first words whose action id is ``keep`` stays, with the mark its block carries.
    """
    result: list[Block] = []
    placed = False
    for block in blocks:
        if subject_of(block) != subject:
            result.append(dict(block))
        elif not placed:
            result.extend(_carried(block, _stamped(new, stamp), keep))
            placed = True
    return result if placed else [*result, *_stamped(new, stamp)]


# --- private -------------------------------------------------------------------------------------


def _block_id(subject: str, part: str) -> str | None:
    return f"{subject}{MARK}{part}" if subject else None


def _fitting(words: str) -> str:
    return words if len(words) <= FIELD_LENGTH else words[: FIELD_LENGTH - 1] + "…"


def _stamped(blocks: Iterable[Block], stamp: str) -> list[Block]:
    return [
        {**block, "block_id": f"{block['block_id']}{MARK}{stamp}"}
        if "block_id" in block
        else block
        for block in blocks
    ]


def _carried(old: Block, new: list[Block], keep: str) -> list[Block]:
    menu = old.get("accessory") or {}
    if not (keep and new and menu.get("action_id") == keep and new[0].get("type") == "section"):
        return new
    mark = str(old.get("block_id", "")).rpartition(MARK)[2]
    first = {**new[0], "block_id": f"{new[0].get('block_id', '')}{MARK}{mark}"}
    return [{"accessory": menu, **first}, *new[1:]]


def _option(text: str, value: str) -> kit.Option:
    return kit.Option(kit.PlainText(text if len(text) <= 75 else text[:74] + "…"), value)


def _input(block_id: str, label: str, element: kit.Element, *, optional: bool, hint: str) -> Block:
    block = kit.InputBlock(
        kit.PlainText(label),
        element,
        block_id=block_id,
        hint=kit.PlainText(hint) if hint else None,
        optional=optional,
    )
    return dict(block._resolve())


def _chunks(text: str) -> list[str]:
    chunks, left = [], text.strip() or "…"
    while len(left) > SECTION_LENGTH:
        cut = left.rfind("\n", 0, SECTION_LENGTH)
        cut = cut if cut > 0 else SECTION_LENGTH
        chunks.append(left[:cut])
        left = left[cut:].lstrip("\n")
    return [*chunks, left]
