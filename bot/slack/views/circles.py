"""`/mentor circle` as windows: which circles, and a channel made one (content.md 0.2, D13)."""

from __future__ import annotations

from bot.domain.circles import Trouble
from bot.domain.questions import Pointer
from bot.domain.roadblocks import FORM_LENGTH, excerpt
from bot.services.circle_sharing import CirclePreview, Helped
from bot.services.circles import CircleLine, CirclePage, Seat
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_channel,
    ask_one,
    ask_text,
    button,
    divider,
    modal,
    note,
    overflow,
    row,
    says,
)

WHAT = (
    "A circle is a channel a workspace admin named. Who is in it is who is in the channel. They "
    "see what somebody sets to the circle, and nothing else."
)
NO_SCOPE = (
    "Slack doesn't let me see who is in a channel: I was installed before I knew circles. A "
    "workspace admin can install me again; everything else works as before."
)
#: Circles in one window, and lines in one circle.
SHOWN = 10
LINES = 6
_ABOUT = {"roadblock": "Roadblock", "goal": "Goal", "win": "Win"}
_POINTS = {Pointer.MENTION: "a mention", Pointer.NAME: "a name", Pointer.TEAM: "a team"}
_TROUBLES: dict[str, str] = {
    Trouble.ARCHIVED: "The channel is archived.",
    Trouble.NOT_IN: "I'm not in the channel: `/invite @Waymark` there brings me in.",
    Trouble.SCOPE: "I may not see who is in it.",
    Trouble.PRIVATE: "The channel is private now, so I can't see who is in it.",
    Trouble.UNKNOWN: "Slack shows me no such channel any more.",
}


def page(held: CirclePage, label: Label) -> View:
    """The viewer's circles; for an admin the others, and a way to name one."""
    blocks: list[Block] = []
    for seat in held.seats[:SHOWN]:
        blocks += [*_seat(seat, held, label), divider()]
    if held.scope_missing:
        blocks += says(NO_SCOPE)
    elif not held.seats:
        blocks += says("You are in no circle at the moment.")
    for circle in held.others[:SHOWN]:
        why = _TROUBLES.get(circle.trouble, "You are not in it.")
        menu = overflow(ids.CIRCLE_MENU, [(label("circle_page.leave_off"), f"off:{circle.id}")])
        line = f"*#{escape(circle.name)}*\n{why}"
        blocks += says(line, subject=circle.id, accessory=menu)
    if held.may_name:
        name = button(label("circle_page.name"), ids.CIRCLE_CHOOSE, held.channel_id or "none")
        blocks.append(row(name))
    return modal("", "Circles", [*blocks, note(WHAT)], close=label("forms.close"))


def name_form(channel_id: str, label: Label) -> View:
    """Which channel; the one the command was typed in is chosen."""
    blocks = [
        ask_channel(
            "channel",
            "Which channel is a circle?",
            initial=channel_id,
            hint="A public channel, with me in it: /invite @Waymark brings me in.",
        ),
        note(WHAT),
    ]
    return modal(ids.CIRCLE_FORM, "Name a circle", blocks, submit=label("forms.save"))


def post_form(held: CirclePreview, label: Label) -> View:
    """Exactly what the circle would read, and whose names are in it (content.md 7.0)."""
    channel = f"#{held.circle.name}"
    if held.names:
        found = "\n".join(
            f"• {_POINTS.get(one.pointer, 'words')}: {escape(one.words)}" for one in held.names
        )
        names = f"*Names visible?* The circle would read:\n{found}"
    else:
        names = "*Names visible?* I found none besides yours."
    others = "one person is" if held.people == 1 else f"{held.people} people are"
    blocks = [
        *_which(held),
        *says(names),
        ask_text(
            "words",
            "What the circle will read",
            initial=held.text,
            multiline=True,
            max_length=FORM_LENGTH,
            optional=False,
        ),
        note(
            f"It is posted once, with your name. {others.capitalize()} in {escape(channel)}, and "
            "anybody here can open the channel. Answers come in its thread."
        ),
        note("Until then only you see it. You can take it back; what was read was read."),
    ]
    return modal(ids.CIRCLE_POST_FORM, "Ask your circle", blocks, submit=label("forms.post"))


def helped(held: Helped, label: Label) -> list[Block]:
    """An answer was marked; solved or not is another question."""
    words = f"Marked: an answer of {escape(held.helper_name)} helped. The post says so, too."
    blocks = says(words, subject=held.roadblock_id)
    if not held.is_open:
        return blocks
    solved = button(label("circle_page.solved"), ids.ROADBLOCK_SOLVED, held.roadblock_id)
    return [*blocks, row(solved, subject=held.roadblock_id)]


# --- private -------------------------------------------------------------------------------------


def _which(held: CirclePreview) -> list[Block]:
    """Which circle, where there are several and none was chosen yet."""
    choices = [(f"#{one.name}", one.id) for one in held.choices]
    if len(choices) < 2:
        return []
    return [ask_one("circle", "Which circle?", choices, initial=held.circle.id, menu=True)]


def _seat(seat: Seat, held: CirclePage, label: Label) -> list[Block]:
    circle = seat.circle
    others = "you alone" if seat.size <= 1 else f"{seat.size} people, you are one"
    line = f"*#{escape(circle.name)}*: {others}."
    menu = None
    if held.may_name:
        menu = overflow(ids.CIRCLE_MENU, [(label("circle_page.leave_off"), f"off:{circle.id}")])
    blocks = says(line, subject=circle.id, accessory=menu)
    for one in seat.lines[:LINES]:
        blocks += _line(one, label)
    if len(seat.lines) > LINES:
        blocks.append(note(f"and {len(seat.lines) - LINES} more"))
    return blocks


def _line(one: CircleLine, label: Label) -> list[Block]:
    """What somebody set to the circle; one's own post can be taken back."""
    words = escape(excerpt(" ".join(one.words.split())))
    line = f"{_ABOUT.get(one.about, 'Words')} of {escape(one.owner_name)}: {words}"
    if not one.post_id:
        return says(line)
    menu = overflow(ids.CIRCLE_ITEM, [(label("circle_page.take_back"), one.post_id)])
    return says(line, subject=one.post_id, accessory=menu)
