"""Whether mentoring still fits a mentor's days: asked in private, without a count (21.3, 5.7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.ports import UnitOfWork

#: The nudge; its file in ``nudges/`` has the same name.
CAPACITY_CHECK = "capacity_check"
#: So many requests without an answer in so long, and not asked again before (content.md 5.2, 5.7).
UNANSWERED = 3
WITHIN = timedelta(days=30)
COOL_DOWN = timedelta(days=60)


async def look_at_season(work: UnitOfWork, mentor: Person, at: datetime) -> None:
    """Plan the question when this mentor left as many requests unanswered; nobody else hears."""
    if await unanswered_by(work, mentor.user_id, at) >= UNANSWERED:
        await work.nudges.set(CAPACITY_CHECK, mentor.user_id, mentor.user_id, at)


async def unanswered_by(work: UnitOfWork, mentor_id: str, at: datetime) -> int:
    """Roadblocks this mentor was asked about within the month, whose reply time passed in silence.

    One that ended before its reply time was out is not counted against anybody.
    """
    silent: set[str] = set()
    for ask in await work.roadblocks.asks_to(mentor_id, at - WITHIN):
        roadblock = await work.roadblocks.get(ask.roadblock_id, visible_to=ask.owner_id)
        due = roadblock.reply_due_at if roadblock else None
        if roadblock is None or due is None or due > at:
            continue
        if roadblock.closed_at is not None and roadblock.closed_at <= due:
            continue
        replies = await work.roadblocks.replies_to(ask.roadblock_id)
        if any(one.mentor_id == mentor_id and one.at >= ask.at for one in replies):
            silent.discard(ask.roadblock_id)
        else:
            silent.add(ask.roadblock_id)
    return len(silent)
