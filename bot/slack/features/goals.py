"""Goals: one's own list, who sees them, what a mentor may do with a shared one."""

from __future__ import annotations

from bot.domain.errors import Empty
from bot.domain.ids import new_id
from bot.slack import circle_windows, ids
from bot.slack import goal_windows as windows
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import goal_forms as forms
from bot.slack.views import goals as views
from bot.slack.views import maps


async def mine(turn: Turn) -> None:
    """`/mentor goals`: one's own list, in a window."""
    held = await turn.services.goals.mine(turn.actor)
    await turn.open(views.own_list(held, turn.book.button))


async def menu(turn: Turn) -> None:
    """The menu beside a goal of one's own."""
    what, goal_id = turn.values
    if what == "edit":
        await windows.open_edit(turn, goal_id)
    elif what == "done":
        goal = await turn.services.goals.reach(turn.actor, goal_id)
        await turn.settle_as(goal.id, "Goal reached", await windows.reached_card(turn, goal))
    elif what in ("let_go", "drop"):
        goal = await turn.services.goals.let_go(turn.actor, goal_id)
        late = goal.is_past(turn.person.week.local(turn.now).date())
        dropped = what == "drop"
        blocks = views.let_go(goal, turn.book.button, was_draft=dropped, past_date=late)
        await turn.settle_as(goal.id, "Goal let go", blocks)
    elif what == "choose":
        held = await turn.services.goals.form_for(turn.actor, goal_id)
        view = forms.audience_form(held.goal, held.choices, turn.book.button)
        await turn.open(view, goal=goal_id, **windows.root(turn))
    else:
        await _share(turn, goal_id, what)


async def choose_audience(turn: Turn) -> None:
    """The form with every mentor and circle comes back."""
    audience = turn.form.choice("audience")
    if refusal := await circle_windows.refusal(turn, audience):
        return await turn.problems({"audience": refusal})
    await _share(turn, turn.metadata["goal"], audience)
    await windows.refresh_list(turn)


async def take_back(turn: Turn) -> None:
    """A goal closed by a slip of the finger stands there again."""
    goal_id, draft = turn.values
    goal = await turn.services.goals.take_back(turn.actor, goal_id, draft=draft == "draft")
    held = await turn.services.goals.row(turn.actor, goal_id)
    label = turn.book.button
    row = views.goal_row(goal, held.audience.label, held.choices, label)
    blocks = views.draft_row(goal, label) if goal.is_draft else row
    await turn.settle_as(goal.id, "As it was", blocks)


async def looks_right(turn: Turn) -> None:
    """The mentor looked: the owner sees it in their own list, no message is sent."""
    await _looks_right(turn, turn.value)


async def ask(turn: Turn) -> None:
    """The mentor's question: a small form."""
    await _open_question(turn, turn.value)


async def mentor_menu(turn: Turn) -> None:
    """The same answers, from the mentor's Home."""
    what, goal_id = turn.values
    if what == "looks":
        await _looks_right(turn, goal_id)
    elif what == "route":
        held = await turn.services.maps.path_beside(turn.actor, goal_id, new_id())
        view = maps.route_form(held, turn.book.button)
        await turn.open(view, path=held.path_id, beside=goal_id, mark=turn.mark)
    else:
        await _open_question(turn, goal_id)


async def send_question(turn: Turn) -> None:
    """The question comes back, and goes to the owner as it was written."""
    goal_id = turn.metadata["goal"]
    words, asking = turn.form.text("question"), turn.metadata["asking"]
    if not words:
        raise Empty
    about = turn.form.choice("letter")
    letter = "" if about == "all" else about
    owner = await turn.services.goals.ask(turn.actor, goal_id, words, asking, letter=letter)
    mark = turn.metadata.get("mark") or views.shared_mark(goal_id)
    line = f"Your question is on its way to {views.inline(owner)}."
    await turn.settle_as(mark, "Your question is on its way", views.quiet_line(line, mark))


async def set_aside(turn: Turn) -> None:
    """Not now: one quiet line, nothing is sent."""
    await turn.settle_as(turn.value, "Set aside", views.quiet_line("Set aside.", turn.value))


FEATURE = Feature(
    name="goals",
    subcommands=(
        Subcommand(
            "goals", "your goals: edit, done, let go, who sees them", mine, home="My goals"
        ),
    ),
    actions={
        ids.GOAL_MENU: menu,
        ids.GOAL_TAKE_BACK: take_back,
        ids.GOAL_OPEN_LIST: mine,
        ids.GOAL_LOOKS_RIGHT: looks_right,
        ids.GOAL_ASK: ask,
        ids.GOAL_MENTOR_MENU: mentor_menu,
        ids.GOAL_SET_ASIDE: set_aside,
    },
    submissions={
        ids.GOAL_AUDIENCE_FORM: choose_audience,
        ids.GOAL_ASK_FORM: send_question,
    },
)

# --- private -------------------------------------------------------------------------------------


async def _share(turn: Turn, goal_id: str, audience: str) -> None:
    held = await turn.services.goals.share(turn.actor, goal_id, audience)
    await turn.settle_as(
        held.goal.id, "Who sees your goal", views.shown_to(held, turn.book.button)
    )


async def _looks_right(turn: Turn, goal_id: str) -> None:
    owner = await turn.services.goals.looks_right(turn.actor, goal_id)
    mark = views.shared_mark(goal_id)
    line = f"{views.inline(owner)} can see in their list that it looks right to you."
    await turn.settle_as(mark, "Looks right", views.quiet_line(line, mark))


async def _open_question(turn: Turn, goal_id: str) -> None:
    goal, owner = await turn.services.goals.question_for(turn.actor, goal_id)
    view = forms.ask_form(goal, owner, turn.book.button)
    await turn.open(view, goal=goal.id, asking=new_id(), mark=turn.mark)
