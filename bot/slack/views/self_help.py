"""Four questions in windows, one at a time; private words stand there, not in messages (7.1)."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.domain.messages.self_help import CapacityCheck, RoadblockSelfHelp
from bot.domain.roadblocks import excerpt
from bot.domain.self_help import ANSWER_LENGTH, OPTION_LENGTH, OPTIONS, SelfPlan
from bot.domain.wording import Wording
from bot.services.self_help import Question
from bot.slack import ids
from bot.slack.text import quoted
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
    plainly,
    row,
    says,
)

TITLE = "Four questions"


def goal_form(held: Question, intro: str, label: Label) -> View:
    """What would you like to be true? ``intro`` is the question, phrased."""
    return _form(
        ids.SELF_HELP_GOAL_FORM,
        held,
        intro,
        [_ask("wanted", "By the end of this week", held.plan.wanted)],
        label("forms.next"),
    )


def reality_form(held: Question, intro: str, label: Label) -> View:
    """What is happening now?"""
    return _form(
        ids.SELF_HELP_REALITY_FORM,
        held,
        intro,
        [_ask("facts", "As facts only", held.plan.facts)],
        label("forms.next"),
    )


def options_form(held: Question, intro: str, label: Label) -> View:
    """Three things or more; what helped others stands above them."""
    blocks: list[Block] = []
    for words in held.tips:
        blocks += says(quoted(words))
    for number in range(1, OPTIONS + 2):
        known = held.plan.options[number - 1 : number]
        blocks.append(
            ask_text(
                f"option_{number}",
                f"Option {number}" if number <= OPTIONS else "One more, if you like",
                initial=known[0] if known else "",
                max_length=OPTION_LENGTH,
            )
        )
    submit = label("forms.next")
    return _form(ids.SELF_HELP_OPTIONS_FORM, held, intro, blocks, submit)


def will_form(held: Question, intro: str, label: Label) -> View:
    """Which one, and when exactly."""
    plan = held.plan
    options = [(words, str(number)) for number, words in enumerate(plan.options)]
    chosen = str(plan.options.index(plan.step)) if plan.step in plan.options else ""
    blocks = [
        ask_one("step", "Which will you do?", options, initial=chosen, optional=True),
        ask_text(
            "cue",
            "When exactly? If …",
            initial=plan.cue,
            max_length=OPTION_LENGTH,
            hint="“it is Tuesday at nine”, “the review starts”: what you will notice.",
        ),
        ask_date("step_on", "By which day", initial=plan.step_on),
    ]
    return _form(ids.SELF_HELP_WILL_FORM, held, intro, blocks, label("forms.save"))


def reading(held: SelfPlan) -> View:
    """One's own plan."""
    lines = [
        ("By the end of the week", held.wanted),
        ("Now", held.facts),
        *((f"Option {number}", words) for number, words in enumerate(held.options, 1)),
    ]
    blocks = [plainly(held.sentence or "There is no plan yet.")]
    if held.step_on:
        blocks.append(note(f"By {held.step_on:%A} {held.step_on.day} {held.step_on:%B}."))
    for number, (name, words) in enumerate(lines):
        if words:
            blocks.append(plainly(f"{name}: {words}", part=f"line{number}"))
    return modal(ids.NOTICE, "Your plan", blocks, close="Close")


def saved(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Read my plan · Ask someone after all · Done."""
    assert isinstance(message, RoadblockSelfHelp)
    mark = message.subject_id
    buttons = [button(label("roadblock_self_help.read"), ids.SELF_HELP_READ, mark)]
    if message.has_mentor:
        ask = button(label("roadblock_self_help.ask"), ids.ROADBLOCK_ASK_MENTOR, mark)
        buttons.append(ask)
    buttons.append(button(label("roadblock_self_help.leave"), ids.SELF_HELP_LEAVE, mark))
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


def season(message: Message, wording: Wording, label: Label) -> list[Block]:
    """It is · Fewer people · Pause until · Not now (content.md 21.3)."""
    assert isinstance(message, CapacityCheck)
    mark = message.subject_id
    buttons = [
        button(label("capacity_check.good"), ids.CAPACITY_GOOD, mark),
        button(label("capacity_check.fewer"), ids.SETTINGS_OPEN, mark),
        button(label("capacity_check.pause"), ids.CARE_PAUSE, mark),
        button(label("capacity_check.later"), ids.CAPACITY_LATER, mark),
    ]
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


CARDS: dict[str, Builder] = {"roadblock_self_help": saved, "capacity_check": season}

# --- private -------------------------------------------------------------------------------------


def _form(callback_id: str, held: Question, intro: str, fields: list[Block], submit: str) -> View:
    about = says(quoted(excerpt(held.what)))
    blocks = [*about, *says(intro), *fields, note("Only you see it.", part="who")]
    return modal(callback_id, TITLE, blocks, submit=submit)


def _ask(name: str, asked: str, known: str) -> Block:
    return ask_text(name, asked, initial=known, multiline=True, max_length=ANSWER_LENGTH)
