"""Questions without a name in a circle's channel: at the slot, once (content.md 16.2).

Nothing here knows who asked. Answers by name come in the thread, others on the page of questions.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.circles import CircleQuestion
from bot.domain.questions import Question, QuestionState
from bot.ports import UnitOfWork
from bot.services.circle_posting import put


async def post_in_circle(work: UnitOfWork, question: Question, at: datetime) -> bool:
    """Its slot has come, or that of its later line; False: there is no such circle just now, or
    too few are in it, so it waits for the next."""
    circle = await work.circles.get(question.circle_id)
    if circle is None or not circle.is_open or circle.trouble or not circle.hides_one:
        return False
    is_new = question.state == QuestionState.WAITING
    question.post(at.date())
    if is_new:
        message = CircleQuestion(
            subject_id=question.id, question=question.text, detail=question.detail
        )
        await put(work, message, circle, at, f"{message.kind}:{question.id}")
    else:
        await rewrite_in_circle(work, question, at)
    return True


async def rewrite_in_circle(work: UnitOfWork, question: Question, at: datetime) -> None:
    """The post says what the question says now: one more line, that it is answered (16.3), or no
    words at all."""
    circle = await work.circles.get(question.circle_id) if question.circle_id else None
    if circle is None:
        return
    is_shown = question.state in (QuestionState.POSTED, QuestionState.ANSWERED)
    message = CircleQuestion(
        subject_id=question.id,
        rewrites=True,
        question=question.text if is_shown else "",
        detail=question.detail if is_shown else "",
        is_answered=question.state == QuestionState.ANSWERED,
    )
    rows = await work.outbox.about(question.id, message.kind)
    if rows:
        await put(work, message, circle, at, f"{message.kind}:{question.id}:{len(rows)}")
