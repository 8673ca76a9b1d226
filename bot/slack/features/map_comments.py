"""A mentor's words to a step of a route, marks on one's own path, the news (content.md 4.5)."""

from __future__ import annotations

from bot.domain.errors import WaymarkError
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import map_comments as views
from bot.slack.views import maps
from bot.slack.views.vocabulary import says


async def write(turn: Turn) -> None:
    """*Write to step 2* in the menu of a route that was shown."""
    _, step_id = turn.values
    held = await turn.services.maps.comments.form(turn.actor, step_id)
    await turn.open(views.form(held, turn.book.button), step=step_id)


async def keep(turn: Turn) -> None:
    """The words come back; the map behind shows them."""
    form, step_id = turn.form, turn.metadata["step"]
    words, mark = form.text("words"), form.choice("mark")
    try:
        await turn.services.maps.comments.write(turn.actor, step_id, words, mark)
    except WaymarkError as refusal:
        return await turn.problems({"words": refusal.reply})
    held = await turn.services.maps.page(turn.actor)
    await turn.redraw(maps.page(held, turn.book.button), turn.body["view"]["root_view_id"])
    await turn.done()


async def unsay(turn: Turn) -> None:
    """*Take back old words*: those to steps that read otherwise by now."""
    await turn.services.maps.comments.take_back(turn.actor, turn.value)
    held = await turn.services.maps.page(turn.actor)
    await turn.redraw(maps.page(held, turn.book.button))
    await turn.done()


async def mark(turn: Turn) -> None:
    """What a step of one's own path was."""
    kind, step_id = turn.values
    told = await turn.services.maps.comments.mark(turn.actor, step_id, kind)
    await turn.redraw(maps.story_page(told, turn.book.button))
    await turn.done()


async def opened(turn: Turn) -> None:
    """*Open my map* in the news."""
    held = await turn.services.maps.page(turn.actor)
    await turn.open(maps.page(held, turn.book.button))


async def later(turn: Turn) -> None:
    """The news becomes one line."""
    line = says("It stays on your map: `/mentor map`.", subject=turn.value)
    await turn.settle_as(turn.value, "On your map", line)


FEATURE = Feature(
    name="map_comments",
    actions={
        ids.MAP_STEP: write,
        ids.MAP_MARK: mark,
        ids.MAP_UNSAY: unsay,
        ids.MAP_OPEN: opened,
        ids.MAP_NEWS_LATER: later,
    },
    submissions={ids.MAP_COMMENT_FORM: keep},
)
