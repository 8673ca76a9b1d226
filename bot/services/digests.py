"""Choosing and merging: what of the waiting goes to a person now (content.md 5.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.messages.people import DigestMentee, DigestMentor
from bot.domain.outbox import Delivery, DeliveryState, Priority
from bot.domain.people import Person
from bot.domain.policy import Spent, room_for
from bot.ports import UnitOfWork

#: Lines of a digest; the rest is behind "Open Home" (content.md 5.4).
LINES = 5


async def gather(work: UnitOfWork, person: Person, at: datetime) -> list[Delivery]:
    """Release what may go to this person now: one as it is, two to five as one digest.

    What has no room keeps waiting for the next slot; what waited too long is let go. Every
    outcome has a name in the row.
    """
    held = await work.outbox.held_for(person.user_id, at)
    if person.is_paused(at) or not person.is_here:
        for delivery in held:
            _close(delivery, "paused" if person.is_here else "recipient-gone")
        return []
    is_mentee = bool(await work.pairings.active_of_mentee(person.user_id)) or not any(
        pairing.mentor_id == person.user_id for pairing in await work.pairings.of(person.user_id)
    )
    spent = Spent(await work.outbox.spent(person.user_id, at - timedelta(days=8)))
    fitting = []
    for delivery in held:
        priority = Priority(delivery.priority)
        reason = room_for(priority, person, at, spent, is_mentee=is_mentee)
        if not reason:
            fitting.append(delivery)
        elif delivery.expires_at is not None and at >= delivery.expires_at:
            _close(delivery, reason)
        else:
            delivery.reason = reason
            delivery.next_at = person.week.next_slot(at + timedelta(seconds=1))
    if len(fitting) <= 1:
        return [_release(delivery, at) for delivery in fitting]
    return [await _merge(work, person, fitting, at, is_mentee=is_mentee)]


# --- private -------------------------------------------------------------------------------------


def _release(delivery: Delivery, at: datetime) -> Delivery:
    delivery.state, delivery.reason, delivery.next_at = DeliveryState.PENDING, "", at
    return delivery


def _close(delivery: Delivery, reason: str) -> None:
    delivery.state, delivery.reason = DeliveryState.CANCELLED, reason


async def _merge(
    work: UnitOfWork, person: Person, parts: list[Delivery], at: datetime, *, is_mentee: bool
) -> Delivery:
    """One message instead of several; each part keeps its own buttons."""
    kind = DigestMentee if is_mentee else DigestMentor
    shown = parts[:LINES]
    message = kind(
        n_lines=len(shown),
        n_more=len(parts) - len(shown),
        parts=tuple({"kind": one.kind, "payload": one.payload} for one in shown),
    )
    day = person.week.local(at).date().isoformat()
    digest = Delivery(
        workspace_id=work.workspace_id,
        recipient_id=person.user_id,
        kind=message.kind,
        payload=message.payload(),
        dedupe_key=f"{message.kind}:{person.user_id}:{day}:{shown[0].id}",
        priority=min(one.priority for one in parts),
        turn=await work.people.next_turn(person.user_id, message.kind),
        created_at=at,
        due_at=min(one.due_at for one in parts),
        next_at=at,
    )
    await work.outbox.add(digest)
    for one in parts:
        one.state, one.merged_into, one.reason = DeliveryState.MERGED, digest.id, ""
    return digest
