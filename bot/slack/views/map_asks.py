"""Asking a mentor for a path or a way: the form, the mentor's card, the lines on the map."""

from __future__ import annotations

from bot.domain.map_asks import Wanted
from bot.domain.messages import Message
from bot.domain.messages.maps import MapStoryAsk
from bot.domain.roadblocks import excerpt
from bot.domain.wording import Wording
from bot.services.map_asks import AskForm
from bot.services.map_seen import AskSeen
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_several,
    button,
    modal,
    note,
    plainly,
    row,
    says,
)

#: Options of a menu (slack.md 5.2).
CHOICES = 100
#: Questions in one window.
SHOWN = 4
_WANTED = (("Their own path", Wanted.STORY), ("Another way there", Wanted.ROUTE))


def ask_form(held: AskForm, label: Label, *, wanted: str = Wanted.STORY) -> View:
    """Whom, for what, and what goes along: nothing, unless it is ticked (content.md 4.3)."""
    blocks: list[Block] = []
    if held.mentors:
        people = list(held.mentors)[:CHOICES]
        blocks.append(ask_one("mentor", "Whom?", people, initial=people[0][1], menu=True))
    blocks.append(ask_one("wanted", "What would help?", _WANTED, initial=wanted))
    along = [("Where I want to go", "vision")] if held.vision else []
    along += [("My first way there", "route")] if held.route_label else []
    if along:
        hint = "Unticked, only your name goes along. They read these words as they stand here."
        blocks.append(ask_several("along", "What they read with it", along, hint=hint))
        blocks += [plainly(excerpt(one)) for one in (held.vision, held.route_label) if one]
    blocks.append(note("They are asked once. A no needs no reason."))
    return modal(ids.MAP_ASK_FORM, "Ask a mentor", blocks, submit=label("forms.send"))


def card(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Tell of it, or add a way · Not now."""
    assert isinstance(message, MapStoryAsk)
    mark = message.subject_id
    return [*says(wording.body, subject=mark), _choices(mark, message.wanted, label)]


def waiting(held: tuple[AskSeen, ...], label: Label) -> list[Block]:
    """What waits between this person and the others, on the map."""
    blocks: list[Block] = []
    for seen in [one for one in held if one.mine][:SHOWN]:
        what = "another way" if seen.ask.wanted == Wanted.ROUTE else "their own path"
        line = escape(f"{seen.other_name} is asked for {what}.")
        if seen.ask.is_open:
            back = button(label("forms.withdraw"), ids.MAP_ASK_BACK, seen.ask.id)
            blocks += says(line, subject=seen.ask.id, accessory=back)
        else:
            line = f"{seen.other_name}: not this time. You can bring it when you talk."
            blocks.append(note(escape(line), subject=seen.ask.id))
    for seen in [one for one in held if not one.mine][:SHOWN]:
        what = "another way there" if seen.ask.wanted == Wanted.ROUTE else "your own path"
        words = [f"{seen.other_name} asks for {what}.", seen.ask.vision, seen.ask.route_label]
        blocks.append(plainly("\n".join(one for one in words if one), subject=seen.ask.id))
        blocks.append(_choices(seen.ask.id, seen.ask.wanted, label))
    return blocks


CARDS: dict[str, Builder] = {"map_story_ask": card}

# --- private -------------------------------------------------------------------------------------


def _choices(mark: str, wanted: str, label: Label) -> Block:
    if wanted == Wanted.ROUTE:
        does = button(label("map_story_ask.add"), ids.MAP_ADD_FOR, mark)
    else:
        does = button(label("map_story_ask.tell"), ids.MAP_STORY, mark)
    later = button(label("map_story_ask.later"), ids.MAP_ASK_LATER, mark)
    return row(does, later, subject=mark)
