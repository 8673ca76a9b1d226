"""All or nothing, for one workspace; and the inbox row that makes a redelivery harmless."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import AlreadyHandled
from bot.domain.rhythm import CHECKIN_DUE
from bot.ports.clock import Clock
from bot.ports.points import Points, Unwatched
from bot.ports.unit_of_work import InDoubt, TryAgain, UnitOfWork, request_key
from storage.database import Database
from storage.listening import CHANNEL
from storage.repositories.agenda import AgendaRepository
from storage.repositories.checkins import CheckinRepository
from storage.repositories.circles import CircleRepository
from storage.repositories.everywhere import SqlEverywhere
from storage.repositories.feedback import FeedbackRepository
from storage.repositories.goals import GoalRepository
from storage.repositories.installations import InstallationRepository
from storage.repositories.maps import MapRepository
from storage.repositories.nudges import NudgeRepository
from storage.repositories.outbox import OutboxRepository
from storage.repositories.pairings import PairingRepository
from storage.repositories.people import PeopleRepository
from storage.repositories.questions import QuestionRepository
from storage.repositories.replies import ReplyRepository
from storage.repositories.roadblocks import RoadblockRepository
from storage.repositories.self_help import SelfHelpRepository
from storage.repositories.setbacks import SetbackRepository
from storage.repositories.wins import WinRepository
from storage.retrying import is_passing
from storage.tables import map_entities
from storage.tables.installations import inbox

#: One writer a workspace at a time on PostgreSQL, as SQLite has one for the whole file: two taps
#: in the same moment see each other, and both databases behave alike (reliability.md R18). Held
#: until the transaction ends.
_ONE_WRITER = text("SELECT pg_advisory_xact_lock(hashtextextended(:workspace, 0))")
#: Heard by every process at the moment of the commit.
_TELL = text(f"SELECT pg_notify('{CHANNEL}', '')")


class SqlUnitOfWork:
    """Implements ``bot.ports.unit_of_work.UnitOfWork``."""

    def __init__(
        self,
        session: AsyncSession,
        workspace_id: str,
        clock: Clock,
        wake: Callable[[], None],
        points: Points,
        *,
        tells: bool = False,
    ) -> None:
        """``tells``: a commit that wrote messages wakes the other processes too."""
        self.workspace_id = workspace_id
        #: Doing it all over might store it twice.
        self.in_doubt = False
        self.people = PeopleRepository(session, workspace_id)
        self.pairings = PairingRepository(session, workspace_id)
        self.circles = CircleRepository(session, workspace_id)
        self.goals = GoalRepository(session, workspace_id)
        self.checkins = CheckinRepository(session, workspace_id)
        self.roadblocks = RoadblockRepository(session, workspace_id)
        self.wins = WinRepository(session, workspace_id)
        self.feedback = FeedbackRepository(session, workspace_id)
        self.agenda = AgendaRepository(session, workspace_id)
        self.questions = QuestionRepository(session, workspace_id)
        self.self_help = SelfHelpRepository(session, workspace_id)
        self.maps = MapRepository(session, workspace_id)
        self.setbacks = SetbackRepository(session, workspace_id)
        self.replies = ReplyRepository(session, workspace_id)
        self.nudges = NudgeRepository(session, workspace_id)
        self.outbox = OutboxRepository(session, workspace_id)
        self.installations = InstallationRepository(session, workspace_id)
        self._session = session
        self._clock = clock
        self._wake = wake
        self._points = points
        self._tells = tells

    async def flush(self) -> None:
        """Send pending changes to the database without ending the transaction."""
        await self.nudges.write()
        await self._session.flush()

    async def read_ahead(self, people: Sequence[str], since: datetime) -> None:
        """Read what planning a rhythm will ask about these people, a statement a table."""
        await self.people.read_ahead(people, [CHECKIN_DUE])
        rhythms = await self.checkins.read_ahead(people)
        await self.goals.read_ahead(people)
        await self.outbox.read_ahead(people, since)
        await self.nudges.read_ahead(CHECKIN_DUE, rhythms)

    async def read_held_ahead(self, people: Sequence[str], at: datetime, since: datetime) -> None:
        """Read what choosing from the waiting will ask about these people."""
        await self.people.read_ahead(people, ())
        await self.pairings.read_ahead(people)
        await self.outbox.read_ahead(people, since)
        await self.outbox.read_held_ahead(people, at)

    async def commit(self) -> None:
        """Make it durable, with the identity of the request it answers; then wake the courier.

        Raises ``AlreadyHandled`` when this very request was applied before; nothing is changed.
        """
        await self.nudges.write()
        if key := request_key.get():
            await self._remember(key)
            self._points.reach("D1")
        if self.outbox.wrote and self._tells:
            await self._session.execute(_TELL)
        # From here on it may be stored although we see an error; only a key would tell.
        self.in_doubt = key is None
        await self._session.commit()
        self.in_doubt = True
        if key:
            self._points.reach("D2")
        request_key.set(None)
        if self.outbox.wrote:
            self._wake()

    async def _remember(self, key: str) -> None:
        await self._session.flush()
        row = {
            "workspace_id": self.workspace_id,
            "request_key": key,
            "handled_at": self._clock.now(),
        }
        try:
            await self._session.execute(insert(inbox).values(row))
        except IntegrityError:
            await self._session.rollback()
            raise AlreadyHandled from None


class SqlUnits:
    """Implements ``bot.ports.unit_of_work.Units``.

    ``wake`` is called after a commit that wrote messages; the heartbeat sets it.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        points: Points | None = None,
        *,
        own_time: bool = False,
    ) -> None:
        """``own_time``: on PostgreSQL claims follow the database's clock (``deliveries``)."""
        map_entities()
        self._database = database
        self._clock = clock
        self._points = points or Unwatched()
        self._everywhere = SqlEverywhere(database, self._points, own_time=own_time)
        self.wake: Callable[[], None] = lambda: None

    @contextlib.asynccontextmanager
    async def __call__(self, workspace_id: str) -> AsyncIterator[UnitOfWork]:
        """For writing; leaving without ``commit`` undoes everything."""
        work: SqlUnitOfWork | None = None
        try:
            async with self._database.writing() as session:
                if not self._database.is_sqlite:
                    await session.execute(_ONE_WRITER, {"workspace": workspace_id})
                work = SqlUnitOfWork(
                    session,
                    workspace_id,
                    self._clock,
                    lambda: self.wake(),
                    self._points,
                    tells=not self._database.is_sqlite,
                )
                yield work
        except Exception as problem:
            if not is_passing(problem):
                raise
            in_doubt = work is not None and work.in_doubt
            raise (InDoubt if in_doubt else TryAgain) from problem

    @contextlib.asynccontextmanager
    async def reading(self, workspace_id: str) -> AsyncIterator[UnitOfWork]:
        """For looking only: never waits for a writer."""
        try:
            async with self._database.reading() as session:
                yield SqlUnitOfWork(session, workspace_id, self._clock, lambda: None, self._points)
        except Exception as problem:
            if is_passing(problem):
                raise TryAgain from problem
            raise

    def everywhere(self) -> SqlEverywhere:
        """Across workspaces; each question is its own transaction."""
        return self._everywhere
