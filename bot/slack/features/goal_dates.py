"""The date of a goal: on course, moved, resized, closed; and how it ended (content.md 3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.errors import Empty, PastDate
from bot.domain.goals import MOVES_ASKED, Goal, GoalState
from bot.slack import goal_windows as windows
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import goal_dates as forms
from bot.slack.views import goals as views
from bot.slack.views.vocabulary import Block


async def on_course(turn: Turn) -> None:
    """Nothing changes."""
    goal = (await turn.services.goals.form_for(turn.actor, turn.value)).goal
    await turn.settle_as(goal.id, "On course", views.on_course(goal))


async def move(turn: Turn) -> None:
    """Which day fits better: a small form."""
    held = await turn.services.goals.form_for(turn.actor, turn.value)
    due_on = held.goal.due_on
    suggested = max(due_on or held.today, held.today) + timedelta(days=28)
    asks_why = held.goal.moves + 1 >= MOVES_ASKED
    view = forms.move_form(held.goal, suggested, turn.book.button, asks_why=asks_why)
    await turn.open(view, goal=held.goal.id)


async def moved(turn: Turn) -> None:
    """The day comes back; nobody is told."""
    day, note = turn.form.day("due_on"), turn.form.text("note")
    if day is None:
        return await turn.problems({"due_on": PastDate().reply})
    try:
        goal = await turn.services.goals.move(turn.actor, turn.metadata["goal"], day, note)
    except PastDate as refusal:
        return await turn.problems({"due_on": refusal.reply})
    await _settle(turn, goal, GoalState.ACTIVE, "The date is moved", views.moved(goal))


async def resize(turn: Turn) -> None:
    """Smaller, larger, or clearer: the goal's own form."""
    await windows.open_edit(turn, turn.value)


async def close(turn: Turn) -> None:
    """How did it go? The same card asks."""
    goal = (await turn.services.goals.form_for(turn.actor, turn.value)).goal
    await turn.settle_as(goal.id, "How did it go?", views.closing(goal, turn.book.button))


async def reached(turn: Turn) -> None:
    """Done, with the offer to keep it as a win."""
    goal = await turn.services.goals.reach(turn.actor, turn.value)
    blocks = await windows.reached_card(turn, goal)
    await _settle(turn, goal, GoalState.REACHED, "Goal reached", blocks)


async def partly(turn: Turn) -> None:
    """Some of it: a win to keep, and a goal for the rest."""
    goal = await turn.services.goals.partly(turn.actor, turn.value)
    blocks = views.partly(goal, turn.book.button)
    await _settle(turn, goal, GoalState.PARTLY, "Partly reached", blocks)


async def let_go(turn: Turn) -> None:
    """Set down; a line may be added."""
    held = await turn.services.goals.form_for(turn.actor, turn.value)
    was_draft = held.goal.is_draft
    goal = await turn.services.goals.let_go(turn.actor, turn.value)
    late = goal.is_past(turn.person.week.local(turn.now).date())
    blocks = views.let_go(goal, turn.book.button, was_draft=was_draft, past_date=late)
    await _settle(turn, goal, GoalState.LET_GO, "Goal let go", blocks)


async def line(turn: Turn) -> None:
    """One optional line about how it ended."""
    goal = (await turn.services.goals.form_for(turn.actor, turn.value)).goal
    await turn.open(forms.line_form(goal, turn.book.button), goal=goal.id)


async def keep_line(turn: Turn) -> None:
    """The line comes back, for its owner only."""
    words = turn.form.text("line")
    if not words:
        raise Empty
    goal = await turn.services.goals.say_ending(turn.actor, turn.metadata["goal"], words)
    await turn.settle_as(goal.id, "Kept", views.quiet_line("Kept, only for you.", goal.id))


async def next_goal(turn: Turn) -> None:
    """A new goal for the rest."""
    await windows.open_empty(turn)


async def leave(turn: Turn) -> None:
    """A draft stays a draft, and is not asked about again."""
    goal = (await turn.services.goals.form_for(turn.actor, turn.value)).goal
    line = "Left as it is. You find it under your goals."
    await turn.settle_as(goal.id, "Left as it is", views.quiet_line(line, goal.id))


FEATURE = Feature(
    name="goal_dates",
    actions={
        ids.GOAL_ON_COURSE: on_course,
        ids.GOAL_MOVE: move,
        ids.GOAL_RESIZE: resize,
        ids.GOAL_CLOSE: close,
        ids.GOAL_REACHED: reached,
        ids.GOAL_PARTLY: partly,
        ids.GOAL_LET_GO: let_go,
        ids.GOAL_LINE: line,
        ids.GOAL_NEXT: next_goal,
        ids.GOAL_LEAVE: leave,
    },
    submissions={ids.GOAL_MOVE_FORM: moved, ids.GOAL_LINE_FORM: keep_line},
)

# --- private -------------------------------------------------------------------------------------


async def _settle(
    turn: Turn, goal: Goal, state: GoalState, text: str, blocks: Sequence[Block]
) -> None:
    """What became of a tap; a goal that ended meanwhile, somewhere else, says so."""
    if goal.state != state:
        line = f"{views.named(goal)} is closed already: {goal.state.replace('_', ' ')}."
        text, blocks = "Closed already", views.quiet_line(line, goal.id)
    await turn.settle_as(goal.id, text, blocks)
