"""Where a question for advice ends without words (content.md 10.1)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.feedback import LAPSE_WORKING_DAYS, AskState
from bot.domain.messages.feedback import FeedbackPermission, FeedbackReminder, FeedbackRequest
from bot.domain.people import Person
from bot.ports import UnitOfWork

#: The nudges around a question; each file in ``nudges/`` has its kind's name.
REMINDER = "feedback_reminder"
LAPSE = "feedback_lapse"
#: What an end of the question makes pointless.
PROMPTS = (FeedbackRequest.kind, FeedbackReminder.kind, FeedbackPermission.kind)


async def withdraw(work: UnitOfWork, ask_id: str, reason: str) -> None:
    """Take back what is planned and unsent about a question."""
    await work.nudges.cancel(ask_id, REMINDER, LAPSE)
    await work.outbox.cancel(ask_id, *PROMPTS, reason=reason)


async def lapse_later(work: UnitOfWork, ask_id: str, reader: Person, at: datetime) -> None:
    """Plan its quiet end; a pause of whoever would answer does not count."""
    due = reader.week.after_working_days(back_at(reader, at), LAPSE_WORKING_DAYS)
    await work.nudges.set(LAPSE, ask_id, reader.user_id, due)


async def let_go(work: UnitOfWork, user_id: str, at: datetime) -> None:
    """Somebody cannot be reached any more: what they asked and were asked ends, without a word."""
    for ask in [*await work.feedback.asked_of(user_id), *await work.feedback.asked_by(user_id)]:
        ask.close(AskState.LAPSED, at)
        await withdraw(work, ask.id, "recipient-gone")


def back_at(reader: Person, at: datetime) -> datetime:
    """This moment, or the end of their pause."""
    paused = reader.paused_until if reader.is_paused(at) else None
    return paused or at
