"""What changed on one's own map, and the way back of what was put away (content.md 4.6)."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import map_history as views
from bot.slack.views import maps


async def changes(turn: Turn) -> None:
    """*What changed*."""
    held = await turn.services.maps.history.changes(turn.actor)
    await turn.open(views.changes(held, turn.book.button))


async def put_away(turn: Turn) -> None:
    """*What is put away*."""
    held = await turn.services.maps.history.put_away(turn.actor)
    await turn.open(views.put_away(held, turn.book.button))


async def back(turn: Turn) -> None:
    """*Bring back*: this window and the map behind it show it."""
    page, left = await turn.services.maps.history.bring_back(turn.actor, turn.value)
    await turn.redraw(views.put_away(left, turn.book.button))
    await turn.redraw(maps.page(page, turn.book.button), turn.body["view"]["root_view_id"])
    await turn.done()


FEATURE = Feature(
    name="map_history",
    actions={
        ids.MAP_HISTORY: changes,
        ids.MAP_PUT_AWAY: put_away,
        ids.MAP_BACK: back,
    },
)
