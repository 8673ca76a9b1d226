"""Feedback as messages, and the two lines the giver and the receiver may exchange (F10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.feedback import Feedback, Focus
from bot.domain.messages.feedback import (
    FeedbackDelivered,
    FeedbackHeld,
    FeedbackLine,
    FeedbackTried,
)
from bot.domain.roadblocks import excerpt
from bot.ports import UnitOfWork
from bot.services.outbox import how_often, tell


def topic(focus: str) -> str:
    """The focus inside a sentence; empty for *something else*: the situation says it all."""
    return "" if focus == Focus.OTHER else Focus(focus).label


async def held_card(work: UnitOfWork, row: Feedback) -> FeedbackHeld:
    """ "It is here": who wrote it and what about, and not a word of it."""
    names = await work.people.named([row.giver_id])
    return FeedbackHeld(
        turn=await _turn(work, row.id, FeedbackHeld.kind, row.receiver_id),
        subject_id=row.id,
        giver_name=names.get(row.giver_id, ""),
        focus=topic(row.focus),
    )


async def tried_card(work: UnitOfWork, row: Feedback) -> FeedbackTried:
    """The question two weeks later."""
    names = await work.people.named([row.giver_id])
    return FeedbackTried(
        turn=await _turn(work, row.id, FeedbackTried.kind, row.receiver_id),
        subject_id=row.id,
        giver_name=names.get(row.giver_id, ""),
        next_time=excerpt(row.next_time) if row.next_time else "",
        step=excerpt(row.step) if row.step else "",
        step_on=row.step_on,
    )


async def delivered_card(work: UnitOfWork, row: Feedback) -> FeedbackDelivered:
    """The words as a card, with what was done about them."""
    names = await work.people.named([row.giver_id])
    done = (
        ("thanks", row.thanked_at),
        ("ask", row.question_at),
        ("step", row.step),
        ("talk", row.talk_at),
        ("keep", row.kept_at),
    )
    return FeedbackDelivered(
        subject_id=row.id,
        giver_name=names.get(row.giver_id, ""),
        situation=row.situation,
        behaviour=row.seen,
        impact=row.impact,
        next_time=row.next_time,
        keep=row.keep,
        question=row.question,
        answer=row.answer,
        step=row.step,
        step_on=row.step_on,
        taps=tuple(name for name, happened in done if happened),
    )


async def line_card(work: UnitOfWork, row: Feedback, line: str, *, to: str) -> FeedbackLine:
    """One line as its reader gets it: the receiver an answer, the giver a question."""
    writer = row.giver_id if to == row.receiver_id else row.receiver_id
    names = await work.people.named([writer])
    return FeedbackLine(
        turn=await _turn(work, row.id, FeedbackLine.kind, to),
        subject_id=row.id,
        writer_name=names.get(writer, ""),
        situation=row.situation,
        words=line,
        is_answer=to == row.receiver_id,
    )


async def say_line(work: UnitOfWork, row: Feedback, line: str, *, to: str, at: datetime) -> None:
    """Send it; the same line is not said twice, another one follows it."""
    message = replace(await line_card(work, row, line, to=to), turn=0)
    said = await how_often(work, message, to=to)
    if said is not None:
        await tell(work, message, to=to, at=at, key=f"{message.kind}:{row.id}:{to}:{said}")


# --- private -------------------------------------------------------------------------------------


async def _turn(work: UnitOfWork, subject_id: str, kind: str, reader_id: str) -> int:
    """The turn of the message as it was sent: rewritten, it keeps its opening sentence."""
    sent = await work.outbox.about(subject_id, kind)
    return next((one.turn for one in sent if one.recipient_id == reader_id), 0)
