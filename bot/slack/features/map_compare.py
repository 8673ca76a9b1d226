"""Two ways side by side, and a first test out of either (content.md 4.4)."""

from __future__ import annotations

from bot.slack import goal_windows, ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import map_compare as views
from bot.slack.views import maps


async def opened(turn: Turn) -> None:
    """*Compare two ways*."""
    held = await turn.services.maps.compare(turn.actor)
    await turn.open(views.page(held, turn.book.button))


async def other(turn: Turn) -> None:
    """Another way in place of one of the two."""
    first, second = turn.values
    held = await turn.services.maps.compare(turn.actor, first, second)
    await turn.redraw(views.page(held, turn.book.button))
    await turn.done()


async def weigh(turn: Turn) -> None:
    """Weigh one of the two; this page and the map show it then."""
    path_id, *pair = turn.values
    path = await turn.services.maps.weighed(turn.actor, path_id)
    await turn.open(maps.weigh_form(path, turn.book.button), path=path_id, pair=":".join(pair))


async def test(turn: Turn) -> None:
    """The first test of one of the two becomes a goal; why it matters is answered (4.4)."""
    goal_id = await turn.services.maps.goal_from_test(turn.actor, turn.value)
    await goal_windows.open_edit(turn, goal_id)


FEATURE = Feature(
    name="map_compare",
    actions={
        ids.MAP_COMPARE: opened,
        ids.MAP_COMPARE_A: other,
        ids.MAP_COMPARE_B: other,
        ids.MAP_WEIGH: weigh,
        ids.MAP_TEST: test,
    },
)
