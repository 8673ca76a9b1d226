"""Controls and care: pause and return, why a message came, less of it (content.md F23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.cadence import checked_until, resolve
from bot.domain.errors import NotYours
from bot.domain.messages import BY_KIND, Message
from bot.domain.messages.people import (
    DigestMentee,
    DigestMentor,
    PartnerPaused,
    PauseConfirm,
    PauseReturn,
)
from bot.domain.outbox import Delivery
from bot.domain.people import Actor, Person
from bot.ports import Clock, UnitOfWork, Units
from bot.services.breaks import BreakService
from bot.services.digests import retime
from bot.services.last_look import may_still_read
from bot.services.met import met
from bot.services.outbox import how_often, tell
from bot.services.rhythm import arm, end_pause, next_checkin_at, set_aside

#: A pause nobody gave an end, and a stop word (content.md F23).
PAUSE = timedelta(weeks=2)
#: The nudge that ends it; its file has the same name.
PAUSE_RETURN = PauseReturn.kind


@dataclass(frozen=True)
class Reason:
    """Why one message came: the message itself, its parts if it was a digest, and when the same
    kind came before."""

    message: Message
    parts: tuple[Message, ...]
    last_at: datetime | None


@dataclass(frozen=True)
class Less:
    """What became of "less of this". ``times``: 1 is half, 2 is off, 0 is as before.

    ``choices`` are the kinds in a digest, of which one has to be picked first. ``someone_waits``:
    a person stands behind this kind, so it cannot be quieted.
    """

    kind: str = ""
    times: int = 0
    choices: tuple[str, ...] = ()
    someone_waits: bool = False


class CareService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self.breaks = BreakService(units, clock)

    async def pause(
        self,
        actor: Actor,
        until: datetime | None,
        *,
        by_stop_word: bool = False,
        share: bool = False,
    ) -> PauseConfirm:
        """Quiet until the local day of ``until`` begins; None is two weeks.

        P2 to P4 that wait are let go and never replayed; people who wait for an answer (P1) are
        heard in the one message at the end. ``share`` tells each partner the day, nothing else.
        Raises ``PastDate``, ``TooSoon`` or ``TooFarOff``.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            week = person.week
            day = week.local(until or at + PAUSE).date()
            checked_until(day, week.local(at).date())
            if by_stop_word and person.paused_until and person.is_paused(at):
                day = max(day, week.local(person.paused_until).date())
                share = person.pause_shared
            person.paused_until = resolve(day, time(0, 0), week.zone)
            person.pause_shared = share
            await set_aside(work, person.user_id, at)
            await retime(work, person, at)
            await _rearm(work, person, at)
            await work.nudges.set(
                PAUSE_RETURN, person.user_id, person.user_id, person.paused_until
            )
            await work.outbox.cancel(_mark(person), PartnerPaused.kind, reason="replaced")
            if share:
                await _tell_partners(work, person, at)
            turn = await work.people.next_turn(person.user_id, PauseConfirm.kind)
            await work.commit()
            return PauseConfirm(
                turn=turn, subject_id="pause", until_on=day, by_stop_word=by_stop_word
            )

    async def resume(self, actor: Actor) -> PauseReturn:
        """End a pause now; without one nothing changes, and the answer is the same."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            if person.paused_until is not None:
                await end_pause(work, person, at)
                person.paused_until, person.pause_shared = None, False
                await work.nudges.cancel(person.user_id, PAUSE_RETURN)
                await work.outbox.cancel(_mark(person), PartnerPaused.kind, reason="replaced")
                await retime(work, person, at)
                await _rearm(work, person, at)
            message = PauseReturn(
                turn=await work.people.next_turn(person.user_id, PauseReturn.kind),
                subject_id="pause",
                next_at=await next_checkin_at(work, person.user_id),
            )
            await work.commit()
            return message

    async def has_partner(self, actor: Actor) -> bool:
        """Whether somebody would be told of a pause."""
        async with self.units.reading(actor.workspace_id) as work:
            return any(one.is_active for one in await work.pairings.of(actor.user_id))

    async def why(self, actor: Actor, key: str) -> Reason:
        """The reason of a message, to the one it was written for only.

        Raises ``NotYours``.
        """
        async with self.units.reading(actor.workspace_id) as work:
            delivery = await _delivery(work, actor, key)
            merged = await work.outbox.merged_in(delivery.id)
            sent_at = delivery.sent_at or self.clock.now()
            return Reason(
                message=_message(delivery),
                parts=tuple(_message(one) for one in merged),
                last_at=await work.outbox.last_sent(actor.user_id, delivery.kind, sent_at),
            )

    async def more(self, actor: Actor, key: str) -> list[tuple[Message, int]]:
        """The lines a digest had no room for, as far as this person may still read them, each
        with the turn it is phrased with.

        Raises ``NotYours``.
        """
        async with self.units.reading(actor.workspace_id) as work:
            digest = await _delivery(work, actor, key)
            shown = _message(digest)
            assert isinstance(shown, DigestMentee | DigestMentor)
            return [
                (_message(one), one.turn)
                for one in await work.outbox.merged_in(digest.id)
                if {"kind": one.kind, "payload": one.payload} not in shown.parts
                and await may_still_read(work, _message(one), actor.user_id)
            ]

    async def less(self, actor: Actor, key: str, kind: str = "", *, off: bool = False) -> Less:
        """Halve this kind of message; a second time, or with ``off``, it ends.

        The same press twice counts once. ``kind`` picks one out of a digest. Raises ``NotYours``.
        """
        async with self.units(actor.workspace_id) as work:
            delivery = await _delivery(work, actor, key)
            kinds = [delivery.kind]
            if merged := await work.outbox.merged_in(delivery.id):
                kinds = list(dict.fromkeys(one.kind for one in merged if one.priority >= 2))
            if kind and kind not in kinds:
                raise NotYours
            if len(kinds) != 1 and not kind:
                return Less(choices=tuple(kinds))
            chosen = kind or kinds[0]
            if not BY_KIND[chosen].priority.is_budgeted:
                return Less(chosen, someone_waits=True)
            times = await work.people.say_less(actor.user_id, chosen, key)
            if off and times < 2:
                times = await work.people.say_less(actor.user_id, chosen, f"{key}:off")
            await work.commit()
            return Less(chosen, min(times, 2))

    async def restore(self, actor: Actor, kind: str) -> Less:
        """As often as before."""
        async with self.units(actor.workspace_id) as work:
            await work.people.restore(actor.user_id, kind)
            await work.commit()
            return Less(kind)


# --- private -------------------------------------------------------------------------------------


async def _delivery(work: UnitOfWork, actor: Actor, key: str) -> Delivery:
    delivery = await work.outbox.by_key(key, recipient_id=actor.user_id)
    if delivery is None:
        raise NotYours
    return delivery


def _message(delivery: Delivery) -> Message:
    return BY_KIND[delivery.kind].from_payload(delivery.payload)


async def _rearm(work: UnitOfWork, person: Person, at: datetime) -> None:
    """The next check-in after a change; who has no rhythm gets none from this."""
    schedule = await work.checkins.schedule_of(person.user_id)
    if schedule is not None and await next_checkin_at(work, person.user_id):
        await arm(work, schedule, person, at)


def _mark(person: Person) -> str:
    """What the news of a break is about."""
    return f"break-{person.user_id}"


async def _tell_partners(work: UnitOfWork, person: Person, at: datetime) -> None:
    assert person.paused_until is not None
    day = person.week.local(person.paused_until).date()
    for pairing in await work.pairings.of(person.user_id):
        if pairing.is_active:
            partner = pairing.partner_of(person.user_id)
            message = PartnerPaused(
                subject_id=_mark(person), partner_name=person.name, until_on=day
            )
            if (number := await how_often(work, message, to=partner)) is not None:
                key = f"partner_paused:{pairing.id}:{person.user_id}:{number}"
                await tell(work, message, to=partner, at=at, key=key)
