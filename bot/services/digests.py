"""Choosing and merging: what of the waiting goes to a person now (content.md 5.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.messages import BY_KIND
from bot.domain.messages.people import DigestMentee, DigestMentor, PauseReturn
from bot.domain.outbox import Delivery, DeliveryState, Priority
from bot.domain.people import Person
from bot.domain.policy import (
    LATE,
    MEMORY,
    Spent,
    first_word_at,
    next_moment,
    next_weekly,
    room_for,
)
from bot.ports import UnitOfWork
from bot.services.last_look import may_still_read

#: Lines of a digest; the rest is behind one button (content.md 5.4).
LINES = 5


async def gather(work: UnitOfWork, person: Person, at: datetime) -> list[Delivery]:
    """Release what may go to this person now: one as it is, two to five as one digest.

    What has no room keeps waiting; what waited too long, or whose slot passed while nobody was
    running, is let go. Every outcome has a name in the row.
    """
    held = await work.outbox.held_for(person.user_id, at)
    is_mentee = await _is_mentee(work, person)
    spent = Spent(await work.outbox.spent(person.user_id, at - MEMORY))
    fitting: list[Delivery] = []
    for delivery in _first_words_alone(held):
        priority, classes = Priority(delivery.priority), [one.priority for one in fitting]
        message = BY_KIND[delivery.kind].from_payload(delivery.payload)
        reason = _why_not_at_all(person, delivery, at)
        if not reason and not await may_still_read(work, message, person.user_id):
            reason = "not-shared"
        if reason:
            _close(delivery, reason)
            continue
        reason = _why_not_now(person, delivery, held, at) or room_for(
            priority, person, at, spent, is_mentee=is_mentee, beside=classes
        )
        if not reason:
            fitting.append(delivery)
        elif delivery.expires_at is not None and at >= delivery.expires_at:
            _close(delivery, reason)
        else:
            _wait(delivery, person, at, reason)
    if len(fitting) <= 1:
        return [_release(delivery, at) for delivery in fitting]
    return [await _merge(work, person, fitting, at, is_mentee=is_mentee)]


async def retime(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Move what waits for this person to their week as it is now: after new settings, a pause, a
    return. P2 to P4 are let go in a pause; people who wait (P1) are heard at its end."""
    for delivery in await work.outbox.waiting_for(person.user_id):
        priority = Priority(delivery.priority)
        if priority is Priority.P0:
            continue
        if person.is_paused(at):
            if priority.is_budgeted:
                _close(delivery, "paused")
            else:
                delivery.state = DeliveryState.HELD
                delivery.next_at = first_word_at(person, at)
        elif delivery.state == DeliveryState.HELD:
            if BY_KIND[delivery.kind].weekly:
                delivery.next_at = next_weekly(person, at)
            else:
                week = person.week
                next_at = week.next_slot if priority.is_budgeted else week.next_open
                delivery.next_at = next_at(at)


# --- private -------------------------------------------------------------------------------------


async def _is_mentee(work: UnitOfWork, person: Person) -> bool:
    """Whose budget counts: who is both has the mentee's, which is the larger one."""
    pairings = await work.pairings.of(person.user_id)
    active = [pairing for pairing in pairings if pairing.is_active]
    return not active or any(pairing.mentee_id == person.user_id for pairing in active)


def _first_words_alone(held: list[Delivery]) -> list[Delivery]:
    """The word after a pause first: whoever waits is heard with it, all else comes later."""
    return sorted(held, key=lambda one: one.kind != PauseReturn.kind)


def _why_not_at_all(person: Person, delivery: Delivery, at: datetime) -> str:
    if not person.is_here:
        return "recipient-gone"
    if delivery.priority >= Priority.P2 and person.is_paused(at):
        return "paused"
    if delivery.priority >= Priority.P3 and at - delivery.next_at > LATE:
        return "skipped-late"
    return ""


def _why_not_now(person: Person, delivery: Delivery, held: list[Delivery], at: datetime) -> str:
    if person.is_paused(at):
        return "paused"
    if delivery.priority < Priority.P2 or delivery.kind == PauseReturn.kind:
        return ""
    if any(one.kind == PauseReturn.kind for one in held):
        return "first-day-back"
    return "late" if at - delivery.next_at > LATE else ""


def _release(delivery: Delivery, at: datetime) -> Delivery:
    delivery.state, delivery.reason, delivery.next_at = DeliveryState.PENDING, "", at
    return delivery


def _close(delivery: Delivery, reason: str) -> None:
    delivery.state, delivery.reason = DeliveryState.CANCELLED, reason


def _wait(delivery: Delivery, person: Person, at: datetime, reason: str) -> None:
    delivery.reason = reason
    if person.is_paused(at):
        delivery.next_at = first_word_at(person, at)
    else:
        after = at + timedelta(seconds=1)
        delivery.next_at = next_moment(Priority(delivery.priority), person, after)


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
