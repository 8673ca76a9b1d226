"""The agreement as blocks: seven clauses to read, to fill in, to agree to (content.md 2.7)."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.domain.messages.pairings import AgreementInvite
from bot.domain.pairings import EITHER_MAY_STOP, MINUTES, REPLY_DAYS, RHYTHMS, TERMS, Terms
from bot.domain.wording import Wording
from bot.services.agreements import AgreementPage, Clauses
from bot.services.pairings import Pair
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_text,
    button,
    modal,
    row,
    says,
)

TITLE = "Our agreement"
#: Longest words of one clause, so that all seven stay readable on one page.
CLAUSE_LENGTH = 300


def invite(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Open it; or, when the other side wrote it: Agree · Edit · Open."""
    assert isinstance(message, AgreementInvite)
    answering = message.agreement_id if message.proposed else ""
    buttons = _buttons(message.subject_id, label, answering=answering)
    return [*says(wording.body, subject=message.subject_id), buttons]


def accepted(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: a yes, and the next step."""
    blocks = says(wording.body, subject=message.subject_id)
    return [*blocks, _buttons(message.subject_id, label)]


def form(page: AgreementPage, label: Label, *, after_talk: bool = False) -> View:
    """All seven clauses, filled in; *Propose* passes them to the other side."""
    held, name = page.clauses, _name(page.partner_name)
    intro = f"Change what you like. It starts when you and *{name}* have both agreed."
    if after_talk:
        intro = f"Write down what you and *{name}* settled. They agree with one tap."
    blocks = [*says(intro), *_first_clauses(held), *_other_clauses(held)]
    return modal(ids.PAIRING_AGREEMENT_FORM, TITLE, blocks, submit=label("forms.propose"))


def terms_fields(terms: Terms) -> list[Block]:
    """Length, rhythm, term: the low-commitment proposal, and clause 1."""
    minutes = [(f"{number} minutes", str(number)) for number in MINUTES]
    rhythms = [(_capital(words), key) for key, words in RHYTHMS.items()]
    months = [(_capital(words), str(number)) for number, words in TERMS.items()]
    term, after = str(terms.term_months), "After that you both decide again."
    return [
        ask_one("minutes", "How long each time", minutes, initial=str(terms.minutes), menu=True),
        ask_one("rhythm", "How often", rhythms, initial=terms.rhythm_key, menu=True),
        ask_one("term", "For how long", months, initial=term, menu=True, hint=after),
    ]


def read_page(page: AgreementPage, label: Label) -> View:
    """The clauses as they stand. Who may answer agrees here; all others may edit."""
    name = _name(page.partner_name)
    if page.is_agreed:
        status = f"You and *{name}* have agreed on this. A change needs both of you."
    elif page.i_proposed:
        status = f"This is what you proposed. It starts when *{name}* agrees."
    else:
        status = f"This is what *{name}* proposed. To change something, choose *Edit* in the chat."
    answering = not (page.is_agreed or page.i_proposed)
    submit = label("forms.agree") if answering else label("forms.edit")
    blocks = [*says(status), *clauses(page.clauses)]
    return modal(ids.PAIRING_READ_PAGE, TITLE, blocks, submit=submit, close="Close")


def clauses(held: Clauses) -> list[Block]:
    """The seven clauses as words; what people wrote is quoted."""
    terms = held.terms
    days = held.reply_working_days
    reply = f"Reply within {days} working day{'' if days == 1 else 's'}."
    shared = "shared with the mentor" if held.checkins_shared else "seen by the mentee only"
    quiet = "may be told after 3 weeks" if held.may_tell_quiet else "stays with the mentee"
    return [
        *says(
            f"*1. Rhythm and length*\n{terms.minutes} minutes, {terms.rhythm}, for {terms.term}."
        ),
        *says(f"*2. Between sessions*\n{_words(held.between_sessions)}\n{reply}"),
        *says(f"*3. Goals and topics*\n{_words(held.topics)}\nCheck-ins are {shared}."),
        *says(f"*4. What stays between us*\n{_words(held.confidentiality)}"),
        *says(f"*5. Limits*\n{_words(held.limits)}"),
        *says(f"*6. Pausing and stopping*\n{EITHER_MAY_STOP}"),
        *says(f"*7. Quiet times*\nThat the mentee has gone quiet {quiet}."),
    ]


def live_page(page: AgreementPage, label: Label) -> View:
    """After three rounds: talk, then one of the two writes it down (content.md 2.7)."""
    name = _name(page.partner_name)
    words = (
        f"You and *{name}* have gone back and forth three times. Ten minutes of talking settle "
        "the rest faster than another version.\nAfterwards one of you writes it down."
    )
    submit = label("forms.write_down")
    return modal(ids.PAIRING_LIVE_PAGE, "Settle it live", says(words), submit=submit)


def passed_on(page: AgreementPage, label: Label) -> list[Block]:
    """To the one who proposed."""
    pairing_id = page.pairing.id
    words = f"Passed on to {_name(page.partner_name)}. It starts when they agree."
    return [*says(words, subject=pairing_id), _buttons(pairing_id, label)]


def line(pair: Pair, user_id: str, label: Label) -> list[Block]:
    """One pairing in the overview, for one of the two."""
    pairing, agreement = pair.pairing, pair.agreement
    role = "Your mentor" if pairing.mentee_id == user_id else "You mentor"
    state, answering = _STATES.get(pairing.state, pairing.state), ""
    if agreement is not None and not agreement.is_agreed:
        state = "the agreement waits for a yes"
        answering = "" if agreement.proposed_by == user_id else agreement.id
    words = f"{role}: *{_name(pair.partner_name)}* ({state})"
    buttons = _buttons(pairing.id, label, answering=answering)
    return [*says(words, subject=pairing.id), buttons]


CARDS: dict[str, Builder] = {
    "request_accepted": accepted,
    "agreement_invite": invite,
}


# --- private -------------------------------------------------------------------------------------

_STATES = {
    "forming": "the agreement comes next",
    "active": "active",
    "paused": "paused",
}


def _buttons(pairing_id: str, label: Label, *, answering: str = "") -> Block:
    """Open it; with a version to answer: Agree · Edit · Open. *Agree* means exactly that one."""
    opens = button(label("agreement_invite.open"), ids.PAIRING_OPEN, pairing_id)
    if not answering:
        return row(opens, subject=pairing_id)
    agree = f"{pairing_id}:{answering}"
    return row(
        button(label("agreement_invite.agree"), ids.PAIRING_AGREE, agree),
        button(label("agreement_invite.edit"), ids.PAIRING_EDIT, pairing_id),
        opens,
        subject=pairing_id,
    )


def _first_clauses(held: Clauses) -> list[Block]:
    """Clauses 1 and 2: time, and what happens between sessions."""
    days = [(f"{n} working day{'' if n == 1 else 's'}", str(n)) for n in REPLY_DAYS]
    return [
        *says("*1. Rhythm and length*"),
        *terms_fields(held.terms),
        _ask_words("between", "2. Between sessions", held.between_sessions),
        ask_one(
            "reply_days",
            "2. Reply time",
            days,
            initial=str(held.reply_working_days),
            menu=True,
            hint="How soon the mentor hopes to answer a question.",
        ),
    ]


def _other_clauses(held: Clauses) -> list[Block]:
    """Clauses 3 to 7: topics, confidentiality, limits, stopping, quiet times."""
    shared = (("Yes", "yes"), ("No", "no"))
    quiet = (("No", "no"), ("Yes, after 3 weeks", "yes"))
    return [
        ask_text(
            "topics",
            "3. Goals and topics",
            initial=held.topics,
            multiline=True,
            max_length=2 * CLAUSE_LENGTH,
        ),
        ask_one(
            "checkins_shared",
            "3. Check-ins are shared with the mentor",
            shared,
            initial="yes" if held.checkins_shared else "no",
            hint="The status and the next step. Notes stay private unless you share one.",
        ),
        _ask_words("confidentiality", "4. What stays between us", held.confidentiality),
        _ask_words("limits", "5. Limits", held.limits),
        *says(f"*6. Pausing and stopping*\n{EITHER_MAY_STOP}"),
        ask_one(
            "may_tell_quiet",
            "7. The mentor may hear when I go quiet",
            quiet,
            initial="yes" if held.may_tell_quiet else "no",
        ),
    ]


def _ask_words(block_id: str, title: str, initial: str) -> Block:
    return ask_text(
        block_id, title, initial=initial, multiline=True, max_length=CLAUSE_LENGTH, optional=False
    )


def _words(words: str) -> str:
    return quoted(words or "Open for now.")


def _name(name: str) -> str:
    return escape("".join(c for c in name if c not in "*_~`\n")) or "the other side"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
