"""Asking a mentor for their own path or another way there (content.md 4.3), and a "not now"."""

from __future__ import annotations

from bot.domain.errors import WaymarkError
from bot.domain.ids import new_id
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import map_asks as views
from bot.slack.views import maps
from bot.slack.views.vocabulary import says


async def ask(turn: Turn) -> None:
    """*Ask my mentor for one*: whom, for what, and what goes along."""
    held = await turn.services.maps.asks.form(turn.actor, new_id())
    await turn.open(views.ask_form(held, turn.book.button, wanted=turn.value), ask=held.ask_id)


async def send(turn: Turn) -> None:
    """Asked; a no of the rules stands beside the field, and the form stays."""
    form, along = turn.form, turn.form.choices("along")
    try:
        await turn.services.maps.asks.send(
            turn.actor,
            turn.metadata["ask"],
            form.choice("mentor"),
            form.choice("wanted"),
            with_vision="vision" in along,
            with_route="route" in along,
        )
    except WaymarkError as refusal:
        return await turn.problems({"wanted": refusal.reply})
    held = await turn.services.maps.page(turn.actor)
    await turn.redraw(maps.page(held, turn.book.button), turn.body["view"]["root_view_id"])
    await turn.done()


async def later(turn: Turn) -> None:
    """*Not now*: one line in place of the question, wherever it stood."""
    await turn.services.maps.asks.set_aside(turn.actor, turn.value)
    line = "Set aside. Fine either way, and I won't ask again."
    await turn.settle_as(turn.value, "Set aside", says(line, subject=turn.value))


async def withdraw(turn: Turn) -> None:
    """*Withdraw* beside one's own question."""
    await turn.services.maps.asks.withdraw(turn.actor, turn.value)
    held = await turn.services.maps.page(turn.actor)
    await turn.redraw(maps.page(held, turn.book.button))
    await turn.done()


FEATURE = Feature(
    name="map_asks",
    actions={ids.MAP_ASK_MENTOR: ask, ids.MAP_ASK_LATER: later, ids.MAP_ASK_BACK: withdraw},
    submissions={ids.MAP_ASK_FORM: send},
)
