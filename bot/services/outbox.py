"""Saying something to somebody who did not just act: always through here (style.md 0.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.messages import Message
from bot.domain.nudges import Skipped
from bot.domain.outbox import Delivery, DeliveryState, Priority
from bot.domain.policy import MEMORY, PATIENCE, Spent, place
from bot.ports import UnitOfWork


async def tell(
    work: UnitOfWork,
    message: Message,
    *,
    to: str,
    at: datetime,
    key: str,
    urgent: bool = False,
    due_at: datetime | None = None,
    fresh: bool = False,
) -> Delivery | Skipped:
    """Write a message into the outbox, in the transaction of the change it tells of.

    ``key`` is its meaning ("roadblock_mentor_ping:<roadblock>:1"): the same one is never written
    twice. When it goes is the reader's affair: window, slot and budget decide (content.md 5).
    ``urgent``: no cap holds it back, only the window; a deadline, or a moment the reader chose.
    ``fresh``: the key names an occurrence that was claimed in this very transaction, so nobody
    can have written it. Not sending is a result with a name.
    """
    person = await work.people.get(to)
    if person is None or not person.is_here:
        return Skipped("recipient-gone")
    if person.is_paused(at) and message.priority.is_budgeted:
        return Skipped("paused")
    if await _is_unwanted(work, message, to):
        return Skipped("less-of-this")
    spent = Spent(await work.outbox.spent(to, at - MEMORY))
    where = place(
        message.priority,
        person,
        at,
        Spent([]) if message.live else spent,
        urgent=urgent,
        weekly=message.weekly,
        answers=message.answers_you,
    )
    delivery = Delivery(
        workspace_id=work.workspace_id,
        recipient_id=to,
        kind=message.kind,
        payload=message.payload(),
        dedupe_key=key,
        priority=message.priority,
        subject_id=message.subject_id,
        turn=await work.people.next_turn(to, message.kind),
        state=DeliveryState.HELD if where.held else DeliveryState.PENDING,
        created_at=at,
        due_at=due_at or where.at,
        next_at=where.at,
        expires_at=where.at + PATIENCE if message.priority >= Priority.P3 else None,
    )
    if not await work.outbox.add(delivery, fresh=fresh):
        return Skipped("already-said")
    return delivery


async def lately(work: UnitOfWork, kind: str, *, to: str, at: datetime, rest: timedelta) -> bool:
    """Whether this kind is on its way to a reader, or reached them within ``rest``: what still
    waits for its slot counts, or a busy week would end in the same question twice (5.2)."""
    if any(one.kind == kind for one in await work.outbox.waiting_for(to)):
        return True
    last = await work.outbox.last_sent(to, kind, at)
    return last is not None and at - last < rest


async def how_often(work: UnitOfWork, message: Message, *, to: str) -> int | None:
    """How often this was written to this reader about this subject: the number in its key.

    None when these very words are on their way or were read: said again, they are no news.
    """
    rows = await work.outbox.about(message.subject_id, message.kind)
    mine = [one for one in rows if one.recipient_id == to]
    said = [one.payload for one in mine if one.state != DeliveryState.CANCELLED]
    return None if message.payload() in said else len(mine)


# --- private -------------------------------------------------------------------------------------


async def _is_unwanted(work: UnitOfWork, message: Message, to: str) -> bool:
    """Once "less of this" halves the rate, twice is off (content.md F23); P1 is never dropped:
    a person is waiting."""
    if not message.priority.is_budgeted:
        return False
    times = await work.people.less_of(to, message.kind)
    if times >= 2:
        return True
    return times == 1 and await work.people.next_turn(to, f"less:{message.kind}") % 2 == 0
