"""`/mentor map`: where to, the ways there, and the paths of mentors (content.md F4)."""

from __future__ import annotations

from bot.domain.errors import WaymarkError
from bot.domain.ids import new_id
from bot.domain.maps import PathKind
from bot.domain.messages.maps import MapStart
from bot.services.map_seen import MapPage, Weighed
from bot.slack import goal_windows, ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import map_compare, wins
from bot.slack.views import map_matches as matches
from bot.slack.views import map_words as words
from bot.slack.views import maps as views
from bot.slack.views.vocabulary import View, says

# --- reading -------------------------------------------------------------------------------------


async def opened(turn: Turn) -> None:
    """The map."""
    await turn.open(views.page(await turn.services.maps.page(turn.actor), turn.book.button))


async def vision(turn: Turn) -> None:
    """Where to, and today."""
    held = await turn.services.maps.vision_form(turn.actor)
    intro = turn.phrase(MapStart(first_name=turn.person.name)).body
    await turn.open(views.vision_form(held, intro, turn.book.button))


async def route(turn: Turn) -> None:
    """A new route."""
    held = await turn.services.maps.path_form(turn.actor, new_id(), PathKind.ROUTE)
    await turn.open(views.route_form(held, turn.book.button), path=held.path_id)


async def add_for(turn: Turn) -> None:
    """A mentor's "another way to the same place"."""
    held = await turn.services.maps.path_beside(turn.actor, turn.value, new_id())
    view = views.route_form(held, turn.book.button)
    await turn.open(view, path=held.path_id, beside=turn.value, mark=turn.mark)


async def story(turn: Turn) -> None:
    """A mentor's own path, by themselves or because somebody asked for it."""
    maps = turn.services.maps
    held = await maps.path_form(turn.actor, new_id(), PathKind.STORY, asked=turn.value)
    view = views.story_form(held, turn.book.button)
    await turn.open(view, path=held.path_id, mark=turn.value)


async def read(turn: Turn) -> None:
    """A story, step by step."""
    told = await turn.services.maps.read(turn.actor, turn.value)
    await turn.open(views.story_page(told, turn.book.button))


# --- saving --------------------------------------------------------------------------------------


async def keep_vision(turn: Turn) -> None:
    """Where to, and today, come back."""
    form = turn.form
    try:
        held = await turn.services.maps.save_vision(
            turn.actor,
            vision=form.text("vision"),
            role=form.text("role"),
            strengths=form.text("strengths"),
            limits=form.text("limits"),
            wins=form.choices("wins"),
        )
    except WaymarkError as refusal:
        return await turn.problems({"strengths": refusal.reply})
    await _behind(turn, held)


async def keep_route(turn: Turn) -> None:
    """A route comes back; a line too many is said beside the field, and the words stay."""
    form, held = turn.form, turn.metadata
    try:
        page = await turn.services.maps.save_route(
            turn.actor,
            held["path"],
            form.text("name"),
            form.text("steps"),
            beside=held.get("beside", ""),
            is_new=held.get("old") != "yes",
        )
    except WaymarkError as refusal:
        return await turn.problems({"steps": refusal.reply})
    await _behind(turn, page, "Added. It stands on their map, in your words.")


async def keep_story(turn: Turn) -> None:
    """A story comes back."""
    form, path_id = turn.form, turn.metadata["path"]
    name, steps, audience = form.text("name"), form.text("steps"), form.choice("audience")
    try:
        page = await turn.services.maps.save_story(turn.actor, path_id, name, steps, audience)
    except WaymarkError as refusal:
        return await turn.problems({"steps": refusal.reply})
    told = "Told. It stands on the map of whoever you chose."
    await _behind(turn, page, "Kept. Only you read it." if audience == "private" else told)


async def keep_weighed(turn: Turn) -> None:
    """What speaks for a route and against it."""
    said = [turn.form.text(one) for one in ("gain", "cost", "first_test", "serves", "strains")]
    maps, pair = turn.services.maps, turn.metadata.get("pair", "")
    page = await maps.weigh(turn.actor, turn.metadata["path"], Weighed(*said))
    if pair:  # it was weighed from the page of two ways, which stands between
        two = await maps.compare(turn.actor, *pair.split(":"))
        view = map_compare.page(two, turn.book.button)
        await turn.redraw(view, turn.body["view"]["previous_view_id"])
    await _behind(turn, page)


async def keep_who(turn: Turn) -> None:
    """Who sees a route, out of everybody it could be shown to."""
    path_id, value = turn.metadata["path"], turn.form.choice("audience")
    await _behind(turn, await turn.services.maps.show(turn.actor, path_id, value))


# --- steps and menus -----------------------------------------------------------------------------


async def make_goal(turn: Turn) -> None:
    """The nearest step as a goal: why it matters is answered by the map (1.2c)."""
    goal_id = await turn.services.maps.goal_from_step(turn.actor, turn.value)
    await goal_windows.open_edit(turn, goal_id)


async def reached(turn: Turn) -> None:
    """A step is reached: the map shows it, and a win is offered with its words."""
    step = await turn.services.maps.reach(turn.actor, turn.value)
    await _redraw(turn, await turn.services.maps.page(turn.actor))
    form = await turn.services.wins.form_with(turn.actor, step.text, wins.FIELD)
    await turn.open(wins.form(form, turn.book.button))


async def of_goal(turn: Turn) -> None:
    """The step that a reached goal was: marked beside it, by a tap of its own (1.2c)."""
    step_id, goal_id = turn.values
    await turn.services.maps.reach(turn.actor, step_id)
    goal = (await turn.services.goals.form_for(turn.actor, goal_id)).goal
    blocks = await goal_windows.reached_card(turn, goal)
    await turn.settle_as(goal.id, "On your map", blocks)


async def ask_step(turn: Turn) -> None:
    """One step of a story goes on the agenda."""
    told = await turn.services.maps.ask_about(turn.actor, turn.value)
    await turn.redraw(views.story_page(told, turn.book.button))
    await turn.done()


async def ask_near(turn: Turn) -> None:
    """The same beside the form of a second way: what was typed there stays."""
    await turn.services.maps.ask_about(turn.actor, turn.value)
    mark = matches.mark_of(turn.value)
    await turn.settle_as(mark, "On your agenda", matches.asked_about(turn.value))


async def chosen(turn: Turn) -> None:
    """The menu beside a path."""
    what, path_id, *more = turn.values
    maps, actor = turn.services.maps, turn.actor
    if what in ("show", "hide"):
        value = f"mentor:{more[0]}" if what == "show" else "private"
        await _redraw(turn, await maps.show(actor, path_id, value), done=True)
    elif what in ("away", "take"):
        change = maps.archive if what == "away" else maps.take_over
        await _redraw(turn, await change(actor, path_id), done=True)
    elif what == "test":
        await goal_windows.open_edit(turn, await maps.goal_from_test(actor, path_id))
    else:
        await turn.open(await _window(turn, what, path_id), path=path_id, old="yes")


async def rewrite(turn: Turn) -> None:
    """A mentor changes their own words on somebody's map."""
    view = await _changing(turn, turn.value, is_story=False)
    await turn.open(view, path=turn.value, old="yes")


FEATURE = Feature(
    name="maps",
    subcommands=(
        Subcommand("map", "where you want to go, and the ways there", opened, home="Career map"),
    ),
    actions={
        ids.MAP_VISION: vision,
        ids.MAP_ROUTE: route,
        ids.MAP_ADD_FOR: add_for,
        ids.MAP_STORY: story,
        ids.MAP_READ: read,
        ids.MAP_ASK_STEP: ask_step,
        ids.MAP_ASK_NEAR: ask_near,
        ids.MAP_GOAL: make_goal,
        ids.MAP_REACHED: reached,
        ids.MAP_STEP_REACHED: of_goal,
        ids.MAP_PATH: chosen,
        ids.MAP_REWRITE: rewrite,
    },
    submissions={
        ids.MAP_VISION_FORM: keep_vision,
        ids.MAP_ROUTE_FORM: keep_route,
        ids.MAP_STORY_FORM: keep_story,
        ids.MAP_WEIGH_FORM: keep_weighed,
        ids.MAP_WHO_FORM: keep_who,
    },
)

# --- private -------------------------------------------------------------------------------------


async def _window(turn: Turn, what: str, path_id: str) -> View:
    """What a line of the menu opens."""
    maps, label = turn.services.maps, turn.book.button
    if what == "weigh":
        return views.weigh_form(await maps.weighed(turn.actor, path_id), label)
    if what == "read":
        return views.story_page(await maps.read(turn.actor, path_id), label)
    if what == "who":
        return words.who_form(*await maps.shared(turn.actor, path_id), label)
    return await _changing(turn, path_id, is_story=what == "tell")


async def _changing(turn: Turn, path_id: str, *, is_story: bool) -> View:
    maps, label = turn.services.maps, turn.book.button
    if is_story:
        return views.story_form(await maps.path_form(turn.actor, path_id, PathKind.STORY), label)
    return views.route_form(await maps.path_form(turn.actor, path_id, PathKind.ROUTE), label)


async def _behind(turn: Turn, held: MapPage, line: str = "") -> None:
    """The form closes, and the map behind it shows what was kept. A form that was opened from a
    question in the DM has no map behind it: the question says what became of it."""
    view = turn.body["view"]
    if line and view["root_view_id"] == view["id"]:
        mark = turn.metadata["mark"]
        return await turn.settle_as(mark, line, says(line, subject=mark))
    await turn.redraw(views.page(held, turn.book.button), view["root_view_id"])
    await turn.done()


async def _redraw(turn: Turn, held: MapPage, *, done: bool = False) -> None:
    """The open map as things are now."""
    await turn.redraw(views.page(held, turn.book.button))
    if done:
        await turn.done()
