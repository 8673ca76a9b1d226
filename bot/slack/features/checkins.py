"""Checking in: `/mentor checkin`, one tap on a prompt, the longer form."""

from __future__ import annotations

from bot.domain.checkins import Answers, Checkin, Status, status_in
from bot.domain.messages.checkins import CheckinDue
from bot.services.checkins import CheckinForm
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import checkins as views


async def command(turn: Turn) -> None:
    """The form; or, with a status typed and one goal to answer for, saved at once."""
    spoken = status_in(turn.text)
    note = "" if spoken else turn.text
    form = await turn.services.checkins.form_for(turn.actor, note=note)
    if spoken and len(form.goals) == 1:
        status, note = spoken
        ack = await turn.services.checkins.tap(
            turn.actor,
            form.prompt_id,
            form.goals[0].goal_id,
            status,
            came_by="command",
            note=note,
        )
        await turn.say(ack)
    elif spoken:
        await _open_form(turn, form.prompt_id, note=turn.text)
    else:
        await _show_form(turn, form)


async def tap(turn: Turn) -> None:
    """One tap is a full answer."""
    prompt_id, goal_id = turn.values
    status = _STATUS[turn.action_id]
    ack = await turn.services.checkins.tap(turn.actor, prompt_id, goal_id, status)
    await turn.settle(views.subject(prompt_id, goal_id), ack)


async def more(turn: Turn) -> None:
    """The menu beside the answers: done, say more, or later."""
    what, prompt_id, goal_id = turn.values
    if what == "more":
        await _open_form(turn, prompt_id, goal_id=goal_id, one_goal=True)
    elif what == "done":
        ack = await turn.services.checkins.tap(turn.actor, prompt_id, goal_id, Status.DONE)
        await turn.settle(views.subject(prompt_id, goal_id), ack)
    else:
        back_at = await turn.services.checkins.snooze(turn.actor, prompt_id, what)
        when = turn.person.week.local(back_at).strftime("on %A at %H:%M") if back_at else ""
        mark = views.subject(prompt_id, goal_id)
        await turn.settle_as(mark, "Set aside for later", views.again_later(when, mark))


async def say_more(turn: Turn) -> None:
    """More words for an answer already given."""
    prompt_id, goal_id = turn.values
    await _open_form(turn, prompt_id, goal_id=goal_id, one_goal=True)


async def smaller(turn: Turn) -> None:
    """A bit behind: what would be a smaller step?"""
    checkin_id, _ = turn.values
    _, title, step = await _standing(turn, checkin_id)
    await turn.open(views.step_form(title, step, turn.book.button), checkin=checkin_id)


async def submit_step(turn: Turn) -> None:
    """The step comes back, and takes the place of the one before."""
    words, checkin_id = turn.form.text("next_step"), turn.metadata["checkin"]
    if not words:
        return await turn.problems({"next_step": "A few words are enough."})
    by = turn.form.day("next_step_on")
    await turn.services.checkins.smaller_step(turn.actor, checkin_id, words, by)
    checkin, title, step = await _standing(turn, checkin_id)
    mark = views.subject(checkin.prompt_id, checkin.goal_id)
    await turn.settle_as(mark, "Kept", views.step_kept(title, step, mark))


async def submit(turn: Turn) -> None:
    """The form comes back."""
    form, goal_ids = turn.form, turn.metadata.get("goals", "").split(",")
    prompt_id = turn.metadata.get("prompt", "")
    given = {
        number: status
        for number in range(len(goal_ids))
        if (status := form.choice(f"status_{number}"))
    }
    answers = {
        goal_ids[number]: _answers(turn, status, number, first=number == min(given))
        for number, status in given.items()
    }
    if not answers:
        return await turn.problems({"status_0": "Pick one for at least one goal; skip is fine."})
    first, *others = await turn.services.checkins.submit(turn.actor, prompt_id, answers)
    if not others:
        return await turn.settle(views.subject(prompt_id, first.goal_id), first)
    blocks = [block for one in (first, *others) for block in turn.card(one)]
    await turn.show("Check-in saved", blocks)


async def undo(turn: Turn) -> None:
    """Ten minutes to take a tap back: the question stands there again."""
    checkin_id, goal_id = turn.values
    prompt_id, goal = await turn.services.checkins.undo(turn.actor, checkin_id)
    question = CheckinDue(subject_id=prompt_id, goal_title=goal.title, goals=(goal,))
    await turn.settle(views.subject(prompt_id, goal_id), question)


async def just_noting(turn: Turn) -> None:
    """Nothing more: the row becomes one quiet line."""
    checkin_id, goal_id = turn.values
    checkin, title = await turn.services.checkins.read(turn.actor, checkin_id)
    mark = views.subject(checkin.prompt_id, goal_id)
    await turn.settle_as(mark, "Check-in saved", views.noted(title, checkin.status, mark))


async def restart(turn: Turn) -> None:
    """Check-ins begin again at the next slot."""
    told = await turn.services.checkins.restart(turn.actor, turn.value)
    await turn.settle(turn.value, told)


async def stay_quiet(turn: Turn) -> None:
    """Nothing changes; the buttons go."""
    await turn.settle_as(turn.value, "Quiet it is", views.quiet(turn.value))


FEATURE = Feature(
    name="checkins",
    subcommands=(
        Subcommand(
            "checkin",
            "say how your goals are going; one tap is enough",
            command,
            usage="checkin [on track | behind | stuck | done | skip]",
            aliases=("check-in", "check", "ci"),
            home="Check in",
        ),
    ),
    actions={
        ids.CHECKIN_ON_TRACK: tap,
        ids.CHECKIN_BEHIND: tap,
        ids.CHECKIN_STUCK: tap,
        ids.CHECKIN_SKIP: tap,
        ids.CHECKIN_MORE: more,
        ids.CHECKIN_SAY_MORE: say_more,
        ids.CHECKIN_UNDO: undo,
        ids.CHECKIN_SMALLER: smaller,
        ids.CHECKIN_JUST_NOTING: just_noting,
        ids.CHECKIN_RESTART: restart,
        ids.CHECKIN_STAY_QUIET: stay_quiet,
    },
    submissions={ids.CHECKIN_FORM: submit, ids.CHECKIN_STEP_FORM: submit_step},
    shortcuts={ids.CHECKIN_SHORTCUT: command},
)

# --- private -------------------------------------------------------------------------------------

_STATUS = {
    ids.CHECKIN_ON_TRACK: Status.ON_TRACK,
    ids.CHECKIN_BEHIND: Status.BEHIND,
    ids.CHECKIN_STUCK: Status.STUCK,
    ids.CHECKIN_SKIP: Status.SKIPPED,
}


async def _standing(turn: Turn, checkin_id: str) -> tuple[Checkin, str, str]:
    """An answer, the title of its goal, and the step that stands for it."""
    checkin, title = await turn.services.checkins.read(turn.actor, checkin_id)
    form = await turn.services.checkins.form_for(turn.actor, "", checkin.goal_id)
    return checkin, title, form.goals[0].next_step


async def _open_form(
    turn: Turn, prompt_id: str, *, goal_id: str = "", one_goal: bool = False, note: str = ""
) -> None:
    form = await turn.services.checkins.form_for(
        turn.actor, prompt_id, goal_id if one_goal else None, note=note
    )
    await _show_form(turn, form)


async def _show_form(turn: Turn, form: CheckinForm) -> None:
    goals = ",".join(goal.goal_id for goal in form.goals)
    await turn.open(views.form(form, turn.book.button), prompt=form.prompt_id, goals=goals)


def _answers(turn: Turn, status: str, number: int, *, first: bool) -> Answers:
    """The words of the form belong to the first goal that is answered in it; its step and its
    number are asked of the first goal there is."""
    form = turn.form
    if not first:
        return Answers(status)
    return Answers(
        status,
        did_step="" if number else form.choice("did_step"),
        measure_value="" if number else form.text("measure_value"),
        learned=form.text("learned"),
        next_step=form.text("next_step"),
        next_step_on=form.day("next_step_on"),
        note=form.text("note"),
        more=form.text("more"),
        note_visibility=form.choice("note_visibility") or "private",
    )
