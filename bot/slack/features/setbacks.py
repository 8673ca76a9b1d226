"""Setbacks: `/mentor setback`, the choices after it, and a small next step."""

from __future__ import annotations

from bot.domain.errors import StepTooFarOff
from bot.domain.setbacks import SetbackChoice, SetbackSource
from bot.services.setbacks import SetbackForm, Step
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import roadblock_forms
from bot.slack.views import setbacks as views

NO_WORDS = "One short line is enough."

# --- saying it -----------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """Saved at once; without words, the form."""
    if turn.text:
        await turn.say(await turn.services.setbacks.save(turn.actor, turn.text))
    else:
        await _open(turn, await turn.services.setbacks.form(turn.actor))


async def from_checkin(turn: Turn) -> None:
    """Offered beside the second "stuck" in a row."""
    checkin_id = turn.values[0]
    await _open(turn, await turn.services.setbacks.form_from_checkin(turn.actor, checkin_id))


async def from_goal(turn: Turn) -> None:
    """Offered beside a goal that was let go past its date."""
    await _open(turn, await turn.services.setbacks.form_from_goal(turn.actor, turn.value))


async def submit(turn: Turn) -> None:
    """The form comes back; empty is fine."""
    source = turn.metadata.get("source", SetbackSource.COMMAND)
    words, goal_id = turn.form.text("words"), turn.form.choice("goal")
    await turn.say(await turn.services.setbacks.save(turn.actor, words, goal_id, source))


# --- the choices ---------------------------------------------------------------------------------


async def log(turn: Turn) -> None:
    """Nothing more: one quiet line."""
    held = await turn.services.setbacks.choose(turn.actor, turn.value, SetbackChoice.LOGGED)
    await turn.settle_as(held.id, "Saved for you", views.quiet_line(held.id))


async def strengths(turn: Turn) -> None:
    """What they have already shown."""
    shown = await turn.services.setbacks.strengths(turn.actor, turn.value)
    await turn.settle(turn.value, shown)


async def write(turn: Turn) -> None:
    """The jar is empty: room for one line."""
    await turn.services.setbacks.step_form(turn.actor, turn.value)
    await turn.open(views.write_form(turn.book.button), setback=turn.value)


async def submit_write(turn: Turn) -> None:
    """Kept in the jar."""
    setback_id, words = turn.metadata["setback"], turn.form.text("words")
    if not words:
        return await turn.problems({"words": NO_WORDS})
    kept = await turn.services.setbacks.remember(turn.actor, setback_id, words)
    await turn.settle(setback_id, kept)


async def tell(turn: Turn) -> None:
    """The roadblock form, asking to be heard; nothing is shared before its own tap there."""
    held = await turn.services.setbacks.choose(turn.actor, turn.value, SetbackChoice.TELL)
    form = await turn.services.roadblocks.form_for(
        turn.actor, words=held.words, goal_id=held.goal_id, help_wanted="listen"
    )
    await turn.open(roadblock_forms.form(form, turn.book.button))


# --- the next step -------------------------------------------------------------------------------


async def next_step(turn: Turn) -> None:
    """If-then and a smaller step."""
    await _open_step(turn, use=False)


async def use_one(turn: Turn) -> None:
    """The same, with one of the reminders to take along."""
    await _open_step(turn, use=True)


async def submit_step(turn: Turn) -> None:
    """The step, kept."""
    form, setback_id = turn.form, turn.metadata["setback"]
    step = Step(
        plan_then=form.text("plan_then"),
        next_step=form.text("next_step"),
        next_step_on=form.day("next_step_on"),
        friend=form.text("friend"),
        used=form.choice("used"),
        goal_id=form.choice("goal"),
    )
    try:
        saved = await turn.services.setbacks.take(turn.actor, setback_id, step)
    except StepTooFarOff as refusal:
        return await turn.problems({"next_step_on": refusal.reply})
    await turn.settle(setback_id, saved)


async def ask_again(turn: Turn) -> None:
    """One extra check-in."""
    await turn.settle(turn.value, await turn.services.setbacks.ask_again(turn.actor, turn.value))


async def no_checkin(turn: Turn) -> None:
    """What was kept stays; the question goes."""
    await turn.settle(turn.value, await turn.services.setbacks.leave(turn.actor, turn.value))


FEATURE = Feature(
    name="setbacks",
    subcommands=(
        Subcommand(
            "setback",
            "note that something went wrong; only you see it",
            command,
            usage="setback [what happened]",
            home="Note a setback",
        ),
    ),
    actions={
        ids.SETBACK_FROM_CHECKIN: from_checkin,
        ids.SETBACK_FROM_GOAL: from_goal,
        ids.SETBACK_LOG: log,
        ids.SETBACK_STRENGTHS: strengths,
        ids.SETBACK_NEXT: next_step,
        ids.SETBACK_USE: use_one,
        ids.SETBACK_TELL: tell,
        ids.SETBACK_ENOUGH: log,
        ids.SETBACK_WRITE: write,
        ids.SETBACK_ASK_AGAIN: ask_again,
        ids.SETBACK_NO_CHECKIN: no_checkin,
    },
    submissions={
        ids.SETBACK_FORM: submit,
        ids.SETBACK_WRITE_FORM: submit_write,
        ids.SETBACK_STEP_FORM: submit_step,
    },
)

# --- private -------------------------------------------------------------------------------------


async def _open(turn: Turn, form: SetbackForm) -> None:
    await turn.open(views.form(form, turn.book.button), source=str(form.source))


async def _open_step(turn: Turn, *, use: bool) -> None:
    held = await turn.services.setbacks.step_form(turn.actor, turn.value, use=use)
    intro = turn.phrase(held.intro).body
    await turn.open(views.step_form(held, intro, turn.book.button), setback=turn.value)
