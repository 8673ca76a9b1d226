"""Feedback: `/mentor feedback` asks for it, and what the giver does (content.md F10)."""

from __future__ import annotations

import contextlib
import json

from bot.domain.errors import TooLong
from bot.domain.feedback import AskState, Focus, Words
from bot.domain.feedback_hints import is_yes_no
from bot.domain.messages.feedback import FeedbackFormHint
from bot.services.feedback import SITUATION_LENGTH, Asked, AskForm
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.painting import PAINTING
from bot.slack.turn import Turn
from bot.slack.views import feedback as views
from bot.slack.views import feedback_forms as forms

WHICH_QUESTION = "Pick one question, or write your own."
NOBODY = "Who saw it? Pick at least one person."
NO_WORDS = "One line in any box is enough."
NO_SESSION = "No session is planned here yet, so I can't tell when that is. In 3 days instead?"

# --- asking --------------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """The form; words after the command are the situation."""
    if len(turn.text) > SITUATION_LENGTH:
        raise TooLong(limit=SITUATION_LENGTH, words=turn.text)
    asked = Asked(situation=turn.text)
    held = await turn.services.feedback.form(turn.actor)
    await turn.open(forms.ask_form(held, asked, turn.book.button), form=held.form_id)


async def from_roadblock(turn: Turn) -> None:
    """*Ask for feedback* beside a roadblock of that kind: its words are the situation."""
    situation = await turn.services.feedback.about_roadblock(turn.actor, turn.value)
    held = await turn.services.feedback.form(turn.actor)
    view = forms.ask_form(held, Asked(situation=situation), turn.book.button)
    await turn.open(view, form=held.form_id)


async def other_focus(turn: Turn) -> None:
    """Another focus: the same form with its three questions."""
    held = await turn.services.feedback.form(turn.actor)
    view = forms.ask_form(held, _asked(turn), turn.book.button, first=False)
    with contextlib.suppress(*PAINTING):
        await turn.client.views_update(
            view_id=turn.body["view"]["id"],
            hash=turn.body["view"].get("hash"),
            view={**view, "private_metadata": json.dumps(turn.metadata)},
        )
    await turn.done()


async def submit(turn: Turn) -> None:
    """Asked; a question that brings only a yes or no is hinted at once, and goes as it is next."""
    asked, meta = _asked(turn), turn.metadata
    if not asked.question:
        return await turn.problems({"own": WHICH_QUESTION})
    if not asked.to:
        return await turn.problems({"others": NOBODY})
    if is_yes_no(asked.question) and meta.get("hinted") != "yes":
        held: AskForm = await turn.services.feedback.form(turn.actor)
        view = forms.ask_form(held, asked, turn.book.button, hint_label=forms.YES_NO, first=False)
        return await turn.open(view, form=meta["form"], hinted="yes")
    sent = await turn.services.feedback.ask(turn.actor, meta["form"], asked)
    *others, last = [one.giver_name for one in sent]
    names = f"{', '.join(others)} and {last}" if others else last
    line = f"Sent to {names}. When the words are here, you choose when to read them."
    await turn.settle_as("feedback", "Sent", views.done(line, "feedback", turn.book.button))


# --- offering ------------------------------------------------------------------------------------


async def offer(turn: Turn) -> None:
    """What a mentor saw, before a word of it is written."""
    held = await turn.services.feedback.form(turn.actor)
    view = forms.offer_form(held, Asked(), turn.book.button)
    await turn.open(view, form=held.form_id)


async def submit_offer(turn: Turn) -> None:
    """The other is asked first."""
    to, form_id = turn.form.choice("to"), turn.metadata["form"]
    held = await turn.services.feedback.offer(turn.actor, form_id, to, _asked(turn))
    line = f"{held.receiver_name} is asked first. After a yes, you get the form."
    await turn.settle_as("feedback", "Asked", views.done(line, "feedback", turn.book.button))


async def allow(turn: Turn) -> None:
    """Yes or no to an observation."""
    yes = turn.action_id == ids.FEEDBACK_YES
    held = await turn.services.feedback.allow(turn.actor, turn.value, yes=yes)
    open_to_it = held.ask.state not in (AskState.REFUSED, AskState.PERMISSION)
    line = f"{held.giver_name} writes it down; you choose when to read it."
    line = line if open_to_it else "Not this time. Nothing was written."
    await turn.settle_as(turn.value, "Noted", views.done(line, turn.value, turn.book.button))


async def allow_later(turn: Turn) -> None:
    """The question waits; nobody hears of it, and it is not asked again."""
    held = await turn.services.feedback.read(turn.actor, turn.value)
    words = f"Later is fine. {held.giver_name} hears nothing until you choose."
    blocks = views.asked_leave(words, turn.value, turn.book.button, later=False)
    await turn.settle_as(turn.value, "Later", blocks)


# --- the giver -----------------------------------------------------------------------------------


async def write(turn: Turn) -> None:
    """The form, with a draft if there is one."""
    held = await turn.services.feedback.writing.form(turn.actor, turn.value)
    view = forms.write_form(held, held.words, (), turn.book.button)
    await turn.open(view, ask=turn.value)


async def submit_words(turn: Turn) -> None:
    """Hints once, when a rule finds something; then it goes as it is."""
    ask_id, words = turn.metadata["ask"], _words(turn)
    if words.is_empty:
        return await turn.problems({"seen": NO_WORDS})
    hinted = turn.metadata.get("hinted") == "yes"
    writing = turn.services.feedback.writing
    written = await writing.write(turn.actor, ask_id, words, hinted=hinted)
    if written.hints:
        found = [FeedbackFormHint(hint_kind=h.kind, excerpt=h.excerpt) for h in written.hints]
        said = [turn.phrase(one).body for one in found]
        held = await writing.form(turn.actor, ask_id)
        view = forms.write_form(held, words, said, turn.book.button)
        return await turn.open(view, ask=ask_id, hinted="yes")
    line = f"Sent. {written.receiver_name} reads it when they choose."
    await turn.settle_as(ask_id, "Sent", views.done(line, ask_id, turn.book.button))


async def instead(turn: Turn) -> None:
    """Talk, can't judge, not now: one tap, and writing later is still welcome."""
    state = _INSTEAD[turn.action_id]
    held = await turn.services.feedback.instead(turn.actor, turn.value, state)
    line = {
        AskState.TALK: f"{held.receiver_name} hears that you'd rather talk.",
        AskState.CANT_JUDGE: f"{held.receiver_name} hears that you can't judge this one.",
        AskState.NOT_NOW: "Set aside. Fine either way, and I won't ask again.",
    }.get(AskState(held.ask.state), "Your words were sent.")
    may_write = held.ask.state != AskState.SAID
    blocks = views.done(line, turn.value, turn.book.button, may_write=may_write)
    await turn.settle_as(turn.value, "Noted", blocks)


async def reply(turn: Turn) -> None:
    """One line back to the person who asked about the words."""
    held = await turn.services.feedback.writing.asked(turn.actor, turn.value)
    view = forms.reply_form(held.writer_name, held.words, turn.book.button)
    await turn.open(view, feedback=turn.value)


async def submit_reply(turn: Turn) -> None:
    """Sent as written."""
    feedback_id = turn.metadata["feedback"]
    line = turn.form.text("words")
    held = await turn.services.feedback.writing.answer(turn.actor, feedback_id, line)
    words = f"Answered, and on its way to {held.writer_name}."
    mark = f"line-{feedback_id}"
    await turn.settle_as(mark, "Answered", views.done(words, mark, turn.book.button))


async def reply_not_now(turn: Turn) -> None:
    """A quiet way out."""
    await turn.services.feedback.writing.asked(turn.actor, turn.value)
    mark = f"line-{turn.value}"
    line = "Set aside. Fine either way."
    await turn.settle_as(mark, "Set aside", views.done(line, mark, turn.book.button))


FEATURE = Feature(
    name="feedback",
    subcommands=(
        Subcommand(
            "feedback",
            "ask somebody who saw you do a thing for advice",
            command,
            usage="feedback [what it is about]",
            home="Ask for feedback",
        ),
    ),
    actions={
        ids.FEEDBACK_FOCUS: other_focus,
        ids.FEEDBACK_FROM_ROADBLOCK: from_roadblock,
        ids.FEEDBACK_OFFER: offer,
        ids.FEEDBACK_WRITE: write,
        ids.FEEDBACK_TALK: instead,
        ids.FEEDBACK_CANT_JUDGE: instead,
        ids.FEEDBACK_NOT_NOW: instead,
        ids.FEEDBACK_YES: allow,
        ids.FEEDBACK_NO: allow,
        ids.FEEDBACK_YES_LATER: allow_later,
        ids.FEEDBACK_REPLY: reply,
        ids.FEEDBACK_REPLY_NOT_NOW: reply_not_now,
    },
    submissions={
        ids.FEEDBACK_ASK_FORM: submit,
        ids.FEEDBACK_OFFER_FORM: submit_offer,
        ids.FEEDBACK_WRITE_FORM: submit_words,
        ids.FEEDBACK_REPLY_FORM: submit_reply,
    },
)

# --- private -------------------------------------------------------------------------------------

_INSTEAD = {
    ids.FEEDBACK_TALK: AskState.TALK,
    ids.FEEDBACK_CANT_JUDGE: AskState.CANT_JUDGE,
    ids.FEEDBACK_NOT_NOW: AskState.NOT_NOW,
}


def _asked(turn: Turn) -> Asked:
    """What the form holds; one's own question before a ready one."""
    form = turn.form
    focus = Focus(form.choice(ids.FEEDBACK_FOCUS) or Focus.PRESENTATION)
    number = form.choice(forms.question_field(focus))
    ready = focus.questions[int(number)] if number else ""
    return Asked(
        focus=focus,
        situation=form.text("situation"),
        event_on=form.day("event_on"),
        question=form.text("own") or ready,
        to=(*form.choices("mentors"), *form.people("others")),
    )


def _words(turn: Turn) -> Words:
    form = turn.form
    return Words(
        situation=form.text("situation"),
        seen=form.text("seen"),
        impact=form.text("impact"),
        next_time=form.text("next_time"),
        keep=form.text("keep"),
    )
