"""The career map as windows (content.md F4). A detour is shown like any other step."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.map_asks import Wanted
from bot.domain.maps import (
    NAME_LENGTH,
    STEPS_LENGTH,
    STRENGTHS,
    WORDS_LENGTH,
    CareerMap,
    MapPath,
    MapStep,
)
from bot.services.map_seen import MapPage, PathForm, PathSeen, Told, VisionForm
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views import map_asks, map_comments, map_matches, map_words
from bot.slack.views.cards import Label
from bot.slack.views.goals import inline
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_several,
    ask_text,
    beside,
    button,
    modal,
    note,
    overflow,
    plainly,
    row,
    says,
)

#: Blocks for one's own routes, and for stories of each sort, in one window; what others showed has
#: the rest of the 100 a window holds (slack.md 5.2), but for what stands below it.
ROUTES, STORIES, ALL = 42, 8, 96
#: Characters of an answer when a route is weighed.
WEIGHED_LENGTH = 300
WINS = 8


def page(held: MapPage, label: Label) -> View:
    """Where to, the ways there, and what others showed."""
    blocks = _where(held.map)
    blocks.append(row(button(label("map_page.vision"), ids.MAP_VISION, "map")))
    blocks += _fitting([_route(seen, label) for seen in held.routes], ROUTES)
    if len(held.routes) == 1:
        blocks.append(note("One way so far."))
    words = label("map_page.another" if held.routes else "map_page.route")
    buttons = [button(words, ids.MAP_ROUTE, "new")]
    if held.is_mentor:
        buttons.append(button(label("map_page.story"), ids.MAP_STORY, "new"))
    if held.can_ask:
        wanted = Wanted.ROUTE if held.routes else Wanted.STORY
        buttons.append(button(label("map_page.ask_mentor"), ids.MAP_ASK_MENTOR, wanted))
    if len(held.routes) > 1:
        buttons.append(button(label("map_page.compare"), ids.MAP_COMPARE, "two"))
    blocks.append(row(*buttons, subject="map", part="add"))
    blocks += map_asks.waiting(held.asked, label)
    blocks += _fitting([_own_story(seen) for seen in held.told], STORIES)
    blocks += _fitting([_story(seen, label) for seen in held.stories], STORIES)
    blocks += _fitting([_shown(seen, label) for seen in held.shown], ALL - len(blocks))
    past = [button(label("map_page.history"), ids.MAP_HISTORY, "map")]
    if held.has_put_away:
        past.append(button(label("map_page.put_away"), ids.MAP_PUT_AWAY, "map"))
    if held.map or held.routes or held.told or held.has_put_away:
        blocks.append(row(*past, subject="map", part="past"))
    return modal(ids.MAP_PAGE, "Career map", blocks, close=label("forms.close"))


def vision_form(held: VisionForm, intro: str, label: Label) -> View:
    """Where to, and today; every box may stay empty (4.0, 4.1)."""
    blocks = [
        *says(intro),
        ask_text(
            "vision", "That day", initial=held.vision, multiline=True, max_length=WORDS_LENGTH
        ),
        ask_text("role", "What you do today", initial=held.role, max_length=WORDS_LENGTH),
        ask_text(
            "strengths",
            "Strengths you bring",
            initial=held.strengths,
            multiline=True,
            max_length=WORDS_LENGTH,
            hint=f"Up to {STRENGTHS}, one on each line.",
        ),
    ]
    if held.wins:
        wins = [(words, win_id) for win_id, words in held.wins[:WINS]]
        blocks.append(ask_several("wins", "Or take them from your wins", wins))
    limits = ask_text(
        "limits",
        "What limits you",
        initial=held.limits,
        multiline=True,
        max_length=WORDS_LENGTH,
        hint="Place, hours, money. Only you ever see this.",
    )
    return modal(
        ids.MAP_VISION_FORM, "Where to, and today", [*blocks, limits], submit=label("forms.save")
    )


def route_form(held: PathForm, label: Label) -> View:
    """Two to five steps, each with its kind (4.2)."""
    whose = ""
    if held.whose:
        whose = (
            f"{inline(held.whose)} sees it on their map, in your words until they take it over."
        )
    blocks = [
        *(says(whose) if whose else []),
        *map_matches.second_way(held, label),
        ask_text("name", "A name for this way", initial=held.name, max_length=NAME_LENGTH),
        ask_text(
            "steps",
            "Two to five steps, one on each line",
            initial=held.steps,
            multiline=True,
            optional=False,
            max_length=STEPS_LENGTH,
            hint="Kinds, if you like: up, sideways, project, outside, learn first, detour. "
            "For example: sideways: a year in data",
        ),
    ]
    return modal(ids.MAP_ROUTE_FORM, "One way there", blocks, submit=label("forms.save"))


def story_form(held: PathForm, label: Label) -> View:
    """A mentor's own path with its detours (1.2a)."""
    blocks = [
        ask_text("name", "A name for your path", initial=held.name, max_length=NAME_LENGTH),
        ask_text(
            "steps",
            "Three to eight steps, one on each line",
            initial=held.steps,
            multiline=True,
            optional=False,
            max_length=STEPS_LENGTH,
            hint="detour: what happened | why | what it taught. "
            "Or step, pivot, luck, regret. The bars are optional.",
        ),
        ask_one(
            "audience",
            "Who may read it?",
            list(held.choices) or [("Only you", "private")],
            initial=held.audience,
            menu=True,
            optional=True,
        ),
    ]
    return modal(ids.MAP_STORY_FORM, "Your own path", blocks, submit=label("forms.save"))


def weigh_form(path: MapPath, label: Label) -> View:
    """What a route gives and costs, what to try first, what it serves and strains (4.4)."""
    asked = (
        ("gain", "What you gain", path.gain),
        ("cost", "What it costs", path.cost),
        ("first_test", "What you would test first", path.first_test),
        ("serves", "What matters to you that it serves", path.serves),
        ("strains", "What matters to you that it strains", path.strains),
    )
    blocks = [
        ask_text(name, words, initial=held, max_length=WEIGHED_LENGTH)
        for name, words, held in asked
    ]
    return modal(ids.MAP_WEIGH_FORM, "Weigh this way", blocks, submit=label("forms.save"))


def story_page(told: Told, label: Label) -> View:
    """A story step by step; each can be asked about."""
    tells = "you tell" if told.mine else f"{inline(told.story.owner_name)} tells"
    blocks = says(f"*{inline(map_words.name_of(told.story.path))}*, as {tells} it")
    for step in told.story.steps:
        section = plainly(_told(step), subject=step.id)
        if told.mine:
            blocks.append(map_comments.with_marks(section, step.id))
        elif step.id in told.asked:
            blocks += [section, note("It is on your agenda with them.", subject=step.id)]
        else:
            ask = button(label("map_page.ask"), ids.MAP_ASK_STEP, step.id)
            blocks.append(beside(section, ask))
    if not told.mine:
        blocks.append(note("Asking puts the step on the agenda you both see. Nobody is messaged."))
    title = "Your own path" if told.mine else "Their own path"
    return modal(ids.MAP_STORY_PAGE, title, blocks, close=label("forms.close"))


# --- private -------------------------------------------------------------------------------------


def _where(held: CareerMap | None) -> list[Block]:
    if held is None or not (held.vision or held.role or held.strengths or held.limits):
        return says("Where would you like to be in two or three years? It may stay vague.")
    said = (
        ("A good day", held.vision),
        ("Today", held.role),
        ("Strengths", held.strengths),
        ("Limits", held.limits),
    )
    words = [f"{name}: {text}" for name, text in said if text]
    return [plainly("\n".join(words)), note("Only you see this part.")]


def _fitting(groups: Sequence[list[Block]], room: int) -> list[Block]:
    """As many whole paths as there is room for; the rest is counted."""
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        if len(blocks) + len(group) >= room:
            return [*blocks, note(f"and {len(groups) - number} more")]
        blocks += group
    return blocks


def _weighed(path: MapPath) -> list[Block]:
    said = (
        ("You gain", path.gain),
        ("It costs", path.cost),
        ("First test", path.first_test),
        ("Serves", path.serves),
        ("Strains", path.strains),
    )
    words = [f"{name}: {text}" for name, text in said if text]
    return [plainly("\n".join(words), subject=path.id, part="weighed")] if words else []


def _route(seen: PathSeen, label: Label) -> list[Block]:
    path = seen.path
    menu = overflow(ids.MAP_PATH, map_words.menu(seen))
    blocks = [plainly(map_words.steps(seen), subject=path.id), *_weighed(path)]
    blocks += map_comments.said(path.id, seen.comments)
    said = f"{map_words.for_owner(seen)} {seen.seen_by}".strip()
    blocks += says(f"_{escape(said)}_", subject=path.id, accessory=menu)
    if step := seen.nearest:
        goal = button(label("map_page.goal"), ids.MAP_GOAL, step.id)
        reached = button(label("map_page.reached"), ids.MAP_REACHED, step.id)
        blocks.append(row(goal, reached, subject=path.id))
    return blocks


def _story(seen: PathSeen, label: Label) -> list[Block]:
    read = button(label("map_page.read"), ids.MAP_READ, seen.path.id)
    words = f"{inline(seen.owner_name)}'s own path: *{inline(map_words.name_of(seen.path))}*"
    return says(words, subject=seen.path.id, accessory=read)


def _own_story(seen: PathSeen) -> list[Block]:
    path = seen.path
    menu = overflow(
        ids.MAP_PATH,
        [
            ("Read it", f"read:{path.id}"),
            ("Change it", f"tell:{path.id}"),
            ("Put it away", f"away:{path.id}"),
        ],
    )
    words = f"Your own path: *{inline(map_words.name_of(path))}*\n_{escape(seen.seen_by)}_"
    return says(words, subject=path.id, accessory=menu)


def _shown(seen: PathSeen, label: Label) -> list[Block]:
    path = seen.path
    buttons = [button(label("map_page.another"), ids.MAP_ADD_FOR, path.id)]
    if seen.may_rewrite:
        buttons.insert(0, button(label("map_page.rewrite"), ids.MAP_REWRITE, path.id))
    if any(one.mine and not one.number for one in seen.comments):
        buttons.append(button(label("map_page.unsay"), ids.MAP_UNSAY, path.id))
    whose = map_words.for_mentor(seen)
    return [
        *says(f"{inline(seen.owner_name)} shows you", subject=path.id),
        map_comments.with_menu(plainly(map_words.steps(seen), subject=path.id), seen),
        *([note(escape(whose), subject=path.id, part="whose")] if whose else []),
        *_weighed(path),
        *map_comments.said(path.id, seen.comments),
        row(*buttons, subject=path.id),
    ]


def _told(step: MapStep) -> str:
    lines = [f"{step.position + 1}. {step.text} ({step.kind})"]
    lines += [f"Why: {step.why}"] if step.why else []
    lines += [f"It taught: {step.taught}"] if step.taught else []
    return "\n".join(lines)
