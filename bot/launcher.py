"""The bot and the local Slack together in one process, on one clock that can be wound forward.

The demo (`waymark sandbox`) and the tests start here. The bot is the real one: it only has other
settings, and speaks to the sandbox over real HTTP or real Socket Mode (design D3).
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from bot.bootstrap import Waymark, build
from bot.domain.outbox import DM_PACE, Standing
from bot.ports import Points
from bot.sandbox import AppConfig, OffsetClock, Sandbox
from bot.sandbox.seed import with_circles
from bot.scheduling.winding import LEAST, WindableClock, wind
from bot.serving import serve
from bot.settings import BadSettings, Settings
from bot.simulation import simulate
from bot.slack.manifest import manifest

#: The demo's scripted time starts on a working morning, so that windows are open.
START_DAY = 3  # Thursday
START_TIME = time(10, 5)
START_ZONE = ZoneInfo("Europe/London")
#: Promises shown in the inspector.
OUTBOX_ROWS = 200
#: Seconds a dry run for the page may take; a demo's takes well under one.
REHEARSAL_MOST = 60


class DemoClock(WindableClock, Protocol):
    """A clock one may wind forward, and begin again."""

    def rewind(self) -> None:
        """Back to where it began."""
        ...


class Stage:
    """One local Slack, one bot, one clock. ``start`` opens both; ``stop`` closes both."""

    def __init__(
        self,
        clock: DemoClock,
        database_url: str,
        *,
        socket_mode: bool = False,
        beating: bool = False,
        secret_key: str = "",
        migrated: bool = False,
        oauth: bool = False,
        points: Points | None = None,
        **sandbox: Any,
    ) -> None:
        """``oauth``: the bot has no token, and begins in no workspace; people install it.

        ``points`` hears of every labelled crash window the bot passes.
        """
        self.clock = clock
        self.socket_mode = socket_mode
        self.beating = beating
        self.migrated = migrated
        self.oauth = oauth
        self.points = points
        config = AppConfig.from_manifest(manifest("socket"))
        sandbox.setdefault("installed", not oauth)
        self.sandbox = Sandbox(config, clock, signing_clock=clock, **sandbox)
        self.sandbox.winder = self
        self._config = config
        self._database_url = database_url
        self._key = secret_key or Fernet.generate_key().decode()
        self._stop = asyncio.Event()
        self._rehearsing = asyncio.Lock()
        self._serving: asyncio.Task[None] | None = None
        self._winding = asyncio.Lock()
        self._resets = 0
        self.waymark: Waymark
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Open Slack first, then the bot that connects to it; the clock can be wound from then."""
        async with self._winding:
            await self.sandbox.start(port=port)
            await self.start_bot()

    async def start_bot(self) -> None:
        """A fresh bot process on the same database and the same Slack, as after a restart."""
        self._stop = asyncio.Event()
        self.waymark = build(self.settings(), self.clock, self.points)
        await self.waymark.start(
            heart=self.beating, sockets=self.socket_mode, migrated=self.migrated
        )
        self.migrated = True
        await self._serve()
        if not self.socket_mode:
            self.sandbox.connect(f"{self.url}/slack/events")
        self._config.install_url = f"{self.url}/slack/install"
        self._config.redirect_urls = (f"{self.url}/slack/oauth_redirect",)

    async def stop_bot(self) -> None:
        """Stop the bot and leave Slack running. A dry run under way ends first: it reads."""
        self._stop.set()
        async with self._rehearsing:
            if self._serving is not None:
                await self._serving
                self._serving = None
            await self.waymark.stop()

    async def stop(self) -> None:
        """Close the bot, then Slack."""
        await self.stop_bot()
        await self.sandbox.stop()

    async def reset(self) -> None:
        """The first morning again: an empty database, a fresh Slack, the clock wound back.

        A winding of the clock under way ends early. Raises ValueError for anything but SQLite.
        """
        path = _file_of(self._database_url)
        self._resets += 1
        async with self._winding:
            await self.stop_bot()
            _throw_away(path)
            self.migrated = False
            await self.sandbox.reset()
            await self.start_bot()

    def settings(self) -> Settings:
        """The settings of a bot that talks to this Slack."""
        return Settings(
            slack_bot_token=None if self.oauth else self._config.bot_token,
            slack_client_id=self._config.client_id,
            slack_client_secret=self._config.client_secret,
            slack_signing_secret=self._config.signing_secret,
            slack_app_token=self._config.app_token if self.socket_mode else None,
            slack_api_url=self.sandbox.api_url,
            database_url=self._database_url,
            secret_keys=(self._key,),
            port=0,
        )

    async def settle(self) -> None:
        """Return when nothing is under way and nothing is due.

        A person gets one message a second: for each further one the clock goes on by that second.
        """
        await self.sandbox.quiet()
        more = True
        while (await self.waymark.heartbeat.settle() or more) and await self._is_paced():
            more = False
            self.clock.advance(DM_PACE)
        await self.sandbox.quiet()

    async def advance(self, by: timedelta) -> None:
        """Wind forward; what became due on the way happens in order, at its own time."""
        async with self._winding:
            resets = self._resets

            async def next_due() -> datetime | None:
                return await self.next_due() if self._resets == resets else None

            target = self.clock.now() + by
            await wind(self.clock, target, next_due=next_due, settle=self.settle)

    async def to_next_due(self) -> datetime | None:
        """Wind to the next moment at which anything is planned; None when nothing is."""
        async with self._winding:
            await self.settle()
            due = await self.next_due()
            if due is not None:
                self.clock.advance(max(due - self.clock.now(), LEAST))
                await self.settle()
            return due

    async def next_due(self) -> datetime | None:
        """When something will be due next."""
        return await self.waymark.units.everywhere().next_due_at()

    async def _is_paced(self) -> bool:
        """Something is due that was not done: its person was written to this very second."""
        due = await self.next_due()
        return due is not None and due <= self.clock.now()

    async def timeline(self, days: int) -> list[dict[str, Any]]:
        """A dry run of the coming days, for the page: what would be said to whom, and what not.

        One at a time: the page asks again after every change. A stopped bot plans nothing.
        """
        async with self._rehearsing:
            if self._serving is None:
                return []
            database, book, now = self.waymark.database, self.waymark.book, self.clock.now()
            async with asyncio.timeout(REHEARSAL_MOST):
                outlook = await simulate(database, book, now, timedelta(days=days))
        return [entry.as_json() for entry in outlook.entries]

    async def outbox(self) -> list[dict[str, Any]]:
        """The bot's promises for the page's inspector, newest first, without a word of theirs."""
        async with self.waymark.units.reading(self.sandbox.team.id) as work:
            return [_shown(one) for one in await work.outbox.newest(OUTBOX_ROWS)]

    async def _serve(self) -> None:
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._serving = asyncio.create_task(
            serve(
                self.waymark.web(),
                "127.0.0.1",
                0,
                stop=self._stop,
                ready_message=ready.set_result,
            )
        )
        waiting: set[asyncio.Future[Any]] = {ready, self._serving}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            await self._serving
        self.url = await ready


async def run_sandbox(stop: asyncio.Event, *, port: int, data: str | None, socket: bool) -> int:
    """`waymark sandbox`: until a signal. Refuses to run beside a real token (style.md 3.7)."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_SECRET"):
        if os.environ.get(name) or os.environ.get(f"{name}_FILE"):
            raise BadSettings(f"{name} is set: the sandbox never runs beside a real token.")
    with tempfile.TemporaryDirectory(prefix="waymark-") as scratch:
        folder = Path(data) if data else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        stage = Stage(
            OffsetClock(_a_working_morning()),
            f"sqlite+aiosqlite:///{folder / 'sandbox.db'}",
            socket_mode=socket,
            beating=True,
            secret_key=_kept_key(folder),
            seed=with_circles,
        )
        try:
            await stage.start(port=port)
        except OSError:
            raise BadSettings(f"Port {port} is taken: choose another with --port.") from None
        try:
            print(f"\n  Waymark and its local Slack are at  {stage.sandbox.url}\n", flush=True)
            await stop.wait()
        finally:
            await stage.stop()
    return 0


# --- private -------------------------------------------------------------------------------------


def _file_of(database_url: str) -> str:
    scheme, _, path = database_url.partition(":///")
    if not scheme.startswith("sqlite") or not path:
        raise ValueError("Only a demo that keeps its data in a file can begin again.")
    return path


def _throw_away(path: str) -> None:
    for name in (path, f"{path}-wal", f"{path}-shm"):
        Path(name).unlink(missing_ok=True)


def _shown(one: Standing) -> dict[str, Any]:
    """A promise as JSON; moments in ISO form."""
    return {
        "id": one.id,
        "kind": one.kind,
        "recipient": one.recipient_id,
        "state": str(one.state),
        "reason": one.reason,
        "priority": one.priority,
        "created_at": one.created_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "next_at": one.next_at.isoformat(),
        "attempts": one.attempt,
        "looks": one.misses,
        "resent": one.resent,
        "sent_at": one.sent_at.isoformat() if one.sent_at is not None else None,
        "digest": one.merged_into or None,
    }


def _a_working_morning() -> datetime:
    """The last Thursday morning: a day after it is Friday, and Monday's slot is ahead."""
    today = OffsetClock().now().astimezone(START_ZONE).date()
    day = today - timedelta(days=(today.weekday() - START_DAY) % 7)
    return datetime.combine(day, START_TIME, START_ZONE).astimezone(UTC)


def _kept_key(folder: Path) -> str:
    """A key for the demo's database, kept beside it."""
    path = folder / "sandbox.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(Fernet.generate_key().decode())
    return path.read_text().strip()
