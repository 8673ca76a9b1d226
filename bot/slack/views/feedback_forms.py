"""The forms of feedback: asking, offering, writing, and one line (content.md 10.0, 10.2, 10.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.feedback import OTHERS_MOST, Focus, Words
from bot.services.feedback import QUESTION_LENGTH, SITUATION_LENGTH, Asked, AskForm
from bot.services.feedback_words import WriteForm
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_people,
    ask_several,
    ask_text,
    button,
    modal,
    note,
    row,
    says,
)

#: Characters a box holds; the hint on length comes much earlier, and never blocks.
BOX = 3000
#: One line each way, and a step.
LINE = 300
#: Mentors or mentees in a list of choices.
PEOPLE = 10
YES_NO = "That can be answered with yes or no. A question that begins with “what” brings more."


def ask_form(
    held: AskForm, asked: Asked, label: Label, *, hint_label: str = "", first: bool = True
) -> View:
    """Focus, situation, one question, and whom to ask. ``hint_label``: on the question. ``first``:
    nobody was chosen or taken out yet, so the first mentor is.

    The ready questions follow the focus: choosing another one draws the form afresh.
    """
    focus = Focus(asked.focus)
    ready = focus.questions
    blocks: list[Block] = []
    if held.mentees:
        offer = button("Offer an observation", ids.FEEDBACK_OFFER, "offer")
        blocks.append(row(offer, subject="offer"))
    blocks += [
        {**_ask_focus(focus), "dispatch_action": True},
        *_ask_situation(asked, "What was it, and where?"),
        ask_one(
            question_field(focus),
            "One question",
            [(text, str(number)) for number, text in enumerate(ready)],
            initial=next((str(n) for n, text in enumerate(ready) if text == asked.question), ""),
            optional=True,
            hint="Asking for advice brings more than asking for feedback.",
        ),
        ask_text(
            "own",
            "Or in your own words",
            initial="" if asked.question in ready else asked.question,
            max_length=QUESTION_LENGTH,
        ),
        *([note(escape(hint_label), part="hint")] if hint_label else []),
        *_ask_whom(held, asked, first=first),
        note("Only you and the person you ask read any of this."),
    ]
    return modal(ids.FEEDBACK_ASK_FORM, "Ask for advice", blocks, submit=label("forms.send"))


def question_field(focus: Focus) -> str:
    """The block of the ready questions: another focus is another block, with nothing chosen."""
    return f"question-{focus}"


def offer_form(held: AskForm, asked: Asked, label: Label) -> View:
    """What the mentor saw, in a few words; the rest only after a yes (content.md 10.G)."""
    people = [(name, user_id) for user_id, name in held.mentees[:PEOPLE]]
    blocks = [
        ask_one("to", "Who is it for?", people, initial=people[0][1] if people else ""),
        _ask_focus(Focus(asked.focus)),
        *_ask_situation(asked, "What is it about?"),
        note("They are asked first whether they are open to it. Nothing is written before a yes."),
    ]
    return modal(ids.FEEDBACK_OFFER_FORM, "An observation", blocks, submit=label("forms.send"))


def write_form(held: WriteForm, words: Words, hints: Sequence[str], label: Label) -> View:
    """Situation · what I saw or heard · effect · one idea · one thing to keep (content.md 10.2).

    ``hints`` are phrased already: they stand first, and the next *Send* goes through.
    """
    name = held.receiver_name
    blocks: list[Block] = []
    if held.ask.question:
        blocks += says(quoted(held.ask.question))
    for number, hint in enumerate(hints):
        blocks += says(hint, subject=f"hint{number}")
    if hints:
        blocks.append(note("Change it or leave it: *Send* sends it now.", part="hints"))
    blocks += [
        ask_text(
            "situation",
            "Situation",
            initial=words.situation,
            max_length=SITUATION_LENGTH,
            optional=False,
        ),
        _box("seen", "What I saw or heard", words.seen, "An act or a quote, as a camera has it."),
        _box("impact", "The effect it had", words.impact, "On you, the room or the work."),
        _box("next_time", "One idea for next time", words.next_time, "Small enough to try."),
        _box("keep", "One thing to keep", words.keep, "If there is one."),
        note(f"{escape(name)} reads your words as you write them, when they choose."),
    ]
    return modal(ids.FEEDBACK_WRITE_FORM, "Your advice", blocks, submit=label("forms.send"))


def ask_back_form(giver_name: str, label: Label) -> View:
    """One line to the giver."""
    blocks = [_line("words", "Your question", f"{giver_name} reads it as you write.")]
    return modal(ids.ADVICE_ASK_BACK_FORM, "Ask a question", blocks, submit=label("forms.send"))


def reply_form(asker_name: str, question: str, label: Label) -> View:
    """One line back."""
    blocks = [
        *says(quoted(question)),
        _line("words", "Your answer", f"{asker_name} reads it as you write."),
    ]
    return modal(ids.FEEDBACK_REPLY_FORM, "One line back", blocks, submit=label("forms.send"))


def step_form(step: str, on: date | None, label: Label) -> View:
    """A step of one's own, with a day."""
    blocks = [
        ask_text(
            "words",
            "What will you do?",
            initial=step,
            multiline=True,
            max_length=LINE,
            optional=False,
            hint="Small enough to do once.",
        ),
        ask_date("step_on", "By when", initial=on),
        note("Only you see it. I'll ask once, in two weeks or on its day, what became of it."),
    ]
    return modal(ids.ADVICE_STEP_FORM, "Turn into an action", blocks, submit=label("forms.save"))


# --- private -------------------------------------------------------------------------------------


def _ask_focus(focus: Focus) -> Block:
    options = [(one.label.capitalize(), one.value) for one in Focus]
    return ask_one(
        ids.FEEDBACK_FOCUS, "What is it about?", options, initial=focus.value, menu=True
    )


def _ask_situation(asked: Asked, question: str) -> list[Block]:
    return [
        ask_text(
            "situation",
            question,
            initial=asked.situation,
            max_length=SITUATION_LENGTH,
            optional=False,
            placeholder="The review on Tuesday",
        ),
        ask_date("event_on", "When was it?", initial=asked.event_on),
    ]


def _ask_whom(held: AskForm, asked: Asked, *, first: bool) -> list[Block]:
    """Mentors by name, the first one chosen; others from everybody here."""
    blocks: list[Block] = []
    if held.mentors:
        options = [(name, user_id) for user_id, name in held.mentors[:PEOPLE]]
        chosen = [value for _, value in options if value in asked.to]
        chosen = [options[0][1]] if first else chosen
        blocks.append(ask_several("mentors", "Your mentors", options, initial=chosen))
    label = "Others who saw it" if held.mentors else "Who saw it?"
    hint = f"At most {OTHERS_MOST}. Each is asked alone, and may say not now."
    return [*blocks, ask_people("others", label, most=OTHERS_MOST, hint=hint)]


def _box(name: str, label: str, initial: str, hint: str) -> Block:
    return ask_text(name, label, initial=initial, multiline=True, max_length=BOX, hint=hint)


def _line(name: str, label: str, hint: str) -> Block:
    return ask_text(name, label, multiline=True, max_length=LINE, optional=False, hint=hint[:120])
