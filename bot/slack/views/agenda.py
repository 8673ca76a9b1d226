"""What a pair wants to talk about next, as one window (content.md 11.1)."""

from __future__ import annotations

from bot.domain.agenda import LINE_LENGTH, AgendaSource
from bot.services.agenda import AgendaPage, Line
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_several,
    ask_text,
    modal,
    note,
    overflow,
    plainly,
    says,
)

#: Lines in one window; with the fields they stay below 100 blocks.
SHOWN = 40
#: Options of a menu (slack.md 5.2).
CHOICES = 100


def page(held: AgendaPage, label: Label, words: str = "") -> View:
    """The lines that wait, each with its menu; then room for one more.

    ``words`` are put into the field, so that nothing typed with the command is lost.
    """
    blocks: list[Block] = []
    for line in held.lines[:SHOWN]:
        blocks += _line(line)
    if len(held.lines) > SHOWN:
        blocks.append(note(f"and {len(held.lines) - SHOWN} more"))
    if not held.partners:
        blocks += says("Once you work with somebody, you both collect here what to talk about.")
        blocks += [plainly(words), note("Nothing was kept yet.")] if words else []
        return modal(ids.AGENDA_FORM, "To talk about", blocks, close=label("forms.close"))
    if not held.lines:
        blocks += says("Nothing waits for your next conversation. Half a line is a start.")
    hint = "A question gets a conversation going."
    blocks.append(ask_text("line", "Add a line", initial=words, max_length=LINE_LENGTH, hint=hint))
    if len(held.partners) > 1:
        people = [(name, key) for key, name in held.partners][:CHOICES]
        blocks.append(ask_one("with", "With whom?", people, initial=people[0][1], menu=True))
    shown = [("The other person sees it now", "yes")]
    later = "Without it the line is only yours, and you can show it later."
    blocks.append(ask_several("shown", "Who sees it", shown, hint=later))
    view = modal(ids.AGENDA_FORM, "To talk about", blocks, submit=label("forms.save"))
    return {**view, "close": {"type": "plain_text", "text": label("forms.close")}}


# --- private -------------------------------------------------------------------------------------


def _line(line: Line) -> list[Block]:
    """The words as they were typed; who sees them, and what can be done with them."""
    item, name = line.item, line.with_name or "them"
    choices = [("Talked about it", f"done:{item.id}")]
    if line.mine and item.is_shown:
        choices.insert(0, ("Keep it to myself", f"hide:{item.id}"))
    elif line.mine:
        choices.insert(0, (f"Show it to {name}", f"show:{item.id}"))
    seen = line.seen_by if line.mine else f"{name} added it"
    menu = overflow(ids.AGENDA_ITEM, choices)
    return [
        plainly(_words(line), subject=item.id),
        *says(f"_{escape(seen)}_", subject=item.id, accessory=menu),
    ]


def _words(line: Line) -> str:
    """What it is about, and why it stands here, where it did not come from somebody's hand."""
    item = line.item
    if item.source == AgendaSource.HEAVIER:
        return f"{item.text}: heavier lately"
    if item.source == AgendaSource.STORY:
        whose = f"The path of {line.with_name}" if line.mine and line.with_name else "Your path"
        return f"{whose}: {item.text}"
    return item.text
