"""`/mentor agenda`: what a pair wants to talk about next."""

from __future__ import annotations

from bot.domain.errors import WaymarkError
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import agenda as views


async def opened(turn: Turn) -> None:
    """The window; words after the command stand in its field."""
    held = await turn.services.agenda.page(turn.actor)
    await turn.open(views.page(held, turn.book.button, turn.text))


async def added(turn: Turn) -> None:
    """One more line; the window stays open and shows it."""
    form, actor = turn.form, turn.actor
    if not form.text("line"):
        return await turn.done()
    shown = bool(form.choices("shown"))
    try:
        held = await turn.services.agenda.add(
            actor, form.text("line"), form.choice("with"), shown=shown
        )
    except WaymarkError as refusal:
        return await turn.problems({"line": refusal.reply})
    await turn.open(views.page(held, turn.book.button))


async def chosen(turn: Turn) -> None:
    """The menu beside a line."""
    what, item_id = turn.values
    agenda = turn.services.agenda
    if what == "done":
        held = await agenda.done(turn.actor, item_id)
    else:
        held = await agenda.show(turn.actor, item_id, shown=what == "show")
    await turn.redraw(views.page(held, turn.book.button))
    await turn.done()


FEATURE = Feature(
    name="agenda",
    subcommands=(
        Subcommand(
            "agenda",
            "what you want to talk about next time",
            opened,
            usage="agenda [a line]",
            aliases=("talk",),
            home="To talk about",
        ),
    ),
    actions={ids.AGENDA_ITEM: chosen},
    submissions={ids.AGENDA_FORM: added},
)
