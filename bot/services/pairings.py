"""Finding a mentor: asking by name, answering, withdrawing (content.md F2, 2.2 to 2.6).

Every answer is decided by where the request stands now, not by the message it was tapped in: an
old button changes nothing, and gets the request back as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import (
    AlreadyPaired,
    Empty,
    NobodyHome,
    NotInThisWorkspace,
    NotWithYourself,
    NotYours,
    TooLong,
    TooManyRequests,
)
from bot.domain.messages.pairings import (
    AgreementInvite,
    RequestAccepted,
    RequestChanged,
    RequestDeclined,
    RequestReceived,
)
from bot.domain.pairings import (
    OPEN_REQUESTS,
    REQUEST_LENGTH,
    REQUEST_REMINDER_WORKING_DAYS,
    Agreement,
    Ask,
    Pairing,
    Request,
    RequestState,
    Terms,
)
from bot.domain.people import Actor, Person
from bot.ports import Clock, UnitOfWork, Units
from bot.services.agreements import AgreementService, invitation
from bot.services.outbox import tell
from bot.services.people import PeopleService
from bot.services.requests import (
    REQUEST_EXPIRY,
    REQUEST_REMINDER,
    close_softly,
    forget_plans,
)


@dataclass(frozen=True)
class Draft:
    """A request before it is sent. ``message`` is what the mentor will get, in their words.

    ``is_new``: these words were not shown to their author yet.
    """

    request: Request
    mentor: Person
    message: RequestReceived
    is_new: bool


@dataclass(frozen=True)
class Standing:
    """A request as it stands now, for one of the two: the names, and what it became."""

    request: Request
    mentee_name: str
    mentor_name: str
    pairing: Pairing | None = None
    invite: AgreementInvite | None = None

    @property
    def waits_for_mentor(self) -> bool:
        """Whether the mentor's answer still counts."""
        return self.request.state == RequestState.SENT


@dataclass(frozen=True)
class Pair:
    """A pairing for one of the two, and its newest agreement."""

    pairing: Pairing
    partner_name: str
    agreement: Agreement | None


@dataclass(frozen=True)
class Overview:
    """What somebody sees of their mentoring: pairings, requests sent, requests received."""

    pairs: tuple[Pair, ...]
    sent: tuple[Standing, ...]
    received: tuple[Standing, ...]


class PairingService:
    """Use cases; each is one transaction. Agreements: ``agreements``."""

    def __init__(self, units: Units, clock: Clock, people: PeopleService) -> None:
        self.units = units
        self.clock = clock
        self.people = people
        self.agreements = AgreementService(units, clock)

    async def overview(self, actor: Actor) -> Overview:
        """Pairings and open requests of this person, oldest first."""
        async with self.units.reading(actor.workspace_id) as work:
            pairs = []
            for pairing in await work.pairings.of(actor.user_id):
                partner = await work.people.get(pairing.partner_of(actor.user_id))
                agreement = await work.pairings.latest_agreement(pairing.id)
                pairs.append(Pair(pairing, partner.name if partner else "", agreement))
            sent = await work.pairings.open_requests_by(actor.user_id)
            received = await work.pairings.open_requests_to(actor.user_id)
            return Overview(
                tuple(pairs),
                tuple([await _standing(work, one, actor) for one in sent]),
                tuple([await _standing(work, one, actor) for one in received]),
            )

    async def begin(self, actor: Actor, mentor_id: str) -> tuple[Person, Ask | None]:
        """Whom the request would go to, and what was written to them before without sending.

        Raises what is in the way, with its sentence (``NotWithYourself``, ``NobodyHome``, …).
        """
        mentor = await self._mentor(actor, mentor_id)
        async with self.units.reading(actor.workspace_id) as work:
            await _check_room(work, actor, mentor)
            draft = await work.pairings.draft(actor.user_id, mentor_id)
            return mentor, draft.ask if draft else None

    async def draft(self, actor: Actor, mentor_id: str, ask: Ask) -> Draft:
        """Keep the words, so that they can be shown as the mentor will get them.

        The same words again change nothing, and ``is_new`` is False: they may be sent.
        """
        if not ask.reason or not ask.topic:
            raise Empty
        if ask.length > REQUEST_LENGTH:
            raise TooLong(limit=REQUEST_LENGTH)
        mentor = await self._mentor(actor, mentor_id)
        async with self.units(actor.workspace_id) as work:
            await _check_room(work, actor, mentor)
            request = await work.pairings.draft(actor.user_id, mentor_id)
            is_new = request is None or request.ask != ask
            if request is None:
                request = _fresh(actor, mentor_id, ask, self.clock.now())
                work.pairings.add(request)
            if is_new:
                request.write(ask)
                await work.commit()
        async with self.units.reading(actor.workspace_id) as work:
            names = await work.people.named([actor.user_id])
            # Counted, never committed: the opening the mentor is going to hear (content.md 3.9).
            turn = await work.people.next_turn(mentor_id, RequestReceived.kind)
        message = _received(request, names.get(actor.user_id, ""), turn)
        return Draft(request, mentor, message, is_new)

    async def send(self, actor: Actor, request_id: str) -> Standing:
        """Carry a draft to its mentor; a second time changes nothing."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=True)
            if request.state != RequestState.DRAFT:
                return await _standing(work, request, actor)
            mentor = await work.people.get(request.mentor_id)
            mentee = await work.people.get(request.mentee_id)
            if mentor is None or mentee is None:
                raise NotYours
            await _check_room(work, actor, mentor)
            request.send(at)
            await work.flush()
            key = f"request_received:{request.id}"
            message = _received(request, mentee.name)
            await tell(work, message, to=mentor.user_id, at=at, key=key)
            remind_at = mentor.week.after_working_days(at, REQUEST_REMINDER_WORKING_DAYS)
            await work.nudges.set(REQUEST_REMINDER, request.id, mentor.user_id, remind_at)
            await work.nudges.set(REQUEST_EXPIRY, request.id, mentee.user_id, request.closes_at)
            await work.commit()
            return await _standing(work, request, actor)

    async def withdraw(self, actor: Actor, request_id: str) -> Standing:
        """The mentee takes an open request back; what was not said yet is not said."""
        return await self._leave(actor, request_id, RequestState.WITHDRAWN)

    async def leave(self, actor: Actor, request_id: str) -> Standing:
        """The mentee thanks the mentor for a suggestion and leaves it; the mentor hears that."""
        return await self._leave(actor, request_id, RequestState.LEFT)

    async def read(self, actor: Actor, request_id: str, *, as_mentor: bool) -> Standing:
        """A request as it stands, to one of the two and on the right side only."""
        async with self.units.reading(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=not as_mentor)
            return await _standing(work, request, actor)

    async def accept(self, actor: Actor, request_id: str) -> Standing:
        """The mentor says yes to a request: a pairing forms, the agreement comes next."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=False)
            if request.state == RequestState.SENT:
                pairing = await _form(work, request, at)
                mentor = await work.people.get(request.mentor_id)
                message = RequestAccepted(
                    subject_id=pairing.id, mentor_name=mentor.name if mentor else ""
                )
                key = f"request_accepted:{request.id}"
                await tell(work, message, to=request.mentee_id, at=at, key=key)
                await work.commit()
            return await _standing(work, request, actor)

    async def accept_change(self, actor: Actor, request_id: str) -> Standing:
        """The mentee agrees to what the mentor suggested."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=True)
            if request.state == RequestState.CHANGED:
                pairing = await _form(work, request, at)
                message = await invitation(work, pairing, None, reader_id=request.mentor_id)
                key = f"agreement_invite:{pairing.id}:0"
                await tell(work, message, to=request.mentor_id, at=at, key=key)
                await work.commit()
            return await _standing(work, request, actor)

    async def suggest(
        self, actor: Actor, request_id: str, terms: Terms, topic: str, note: str
    ) -> Standing:
        """The mentor would do it a little differently; the mentee has seven days (2.4)."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=False)
            if request.state == RequestState.SENT:
                request.suggest(terms, topic, note, at)
                await forget_plans(work, request)
                mentor = await work.people.get(request.mentor_id)
                message = RequestChanged(
                    subject_id=request.id,
                    mentor_name=mentor.name if mentor else "",
                    topic=request.topic,
                    minutes=terms.minutes,
                    rhythm=terms.rhythm,
                    term=terms.term,
                    note=note,
                )
                key = f"request_changed:{request.id}"
                await tell(work, message, to=request.mentee_id, at=at, key=key)
                expires_at = request.closes_at
                await work.nudges.set(REQUEST_EXPIRY, request.id, request.mentee_id, expires_at)
                await work.commit()
            return await _standing(work, request, actor)

    async def decline(self, actor: Actor, request_id: str, note: str) -> Standing:
        """Not now; the reason is there only when the mentor wrote one (content.md 2.6)."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=False)
            if request.state == RequestState.SENT:
                await close_softly(work, request, RequestState.DECLINED, at, note)
                await work.commit()
            return await _standing(work, request, actor)

    # --- private ---------------------------------------------------------------------------------

    async def _mentor(self, actor: Actor, mentor_id: str) -> Person:
        if mentor_id == actor.user_id:
            raise NotWithYourself
        return await self.people.meet(Actor(actor.workspace_id, mentor_id))

    async def _leave(self, actor: Actor, request_id: str, state: RequestState) -> Standing:
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            request = await _request(work, actor, request_id, as_mentee=True)
            if request.is_open:
                suggested = request.state == RequestState.CHANGED
                await forget_plans(work, request)
                request.close(state, at)
                if suggested:
                    names = await work.people.named([request.mentee_id, request.mentor_id])
                    message = RequestDeclined(
                        subject_id=request.id,
                        mentor_name=names.get(request.mentor_id, ""),
                        mentee_name=names.get(request.mentee_id, ""),
                    )
                    key = f"request_left:{request.id}"
                    await tell(work, message, to=request.mentor_id, at=at, key=key)
                await work.commit()
            return await _standing(work, request, actor)


# --- private -------------------------------------------------------------------------------------


async def _check_room(work: UnitOfWork, actor: Actor, mentor: Person) -> None:
    """Whether this person may ask that one now; raises what is in the way."""
    if mentor.is_bot or mentor.is_stranger:
        raise NotInThisWorkspace
    if not mentor.is_here:
        raise NobodyHome(who=mentor.name)
    pairing = await work.pairings.between(actor.user_id, mentor.user_id)
    if pairing or await work.pairings.open_request_between(actor.user_id, mentor.user_id):
        raise AlreadyPaired(who=mentor.name)
    if len(await work.pairings.open_requests_by(actor.user_id)) >= OPEN_REQUESTS:
        raise TooManyRequests


async def _request(work: UnitOfWork, actor: Actor, request_id: str, *, as_mentee: bool) -> Request:
    """The request, on this person's own side of it; a draft is its author's only."""
    request = await work.pairings.request(request_id, visible_to=actor.user_id)
    if request is None:
        raise NotYours
    mine = request.mentee_id if as_mentee else request.mentor_id
    if mine != actor.user_id or (request.state == RequestState.DRAFT and not as_mentee):
        raise NotYours
    return request


async def _standing(work: UnitOfWork, request: Request, actor: Actor) -> Standing:
    names = await work.people.named([request.mentee_id, request.mentor_id])
    mentee_name = names.get(request.mentee_id, "")
    mentor_name = names.get(request.mentor_id, "")
    pairing = None
    if request.state == RequestState.ACCEPTED:
        pairing = await work.pairings.between(request.mentee_id, request.mentor_id)
    if pairing is None:
        return Standing(request, mentee_name, mentor_name)
    agreement = await work.pairings.latest_agreement(pairing.id)
    invite = await invitation(work, pairing, agreement, reader_id=actor.user_id)
    return Standing(request, mentee_name, mentor_name, pairing, invite)


def _fresh(actor: Actor, mentor_id: str, ask: Ask, at: datetime) -> Request:
    return Request(
        actor.workspace_id,
        actor.user_id,
        mentor_id,
        ask.topic,
        ask.reason,
        sent_at=at,
        state=RequestState.DRAFT,
    )


def _received(request: Request, mentee_name: str, turn: int = 0) -> RequestReceived:
    return RequestReceived(
        subject_id=request.id,
        turn=turn,
        mentee_name=mentee_name,
        topic=request.topic,
        reason=request.reason,
        minutes=request.minutes,
        rhythm=request.rhythm,
        term=request.terms.term,
    )


async def _form(work: UnitOfWork, request: Request, at: datetime) -> Pairing:
    """Both said yes to mentoring: the pairing exists, and is active once both agreed (2.5)."""
    await forget_plans(work, request)
    request.close(RequestState.ACCEPTED, at)
    pairing = await work.pairings.between(request.mentee_id, request.mentor_id)
    if pairing is None:
        pairing = Pairing(
            work.workspace_id, request.mentee_id, request.mentor_id, at, topic=request.topic
        )
        work.pairings.add(pairing)
    await work.flush()
    return pairing
