"""The agreement of a pair: seven clauses, both say yes, then it is active (content.md 2.7)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.errors import AgreementMoved, NotYours
from bot.domain.messages.pairings import AgreementInvite, AgreementSigned, RequestAccepted
from bot.domain.pairings import (
    AGREEMENT_ROUNDS,
    Agreement,
    Pairing,
    PairingState,
    Terms,
)
from bot.domain.people import Actor
from bot.ports import Clock, UnitOfWork, Units
from bot.services.anniversaries import arm_anniversary
from bot.services.outbox import tell
from bot.services.rhythm import ensure_schedule, next_checkin_at


@dataclass(frozen=True)
class Clauses:
    """What the form of the agreement sent back; clause 6 is fixed text and not in it."""

    terms: Terms = field(default_factory=Terms)
    reply_working_days: int = 2
    between_sessions: str = Agreement.between_sessions
    topics: str = ""
    confidentiality: str = Agreement.confidentiality
    limits: str = Agreement.limits
    checkins_shared: bool = True
    may_tell_quiet: bool = False


@dataclass(frozen=True)
class AgreementPage:
    """What one of the two sees: the clauses as they stand, and whose turn it is.

    ``agreement_id`` is empty while nobody proposed anything.
    """

    pairing: Pairing
    partner_name: str
    clauses: Clauses
    agreement_id: str = ""
    is_agreed: bool = False
    i_proposed: bool = False
    settle_live: bool = False


class AgreementService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def page(self, actor: Actor, pairing_id: str) -> AgreementPage:
        """The agreement as it stands; before the first proposal, the defaults and the request."""
        async with self.units.reading(actor.workspace_id) as work:
            pairing = await _pairing(work, actor, pairing_id)
            latest = await work.pairings.latest_agreement(pairing.id)
            partner = await _partner_name(work, pairing, actor.user_id)
            if latest is None:
                return AgreementPage(pairing, partner, await _defaults(work, pairing))
            return AgreementPage(
                pairing,
                partner,
                clauses_of(latest),
                agreement_id=latest.id,
                is_agreed=latest.is_agreed,
                i_proposed=latest.proposed_by == actor.user_id,
                settle_live=not latest.is_agreed and latest.round >= AGREEMENT_ROUNDS,
            )

    async def propose(
        self, actor: Actor, pairing_id: str, clauses: Clauses, *, based_on: str
    ) -> AgreementPage:
        """Put clauses before the other side; the proposer has said yes to them.

        ``based_on`` is the version the form was opened on. Raises ``AgreementMoved`` when the
        other side wrote a newer one meanwhile: nobody's words are overwritten unseen.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            pairing = await _pairing(work, actor, pairing_id)
            latest = await work.pairings.latest_agreement(pairing.id)
            partner = await _partner_name(work, pairing, actor.user_id)
            if (latest.id if latest else "") != based_on:
                raise AgreementMoved(who=partner)
            agreement = _next_version(pairing, latest, actor.user_id, clauses, at)
            agreement.agree(actor.user_id, pairing, at)
            work.pairings.add(agreement)
            await work.flush()
            await _forget_invites(work, pairing)
            reader_id = pairing.partner_of(actor.user_id)
            message = await invitation(work, pairing, agreement, reader_id=reader_id)
            key = f"agreement_invite:{agreement.id}"
            await tell(work, message, to=reader_id, at=at, key=key)
            await work.commit()
            return AgreementPage(
                pairing, partner, clauses, agreement_id=agreement.id, i_proposed=True
            )

    async def agree(
        self, actor: Actor, pairing_id: str, agreement_id: str
    ) -> AgreementSigned | AgreementInvite:
        """The other side says yes to exactly this version: the pairing is active.

        A version that was replaced meanwhile gets the invitation to the newer one back.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            pairing = await _pairing(work, actor, pairing_id)
            asked = await work.pairings.agreement(agreement_id, pairing.id)
            latest = await work.pairings.latest_agreement(pairing.id)
            if asked is None or latest is None:
                raise NotYours
            if latest.id != asked.id and not asked.is_agreed:
                return await invitation(work, pairing, latest, reader_id=actor.user_id)
            if asked.is_agreed:
                return await signed(work, pairing, asked, reader_id=actor.user_id)
            if asked.proposed_by == actor.user_id:
                raise NotYours
            asked.agree(actor.user_id, pairing, at)
            await _begin(work, pairing, asked, actor.user_id, at)
            message = await signed(work, pairing, asked, reader_id=actor.user_id)
            turn = await work.people.next_turn(actor.user_id, AgreementSigned.kind)
            await work.commit()
            return replace(message, turn=turn)


async def invitation(
    work: UnitOfWork, pairing: Pairing, agreement: Agreement | None, *, reader_id: str
) -> AgreementInvite:
    """What this reader is invited to: to fill it in, or to look at what the other side wrote."""
    name = await _partner_name(work, pairing, reader_id)
    if agreement is None or agreement.proposed_by == reader_id or agreement.is_agreed:
        return AgreementInvite(subject_id=pairing.id, partner_name=name)
    return AgreementInvite(
        subject_id=pairing.id,
        partner_name=name,
        proposed=True,
        round=agreement.round,
        rhythm=f"{agreement.minutes} minutes, {agreement.rhythm}",
        reply_days=agreement.reply_working_days,
        agreement_id=agreement.id,
    )


async def signed(
    work: UnitOfWork, pairing: Pairing, agreement: Agreement, *, reader_id: str
) -> AgreementSigned:
    """What both agreed, for one of the two."""
    return AgreementSigned(
        subject_id=pairing.id,
        partner_name=await _partner_name(work, pairing, reader_id),
        role="mentee" if reader_id == pairing.mentee_id else "mentor",
        minutes=agreement.minutes,
        rhythm=agreement.rhythm,
        reply_days=agreement.reply_working_days,
        topics=agreement.topics,
        confidentiality=agreement.confidentiality,
        next_checkin_at=await next_checkin_at(work, pairing.mentee_id),
    )


def clauses_of(agreement: Agreement) -> Clauses:
    """The clauses of a stored version."""
    return Clauses(
        terms=agreement.terms,
        reply_working_days=agreement.reply_working_days,
        between_sessions=agreement.between_sessions,
        topics=agreement.topics,
        confidentiality=agreement.confidentiality,
        limits=agreement.limits,
        checkins_shared=agreement.checkins_shared,
        may_tell_quiet=agreement.may_tell_quiet,
    )


# --- private -------------------------------------------------------------------------------------


async def _pairing(work: UnitOfWork, actor: Actor, pairing_id: str) -> Pairing:
    pairing = await work.pairings.get(pairing_id, visible_to=actor.user_id)
    if pairing is None or pairing.state == PairingState.ENDED:
        raise NotYours
    return pairing


async def _partner_name(work: UnitOfWork, pairing: Pairing, user_id: str) -> str:
    partner = pairing.partner_of(user_id)
    return (await work.people.named([partner])).get(partner, "")


async def _defaults(work: UnitOfWork, pairing: Pairing) -> Clauses:
    request = await work.pairings.accepted_request(pairing.mentee_id, pairing.mentor_id)
    terms = request.terms if request else Terms()
    return Clauses(terms=terms, topics=pairing.topic)


def _next_version(
    pairing: Pairing, latest: Agreement | None, user_id: str, clauses: Clauses, at: datetime
) -> Agreement:
    """A further round while it is being settled; a new version once one was agreed (C3)."""
    settled = latest is not None and latest.is_agreed
    version = 1 if latest is None else latest.version + settled
    number = 1 if latest is None or settled else latest.round + 1
    return Agreement(
        pairing.workspace_id,
        pairing.id,
        proposed_by=user_id,
        proposed_at=at,
        version=version,
        round=number,
        minutes=clauses.terms.minutes,
        rhythm=clauses.terms.rhythm,
        term_months=clauses.terms.term_months,
        reply_working_days=clauses.reply_working_days,
        between_sessions=clauses.between_sessions,
        topics=clauses.topics,
        confidentiality=clauses.confidentiality,
        limits=clauses.limits,
        checkins_shared=clauses.checkins_shared,
        may_tell_quiet=clauses.may_tell_quiet,
    )


async def _begin(
    work: UnitOfWork, pairing: Pairing, agreement: Agreement, actor_id: str, at: datetime
) -> None:
    """Both agreed: the rhythm starts, a year is planned, the other side hears it."""
    pairing.start(agreement, at)
    await work.flush()
    await _forget_invites(work, pairing)
    mentee = await work.people.get(pairing.mentee_id)
    if mentee is not None and mentee.is_here:
        await ensure_schedule(work, mentee, at)
    await arm_anniversary(work, pairing, at)
    other = pairing.partner_of(actor_id)
    message = await signed(work, pairing, agreement, reader_id=other)
    await tell(work, message, to=other, at=at, key=f"agreement_signed:{agreement.id}:{other}")


async def _forget_invites(work: UnitOfWork, pairing: Pairing) -> None:
    kinds = (AgreementInvite.kind, RequestAccepted.kind)
    await work.outbox.cancel(pairing.id, *kinds, reason="superseded")
