"""Four questions to oneself about a roadblock, and a mentor's season."""

from __future__ import annotations

from bot.domain.self_help import OPTIONS, Stage, option_problems, will_problems
from bot.services.self_help import Question
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import checkins as checkin_views
from bot.slack.views import self_help as views
from bot.slack.views.vocabulary import View, says

GOOD = "Good to know. Nothing changes, and nobody else was asked."
LATER = "Fine. Settings and a pause are there whenever you want them."
KEPT = "Your plan is kept, for you alone."


async def opened(turn: Turn) -> None:
    """The first question; what was answered before stands there."""
    held = await turn.services.self_help.question(turn.actor, turn.value, Stage.GOAL)
    await turn.open(_view(turn, held), roadblock=turn.value, mark=turn.value)


async def from_checkin(turn: Turn) -> None:
    """*Work on it now* under a check-in: the first question, about that goal."""
    checkin_id, goal_id = turn.values
    checkin, _ = await turn.services.checkins.read(turn.actor, checkin_id)
    held = await turn.services.self_help.question(turn.actor, checkin_id, Stage.GOAL)
    mark = checkin_views.subject(checkin.prompt_id, goal_id)
    await turn.open(_view(turn, held), roadblock=checkin_id, mark=mark)


async def goal(turn: Turn) -> None:
    """What would you like to be true?"""
    wanted = turn.form.text("wanted")
    held = await turn.services.self_help.keep(
        turn.actor, _roadblock(turn), Stage.REALITY, wanted=wanted
    )
    await _next(turn, held)


async def reality(turn: Turn) -> None:
    """What is happening now?"""
    facts = turn.form.text("facts")
    held = await turn.services.self_help.keep(
        turn.actor, _roadblock(turn), Stage.OPTIONS, facts=facts
    )
    await _next(turn, held)


async def options(turn: Turn) -> None:
    """Three or more; too few are said beside their fields and nothing typed is lost."""
    typed = [turn.form.text(f"option_{number}") for number in range(1, OPTIONS + 2)]
    if wrong := option_problems(typed):
        return await turn.problems(wrong)
    kept = [words for words in typed if words]
    held = await turn.services.self_help.keep(
        turn.actor, _roadblock(turn), Stage.WILL, options=kept
    )
    await _next(turn, held)


async def will(turn: Turn) -> None:
    """Which one and when: the plan is kept."""
    form, roadblock_id = turn.form, _roadblock(turn)
    held = await turn.services.self_help.question(turn.actor, roadblock_id, Stage.WILL)
    number = form.choice("step")
    step = held.plan.options[int(number)] if number else ""
    cue, step_on = form.text("cue"), form.day("step_on")
    if wrong := will_problems(step, cue, step_on, held.today):
        return await turn.problems(wrong)
    saved = await turn.services.self_help.choose(turn.actor, roadblock_id, step, cue, step_on)
    await turn.settle(turn.metadata.get("mark") or roadblock_id, saved)


async def read(turn: Turn) -> None:
    """The plan, in a window."""
    await turn.open(views.reading(await turn.services.self_help.read(turn.actor, turn.value)))


async def leave(turn: Turn) -> None:
    """One quiet line."""
    await turn.settle_as(turn.value, "Saved", says(KEPT, subject=turn.value))


async def good(turn: Turn) -> None:
    """Still a good season."""
    await turn.settle_as(turn.value, "Saved", says(GOOD, subject=turn.value))


async def later(turn: Turn) -> None:
    """No answer is an answer."""
    await turn.settle_as(turn.value, "Saved", says(LATER, subject=turn.value))


FEATURE = Feature(
    name="self_help",
    actions={
        ids.SELF_HELP_OPEN: opened,
        ids.CHECKIN_WORK_ON_IT: from_checkin,
        ids.SELF_HELP_READ: read,
        ids.SELF_HELP_LEAVE: leave,
        ids.CAPACITY_GOOD: good,
        ids.CAPACITY_LATER: later,
    },
    submissions={
        ids.SELF_HELP_GOAL_FORM: goal,
        ids.SELF_HELP_REALITY_FORM: reality,
        ids.SELF_HELP_OPTIONS_FORM: options,
        ids.SELF_HELP_WILL_FORM: will,
    },
)

# --- private -------------------------------------------------------------------------------------

_FORMS = {
    Stage.GOAL: views.goal_form,
    Stage.REALITY: views.reality_form,
    Stage.OPTIONS: views.options_form,
    Stage.WILL: views.will_form,
}


def _roadblock(turn: Turn) -> str:
    return turn.metadata.get("roadblock", "")


def _view(turn: Turn, held: Question) -> View:
    intro = turn.phrase(held.ask).body
    return _FORMS[Stage(held.ask.stage)](held, intro, turn.book.button)


async def _next(turn: Turn, held: Question) -> None:
    mark = turn.metadata.get("mark", "")
    await turn.open(_view(turn, held), roadblock=_roadblock(turn), mark=mark)
