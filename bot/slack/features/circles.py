"""`/mentor circle`: which circles one is in; an admin names a channel, or leaves one off (D13)."""

from __future__ import annotations

from bot.domain.errors import NobodysAnswer, WaymarkError
from bot.domain.questions import hash_of
from bot.slack import circle_windows, ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import circles as views
from bot.slack.views import notices


async def opened(turn: Turn) -> None:
    """The window, wherever the command was typed."""
    channel = str(turn.body.get("channel_id") or "")
    held = await turn.services.circles.page(turn.actor, channel)
    await turn.open(views.page(held, turn.book.button))


async def choose(turn: Turn) -> None:
    """An admin's form; the channel the command was typed in stands in it."""
    channel = turn.value if turn.value != "none" else ""
    await turn.open(views.name_form(channel, turn.book.button))


async def named(turn: Turn) -> None:
    """The channel is a circle; the window shows it."""
    channel = turn.form.channel("channel")
    try:
        await turn.services.circles.name(turn.actor, channel)
    except WaymarkError as refusal:
        return await turn.problems({"channel": refusal.reply})
    held = await turn.services.circles.page(turn.actor, channel)
    await turn.open(views.page(held, turn.book.button))


async def chosen(turn: Turn) -> None:
    """The menu beside a circle."""
    _, circle_id = turn.values
    await turn.services.circles.leave_off(turn.actor, circle_id)
    held = await turn.services.circles.page(turn.actor)
    await turn.redraw(views.page(held, turn.book.button))
    await turn.done()


# --- a roadblock before one's circle -------------------------------------------------------------


async def ask_circle(turn: Turn) -> None:
    """*Ask my circle* under "no answer yet": the preview (content.md 7.5)."""
    await circle_windows.preview(turn, turn.value)


async def posted(turn: Turn) -> None:
    """*Post it*; another circle is looked at first, and so are changed words with names in
    them."""
    held, words = turn.metadata, turn.form.text("words")
    roadblock_id, circle_id = held["roadblock"], turn.form.choice("circle") or held["circle"]
    sharing = turn.services.circles.sharing
    try:
        if circle_id != held["circle"]:
            return await circle_windows.preview(turn, roadblock_id, circle_id, words)
        if hash_of(words) != held["seen"]:
            looked = await sharing.preview(turn.actor, roadblock_id, circle_id, words)
            if looked.names:
                return await circle_windows.preview(turn, roadblock_id, circle_id, words)
        noted = await sharing.post(turn.actor, roadblock_id, circle_id, words)
    except WaymarkError as refusal:
        return await turn.problems({"words": refusal.reply})
    await turn.settle(held["mark"], noted)


async def take_back(turn: Turn) -> None:
    """The menu beside one's own post."""
    await turn.services.circles.sharing.take_back(turn.actor, turn.value)
    held = await turn.services.circles.page(turn.actor)
    await turn.redraw(views.page(held, turn.book.button))
    await turn.done()


async def helped(turn: Turn) -> None:
    """*Mark as helpful* in the menu of an answer in the thread (content.md 7.3)."""
    message = turn.body.get("message") or {}
    thread = str(message.get("thread_ts") or "")
    if message.get("ts") == thread or message.get("bot_id"):
        raise NobodysAnswer
    channel = str((turn.body.get("channel") or {}).get("id") or "")
    held = await turn.services.circles.sharing.helped(
        turn.actor, channel, thread, str(message.get("user") or "")
    )
    await turn.open(notices.window(views.helped(held, turn.book.button)))


FEATURE = Feature(
    name="circles",
    subcommands=(
        Subcommand(
            "circle",
            "the circles you are in, and what was set to them",
            opened,
            aliases=("circles",),
            home="See your circles",
        ),
    ),
    actions={
        ids.CIRCLE_CHOOSE: choose,
        ids.CIRCLE_MENU: chosen,
        ids.CIRCLE_ROADBLOCK: ask_circle,
        ids.CIRCLE_ITEM: take_back,
    },
    submissions={ids.CIRCLE_FORM: named, ids.CIRCLE_POST_FORM: posted},
    shortcuts={ids.CIRCLE_HELPED: helped},
)
