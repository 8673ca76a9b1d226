"""Advice: the reader chooses the moment, and what they make of it (content.md 10.3 to 10.5)."""

from __future__ import annotations

import contextlib
import json
from datetime import date

from bot.domain.feedback import Used
from bot.domain.messages.feedback import FeedbackDelivered
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.painting import PAINTING
from bot.slack.turn import Turn
from bot.slack.views import advice as views
from bot.slack.views import feedback_forms as forms
from bot.slack.views import notices
from bot.slack.views import wins as win_views
from bot.slack.views.vocabulary import says

NO_SESSION = "No session is planned here yet, so I can't tell when that is. In 3 days instead?"

# --- the receiver: the moment --------------------------------------------------------------------


async def read(turn: Turn) -> None:
    """The words, in a window; the card in the DM says that they were opened, and no more."""
    reading = turn.services.feedback.reading
    words = await reading.read(turn.actor, turn.value)
    await turn.show("Advice for you", turn.card(words))
    if turn.body.get("message") and turn.action_id == ids.ADVICE_READ:
        await _held_still(turn, "Read. It stays in `/mentor advice`.")


async def before_session(turn: Turn) -> None:
    """Until sessions are planned here, three days are the offer."""
    card = await turn.services.feedback.reading.held(turn.actor, turn.value)
    wording = turn.phrase(card)
    blocks = views.held_still(card, wording, turn.book.button, NO_SESSION, choose=True)
    await turn.settle_as(turn.value, wording.notify, blocks)


async def in_days(turn: Turn) -> None:
    """Asked again in three days."""
    due = await turn.services.feedback.reading.in_days(turn.actor, turn.value)
    day = turn.person.week.local(due)
    await _held_still(turn, f"I'll ask you again on {day:%a} {day.day} {day:%b}, {day:%H:%M}.")


async def later(turn: Turn) -> None:
    """Nothing more comes by itself."""
    await turn.services.feedback.reading.later(turn.actor, turn.value)
    await _held_still(turn, "It waits in `/mentor advice`. I won't ask again.")


# --- the receiver: what they make of it ----------------------------------------------------------


async def thanks(turn: Turn) -> None:
    """One line to the giver."""
    await _rewritten(turn, await turn.services.feedback.reading.thank(turn.actor, turn.value))


async def talk_about(turn: Turn) -> None:
    """The giver hears that they would like to talk."""
    await _rewritten(turn, await turn.services.feedback.reading.talk(turn.actor, turn.value))


async def keep(turn: Turn) -> None:
    """Kept for a harder day."""
    await _rewritten(turn, await turn.services.feedback.reading.keep(turn.actor, turn.value))


async def ask_back(turn: Turn) -> None:
    """One line to the giver, typed."""
    held = await turn.services.feedback.reading.standing(turn.actor, turn.value)
    view = forms.ask_back_form(held.giver_name, turn.book.button)
    await turn.open(view, feedback=turn.value, behind=_view_id(turn))


async def submit_ask_back(turn: Turn) -> None:
    """Sent as written."""
    reading, held = turn.services.feedback.reading, turn.metadata
    card = await reading.ask_back(turn.actor, held["feedback"], turn.form.text("words"))
    await _back_to_words(turn, card)


async def step(turn: Turn) -> None:
    """A step of one's own."""
    held = await turn.services.feedback.reading.standing(turn.actor, turn.value)
    view = forms.step_form(held.step, held.step_on, turn.book.button)
    await turn.open(view, feedback=turn.value, behind=_view_id(turn))


async def submit_step(turn: Turn) -> None:
    """Kept; asked about once."""
    form, held = turn.form, turn.metadata
    on: date | None = form.day("step_on")
    if on is not None and on < turn.person.week.local(turn.now).date():
        return await turn.problems({"step_on": "That day has already gone by."})
    reading = turn.services.feedback.reading
    card = await reading.step(turn.actor, held["feedback"], form.text("words"), on)
    await _back_to_words(turn, card)


# --- two weeks later -----------------------------------------------------------------------------


async def used(turn: Turn) -> None:
    """Tried it, not yet, or another way: kept for this person alone."""
    answer = _USED[turn.action_id]
    card = await turn.services.feedback.reading.use(turn.actor, turn.value, answer)
    blocks = views.used(card, answer, turn.book.button)
    await turn.settle_as(turn.value, "Noted", blocks)


async def tell(turn: Turn) -> None:
    """The giver hears of it, because this person says so."""
    card = await turn.services.feedback.reading.tell_giver(turn.actor, turn.value)
    line = f"{card.giver_name} will hear that you tried it."
    await turn.settle_as(turn.value, "Noted", views.told(card, line, turn.book.button))


async def win(turn: Turn) -> None:
    """A win about it, in the form of wins."""
    words = (await turn.services.feedback.reading.standing(turn.actor, turn.value)).step
    form = await turn.services.wins.form_with(turn.actor, words, win_views.FIELD)
    await turn.open(win_views.form(form, turn.book.button), mark=turn.value)


async def leave(turn: Turn) -> None:
    """Nobody is told."""
    await turn.services.feedback.reading.standing(turn.actor, turn.value)
    line = says("Noted for you alone.", subject=turn.value)
    await turn.settle_as(turn.value, "Noted", line)


# --- everything ----------------------------------------------------------------------------------


async def advice(turn: Turn) -> None:
    """What waits, what can be read, and its themes."""
    await turn.open(views.page(await turn.services.feedback.reading.page(turn.actor)))


FEATURE = Feature(
    name="advice",
    subcommands=(
        Subcommand(
            "advice",
            "advice for you, by theme, and what you were asked for",
            advice,
            home="Advice for me",
        ),
    ),
    actions={
        ids.ADVICE_READ: read,
        ids.ADVICE_BEFORE_SESSION: before_session,
        ids.ADVICE_IN_DAYS: in_days,
        ids.ADVICE_LATER: later,
        ids.ADVICE_THANKS: thanks,
        ids.ADVICE_ASK_BACK: ask_back,
        ids.ADVICE_STEP: step,
        ids.ADVICE_TALK_ABOUT: talk_about,
        ids.ADVICE_KEEP: keep,
        ids.ADVICE_TRIED: used,
        ids.ADVICE_NOT_YET: used,
        ids.ADVICE_OTHER_WAY: used,
        ids.ADVICE_TELL: tell,
        ids.ADVICE_WIN: win,
        ids.ADVICE_LEAVE: leave,
    },
    submissions={
        ids.ADVICE_ASK_BACK_FORM: submit_ask_back,
        ids.ADVICE_STEP_FORM: submit_step,
    },
)

# --- private -------------------------------------------------------------------------------------

_USED = {
    ids.ADVICE_TRIED: Used.TRIED,
    ids.ADVICE_NOT_YET: Used.NOT_YET,
    ids.ADVICE_OTHER_WAY: Used.OTHER_WAY,
}


def _view_id(turn: Turn) -> str:
    """The window the words stand in."""
    return str((turn.body.get("view") or {}).get("id") or "")


async def _held_still(turn: Turn, line: str) -> None:
    """The card in the DM after a choice."""
    card = await turn.services.feedback.reading.held(turn.actor, turn.value)
    wording = turn.phrase(card)
    blocks = views.held_still(card, wording, turn.book.button, line)
    await turn.settle_as(turn.value, wording.notify, blocks)


async def _rewritten(turn: Turn, card: FeedbackDelivered) -> None:
    """The words where they stand, with what was done."""
    await turn.settle_as(views.words_mark(card.subject_id), "Advice for you", turn.card(card))


async def _back_to_words(turn: Turn, card: FeedbackDelivered) -> None:
    """The form closes; behind it the words stand with what was done."""
    held = {k: v for k, v in turn.metadata.items() if k in ("channel", "ts", "home")}
    view = {**notices.window(turn.card(card)), "private_metadata": json.dumps(held)}
    with contextlib.suppress(*PAINTING):
        await turn.client.views_update(view_id=turn.metadata["behind"], view=view)
    await turn.done()
