"""The reader's side of feedback: cards in the DM, the words in a window, and a page of everything.

The cards say that words are here; the words themselves stand in windows only (content.md 0.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.feedback import Feedback, FeedbackAsk, Used
from bot.domain.messages import Message
from bot.domain.messages.feedback import (
    FeedbackDelivered,
    FeedbackHeld,
    FeedbackTried,
)
from bot.domain.wording import Wording
from bot.services.feedback_reading import AdvicePage, Theme
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import Block, View, button, heading, modal, note, row, says

#: Rows of each list of the page; all full, it stays below Slack's 100 blocks.
ROWS = 20
#: Characters of a situation in a list.
GLIMPSE = 140

# --- the receiver's cards ------------------------------------------------------------------------


def held(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Read it now · Before my session · In 3 days · Later (content.md 10.3)."""
    assert isinstance(message, FeedbackHeld)
    return _moments(message, wording, label, ids.ADVICE_BEFORE_SESSION)


def held_still(
    message: FeedbackHeld,
    wording: Wording,
    label: Label,
    said_label: str,
    *,
    choose: bool = False,
) -> list[Block]:
    """The same after a choice. ``choose``: the choice has to be made once more."""
    if choose:
        blocks = _moments(message, wording, label, "")
        return [blocks[0], note(escape(said_label), subject=message.subject_id), *blocks[1:]]
    mark = message.subject_id
    opening = wording.body.split("\n")[0]
    read = button(label("feedback_held.read"), ids.ADVICE_READ, mark)
    return [
        *says(opening, subject=mark),
        note(escape(said_label), subject=mark),
        row(read, subject=mark),
    ]


def delivered(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Thanks · Ask · Turn into an action · Talk · Keep; what was done is said, not asked again.

    No "agree" and no "disagree" (content.md 10.4). The blocks have a mark of their own, so that
    a card in the DM is never rewritten with these words.
    """
    assert isinstance(message, FeedbackDelivered)
    mark, feedback_id = words_mark(message.subject_id), message.subject_id
    who = escape(message.giver_name)
    said = {
        "thanks": f"{who} will hear your thanks.",
        "ask": f"Your question is on its way to {who}.",
        "step": "Your step is kept, and I'll ask once what became of it.",
        "talk": f"{who} will hear that you'd like to talk.",
        "keep": "Kept for a harder day.",
    }
    offered = [(name, action) for name, action in _TAPS if name not in message.taps]
    if not message.keep:
        offered = [one for one in offered if one[0] != "keep"]
    if message.answer:
        said["ask"] = ""
    buttons = [button(label(f"feedback_delivered.{n}"), a, feedback_id) for n, a in offered]
    blocks = says(wording.body, subject=mark)
    if lines := [said[name] for name in message.taps if said.get(name)]:
        blocks.append(note(" ".join(lines), subject=mark))
    return [*blocks, *([row(*buttons, subject=mark)] if buttons else [])]


def tried(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Tried it · Not yet · Chose another way (content.md 10.5)."""
    assert isinstance(message, FeedbackTried)
    mark = message.subject_id
    buttons = (
        button(label("feedback_tried.tried"), ids.ADVICE_TRIED, mark),
        button(label("feedback_tried.not_yet"), ids.ADVICE_NOT_YET, mark),
        button(label("feedback_tried.other_way"), ids.ADVICE_OTHER_WAY, mark),
    )
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


def used(message: FeedbackTried, answer: Used, label: Label) -> list[Block]:
    """What was answered; after *Tried it* the giver may hear of it, by a tap and not without."""
    mark, who = message.subject_id, message.giver_name
    if answer == Used.NOT_YET:
        return says("Not yet, noted. It stays with your advice.", subject=mark)
    if answer == Used.OTHER_WAY:
        return says("Another way, noted. That is as good an answer.", subject=mark)
    buttons = (
        button(label("feedback_tried.tell"), ids.ADVICE_TELL, mark),
        button(label("feedback_tried.win"), ids.ADVICE_WIN, mark),
        button(label("feedback_tried.leave"), ids.ADVICE_LEAVE, mark),
    )
    words = escape(f"Tried, noted for you. Would you like {who} to hear it?")
    return [*says(words, subject=mark), row(*buttons, subject=mark)]


def told(message: FeedbackTried, line: str, label: Label) -> list[Block]:
    """After *Tell them*: the win is still one tap."""
    mark = message.subject_id
    win = button(label("feedback_tried.win"), ids.ADVICE_WIN, mark)
    return [*says(escape(line), subject=mark), row(win, subject=mark)]


def words_mark(feedback_id: str) -> str:
    """The mark of the blocks that hold the words."""
    return f"words-{feedback_id}"


# --- everything ----------------------------------------------------------------------------------


def page(held: AdvicePage) -> View:
    """What waits, what can be read, and themes by focus, for this person only."""
    blocks: list[Block] = []
    if held.to_write:
        blocks.append(heading("They would like your advice"))
        for ask, name in held.to_write[:ROWS]:
            write = button("Write", ids.FEEDBACK_WRITE, ask.id)
            blocks += says(_about(name, ask.situation), subject=ask.id, accessory=write)
    if held.to_read:
        blocks.append(heading("Here for you"))
        blocks += _rows(held.to_read)
    if held.themes:
        blocks.append(heading("Themes"))
        blocks += says("\n".join(_theme(one) for one in held.themes))
    if held.received:
        blocks.append(heading("Advice you read"))
        blocks += _rows(held.received)
        blocks += _more(len(held.received))
    if held.asked:
        blocks.append(heading("On its way"))
        lines = [f"• {_asked(ask, name)}" for ask, name in held.asked[:ROWS]]
        blocks += says("\n".join(lines))
    if not blocks:
        blocks = says("Nothing here yet. `/mentor feedback` asks somebody who saw you do a thing.")
    else:
        blocks.append(note("Only you and the person who wrote it can read these words."))
    return modal(ids.ADVICE_PAGE, "Advice", blocks, close="Close")


CARDS: dict[str, Builder] = {
    "feedback_held": held,
    "feedback_delivered": delivered,
    "feedback_tried": tried,
}

# --- private -------------------------------------------------------------------------------------

_TAPS = (
    ("thanks", ids.ADVICE_THANKS),
    ("ask", ids.ADVICE_ASK_BACK),
    ("step", ids.ADVICE_STEP),
    ("talk", ids.ADVICE_TALK_ABOUT),
    ("keep", ids.ADVICE_KEEP),
)


def _moments(
    message: FeedbackHeld, wording: Wording, label: Label, before_session: str
) -> list[Block]:
    mark = message.subject_id
    buttons = [button(label("feedback_held.read"), ids.ADVICE_READ, mark)]
    if before_session:
        buttons.append(button(label("feedback_held.before_session"), before_session, mark))
    buttons.append(button(label("feedback_held.in_days"), ids.ADVICE_IN_DAYS, mark))
    buttons.append(button(label("feedback_held.later"), ids.ADVICE_LATER, mark))
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


def _rows(rows: Sequence[tuple[Feedback, str]]) -> list[Block]:
    blocks: list[Block] = []
    for words, name in rows[:ROWS]:
        read = button("Read", ids.ADVICE_READ, words.id)
        blocks += says(_about(name, words.situation), subject=words.id, accessory=read)
    return blocks


def _about(name: str, situation: str) -> str:
    return f"*{_bold(name)}* · {escape(_short(situation))}"


def _asked(ask: FeedbackAsk, name: str) -> str:
    return f"{escape(name)} was asked about {escape(_short(ask.situation))}"


def _theme(theme: Theme) -> str:
    label = theme.focus.capitalize()
    tried = f", {theme.tried} tried" if theme.tried else ""
    return f"• {escape(label)}: {theme.count}{tried}"


def _more(count: int) -> list[Block]:
    return [note(f"and {count - ROWS} more")] if count > ROWS else []


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= GLIMPSE else plain[: GLIMPSE - 1].rstrip() + "…"


def _bold(text: str) -> str:
    return escape("".join(sign for sign in text if sign not in "*_~`\n"))
