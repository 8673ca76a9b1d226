"""Check-ins as blocks: rows of one-tap answers, what was saved, the longer form."""

from __future__ import annotations

from bot.domain.checkins import FORM_LENGTH, Status
from bot.domain.messages import Message
from bot.domain.messages.checkins import (
    AskedGoal,
    CheckinAck,
    CheckinDue,
    CheckinNudge,
    CheckinShared,
)
from bot.domain.visibility import Visibility, in_words
from bot.domain.wording import Wording
from bot.services.checkins import CheckinForm
from bot.slack import ids
from bot.slack.text import escape
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
    overflow,
    plainly,
    row,
    says,
)

#: Characters of a hint beside a field (content.md 3.3).
HINT_LENGTH = 120
STATUS_WORDS = {
    Status.ON_TRACK: "On track",
    Status.BEHIND: "A bit behind",
    Status.STUCK: "Stuck",
    Status.DONE: "Done",
    Status.SKIPPED: "Skipped this one",
}
#: Words with fixed meanings (content.md F5).
MEANINGS = (
    ("On track", "I expect to get there as planned."),
    ("A bit behind", "I can still get there if something changes."),
    ("Stuck", "I will not get there without help or a new plan."),
    ("Done", "It is finished."),
    ("Skip", "Not this time."),
)
_FORM_STATUSES = (
    ("On track: I expect to get there as planned", Status.ON_TRACK.value),
    ("A bit behind: something would have to change", Status.BEHIND.value),
    ("Stuck: I need help or a new plan", Status.STUCK.value),
    ("Done", Status.DONE.value),
    ("Skip this one", Status.SKIPPED.value),
)


def subject(prompt_id: str, goal_id: str) -> str:
    """The mark of one goal's row in one prompt."""
    return f"{prompt_id or 'now'}.{goal_id or 'general'}"


def due(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The question, and a row of answers for each goal."""
    assert isinstance(message, CheckinDue | CheckinNudge)
    goals = message.goals or (AskedGoal(goal_id="", title=message.goal_title),)
    if len(goals) == 1:
        mark = subject(message.subject_id, goals[0].goal_id)
        blocks = [*says(wording.body, subject=mark), answers(message.subject_id, goals[0], label)]
        return [*blocks, _meanings(mark, label)]
    blocks = says(wording.body, subject=message.subject_id)
    for goal in goals:
        blocks += asked_row(message.subject_id, goal, label, named=True)
    return [*blocks, _meanings(subject(message.subject_id, goals[-1].goal_id), label)]


def asked_row(prompt_id: str, goal: AskedGoal, label: Label, *, named: bool) -> list[Block]:
    """One goal of several: its name, the step its owner chose, and the answers."""
    mark = subject(prompt_id, goal.goal_id)
    step = f"\nYou planned: {_plain(goal.next_step)}" if goal.next_step else ""
    words = says(f"*{_bold(goal.title)}*{step}", subject=mark) if named else []
    return [*words, answers(prompt_id, goal, label)]


def answers(prompt_id: str, goal: AskedGoal, label: Label) -> Block:
    """On track · A bit behind · Stuck · Skip, and a menu for the rest (content.md 5.0)."""
    value = f"{prompt_id}:{goal.goal_id}"
    return row(
        button(label("checkin_due.on_track"), ids.CHECKIN_ON_TRACK, value),
        button(label("checkin_due.behind"), ids.CHECKIN_BEHIND, value),
        button(label("checkin_due.stuck"), ids.CHECKIN_STUCK, value),
        button(label("checkin_due.skip"), ids.CHECKIN_SKIP, value),
        overflow(
            ids.CHECKIN_MORE,
            [
                (label("checkin_due.done"), f"done:{value}"),
                (label("checkin_due.say_more"), f"more:{value}"),
                (label("checkin_due.snooze_afternoon"), f"afternoon:{value}"),
                (label("checkin_due.snooze_tomorrow"), f"tomorrow:{value}"),
                (label("checkin_due.snooze_week"), f"week:{value}"),
            ],
        ),
        subject=subject(prompt_id, goal.goal_id),
    )


def ack(message: Message, wording: Wording, label: Label) -> list[Block]:
    """What was saved, and what fits next; *Undo* for ten minutes."""
    assert isinstance(message, CheckinAck)
    mark = subject(message.subject_id, message.goal_id)
    value = f"{message.checkin_id}:{message.goal_id}"
    undo = button(label("checkin_ack.undo"), ids.CHECKIN_UNDO, value)
    more = button(
        label("checkin_ack.say_more"),
        ids.CHECKIN_SAY_MORE,
        f"{message.subject_id}:{message.goal_id}",
    )
    helps = []
    if message.status in (Status.BEHIND, Status.STUCK):
        if message.status == Status.STUCK:
            helps.append(button(label("checkin_ack.work_on_it"), ids.CHECKIN_WORK_ON_IT, value))
        if message.mentor_name:
            helps.append(button(label("checkin_ack.ask_mentor"), ids.CHECKIN_ASK_MENTOR, value))
        if message.heavier:
            if message.mentor_name:
                helps.append(button(label("checkin_ack.talk"), ids.PACE_TALK, value))
            helps.append(button(label("checkin_ack.change"), ids.GOAL_RESIZE, message.goal_id))
        if message.status == Status.BEHIND and message.goal_id:
            helps.append(button(label("checkin_ack.smaller_step"), ids.CHECKIN_SMALLER, value))
        if message.offers_plan:
            helps.append(button(label("checkin_ack.plan"), ids.GOAL_PLAN, message.goal_id))
        helps.append(button(label("checkin_ack.just_noting"), ids.CHECKIN_JUST_NOTING, value))
        if message.hard_again:
            helps.append(button(label("checkin_ack.setback"), ids.SETBACK_FROM_CHECKIN, value))
        if message.offers_extra:
            helps.append(button(label("checkin_ack.extra"), ids.PACE_EXTRA, value))
    elif message.status in (Status.ON_TRACK, Status.DONE):
        helps.append(button(label("checkin_ack.add_win"), ids.CHECKIN_ADD_WIN, value))
    elements = [*helps, *([more] if message.subject_id else []), undo]
    name, body = f"*{_bold(message.goal_title)}*", wording.body
    if message.is_one_of_several and name not in body:
        body = f"{name}\n{body}"
    return [*says(body, subject=mark), row(*elements, subject=mark)]


def shared(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The mentor's line: say what was good, ask, offer a talk, or nothing (content.md 5.3)."""
    assert isinstance(message, CheckinShared)
    mark = f"line.{message.subject_id}"
    buttons = [button(label("checkin_shared.praise"), ids.PACE_PRAISE, message.subject_id)]
    if message.goal_id:
        value = f"{message.pairing_id}:{message.goal_id}"
        buttons.append(button(label("goal_shared.ask"), ids.GOAL_ASK, message.goal_id))
        buttons.append(button(label("checkin_shared.talk"), ids.PACE_OFFER_TALK, value))
    buttons.append(button(label("checkin_shared.later"), ids.GOAL_SET_ASIDE, mark))
    return [*says(wording.body, subject=message.subject_id), row(*buttons, subject=mark)]


def step_form(title: str, next_step: str, label: Label) -> View:
    """What would be a smaller step, and by when."""
    blocks = [
        *says(f"*{_bold(title)}*"),
        *([plainly(f"Your step was: {next_step}")] if next_step else []),
        ask_text("next_step", "A smaller next step", optional=False),
        ask_date("next_step_on", "By when"),
    ]
    return modal(ids.CHECKIN_STEP_FORM, "A smaller step", blocks, submit=label("forms.save"))


def step_kept(title: str, words: str, mark: str) -> list[Block]:
    """The step that stands now."""
    return says(f"*{_bold(title)}*: your next step is now: {_plain(words)}", subject=mark)


def rest(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The last word, and the way back."""
    mark = message.subject_id
    restart = button(label("checkin_rest.restart"), ids.CHECKIN_RESTART, mark)
    later = button(label("checkin_rest.later"), ids.CHECKIN_STAY_QUIET, mark)
    return [*says(wording.body, subject=mark), row(restart, later, subject=mark)]


def quiet(mark: str) -> list[Block]:
    """Left as it is."""
    return says("Quiet it is. Everything you wrote stays.", subject=mark)


def noted(title: str, status: str, mark: str) -> list[Block]:
    """A finished row: one quiet line, no buttons."""
    words = STATUS_WORDS.get(Status(status), status)
    return says(f"*{_bold(title)}*: {words.lower()}. Saved.", subject=mark)


def again_later(when_label: str, mark: str) -> list[Block]:
    """A snoozed row."""
    return says(
        f"I'll ask again {when_label}." if when_label else "Set aside. Fine either way.",
        subject=mark,
    )


def form(held: CheckinForm, label: Label) -> View:
    """The longer form, for one goal or up to three; all but the status is optional (5.2)."""
    blocks: list[Block] = []
    for number, goal in enumerate(held.goals):
        lately = f"\nLately: {goal.trend}" if goal.trend else ""
        blocks += says(f"*{_bold(goal.title)}*{lately}")
        blocks.append(
            ask_one(
                f"status_{number}",
                "Where does it stand?",
                _FORM_STATUSES,
                initial=held.status if number == 0 else "",
                optional=len(held.goals) > 1,
            )
        )
    first = held.goals[0]
    if first.next_step:
        step = (("Did it", "yes"), ("Part of it", "part"), ("Not yet", "not_yet"))
        blocks.append(plainly(f"Your step was: {first.next_step}"))
        blocks.append(ask_one("did_step", "Did you get to it?", step, optional=True))
    if first.measure:
        hint = f"You measure it by: {first.measure}"
        blocks.append(
            ask_text("measure_value", "Where does the number stand?", hint=hint[:HINT_LENGTH])
        )
    if len(held.goals) > 1:
        blocks.append(note("The words from here on go with the first goal you answer."))
    blocks += [
        ask_text("learned", "One thing you learned"),
        ask_text("next_step", "Next step"),
        ask_date("next_step_on", "By when"),
    ]
    if len(held.note) > FORM_LENGTH:
        blocks.append(ask_text("more", "More to add, only for you", multiline=True))
        return modal(ids.CHECKIN_FORM, "Check in", blocks, submit=label("forms.save"))
    blocks.append(ask_text("note", "Anything else", initial=held.note, multiline=True))
    if held.readers:
        seen = ((in_words(Visibility.PRIVATE), Visibility.PRIVATE.value), *held.readers)
        hint = "Status and next step are told as you agreed; what you learned stays yours."
        blocks.append(
            ask_one("note_visibility", "Who sees these words", seen, initial="private", hint=hint)
        )
    else:
        blocks.append(note("Only you see these words."))
    return modal(ids.CHECKIN_FORM, "Check in", blocks, submit=label("forms.save"))


CARDS: dict[str, Builder] = {
    "checkin_due": due,
    "checkin_nudge": due,
    "checkin_ack": ack,
    "checkin_shared": shared,
    "checkin_rest": rest,
}


# --- private -------------------------------------------------------------------------------------


def _meanings(mark: str, label: Label) -> Block:
    """Once a message, behind a tap; it goes with the last row."""
    asks = button(label("checkin_due.meanings"), ids.PACE_MEANINGS, "open")
    return row(asks, subject=mark, part="meanings")


def _plain(text: str) -> str:
    return escape(" ".join(text.split()))


def _bold(text: str) -> str:
    return escape("".join(c for c in text if c not in "*_~`\n"))
