"""Finding a mentor as blocks: the request, its answers, what became of it."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.domain.messages.pairings import RequestDeclined
from bot.domain.pairings import REQUEST_LENGTH, Ask, Request, RequestState
from bot.domain.wording import Wording
from bot.services.pairings import Overview, Standing
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views import agreements
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_person,
    ask_text,
    button,
    divider,
    modal,
    note,
    row,
    says,
)

SENT = (
    "Sent. Most people answer within a week; it closes by itself after 14 days. "
    "`/mentor pair` shows it again."
)
NOBODY_YET = (
    "Who would you like to ask? Write `/mentor pair @name`, and pick the person from the list "
    "Slack shows. It takes one minute, and saying no is fine for them."
)


def person_form(label: Label) -> View:
    """Whom to ask."""
    hint = "You write the request next; nothing is sent yet."
    blocks = [ask_person("person", "Who would you like to ask?", hint=hint)]
    return modal(ids.PAIRING_PERSON_FORM, "Ask a mentor", blocks, submit=label("forms.next"))


def request_form(mentor_name: str, ask: Ask, label: Label, shown: Wording | None = None) -> View:
    """Three boxes (content.md 2.2). ``shown`` is what the mentor will get: then it may be sent."""
    blocks: list[Block] = []
    if shown is not None:
        blocks += [note(f"This is what {_name(mentor_name)} gets:"), *says(shown.body)]
        blocks += [note(f"A thought, your choice: {hint}") for hint in ask.hints]
        blocks += [note(f"{ask.length} of {REQUEST_LENGTH} characters."), divider()]
    else:
        blocks += says(f"A short request to *{_name(mentor_name)}*, in your own words.")
    blocks += [
        ask_text(
            "reason",
            "Why you are asking them",
            initial=ask.reason,
            multiline=True,
            optional=False,
            hint="One concrete thing they did or said. Six words or more help.",
        ),
        ask_text(
            "topic",
            "What you hope to learn",
            initial=ask.topic,
            multiline=True,
            optional=False,
            hint=f"One topic. Both boxes together hold {REQUEST_LENGTH} characters.",
        ),
        *agreements.terms_fields(ask.terms),
    ]
    submit = label("forms.send") if shown is not None else label("forms.preview")
    return modal(ids.PAIRING_REQUEST_FORM, "Ask for mentoring", blocks, submit=submit)


def sent(request: Request, label: Label) -> list[Block]:
    """To the mentee: it is on its way, and there is a way back."""
    take_back = button(label("request_sent.withdraw"), ids.PAIRING_WITHDRAW, request.id)
    return [*says(SENT, subject=request.id), row(take_back, subject=request.id)]


def received(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentor: the ask as written; the one reminder has the same answers."""
    return [*says(wording.body, subject=message.subject_id), answers(message.subject_id, label)]


def answers(request_id: str, label: Label) -> Block:
    """Accept · Suggest a change · Not now."""
    return row(
        button(label("request_received.accept"), ids.PAIRING_ACCEPT, request_id),
        button(label("request_received.change"), ids.PAIRING_CHANGE, request_id),
        button(label("request_received.not_now"), ids.PAIRING_NOT_NOW, request_id),
        subject=request_id,
    )


def changed(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: the mentor's suggestion."""
    blocks = says(wording.body, subject=message.subject_id)
    return [*blocks, change_answers(message.subject_id, label)]


def change_answers(request_id: str, label: Label) -> Block:
    """Agree · Thank and leave."""
    return row(
        button(label("request_changed.agree"), ids.PAIRING_AGREE_CHANGE, request_id),
        button(label("request_changed.leave"), ids.PAIRING_LEAVE, request_id),
        subject=request_id,
    )


def declined(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: not this time, and two ways on; to the mentor: words only."""
    assert isinstance(message, RequestDeclined)
    body = wording.body
    if message.note and quoted(message.note) not in body:  # one line of a digest
        body = f"{body}\n{quoted(message.note)}"
    blocks = says(body, subject=message.subject_id)
    if message.mentee_name:
        return blocks
    buttons = row(
        button(label("request_declined.try_another"), ids.PAIRING_ASK, message.subject_id),
        button(label("request_declined.later"), ids.PAIRING_LATER, message.subject_id),
        subject=message.subject_id,
    )
    return [*blocks, buttons]


def change_form(standing: Standing, label: Label) -> View:
    """The mentor's other terms (content.md 2.4)."""
    request = standing.request
    blocks = [
        *says(f"How would it work for you with *{_name(standing.mentee_name)}*?"),
        *agreements.terms_fields(request.terms),
        ask_text("topic", "Topic", initial=request.topic, multiline=True, max_length=600),
        ask_text("note", "A note, if you like", multiline=True, max_length=300),
    ]
    return modal(ids.PAIRING_CHANGE_FORM, "Suggest a change", blocks, submit=label("forms.send"))


def not_now_form(standing: Standing, label: Label) -> View:
    """A no needs no reason; one may be given (content.md 2.6)."""
    name = _name(standing.mentee_name)
    blocks = [
        *says(f"*{name}* gets a short, kind note. No reason is needed."),
        ask_text(
            "note",
            "A reason, only if you like",
            multiline=True,
            max_length=300,
            hint="They read it as you write it.",
        ),
    ]
    return modal(ids.PAIRING_NOT_NOW_FORM, "Not now", blocks, submit=label("forms.send"))


def standing_card(standing: Standing, *, to_mentor: bool) -> list[Block]:
    """What became of a request, in its place: also the answer to an old button."""
    return says(_standing_words(standing, to_mentor=to_mentor), subject=standing.request.id)


def later(request_id: str) -> list[Block]:
    """A closed request, left alone."""
    return says("Fine. `/mentor pair @name` is there when you want it.", subject=request_id)


def overview(held: Overview, user_id: str, label: Label) -> list[Block]:
    """`/mentor pair` on its own: whom you work with, what is open, how to ask."""
    blocks: list[Block] = []
    for pair in held.pairs[:10]:
        blocks += agreements.line(pair, user_id, label)
    for standing in held.received[:10]:
        blocks += _received_line(standing, label)
    for standing in held.sent[:10]:
        blocks += _sent_line(standing, label)
    if not blocks:
        blocks += says("You have no mentoring yet.")
    ask = button(label("home.pair"), ids.PAIRING_ASK, "new")
    return [*blocks, *says(NOBODY_YET), row(ask, subject="pair-ask")]


CARDS: dict[str, Builder] = {
    "request_received": received,
    "request_reminder": received,
    "request_changed": changed,
    "request_declined": declined,
    **agreements.CARDS,
}


# --- private -------------------------------------------------------------------------------------

_TO_MENTOR = {
    RequestState.DRAFT: "",
    RequestState.SENT: "This request is still open.",
    RequestState.CHANGED: (
        "Your suggestion is with {mentee}. Without an answer it closes by itself after 7 days."
    ),
    RequestState.DECLINED: "You said not now. {mentee} gets a short, kind note.",
    RequestState.EXPIRED: "This request closed by itself, so there is nothing left to answer.",
    RequestState.WITHDRAWN: "{mentee} took this request back, so nothing is left to answer.",
    RequestState.LEFT: "{mentee} thanked you and left it for now, so nothing is left to answer.",
}
_TO_MENTEE = {
    RequestState.DRAFT: "This request was not sent yet.",
    RequestState.SENT: SENT,
    RequestState.CHANGED: "{mentor} suggested a change. It is in your messages here.",
    RequestState.DECLINED: "Your request to {mentor} is closed.",
    RequestState.EXPIRED: "Your request to {mentor} is closed.",
    RequestState.WITHDRAWN: (
        "Taken back. If {mentor} opens it, they see that you withdrew it, and nothing else."
    ),
    RequestState.LEFT: "Left with thanks. {mentor} gets a short, kind note.",
}


def _standing_words(standing: Standing, *, to_mentor: bool) -> str:
    mentee, mentor = _name(standing.mentee_name), _name(standing.mentor_name)
    partner = mentee if to_mentor else mentor
    state = RequestState(standing.request.state)
    if state is RequestState.ACCEPTED:
        if standing.pairing is None:
            return f"This request led to mentoring with {partner}, which has ended since."
        return f"This request was answered with a yes. You and {partner} are already set."
    if to_mentor:
        return _TO_MENTOR[state].format(mentee=mentee)
    return _TO_MENTEE[state].format(mentor=mentor)


def _sent_line(standing: Standing, label: Label) -> list[Block]:
    request, mentor = standing.request, _name(standing.mentor_name)
    if request.state == RequestState.CHANGED:
        terms = request.terms
        words = f"*{mentor}* suggests {terms.minutes} minutes, {terms.rhythm}, for {terms.term}."
        return [*says(words, subject=request.id), change_answers(request.id, label)]
    take_back = button(label("request_sent.withdraw"), ids.PAIRING_WITHDRAW, request.id)
    words = f"Your request to *{mentor}* is open."
    return [*says(words, subject=request.id), row(take_back, subject=request.id)]


def _received_line(standing: Standing, label: Label) -> list[Block]:
    request, mentee = standing.request, _name(standing.mentee_name)
    if request.state == RequestState.CHANGED:
        return says(f"Your suggestion is with *{mentee}*.", subject=request.id)
    words = f"*{mentee}* asks you to be their mentor."
    return [*says(words, subject=request.id), answers(request.id, label)]


def _name(name: str) -> str:
    return escape("".join(c for c in name if c not in "*_~`\n")) or "this person"
