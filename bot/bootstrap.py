"""The composition root: the only place that names real adapters (style.md 1.1)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.clock import SystemClock, uptime
from bot.domain.installations import Installation
from bot.domain.outbox import Delivery, Priority
from bot.metrics import Metrics
from bot.ports import Clock, Outcome, Points
from bot.scheduling.courier import Courier
from bot.scheduling.healer import Healer
from bot.scheduling.heartbeat import Heartbeat
from bot.scheduling.lookout import Lookout
from bot.scheduling.planner import Planner
from bot.scheduling.reconciler import Reconciler
from bot.services import Services
from bot.services.agenda import AgendaService
from bot.services.care import CareService
from bot.services.checkins import CheckinService
from bot.services.circles import CircleService
from bot.services.feedback import FeedbackService
from bot.services.goals import GoalService
from bot.services.home import HomeService
from bot.services.installations import InstallationService
from bot.services.maps import MapService
from bot.services.nudges import NUDGES
from bot.services.pace import PaceService
from bot.services.pairings import PairingService
from bot.services.people import PeopleService
from bot.services.questions import QuestionService
from bot.services.replies import ReplyService
from bot.services.rerunning import rerunning
from bot.services.roadblocks import RoadblockService
from bot.services.self_help import SelfHelpService
from bot.services.setbacks import SetbackService
from bot.services.settings import SettingsService
from bot.services.win_texts import WinTextService
from bot.services.wins import WinService
from bot.serving import Check, Health, build_web
from bot.settings import Settings
from bot.slack.app import Surface, build_app
from bot.slack.channels import SlackChannels
from bot.slack.clients import Clients
from bot.slack.directory import SlackDirectory
from bot.slack.features import FEATURES
from bot.slack.installing import Installing
from bot.slack.messenger import SlackMessenger
from bot.slack.refusals import refused
from bot.slack.sockets import Sockets
from prompts.phrasebook import Phrasebook
from prompts.preview import book_with
from storage.database import Database
from storage.listening import Listening
from storage.private_text import KeyRing
from storage.rotation import check_keys
from storage.schema import migrate, schema_lag
from storage.unit_of_work import SqlUnits

logger = logging.getLogger(__name__)

#: Slack is asked about the token again after this long (health check).
TOKEN_TRUST = timedelta(minutes=5)
#: A part of the heart that has not moved for this long is not alive (reliability.md R24).
STILL = timedelta(seconds=90)
#: The database has this many seconds to answer a health check.
ANSWER_SECONDS = 5


@dataclass
class Waymark:
    """The assembled program. ``start`` and ``stop`` belong together; nothing runs before."""

    settings: Settings
    clock: Clock
    database: Database
    units: SqlUnits
    services: Services
    clients: Clients
    book: Phrasebook
    app: AsyncApp
    heartbeat: Heartbeat
    listening: Listening
    metrics: Metrics
    sockets: Sockets | None
    installing: Installing | None
    _token_ok_at: datetime | None = None
    _token_problem: str = "not asked yet"
    _beats: bool = False
    _listens: bool = False

    async def start(
        self, *, heart: bool = True, sockets: bool = True, migrated: bool = False
    ) -> None:
        """Migrate, meet Slack, begin to beat. ``heart`` off: a web process, no courier."""
        if not migrated:
            await self._open_database()
        await self.clients.open()
        await self.meet_slack()
        if heart:
            self._beats = True
            self.units.wake = self.heartbeat.wake
            self.heartbeat.start()
            self.listening.start()
        if self.sockets is not None and sockets:
            self._listens = True
            await self.sockets.open()

    async def stop(self) -> None:
        """Take no more work, finish what is in hand, close everything."""
        await self.retire()
        await self.close()

    async def retire(self) -> None:
        """Take no more work from this very moment; returns when what was in hand is finished."""
        ends: list[Coroutine[Any, Any, None]] = []
        if self._beats:
            self.units.wake = lambda: None
            self.heartbeat.retire()
            ends += [self.listening.stop(), self.heartbeat.stop()]
        if self.sockets is not None:
            ends.append(self.sockets.close())
        await asyncio.gather(*ends)

    async def close(self) -> None:
        """Close what everything speaks through: Slack's side and the database."""
        await self.clients.close()
        await self.database.close()

    def web(self, *, slack: bool = True, pages: tuple[BaseRoute, ...] = ()) -> Starlette:
        """What is served on HOST:PORT; without ``slack`` only health and metrics."""
        answer = AsyncSlackRequestHandler(self.app).handle
        behind_socket = self.settings.socket_mode or not slack
        doors = self.installing.routes() if self.installing is not None and slack else ()
        return build_web(
            slack=None if behind_socket else answer,
            ready=self.ready,
            live=self.live,
            metrics=self.metrics,
            clock=self.clock,
            signing_secret=self.settings.slack_signing_secret,
            before_scrape=self.before_scrape,
            pages=(*doors, *pages),
            house=self.house if slack else "",
        )

    @property
    def house(self) -> str:
        """What two processes of one installation have in common, unreadable to anybody else."""
        secret = self.settings.slack_signing_secret or self.settings.slack_app_token or ""
        where = self.settings.database_url.encode()
        return hmac.new(secret.encode(), where, hashlib.sha256).hexdigest()[:32]

    async def meet_slack(self) -> bool:
        """Ask Slack whose token this is, and keep the workspace's row; False when it says no.

        Without a token workspaces come through the install page: there is nothing to ask.
        """
        token = self.settings.slack_bot_token
        if token is None:
            self._token_problem = ""
            return False
        try:
            who = await self.clients.with_token(token).auth_test()
        except SlackApiError as problem:
            self._token_ok_at = None
            self._token_problem = refused(problem).code or "refused"
            return False
        except Exception as problem:  # noqa: BLE001  Slack out of reach is a health matter
            self._token_problem = type(problem).__name__
            return False
        self._token_ok_at, self._token_problem = self.clock.now(), ""
        installation = Installation(
            workspace_id=str(who["team_id"]),
            team_name=str(who.get("team") or ""),
            bot_token=token,
            bot_user_id=str(who["user_id"]),
            bot_id=str(who.get("bot_id") or ""),
            enterprise_id=str(who.get("enterprise_id") or ""),
            installed_at=self.clock.now(),
        )
        await self.services.installations.install(installation)
        return True

    async def _open_database(self) -> None:
        """Migrated, and read with these keys. Raises ``CannotUse`` (reliability.md R22)."""
        try:
            await migrate(self.settings.database_url, KeyRing(self.settings.secret_keys))
            await check_keys(self.database)
        except BaseException:
            await self.database.close()
            raise

    def live(self) -> Health:
        """Whether every part still moves; restart the process when one does not."""
        if not self._beats:
            return Health()
        return Health({part: _moving(still) for part, still in self.heartbeat.still.items()})

    async def ready(self) -> Health:
        """Whether traffic may come: database reachable and migrated, Slack accepts the token."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                problem = await schema_lag(self.database)
        except Exception as failure:  # noqa: BLE001  any failure means: not reachable
            problem = f"The database cannot be reached ({type(failure).__name__})."
        stale = (
            self._token_ok_at is None or abs(self.clock.now() - self._token_ok_at) > TOKEN_TRUST
        )
        if stale and not problem:
            await self.meet_slack()
        checks = {
            "database": Check(not problem, problem),
            "slack": Check(not self._token_problem, self._token_problem),
        }
        if self._listens and self.sockets is not None:
            checks["socket"] = _socket_check(self.sockets, self.clock.now())
        return Health(checks)

    async def before_scrape(self) -> None:
        """Refresh the gauges."""
        everywhere = self.units.everywhere()
        self.metrics.outbox(await everywhere.outbox_states())
        now = self.clock.now()
        waiting = await everywhere.oldest_due()
        self.metrics.oldest_due({lane: now - due for lane, due in waiting.items()})
        self.metrics.roadblocks_open(await everywhere.open_roadblocks())


def build(settings: Settings, clock: Clock | None = None, points: Points | None = None) -> Waymark:
    """Assemble everything; opens nothing yet. ``points`` hears of every labelled crash window.

    Without a ``clock`` it is the machine's, and claims follow PostgreSQL's own, which all machines
    share; a clock that is handed in rules alone.
    """
    own_time = clock is None
    clock = clock or SystemClock()
    database = Database(settings.database_url, KeyRing(settings.secret_keys))
    units = SqlUnits(database, clock, points, own_time=own_time)
    clients = Clients(settings.slack_api_url, points)
    book = book_with(settings.prompts_folder)
    metrics = Metrics()
    services = _services(units, clock, clients)
    heartbeat = _heart(units, SlackMessenger(clients, book), book, clock, metrics, points)
    surface = Surface(
        services=services,
        units=units,
        book=book,
        clock=clock,
        clients=clients,
        features=FEATURES,
        requests=metrics,
        timer=time.perf_counter,
    )
    app = build_app(surface)
    return Waymark(
        settings=settings,
        clock=clock,
        database=database,
        units=units,
        services=services,
        clients=clients,
        book=book,
        app=app,
        heartbeat=heartbeat,
        listening=Listening(database, heartbeat.wake),
        metrics=metrics,
        sockets=_sockets(settings, app, clients, clock, metrics),
        installing=_installing(settings, services, clients, clock),
    )


class Watching:
    """Turns outcomes into metrics; sees no words."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def delivered(self, delivery: Delivery) -> None:
        """A message stands in Slack."""
        self._metrics.delivery(delivery.kind, "sent")
        lane = "urgent" if delivery.priority <= Priority.P1 else "normal"
        if delivery.sent_at is not None:
            self._metrics.lag(lane, (delivery.sent_at - delivery.due_at).total_seconds())

    def not_delivered(self, delivery: Delivery, outcome: Outcome) -> None:
        """A message did not get there, or nobody knows."""
        self._metrics.delivery(delivery.kind, str(outcome))

    def healed(self, copies: int) -> None:
        """So many surplus copies of a message were taken away."""
        self._metrics.healed(copies)


# --- private -------------------------------------------------------------------------------------


def _heart(
    units: SqlUnits,
    messenger: SlackMessenger,
    book: Phrasebook,
    clock: Clock,
    metrics: Metrics,
    points: Points | None,
) -> Heartbeat:
    watch = Watching(metrics)
    lookout = Lookout(units, messenger, clock)
    return Heartbeat(
        units,
        Planner(units, NUDGES, points),
        Courier(units, messenger, book, clock, watch, points, uptime),
        Reconciler(units, lookout, clock, watch, points),
        Healer(units, messenger, lookout, clock, watch, points),
        clock,
    )


def _services(units: SqlUnits, clock: Clock, clients: Clients) -> Services:
    installations = InstallationService(units, clock)
    directory = SlackDirectory(installations, clients)
    people = PeopleService(units, clock, directory)
    channels = SlackChannels(installations, clients)
    return Services(
        installations=rerunning(installations),
        people=rerunning(people),
        settings=rerunning(SettingsService(units, clock)),
        pairings=rerunning(PairingService(units, clock, people)),
        circles=rerunning(CircleService(units, clock, channels, people)),
        goals=rerunning(GoalService(units, clock)),
        checkins=rerunning(CheckinService(units, clock)),
        pace=rerunning(PaceService(units, clock)),
        roadblocks=rerunning(RoadblockService(units, clock)),
        self_help=rerunning(SelfHelpService(units, clock)),
        wins=rerunning(WinService(units, clock)),
        win_texts=rerunning(WinTextService(units)),
        feedback=rerunning(FeedbackService(units, clock, people)),
        setbacks=rerunning(SetbackService(units, clock)),
        agenda=rerunning(AgendaService(units, clock)),
        questions=rerunning(QuestionService(units, clock)),
        maps=rerunning(MapService(units, clock)),
        home=rerunning(HomeService(units, clock)),
        replies=rerunning(ReplyService(units, clock)),
        care=rerunning(CareService(units, clock)),
    )


def _sockets(
    settings: Settings, app: AsyncApp, clients: Clients, clock: Clock, metrics: Metrics
) -> Sockets | None:
    if settings.slack_app_token is None:
        return None
    return Sockets(app, settings.slack_app_token, clients, clock, metrics.socket_connections)


def _moving(still: timedelta) -> Check:
    if still < STILL:
        return Check(True)
    return Check(False, f"has not moved for {int(still.total_seconds())} s")


def _socket_check(sockets: Sockets, now: datetime) -> Check:
    """Without a connection Slack has nobody to speak to; commands said meanwhile are lost."""
    if sockets.gap_since is None:
        return Check(True, f"{sockets.count} open")
    seconds = int((now - sockets.gap_since).total_seconds())
    return Check(False, f"no connection for {seconds} s ({sockets.problem or 'just lost'})")


def _installing(
    settings: Settings, services: Services, clients: Clients, clock: Clock
) -> Installing | None:
    client_id, secret = settings.slack_client_id, settings.slack_client_secret
    if client_id is None or secret is None:
        return None
    return Installing(
        installations=services.installations,
        clients=clients,
        clock=clock,
        client_id=client_id,
        client_secret=secret,
        api_url=settings.slack_api_url,
    )
