"""Goals: `/mentor goal`, the two forms, one's own list, what a mentor may do with a shared one."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.domain.errors import ChangedElsewhere, Empty, PastDate
from bot.domain.goals import Goal, Plan, Said, obstacle_in_words
from bot.domain.ids import new_id
from bot.domain.messages.goals import GoalStart, GoalSummary, IfThenPrompt
from bot.services.goals import GoalForm
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.painting import PAINTING
from bot.slack.turn import Turn
from bot.slack.views import goals as views
from bot.slack.views import notices
from bot.slack.views.vocabulary import View


async def start(turn: Turn) -> None:
    """`/mentor goal [text]`: the first form. Words typed are a draft before it opens."""
    if not turn.text:
        await turn.open(_say_form(turn, Said()), goal=new_id(), version="0")
        return
    goal = await turn.services.goals.say(turn.actor, turn.text)
    await turn.open(_say_form(turn, goal.said, goal), goal=goal.id, version=str(goal.edits))


async def new(turn: Turn) -> None:
    """The button twin of `/mentor goal`."""
    await start(turn.with_text(""))


async def edit(turn: Turn) -> None:
    """Open a goal of one's own again, or finish a draft; in the window that showed it, if any."""
    view = turn.body.get("view") or {}
    if view.get("callback_id") != ids.NOTICE:
        return await _open_edit(turn, turn.value)
    goal = (await turn.services.goals.form_for(turn.actor, turn.value)).goal
    held = {**turn.metadata, "goal": goal.id, "version": str(goal.edits)}
    form = {**_say_form(turn, goal.said, goal), "private_metadata": json.dumps(held)}
    await turn.ack()
    await _update(turn, str(view["id"]), form, str(view["hash"]))


async def said(turn: Turn) -> None:
    """The first form comes back: a draft is saved, the sentence is shown."""
    goal_id, version = _goal_and_version(turn)
    words = _said(turn)
    try:
        held = await turn.services.goals.describe(turn.actor, goal_id, words, version=version)
    except PastDate as refusal:
        return await turn.problems({"due_on": refusal.reply})
    except ChangedElsewhere as refusal:
        goal = (await turn.services.goals.form_for(turn.actor, goal_id)).goal
        view = _say_form(turn, replace(words, ambition=goal.raw_ambition), goal, refusal.reply)
        return await turn.open(view, goal=goal_id, version=str(goal.edits), **_kept(turn))
    await _open_finish(turn, held, _suggested(held), held.suggested)


async def finish(turn: Turn) -> None:
    """The second form comes back: saved, and shown to whom was chosen."""
    goal_id, version = _goal_and_version(turn)
    plan, audience = _plan(turn), turn.form.choice("audience")
    goals = turn.services.goals
    try:
        summary = await goals.finish(turn.actor, goal_id, plan, audience, version=version)
    except PastDate as refusal:
        return await turn.problems({"next_step_on": refusal.reply})
    except ChangedElsewhere as refusal:
        held = await goals.form_for(turn.actor, goal_id)
        return await _open_finish(turn, held, plan, audience, refusal.reply)
    await turn.ack(response_action="update", view=_saved(turn, summary))
    await _refresh_list(turn)


async def keep_draft(turn: Turn) -> None:
    """ "Save as it is": the window shows what was kept."""
    summary = await turn.services.goals.keep_draft(turn.actor, turn.value, _plan(turn))
    view = turn.body["view"]
    await turn.ack()
    await _update(turn, str(view["id"]), _saved(turn, summary), str(view["hash"]))
    await _refresh_list(turn)


async def mine(turn: Turn) -> None:
    """`/mentor goals`: one's own list, in a window."""
    held = await turn.services.goals.mine(turn.actor)
    await turn.open(views.own_list(held, turn.book.button))


async def menu(turn: Turn) -> None:
    """The menu beside a goal of one's own."""
    what, goal_id = turn.values
    if what == "edit":
        await _open_edit(turn, goal_id)
    elif what == "done":
        goal = await turn.services.goals.reach(turn.actor, goal_id)
        await turn.settle_as(goal.id, "Goal reached", views.reached(goal, turn.book.button))
    elif what in ("let_go", "drop"):
        goal = await turn.services.goals.let_go(turn.actor, goal_id)
        late = goal.due_on is not None and goal.due_on < turn.person.week.local(turn.now).date()
        dropped = what == "drop"
        blocks = views.let_go(goal, turn.book.button, was_draft=dropped, past_date=late)
        await turn.settle_as(goal.id, "Goal let go", blocks)
    elif what == "choose":
        held = await turn.services.goals.form_for(turn.actor, goal_id)
        view = views.audience_form(held.goal, held.choices, turn.book.button)
        await turn.open(view, goal=goal_id, **_root(turn))
    else:
        await _share(turn, goal_id, what)


async def choose_audience(turn: Turn) -> None:
    """The form with every mentor comes back."""
    await _share(turn, turn.metadata["goal"], turn.form.choice("audience"))
    await _refresh_list(turn)


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
    """The same two answers, from the mentor's Home."""
    what, goal_id = turn.values
    if what == "looks":
        await _looks_right(turn, goal_id)
    else:
        await _open_question(turn, goal_id)


async def send_question(turn: Turn) -> None:
    """The question comes back, and goes to the owner as it was written."""
    goal_id = turn.metadata["goal"]
    words, asking = turn.form.text("question"), turn.metadata["asking"]
    if not words:
        raise Empty
    owner = await turn.services.goals.ask(turn.actor, goal_id, words, asking)
    mark = views.shared_mark(goal_id)
    line = f"Your question is on its way to {views.inline(owner)}."
    await turn.settle_as(mark, "Your question is on its way", views.quiet_line(line, mark))


async def set_aside(turn: Turn) -> None:
    """Not now: one quiet line, nothing is sent."""
    await turn.settle_as(turn.value, "Set aside", views.quiet_line("Set aside.", turn.value))


FEATURE = Feature(
    name="goals",
    subcommands=(
        Subcommand(
            "goal",
            "put a goal into words; a rough line is enough",
            start,
            usage="goal [in your own words]",
            home="Set a goal",
        ),
        Subcommand(
            "goals", "your goals: edit, done, let go, who sees them", mine, home="My goals"
        ),
    ),
    actions={
        ids.GOAL_NEW: new,
        ids.GOAL_EDIT: edit,
        ids.GOAL_MENU: menu,
        ids.GOAL_KEEP_DRAFT: keep_draft,
        ids.GOAL_TAKE_BACK: take_back,
        ids.GOAL_OPEN_LIST: mine,
        ids.GOAL_LOOKS_RIGHT: looks_right,
        ids.GOAL_ASK: ask,
        ids.GOAL_MENTOR_MENU: mentor_menu,
        ids.GOAL_SET_ASIDE: set_aside,
    },
    submissions={
        ids.GOAL_SAY: said,
        ids.GOAL_FINISH: finish,
        ids.GOAL_AUDIENCE_FORM: choose_audience,
        ids.GOAL_ASK_FORM: send_question,
    },
    shortcuts={ids.GOAL_SHORTCUT: new},
)

# --- private -------------------------------------------------------------------------------------


def _say_form(turn: Turn, words: Said, goal: Goal | None = None, warning: str = "") -> View:
    intro = turn.phrase(GoalStart(first_name=turn.person.name)).body
    return views.say_form(intro, words, turn.book.button, goal=goal, warning=warning)


async def _open_edit(turn: Turn, goal_id: str) -> None:
    goal = (await turn.services.goals.form_for(turn.actor, goal_id)).goal
    view = _say_form(turn, goal.said, goal)
    await turn.open(view, goal=goal.id, version=str(goal.edits), **_root(turn))


async def _open_finish(
    turn: Turn, held: GoalForm, plan: Plan, audience: str, warning: str = ""
) -> None:
    intro = turn.phrase(IfThenPrompt(goal_title=held.goal.title)).body
    view = views.finish_form(intro, held, plan, audience, turn.book.button, warning=warning)
    await turn.open(view, goal=held.goal.id, version=str(held.goal.edits), **_kept(turn))


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
    view = views.ask_form(goal, owner, turn.book.button)
    await turn.open(view, goal=goal.id, asking=new_id())


def _saved(turn: Turn, summary: GoalSummary) -> View:
    """What was saved, in a window that still knows where it was opened from."""
    kept = {k: v for k, v in turn.metadata.items() if k in ("list", "home")}
    return {**notices.window(turn.card(summary)), "private_metadata": json.dumps(kept)}


def _goal_and_version(turn: Turn) -> tuple[str, int]:
    return turn.metadata["goal"], int(turn.metadata.get("version", "0"))


def _kept(turn: Turn) -> dict[str, str]:
    """What a form hands on to the next one."""
    return {name: value for name, value in turn.metadata.items() if name == "list"}


def _said(turn: Turn) -> Said:
    form = turn.form
    return Said(
        ambition=form.text("ambition"),
        measure=form.text("measure"),
        due_on=form.day("due_on"),
        why=form.text("why"),
        skill=form.choice("skill"),
    )


def _plan(turn: Turn) -> Plan:
    form = turn.form
    return Plan(
        statement=form.text("statement"),
        obstacle=form.text("obstacle_words") or obstacle_in_words(form.choice("obstacle")),
        plan_then=form.text("plan_then"),
        next_step=form.text("next_step"),
        next_step_on=form.day("next_step_on"),
        every_weeks=int(form.choice("every_weeks") or "1"),
    )


def _suggested(held: GoalForm) -> Plan:
    """The plan as saved; a goal without a sentence gets the composed one, and a day in a week."""
    plan = held.goal.plan
    if not plan.statement:
        plan = replace(plan, statement=held.goal.composed)
    if held.goal.is_draft and plan.next_step_on is None:
        plan = replace(plan, next_step_on=held.in_a_week)
    return plan


def _root(turn: Turn) -> dict[str, str]:
    """Whether the list stands behind what opens now."""
    behind = (turn.body.get("view") or {}).get("callback_id") == ids.GOAL_LIST
    return {"list": "yes"} if behind else {}


async def _refresh_list(turn: Turn) -> None:
    """The list this form was opened from shows the change when the form is closed."""
    root = str((turn.body.get("view") or {}).get("root_view_id") or "")
    if turn.metadata.get("list") == "yes" and root:
        held = await turn.services.goals.mine(turn.actor)
        await _update(turn, root, views.own_list(held, turn.book.button))


async def _update(turn: Turn, view_id: str, view: View, seen: str = "") -> None:
    """Repaint an open window; one that is gone or newer by now needs none."""
    try:
        await turn.client.views_update(view_id=view_id, hash=seen or None, view=view)
    except PAINTING:
        return
