"""`/mentor goal`: said, read letter by letter, fitted, composed, kept (content.md F3)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.domain.errors import ChangedElsewhere, PastDate
from bot.domain.goals import Fit, GoalKind, Plan, Said, obstacle_in_words
from bot.domain.messages.goals import GoalSummary, IfThenPrompt
from bot.services.goal_pieces import GoalForm
from bot.slack import circle_windows, ids
from bot.slack import goal_windows as windows
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import goal_dates, notices
from bot.slack.views import goal_forms as views
from bot.slack.views.vocabulary import View


async def start(turn: Turn) -> None:
    """`/mentor goal [text]`: words typed are a draft before anything opens, and are read."""
    if not turn.text:
        await windows.open_empty(turn)
        return
    goal = await turn.services.goals.say(turn.actor, turn.text)
    await windows.open_edit(turn, goal.id)


async def new(turn: Turn) -> None:
    """The button twin of `/mentor goal`."""
    await start(turn.with_text(""))


async def edit(turn: Turn) -> None:
    """Open a goal of one's own again, or finish a draft; in the window that showed it, if any."""
    view = turn.body.get("view") or {}
    if view.get("callback_id") != ids.NOTICE:
        return await windows.open_edit(turn, turn.value)
    held = await turn.services.goals.form_for(turn.actor, turn.value)
    carried = {**turn.metadata, **windows.kept(held)}
    form = {**windows.edit_view(turn, held), "private_metadata": json.dumps(carried)}
    await turn.ack()
    await windows.repaint(turn, str(view["id"]), form, str(view["hash"]))


async def said(turn: Turn) -> None:
    """The ambition comes back: a draft is saved, and read."""
    goal_id, version = _goal_and_version(turn)
    words = Said(turn.form.text("ambition"))
    held = await turn.services.goals.describe(turn.actor, goal_id, words, version=version)
    await turn.open(windows.reading_view(turn, held), **_carried(turn, held))


async def letters(turn: Turn) -> None:
    """Answers to the letters: saved; a draft is asked whether it fits, a goal for its plan."""
    goal_id, version = _goal_and_version(turn)
    goals = turn.services.goals
    held = await goals.form_for(turn.actor, goal_id)
    words = _said(turn, held.goal.said)
    try:
        held = await goals.describe(turn.actor, goal_id, words, version=version)
    except PastDate as refusal:
        return await turn.problems({"due_on": refusal.reply})
    except ChangedElsewhere as refusal:
        view = views.edit_form(held, words, turn.book.button, warning=refusal.reply)
        return await turn.open(view, **_carried(turn, held))
    if not held.goal.is_draft:
        return await _open_finish(turn, held, held.plan, held.suggested)
    view = views.fit_form(held, held.goal.fit, turn.book.button)
    await turn.open(view, **_carried(turn, held))


async def refit(turn: Turn) -> None:
    """How sure, whose hands, why: of a goal that stands already."""
    held = await turn.services.goals.form_for(turn.actor, turn.value)
    view = views.fit_form(held, held.goal.fit, turn.book.button)
    await turn.open(view, **_carried(turn, held))


async def fit(turn: Turn) -> None:
    """Whether it fits comes back: the sentence is shown."""
    goal_id, version = _goal_and_version(turn)
    goals = turn.services.goals
    held = await goals.form_for(turn.actor, goal_id)
    answers = _fit(turn, held.goal.fit)
    try:
        held = await goals.suit(turn.actor, goal_id, answers, version=version)
    except PastDate as refusal:
        return await turn.problems({"due_on": refusal.reply})
    except ChangedElsewhere as refusal:
        view = views.fit_form(held, answers, turn.book.button, warning=refusal.reply)
        return await turn.open(view, **_carried(turn, held))
    await _open_finish(turn, held, held.plan, held.suggested)


async def finish(turn: Turn) -> None:
    """The last form comes back: saved, and shown to whom was chosen."""
    goal_id, version = _goal_and_version(turn)
    goals = turn.services.goals
    held = await goals.form_for(turn.actor, goal_id)
    typed, audience = _plan(turn, held.goal.plan), turn.form.choice("audience")
    if closed := await circle_windows.refusal(turn, audience):
        return await turn.problems({"audience": closed})
    try:
        summary = await goals.finish(turn.actor, goal_id, typed, audience, version=version)
    except PastDate as refusal:
        late = typed.milestone_on is not None and typed.milestone_on < held.today
        return await turn.problems({"milestone_on" if late else "next_step_on": refusal.reply})
    except ChangedElsewhere as refusal:
        return await _open_finish(turn, held, typed, audience, refusal.reply)
    await turn.ack(response_action="update", view=_saved(turn, summary))
    await windows.refresh_list(turn)


async def keep_draft(turn: Turn) -> None:
    """ "Save as it is", from any of the forms: the window shows what was kept."""
    goals, goal_id = turn.services.goals, turn.value
    version = int(turn.metadata.get("version", "0"))
    goal = (await goals.form_for(turn.actor, goal_id)).goal
    typed: Plan | None = None
    view = turn.body["view"]
    if view.get("callback_id") == ids.GOAL_LETTERS:
        await goals.describe(turn.actor, goal_id, _said(turn, goal.said), version=version)
    elif view.get("callback_id") == ids.GOAL_FIT:
        await goals.suit(turn.actor, goal_id, _fit(turn, goal.fit), version=version)
    else:
        typed = _plan(turn, goal.plan)
    try:
        summary = await goals.keep_draft(turn.actor, goal_id, typed, version=version)
    except ChangedElsewhere as refusal:
        return await _again(turn, goal_id, refusal.reply)
    await turn.ack()
    await windows.repaint(turn, str(view["id"]), _saved(turn, summary), str(view["hash"]))
    await windows.refresh_list(turn)


async def plan(turn: Turn) -> None:
    """A plan for the obstacle, from the first "a bit behind"."""
    held = await turn.services.goals.form_for(turn.actor, turn.value)
    await _open_finish(turn, held, held.plan, held.suggested)


async def past(turn: Turn) -> None:
    """What its owner changed, newest first."""
    goal, changes = await turn.services.goals.history(turn.actor, turn.value)
    await turn.open(goal_dates.history(goal, changes, turn.book.button))


FEATURE = Feature(
    name="goal_forms",
    subcommands=(
        Subcommand(
            "goal",
            "put a goal into words; a rough line is enough",
            start,
            usage="goal [in your own words]",
            home="Set a goal",
        ),
    ),
    actions={
        ids.GOAL_NEW: new,
        ids.GOAL_EDIT: edit,
        ids.GOAL_REFIT: refit,
        ids.GOAL_HISTORY: past,
        ids.GOAL_PLAN: plan,
        ids.GOAL_KEEP_DRAFT: keep_draft,
    },
    submissions={
        ids.GOAL_SAY: said,
        ids.GOAL_LETTERS: letters,
        ids.GOAL_FIT: fit,
        ids.GOAL_FINISH: finish,
    },
    shortcuts={ids.GOAL_SHORTCUT: new},
)

# --- private -------------------------------------------------------------------------------------


async def _open_finish(
    turn: Turn, held: GoalForm, plan: Plan, audience: str, warning: str = ""
) -> None:
    await turn.open(_finish(turn, held, plan, audience, warning), **_carried(turn, held))


def _finish(turn: Turn, held: GoalForm, plan: Plan, audience: str, warning: str) -> View:
    intro = turn.phrase(IfThenPrompt(goal_title=held.goal.title)).body
    return views.finish_form(intro, held, plan, audience, turn.book.button, warning=warning)


async def _again(turn: Turn, goal_id: str, warning: str) -> None:
    """The last form in its own window, with what is typed in it and what it did not know."""
    held, view = await turn.services.goals.form_for(turn.actor, goal_id), turn.body["view"]
    typed = _plan(turn, held.goal.plan)
    form = _finish(turn, held, typed, turn.form.choice("audience"), warning)
    carried = json.dumps({**turn.metadata, **windows.kept(held)})
    await turn.ack()
    form = {**form, "private_metadata": carried}
    await windows.repaint(turn, str(view["id"]), form, str(view["hash"]))


def _saved(turn: Turn, summary: GoalSummary) -> View:
    """What was saved, in a window that still knows where it was opened from."""
    kept = {k: v for k, v in turn.metadata.items() if k in ("list", "home")}
    return {**notices.window(turn.card(summary)), "private_metadata": json.dumps(kept)}


def _goal_and_version(turn: Turn) -> tuple[str, int]:
    return turn.metadata["goal"], int(turn.metadata.get("version", "0"))


def _carried(turn: Turn, held: GoalForm) -> dict[str, str]:
    """What a form hands on to the next one."""
    return {**windows.kept(held), **windows.root(turn)}


def _said(turn: Turn, base: Said) -> Said:
    """The answers of this form; what it did not ask stays as it is."""
    return replace(base, **_answers(turn, ("what", "measure", "why"), ("due_on",), ("skill",)))


def _fit(turn: Turn, base: Fit) -> Fit:
    chosen = ("control", "done_before", "skill")
    answers = _answers(turn, ("why",), ("due_on",), chosen)
    sure = turn.form.choice("confidence")
    step_id = turn.form.choice("step") if "step" in turn.form.names() else base.step_id
    return replace(base, **answers, confidence=int(sure) if sure else None, step_id=step_id)


def _plan(turn: Turn, base: Plan) -> Plan:
    form = turn.form
    texts = ("statement", "plan_then", "next_step", "raise_by", "own_part", "milestone", "why")
    answers = _answers(turn, texts, ("next_step_on", "milestone_on"), ())
    answers["why"] = answers.get("why") or base.why
    return replace(
        base,
        **answers,
        obstacle=form.text("obstacle_words") or obstacle_in_words(form.choice("obstacle")),
        every_weeks=int(form.choice("every_weeks") or "1"),
        kind=GoalKind(form.choice("kind") or base.kind),
    )


def _answers(
    turn: Turn, texts: tuple[str, ...], days: tuple[str, ...], chosen: tuple[str, ...]
) -> dict[str, Any]:
    """Values by name, of the fields this form has."""
    form, asked = turn.form, set(turn.form.names())
    return {
        **{name: form.text(name) for name in texts if name in asked},
        **{name: form.day(name) for name in days if name in asked},
        **{name: form.choice(name) for name in chosen if name in asked},
    }
