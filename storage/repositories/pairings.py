"""Requests, pairings and agreements."""

from __future__ import annotations

from sqlalchemy import and_, or_

from bot.domain.pairings import Agreement, Pairing, PairingState, Request, RequestState
from storage.repositories.base import Repository
from storage.tables.pairings import agreements, pairings, requests

_OPEN = (RequestState.SENT, RequestState.CHANGED)


class PairingRepository(Repository):
    """Implements ``bot.ports.repositories.Pairings``."""

    async def get(self, pairing_id: str, *, visible_to: str) -> Pairing | None:
        """The pairing, if this person is one of the two."""
        theirs = or_(pairings.c.mentee_id == visible_to, pairings.c.mentor_id == visible_to)
        return await self.one(self.rows(Pairing, pairings, pairings.c.id == pairing_id, theirs))

    async def active_of_mentee(self, user_id: str) -> list[Pairing]:
        """Active pairings in which this person is the mentee, oldest first."""
        columns = pairings.c
        query = self.rows(
            Pairing, pairings, columns.mentee_id == user_id, columns.state == PairingState.ACTIVE
        )
        return await self.all(query.order_by(columns.formed_at))

    async def of(self, user_id: str) -> list[Pairing]:
        """Every pairing of this person that has not ended, either side, oldest first."""
        columns = pairings.c
        theirs = or_(columns.mentee_id == user_id, columns.mentor_id == user_id)
        query = self.rows(Pairing, pairings, theirs, columns.state != PairingState.ENDED)
        return await self.all(query.order_by(columns.formed_at))

    async def between(self, one: str, other: str) -> Pairing | None:
        """The pairing of these two that has not ended, whichever way round."""
        columns = pairings.c
        these = or_(
            and_(columns.mentee_id == one, columns.mentor_id == other),
            and_(columns.mentee_id == other, columns.mentor_id == one),
        )
        return await self.one(
            self.rows(Pairing, pairings, these, columns.state != PairingState.ENDED)
        )

    async def request(self, request_id: str, *, visible_to: str) -> Request | None:
        """A request, if this person sent or received it."""
        columns = requests.c
        theirs = or_(columns.mentee_id == visible_to, columns.mentor_id == visible_to)
        return await self.one(self.rows(Request, requests, columns.id == request_id, theirs))

    async def open_requests_by(self, mentee_id: str) -> list[Request]:
        """Requests of this mentee that wait for somebody."""
        columns = requests.c
        query = self.rows(
            Request, requests, columns.mentee_id == mentee_id, columns.state.in_(_OPEN)
        )
        return await self.all(query.order_by(columns.sent_at))

    async def open_requests_to(self, user_id: str) -> list[Request]:
        """Requests that this mentor has not closed yet."""
        columns = requests.c
        query = self.rows(
            Request, requests, columns.mentor_id == user_id, columns.state.in_(_OPEN)
        )
        return await self.all(query.order_by(columns.sent_at))

    async def latest_agreement(self, pairing_id: str) -> Agreement | None:
        """The newest version of the pair's agreement."""
        columns = agreements.c
        query = self.rows(Agreement, agreements, columns.pairing_id == pairing_id)
        return await self.one(query.order_by(columns.version.desc(), columns.round.desc()))
