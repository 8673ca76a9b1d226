"""Roadblocks as blocks: the mentor's card, the mentee's, and what replaces their buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.messages import Message
from bot.domain.messages.roadblocks import (
    RoadblockAnswered,
    RoadblockBack,
    RoadblockMentorPing,
    RoadblockMentorReminder,
    RoadblockNoAnswer,
    RoadblockReply,
    RoadblockResolved,
    RoadblockSaved,
)
from bot.domain.roadblocks import ReplyKind
from bot.domain.wording import Wording
from bot.slack import ids
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import Block, button, overflow, row, says


def saved(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: a private one can still be sent; a sent one needs nothing. For feedback on
    something there is a form of its own (content.md 4.1a)."""
    assert isinstance(message, RoadblockSaved)
    mark = message.subject_id
    blocks = says(wording.body, subject=mark)
    asks = []
    if message.wants_feedback:
        asks.append(button(label("home.feedback"), ids.FEEDBACK_FROM_ROADBLOCK, mark))
    if message.mentor_name:
        return [*blocks, *([row(*asks, subject=mark)] if asks else [])]
    if message.has_mentor:
        asks.append(button(label("roadblock_saved.ask_mentor"), ids.ROADBLOCK_ASK_MENTOR, mark))
    asks.append(button(label("roadblock_saved.questions"), ids.SELF_HELP_OPEN, mark))
    solved = button(label("roadblock_saved.solved"), ids.ROADBLOCK_SOLVED, mark)
    leave = button(label("roadblock_saved.leave"), ids.ROADBLOCK_WAIT, mark)
    return [*blocks, row(*asks, solved, leave, subject=mark)]


def ping(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentor: three answers in view, five in the menu (content.md 7.2).

    For somebody who wants to be heard, listening comes first and advice moves to the menu.
    """
    assert isinstance(message, RoadblockMentorPing | RoadblockMentorReminder)
    mark, table = message.subject_id, message.kind
    answers = _listening if message.help_wanted == "listen" else _helping
    blocks = [*says(wording.body, subject=mark), answers(mark, label, table)]
    if isinstance(message, RoadblockMentorReminder) or message.has_more:
        more = button(label(f"{table}.read_all"), ids.ROADBLOCK_READ_ALL, mark)
        blocks.append(row(more, subject=mark, part="more"))
    return blocks


def answered(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The mentor's card after an answer: a no, a kind word, a question leave room for more."""
    assert isinstance(message, RoadblockAnswered)
    mark, kind = message.subject_id, ReplyKind(message.reply_kind)
    blocks = says(wording.body, subject=mark)
    if message.is_closed or not (kind.is_one_tap or kind is ReplyKind.DETAIL):
        return blocks
    return [*blocks, _more_help(mark, label, "roadblock_mentor_ping")]


def back(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentor: one line back, and the ways to go on."""
    assert isinstance(message, RoadblockBack)
    mark = message.subject_id
    leave = button(label("roadblock_back.leave"), ids.ROADBLOCK_LEAVE, mark)
    tip = button(label("roadblock_back.tip"), ids.ROADBLOCK_TIP, mark)
    talk = button(label("roadblock_back.talk"), ids.ROADBLOCK_TALK, mark)
    return [*says(wording.body, subject=mark), row(tip, talk, leave, subject=mark)]


def reply(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: the mentor's words; a button that was used is gone."""
    assert isinstance(message, RoadblockReply)
    mark, kind = message.subject_id, ReplyKind(message.reply_kind)
    blocks = says(wording.body, subject=mark)
    if kind.is_no:
        table, circle = "roadblock_reply", message.has_circle
        ways = _other_ways(message.roadblock_id, label, table, message.alt_label, circle=circle)
        return [*blocks, row(*ways, subject=mark)]
    elements = [
        button(label(f"roadblock_reply.{key}"), action_id, mark)
        for key, action_id, tap in _REPLY_BUTTONS[kind]
        if tap not in message.taps
    ]
    return [*blocks, row(*elements, subject=mark)] if elements else blocks


def no_answer(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: ask once more, somebody else, four questions, wait, let it go."""
    assert isinstance(message, RoadblockNoAnswer)
    mark = message.subject_id
    again = button(label("roadblock_no_answer.ask_again"), ids.ROADBLOCK_ASK_AGAIN, mark)
    table, circle = "roadblock_no_answer", message.has_circle
    ways = _other_ways(mark, label, table, message.alt_label, circle=circle)
    return [*says(wording.body, subject=mark), row(again, *ways, subject=mark)]


def followup(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: solved, moving, still stuck, no longer matters."""
    mark = message.subject_id
    elements = [
        button(label("roadblock_followup.solved"), ids.ROADBLOCK_SOLVED, mark),
        button(label("roadblock_followup.moving"), ids.ROADBLOCK_MOVING, mark),
        button(label("roadblock_followup.still_stuck"), ids.ROADBLOCK_STILL_STUCK, mark),
        button(label("roadblock_followup.closed"), ids.ROADBLOCK_LET_GO, mark),
    ]
    return [*says(wording.body, subject=mark), row(*elements, subject=mark)]


def resolved(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the mentee: what helped, or skip; then: is this a win?"""
    assert isinstance(message, RoadblockResolved)
    mark = message.subject_id
    if message.is_told:
        elements = [button(label("roadblock_resolved.win"), ids.WIN_FROM_ROADBLOCK, mark)]
        if message.mentor_name and not message.mentor_told:
            elements.append(button(label("roadblock_resolved.tell"), ids.ROADBLOCK_TELL, mark))
    else:
        elements = [
            button(label("roadblock_resolved.what_helped"), ids.ROADBLOCK_HELPED, mark),
            button(label("roadblock_resolved.skip"), ids.ROADBLOCK_HELPED_SKIP, mark),
        ]
    return [*says(wording.body, subject=mark), row(*elements, subject=mark)]


CARDS: dict[str, Builder] = {
    "roadblock_saved": saved,
    "roadblock_mentor_ping": ping,
    "roadblock_mentor_reminder": ping,
    "roadblock_answered": answered,
    "roadblock_back": back,
    "roadblock_reply": reply,
    "roadblock_no_answer": no_answer,
    "roadblock_followup": followup,
    "roadblock_resolved": resolved,
}

# --- private -------------------------------------------------------------------------------------

_TALK = ("talk", ids.ROADBLOCK_TALK_BACK, "back")
_HELP_GIVEN = (
    ("thanks", ids.ROADBLOCK_THANKS, "thanks"),
    ("do_it", ids.ROADBLOCK_DO_IT, "doing"),
    ("not_quite", ids.ROADBLOCK_NOT_QUITE, "back"),
    _TALK,
)
#: Label, action id, and the tap that uses it up; always in this order (content.md 3.9).
_REPLY_BUTTONS: dict[ReplyKind, Sequence[tuple[str, str, str]]] = {
    ReplyKind.TIP: _HELP_GIVEN,
    ReplyKind.TRY_THIS: _HELP_GIVEN,
    ReplyKind.KNOW_SOMEONE: _HELP_GIVEN,
    ReplyKind.TALK: (("thanks", ids.ROADBLOCK_THANKS, "thanks"), _TALK),
    ReplyKind.HEARD: (("thanks", ids.ROADBLOCK_THANKS, "thanks"), _TALK),
    ReplyKind.DETAIL: (
        ("answer", ids.ROADBLOCK_NOT_QUITE, "back"),
        _TALK,
        ("leave", ids.ROADBLOCK_LEAVE, "left"),
    ),
}


def _helping(mark: str, label: Label, table: str) -> Block:
    return row(
        button(label(f"{table}.tip"), ids.ROADBLOCK_TIP, mark),
        button(label(f"{table}.talk"), ids.ROADBLOCK_TALK, mark),
        button(label(f"{table}.cant"), ids.ROADBLOCK_CANT, mark),
        _menu(mark, label, table, ("know_someone", "try_this", "heard", "detail", "not_my_area")),
        subject=mark,
    )


def _listening(mark: str, label: Label, table: str) -> Block:
    return row(
        button(label(f"{table}.heard"), ids.ROADBLOCK_HEARD, mark),
        button(label(f"{table}.been_there"), ids.ROADBLOCK_BEEN_THERE, mark),
        button(label(f"{table}.talk"), ids.ROADBLOCK_TALK, mark),
        _menu(mark, label, table, ("tip", "cant", "know_someone", "detail", "not_my_area")),
        subject=mark,
    )


def _menu(mark: str, label: Label, table: str, kinds: Sequence[str]) -> Any:
    options = [(label(f"{table}.{kind}"), f"{kind}:{mark}") for kind in kinds]
    return overflow(ids.ROADBLOCK_MORE, options)


def _more_help(mark: str, label: Label, table: str) -> Block:
    tip = button(label(f"{table}.tip"), ids.ROADBLOCK_TIP, mark)
    talk = button(label(f"{table}.talk"), ids.ROADBLOCK_TALK, mark)
    return row(tip, talk, subject=mark)


def _other_ways(
    roadblock_id: str, label: Label, table: str, alt: str, *, circle: bool
) -> list[Any]:
    ways: list[Any] = []
    if alt:
        ways.append(
            button(label(f"{table}.someone_else"), ids.ROADBLOCK_SOMEONE_ELSE, roadblock_id)
        )
    if circle:
        ways.append(button(label(f"{table}.circle"), ids.CIRCLE_ROADBLOCK, roadblock_id))
    ways.append(button(label(f"{table}.questions"), ids.SELF_HELP_OPEN, roadblock_id))
    ways.append(button(label(f"{table}.wait"), ids.ROADBLOCK_WAIT, roadblock_id))
    ways.append(button(label(f"{table}.let_go"), ids.ROADBLOCK_LET_GO, roadblock_id))
    return ways
