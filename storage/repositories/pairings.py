"""Requests, pairings and agreements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.pairings import Agreement, Pairing, PairingState, Request, RequestState
from bot.domain.people import Person
from bot.domain.roadblocks import RoadblockState
from bot.domain.visibility import Visibility
from storage.repositories.ahead import Shelf
from storage.repositories.base import Repository
from storage.tables.pairings import agreements, pairings, requests
from storage.tables.people import people
from storage.tables.roadblocks import roadblocks

_OPEN = (RequestState.SENT, RequestState.CHANGED)


class PairingRepository(Repository):
    """Implements ``bot.ports.repositories.Pairings``."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._of = Shelf[list[Pairing]]()

    async def read_ahead(self, user_ids: Sequence[str]) -> None:
        """The pairings of these people that have not ended."""
        held: dict[str, list[Pairing]] = {user_id: [] for user_id in user_ids}
        for one in await self.all(self._lasting(user_ids)):
            for user_id in (one.mentee_id, one.mentor_id):
                held.setdefault(user_id, []).append(one)
        for user_id in user_ids:
            self._of.keep(user_id, held[user_id])

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
        ahead = self._of.get(user_id)
        return ahead if ahead is not None else await self.all(self._lasting([user_id]))

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
        """A request, if this person wrote it, or received it: of a draft only its author knows."""
        columns = requests.c
        received = and_(columns.mentor_id == visible_to, columns.state != RequestState.DRAFT)
        theirs = or_(columns.mentee_id == visible_to, received)
        return await self.one(self.rows(Request, requests, columns.id == request_id, theirs))

    async def open_requests_by(self, mentee_id: str) -> list[Request]:
        """Requests of this mentee that wait for somebody."""
        return await self._open_requests(requests.c.mentee_id == mentee_id)

    async def open_requests_of(self, user_id: str) -> list[Request]:
        """Open requests this person sent or received, oldest first."""
        columns = requests.c
        theirs = or_(columns.mentee_id == user_id, columns.mentor_id == user_id)
        return await self._open_requests(theirs)

    async def open_requests_to(self, user_id: str) -> list[Request]:
        """Requests that this mentor has not closed yet."""
        return await self._open_requests(requests.c.mentor_id == user_id)

    async def draft(self, mentee_id: str, mentor_id: str) -> Request | None:
        """What this mentee wrote to this mentor and has not sent."""
        columns = requests.c
        query = self.rows(
            Request,
            requests,
            columns.mentee_id == mentee_id,
            columns.mentor_id == mentor_id,
            columns.state == RequestState.DRAFT,
        )
        return await self.one(query.order_by(columns.sent_at.desc()))

    async def open_request_between(self, one: str, other: str) -> Request | None:
        """The request of these two that waits for somebody, whichever way round."""
        columns = requests.c
        these = or_(
            and_(columns.mentee_id == one, columns.mentor_id == other),
            and_(columns.mentee_id == other, columns.mentor_id == one),
        )
        return await self.one(self.rows(Request, requests, these, columns.state.in_(_OPEN)))

    async def accepted_request(self, mentee_id: str, mentor_id: str) -> Request | None:
        """The latest request of these two that both said yes to."""
        columns = requests.c
        query = self.rows(
            Request,
            requests,
            columns.mentee_id == mentee_id,
            columns.mentor_id == mentor_id,
            columns.state == RequestState.ACCEPTED,
        )
        return await self.one(query.order_by(columns.answered_at.desc()))

    async def mentors_with_room(self, except_for: Sequence[str], limit: int) -> list[Person]:
        """People who offer to mentor, are here and have room for one more."""
        busy = (
            select(func.count())
            .where(
                pairings.c.workspace_id == self.workspace_id,
                pairings.c.mentor_id == people.c.user_id,
                pairings.c.state != PairingState.ENDED,
            )
            .scalar_subquery()
        )
        query = self.rows(
            Person,
            people,
            people.c.offers_mentoring.is_(True),
            people.c.gone_at.is_(None),
            people.c.user_id.not_in(list(except_for)),
            people.c.mentor_capacity > busy,
        )
        return await self.all(query.order_by(people.c.created_at, people.c.user_id).limit(limit))

    async def roadblocks_solved_in(self, pairing_id: str) -> int:
        """Roadblocks shared within a pairing that were solved (a fact for its anniversary)."""
        columns = roadblocks.c
        query = select(func.count()).where(
            columns.workspace_id == self.workspace_id,
            columns.pairing_id == pairing_id,
            columns.visibility != Visibility.PRIVATE,
            columns.state == RoadblockState.SOLVED,
        )
        return int(await self.session.scalar(query) or 0)

    async def latest_agreement(self, pairing_id: str) -> Agreement | None:
        """The newest version of the pair's agreement, agreed or proposed."""
        columns = agreements.c
        query = self.rows(Agreement, agreements, columns.pairing_id == pairing_id)
        return await self.one(query.order_by(columns.version.desc(), columns.round.desc()))

    async def agreement(self, agreement_id: str, pairing_id: str) -> Agreement | None:
        """One version of the pair's agreement."""
        columns = agreements.c
        return await self.one(
            self.rows(
                Agreement,
                agreements,
                columns.id == agreement_id,
                columns.pairing_id == pairing_id,
            )
        )

    async def _open_requests(self, whose: ColumnElement[bool]) -> list[Request]:
        query = self.rows(Request, requests, whose, requests.c.state.in_(_OPEN))
        return await self.all(query.order_by(requests.c.sent_at))

    def _lasting(self, user_ids: Sequence[str]) -> Select[Pairing]:
        columns, who = pairings.c, list(user_ids)
        theirs = or_(columns.mentee_id.in_(who), columns.mentor_id.in_(who))
        query = self.rows(Pairing, pairings, theirs, columns.state != PairingState.ENDED)
        return query.order_by(columns.formed_at)
