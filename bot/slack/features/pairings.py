"""Finding a mentor: `/mentor pair @person`, the answers to a request, the agreement."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.errors import CannotBeMentioned, TooLong, WaymarkError
from bot.domain.pairings import (
    MINUTES,
    REPLY_DAYS,
    REQUEST_LENGTH,
    RHYTHMS,
    TERMS,
    Ask,
    PairingState,
    Terms,
)
from bot.services.agreements import AgreementPage, Clauses
from bot.services.pairings import Draft, Standing
from bot.services.people import reader_of
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.forms import Form
from bot.slack.text import mentioned
from bot.slack.turn import Turn
from bot.slack.views import agreements as pages
from bot.slack.views import pairings as views


async def command(turn: Turn) -> None:
    """With a person: the request. Without: whom you work with, and what is open."""
    if not turn.text:
        held = await turn.services.pairings.overview(turn.actor)
        blocks = views.overview(held, turn.actor.user_id, turn.book.button)
        return await turn.show("Your mentoring", blocks)
    mentor_id = mentioned(turn.text)
    if not mentor_id:
        raise CannotBeMentioned(who=_short(turn.text), words=turn.text)
    words = _MENTION.sub("", turn.text).strip()
    try:
        await _open_request(turn, mentor_id, words)
    except WaymarkError as refusal:
        refusal.words = words
        raise


async def ask(turn: Turn) -> None:
    """Pick a person: the way to a request without typing a command."""
    await turn.open(views.person_form(turn.book.button))


async def person_chosen(turn: Turn) -> None:
    """The picked person: the request to them."""
    await _open_request(turn, turn.form.person("person"))


async def request_filled(turn: Turn) -> None:
    """First shown as the mentor will get it; the same words again, and it is sent."""
    written = Ask(turn.form.text("reason"), turn.form.text("topic"), _terms(turn.form))
    mentor_id = turn.metadata["mentor"]
    draft = await turn.services.pairings.draft(turn.actor, mentor_id, written)
    if draft.is_new or turn.metadata.get("draft") != draft.request.id:
        return await _open_preview(turn, draft)
    standing = await turn.services.pairings.send(turn.actor, draft.request.id)
    blocks = views.sent(standing.request, turn.book.button)
    await turn.settle_as(standing.request.id, "Your request is sent", blocks)


async def withdraw(turn: Turn) -> None:
    """The mentee takes a request back."""
    standing = await turn.services.pairings.withdraw(turn.actor, turn.value)
    await _settle(turn, standing, to_mentor=False)


async def accept(turn: Turn) -> None:
    """The mentor says yes; the agreement comes next."""
    standing = await turn.services.pairings.accept(turn.actor, turn.value)
    await _settle(turn, standing, to_mentor=True)


async def change(turn: Turn) -> None:
    """The mentor would do it a little differently."""
    standing = await turn.services.pairings.read(turn.actor, turn.value, as_mentor=True)
    if not standing.waits_for_mentor:
        return await _settle(turn, standing, to_mentor=True)
    await turn.open(views.change_form(standing, turn.book.button), request=turn.value)


async def change_filled(turn: Turn) -> None:
    """The mentor's suggestion goes to the mentee."""
    form = turn.form
    standing = await turn.services.pairings.suggest(
        turn.actor, turn.metadata["request"], _terms(form), form.text("topic"), form.text("note")
    )
    await _settle(turn, standing, to_mentor=True)


async def not_now(turn: Turn) -> None:
    """The mentor says no; a reason only if they like."""
    standing = await turn.services.pairings.read(turn.actor, turn.value, as_mentor=True)
    if not standing.waits_for_mentor:
        return await _settle(turn, standing, to_mentor=True)
    await turn.open(views.not_now_form(standing, turn.book.button), request=turn.value)


async def not_now_filled(turn: Turn) -> None:
    """The no, with or without a reason."""
    request_id, words = turn.metadata["request"], turn.form.text("note")
    standing = await turn.services.pairings.decline(turn.actor, request_id, words)
    await _settle(turn, standing, to_mentor=True)


async def agree_change(turn: Turn) -> None:
    """The mentee agrees to the mentor's suggestion."""
    standing = await turn.services.pairings.accept_change(turn.actor, turn.value)
    await _settle(turn, standing, to_mentor=False)


async def leave(turn: Turn) -> None:
    """The mentee thanks, and leaves it."""
    standing = await turn.services.pairings.leave(turn.actor, turn.value)
    await _settle(turn, standing, to_mentor=False)


async def later(turn: Turn) -> None:
    """After a no: nothing now."""
    await turn.services.pairings.read(turn.actor, turn.value, as_mentor=False)
    await turn.settle_as(turn.value, "Fine", views.later(turn.value))


async def open_agreement(turn: Turn) -> None:
    """The form before anybody proposed; then the clauses as they stand."""
    page = await turn.services.pairings.agreements.page(turn.actor, turn.value)
    if not page.agreement_id:
        return await _open_form(turn, page)
    view = pages.read_page(page, turn.book.button)
    await turn.open(view, pairing=page.pairing.id, agreement=page.agreement_id)


async def edit(turn: Turn) -> None:
    """The clauses to change; after three rounds: settle it live."""
    page = await turn.services.pairings.agreements.page(turn.actor, turn.value)
    await _edit(turn, page)


async def page_answered(turn: Turn) -> None:
    """The page that was read: *Agree* for whoever was asked, *Edit* for all others."""
    pairing_id, agreement_id = turn.metadata["pairing"], turn.metadata["agreement"]
    page = await turn.services.pairings.agreements.page(turn.actor, pairing_id)
    if page.is_agreed or page.i_proposed:
        return await _edit(turn, page)
    await _agree(turn, pairing_id, agreement_id)


async def talked(turn: Turn) -> None:
    """They talked: one of them writes it down."""
    page = await turn.services.pairings.agreements.page(turn.actor, turn.metadata["pairing"])
    await _open_form(turn, page, after_talk=True)


async def proposed(turn: Turn) -> None:
    """The filled-in agreement goes to the other side."""
    pairing_id, based_on = turn.metadata["pairing"], turn.metadata.get("agreement", "")
    page = await turn.services.pairings.agreements.propose(
        turn.actor, pairing_id, _clauses(turn.form), based_on=based_on
    )
    blocks = pages.passed_on(page, turn.book.button)
    await turn.settle_as(pairing_id, "Your agreement is passed on", blocks)


async def agree(turn: Turn) -> None:
    """One tap on exactly this version."""
    pairing_id, agreement_id = turn.values
    await _agree(turn, pairing_id, agreement_id)


FEATURE = Feature(
    name="pairings",
    subcommands=(
        Subcommand(
            "pair",
            "ask somebody to be your mentor; alone it shows whom you work with",
            command,
            usage="pair [@person]",
            aliases=("pairings", "request"),
            home="Ask someone by name",
        ),
    ),
    actions={
        ids.PAIRING_ASK: ask,
        ids.PAIRING_WITHDRAW: withdraw,
        ids.PAIRING_ACCEPT: accept,
        ids.PAIRING_CHANGE: change,
        ids.PAIRING_NOT_NOW: not_now,
        ids.PAIRING_AGREE_CHANGE: agree_change,
        ids.PAIRING_LEAVE: leave,
        ids.PAIRING_LATER: later,
        ids.PAIRING_OPEN: open_agreement,
        ids.PAIRING_EDIT: edit,
        ids.PAIRING_AGREE: agree,
    },
    submissions={
        ids.PAIRING_PERSON_FORM: person_chosen,
        ids.PAIRING_REQUEST_FORM: request_filled,
        ids.PAIRING_CHANGE_FORM: change_filled,
        ids.PAIRING_NOT_NOW_FORM: not_now_filled,
        ids.PAIRING_READ_PAGE: page_answered,
        ids.PAIRING_LIVE_PAGE: talked,
        ids.PAIRING_AGREEMENT_FORM: proposed,
    },
)

# --- private -------------------------------------------------------------------------------------

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


async def _open_request(turn: Turn, mentor_id: str, words: str = "") -> None:
    """The request as it was last left, or empty; ``words`` typed after the name come along."""
    if len(words) > REQUEST_LENGTH:
        raise TooLong(limit=REQUEST_LENGTH)
    mentor, left = await turn.services.pairings.begin(turn.actor, mentor_id)
    written = replace(left, reason=words or left.reason) if left else Ask(words, "")
    view = views.request_form(mentor.name, written, turn.book.button)
    await turn.open(view, mentor=mentor_id)


async def _open_preview(turn: Turn, draft: Draft) -> None:
    mentor, message = draft.mentor, draft.message
    wording = turn.book.render(
        message, reader_of(mentor), person_id=mentor.user_id, turn=message.turn, at=turn.now
    )
    view = views.request_form(mentor.name, draft.request.ask, turn.book.button, wording)
    await turn.open(view, mentor=mentor.user_id, draft=draft.request.id)


async def _settle(turn: Turn, standing: Standing, *, to_mentor: bool) -> None:
    """Show the request as it stands in the place of its message; a yes leads on."""
    request, pairing = standing.request, standing.pairing
    if pairing is not None and pairing.state == PairingState.FORMING and standing.invite:
        return await turn.settle(request.id, standing.invite)
    blocks = views.standing_card(standing, to_mentor=to_mentor)
    await turn.settle_as(request.id, "Your mentoring request", blocks)


async def _edit(turn: Turn, page: AgreementPage) -> None:
    if page.settle_live:
        view = pages.live_page(page, turn.book.button)
        return await turn.open(view, pairing=page.pairing.id)
    await _open_form(turn, page)


async def _open_form(turn: Turn, page: AgreementPage, *, after_talk: bool = False) -> None:
    view = pages.form(page, turn.book.button, after_talk=after_talk)
    await turn.open(view, pairing=page.pairing.id, agreement=page.agreement_id)


async def _agree(turn: Turn, pairing_id: str, agreement_id: str) -> None:
    """Signed; or, when a newer version stands, that one to look at."""
    answer = await turn.services.pairings.agreements.agree(turn.actor, pairing_id, agreement_id)
    await turn.settle(pairing_id, answer)


def _terms(form: Form) -> Terms:
    plain = Terms()
    minutes, months = _number(form.choice("minutes")), _number(form.choice("term"))
    return Terms(
        minutes if minutes in MINUTES else plain.minutes,
        RHYTHMS.get(form.choice("rhythm"), plain.rhythm),
        months if months in TERMS else plain.term_months,
    )


def _clauses(form: Form) -> Clauses:
    plain = Clauses()
    days = _number(form.choice("reply_days"))
    return Clauses(
        terms=_terms(form),
        reply_working_days=days if days in REPLY_DAYS else plain.reply_working_days,
        between_sessions=form.text("between") or plain.between_sessions,
        topics=form.text("topics"),
        confidentiality=form.text("confidentiality") or plain.confidentiality,
        limits=form.text("limits") or plain.limits,
        checkins_shared=form.choice("checkins_shared") != "no",
        may_tell_quiet=form.choice("may_tell_quiet") == "yes",
    )


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0


def _short(words: str) -> str:
    line = words.split("\n")[0]
    return line if len(line) <= 40 else line[:39] + "…"
