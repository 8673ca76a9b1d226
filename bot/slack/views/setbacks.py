"""Setbacks as blocks: cards and forms only their owner sees. No emoji, no colour, no chart."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.messages import Message
from bot.domain.messages.setbacks import SetbackAck, SetbackNextStep, SetbackStrengths
from bot.domain.setbacks import LINE_LENGTH, WORDS_LENGTH
from bot.domain.wins import TITLE_LENGTH
from bot.domain.wording import Wording
from bot.services.setbacks import SetbackForm, StepForm
from bot.slack import ids
from bot.slack.views import support
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_text,
    button,
    modal,
    note,
    row,
    says,
)

# --- cards ---------------------------------------------------------------------------------------


def ack(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Just log it · Remind me · Find a small next step · Tell my mentor (content.md 9.1)."""
    assert isinstance(message, SetbackAck)
    mark = message.subject_id
    buttons = [
        button(label("setback_ack.log"), ids.SETBACK_LOG, mark),
        button(label("setback_ack.strengths"), ids.SETBACK_STRENGTHS, mark),
        button(label("setback_ack.next"), ids.SETBACK_NEXT, mark),
    ]
    if message.mentor_name:
        buttons.append(button(label("setback_ack.tell"), ids.SETBACK_TELL, mark))
    choices = row(*buttons, subject=mark)
    return [*says(wording.body, subject=mark), choices, support.door(label, mark)]


def strengths(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Use one in my next step · Enough for now; an empty jar asks for one line (9.2)."""
    assert isinstance(message, SetbackStrengths)
    mark = message.subject_id
    use = button(label("setback_strengths.use"), ids.SETBACK_USE, mark)
    write = button(label("setback_strengths.write"), ids.SETBACK_WRITE, mark)
    first = use if message.strengths or message.kept else write
    enough = button(label("setback_strengths.enough"), ids.SETBACK_ENOUGH, mark)
    return [*says(wording.body, subject=mark), row(first, enough, subject=mark)]


def next_step(message: Message, wording: Wording, label: Label) -> list[Block]:
    """What was kept; an extra check-in is offered, never set (9.3)."""
    assert isinstance(message, SetbackNextStep)
    mark = message.subject_id
    blocks = says(wording.body, subject=mark)
    if message.offered_at is None:
        return blocks
    yes = button(label("setback_next_step.ask"), ids.SETBACK_ASK_AGAIN, mark)
    no = button(label("setback_next_step.later"), ids.SETBACK_NO_CHECKIN, mark)
    return [*blocks, row(yes, no, subject=mark)]


def quiet_line(mark: str) -> list[Block]:
    """Logged, and left there."""
    words = (
        "It's saved, for you alone. Nothing more comes about it; `/mentor setbacks` shows it "
        "whenever you like."
    )
    return says(words, subject=mark)


# --- forms ---------------------------------------------------------------------------------------


def form(held: SetbackForm, label: Label) -> View:
    """One line, optional (9.0)."""
    blocks = [
        ask_text(
            "words",
            "What happened?",
            initial=held.words,
            multiline=True,
            max_length=WORDS_LENGTH,
            hint="One line is plenty. Leaving it empty is fine, too.",
        ),
        *_ask_goal(held.goals, held.goal_id),
        note("Only you see it, and nobody hears that you opened this."),
        support.door(label),
    ]
    return modal(ids.SETBACK_FORM, "A setback", blocks, submit=label("forms.save"))


def write_form(label: Label) -> View:
    """One past difficulty, kept for the next hard day (9.2)."""
    blocks = [
        ask_text(
            "words",
            "One hard thing you got through before",
            multiline=True,
            max_length=WORDS_LENGTH,
            optional=False,
            hint="It goes into your wins jar, for you alone.",
        )
    ]
    return modal(ids.SETBACK_WRITE_FORM, "Keep it for later", blocks, submit=label("forms.save"))


def step_form(held: StepForm, intro: str, label: Label) -> View:
    """If-then, a smaller step, words to a friend; all optional (9.3). ``intro`` is phrased."""
    step = held.step
    seen = (
        f"It becomes your goal's next step. {held.seen_by} see it there." if held.seen_by else ""
    )
    blocks = [
        *says(intro),
        *_ask_strength(held),
        ask_text(
            "plan_then",
            "If this comes up again, then I will …",
            initial=step.plan_then,
            max_length=LINE_LENGTH,
        ),
        ask_text(
            "next_step",
            "A smaller next step",
            initial=step.next_step,
            max_length=LINE_LENGTH,
            hint=seen[:120],
        ),
        ask_date(
            "next_step_on",
            "By which day",
            initial=step.next_step_on,
            hint=f"Any day up to {held.latest_on:%A} {held.latest_on.day} {held.latest_on:%B}.",
        ),
        ask_text(
            "friend",
            "What would you tell a friend in this spot?",
            initial=step.friend,
            multiline=True,
            max_length=TITLE_LENGTH,
            hint="For you alone.",
        ),
        *_ask_goal(held.goals, step.goal_id),
    ]
    return modal(ids.SETBACK_STEP_FORM, "A small next step", blocks, submit=label("forms.save"))


CARDS: dict[str, Builder] = {
    "setback_ack": ack,
    "setback_strengths": strengths,
    "setback_next_step": next_step,
}

# --- private -------------------------------------------------------------------------------------


def _ask_goal(goals: Sequence[tuple[str, str]], goal_id: str) -> list[Block]:
    if not goals:
        return []
    options = [(title, key) for key, title in goals]
    asked = "The goal it is about"
    return [ask_one("goal", asked, options, initial=goal_id, optional=True, menu=True)]


def _ask_strength(held: StepForm) -> list[Block]:
    if not held.strengths:
        return []
    options = [(words, key) for key, words in held.strengths]
    asked = "Which one could help here?"
    return [ask_one("used", asked, options, initial=held.step.used, optional=True)]
