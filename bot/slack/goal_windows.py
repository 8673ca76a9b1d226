"""Windows of a goal that more than one feature opens or repaints."""

from __future__ import annotations

from bot.domain.goals import Goal, Said
from bot.domain.ids import new_id
from bot.domain.messages.goals import GoalLetterHint, GoalStart
from bot.domain.smart import Letter, noun_of
from bot.domain.smart.questions import example, questions
from bot.services.goal_pieces import GoalForm
from bot.slack import ids
from bot.slack.painting import PAINTING
from bot.slack.turn import Turn
from bot.slack.views import goal_forms as forms
from bot.slack.views import goals as views
from bot.slack.views.vocabulary import Block, View

#: Letters asked about before the fit; R and A are part of it (content.md 3.1 to 3.3).
FIRST = (Letter.M, Letter.T, Letter.S)


async def open_empty(turn: Turn) -> None:
    """The first form, for a goal nobody has said yet."""
    view = forms.say_form(hello(turn), Said(), turn.book.button)
    await turn.open(view, goal=new_id(), version="0", **root(turn))


async def open_edit(turn: Turn, goal_id: str) -> None:
    """A goal of one's own again, or the rest of a draft."""
    held = await turn.services.goals.form_for(turn.actor, goal_id)
    await turn.open(edit_view(turn, held), **kept(held), **root(turn))


def hello(turn: Turn) -> str:
    """The open question at the start."""
    return turn.phrase(GoalStart(first_name=turn.person.name)).body


def edit_view(turn: Turn, held: GoalForm) -> View:
    """What was answered before, to change; a draft nobody answered for yet is read first."""
    if held.goal.edits:
        return forms.edit_form(held, held.goal.said, turn.book.button)
    return reading_view(turn, held)


def reading_view(turn: Turn, held: GoalForm) -> View:
    """What was read, and what to ask; with nothing to ask, whether it fits."""
    noun = noun_of(held.goal.what or held.goal.raw_ambition, held.today)
    asked = []
    for check in questions(held.letters):
        if check.letter in FIRST:
            hint = GoalLetterHint(ask=check.ask, example=example(check.ask, noun, held.today))
            asked.append((check, turn.phrase(hint).body))
    if asked:
        return forms.letters_form(held, held.goal.said, asked, turn.book.button)
    return forms.fit_form(held, held.goal.fit, turn.book.button)


def kept(held: GoalForm) -> dict[str, str]:
    """What a form of this goal carries."""
    return {"goal": held.goal.id, "version": str(held.goal.edits)}


def root(turn: Turn) -> dict[str, str]:
    """Whether the list stands behind what opens now."""
    behind = (turn.body.get("view") or {}).get("callback_id") == ids.GOAL_LIST
    return {"list": "yes"} if behind or turn.metadata.get("list") == "yes" else {}


async def reached_card(turn: Turn, goal: Goal) -> list[Block]:
    """What became of a goal that is reached, with the step of the map that waits for it."""
    step_id = await turn.services.maps.waiting_step(turn.actor, goal.step_id)
    return views.reached(goal, turn.book.button, step_id=step_id)


async def refresh_list(turn: Turn) -> None:
    """The list this form was opened from shows the change when the form is closed."""
    first = str((turn.body.get("view") or {}).get("root_view_id") or "")
    if turn.metadata.get("list") == "yes" and first:
        held = await turn.services.goals.mine(turn.actor)
        await repaint(turn, first, views.own_list(held, turn.book.button))


async def repaint(turn: Turn, view_id: str, view: View, seen: str = "") -> None:
    """Repaint an open window; one that is gone or newer by now needs none."""
    try:
        await turn.client.views_update(view_id=view_id, hash=seen or None, view=view)
    except PAINTING:
        return
