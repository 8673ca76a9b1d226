"""The local Slack as one object: start it, point the app at it, act as its people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox import channels, conversations, events, lifecycle, seed
from bot.sandbox.app_config import AppConfig
from bot.sandbox.clock import RealClock, SandboxClock
from bot.sandbox.control import Control, Winder
from bot.sandbox.control_stream import Stream
from bot.sandbox.deliveries import PostOffice
from bot.sandbox.faults import Faults
from bot.sandbox.install_screen import InstallScreen
from bot.sandbox.journal import Journal
from bot.sandbox.people import Persona
from bot.sandbox.rates import Rates
from bot.sandbox.results import Answer
from bot.sandbox.server import Server
from bot.sandbox.sockets import SocketHub
from bot.sandbox.web_api.scheduled import post_due
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Channel, Team, User
from bot.sandbox.world import OnChange, World

Seed = Callable[[Team], None]


class Sandbox:
    """A strict stand-in for Slack; see FIDELITY.md for what it does and does not imitate.

    ``ack_seconds`` is Slack's patience in real time, ``time_scale`` shortens the waits
    between retries (0.001: the minute becomes 60 ms), ``ids`` seeds every id. Requests are
    signed by ``signing_clock``: by default the machine's time, because that is what Bolt
    compares with, whatever the workspace's own clock says.
    """

    def __init__(
        self,
        config: AppConfig | None = None,
        clock: SandboxClock | None = None,
        seed: Seed = seed.cast,
        *,
        time_scale: float = 1.0,
        ack_seconds: float = 3.0,
        ids: int = 1,
        signing_clock: SandboxClock | None = None,
        installed: bool = True,
    ) -> None:
        self.config = config or AppConfig()
        self.clock: SandboxClock = clock or RealClock()
        self.world = World(self.config, self.clock, ids, signing_clock)
        self.world.sockets = SocketHub(self.world)
        self.world.post = PostOffice(self.world, ack_seconds=ack_seconds, time_scale=time_scale)
        self.winder: Winder | None = None
        self._seed = seed
        self._installed = installed
        self.team = self._found()
        self._control = Control(self)
        self._server = Server(self.world, self._control.routes, InstallScreen(self.world).routes)

    # --- running --------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; ``port`` 0 takes a free one. Loopback only."""
        self.stream.start()
        self.world.url = await self._server.start(host, port)
        await self.world.post.start()

    async def stop(self) -> None:
        """Stop at once: deliveries under way are dropped, lines are cut."""
        self.stream.stop()
        await self.world.post.stop()
        await self.world.sockets.stop()
        await self._server.stop()

    async def reset(self) -> None:
        """Back to the first morning: the same people, nothing said, no faults, full buckets.

        Whatever is under way is dropped. Stop the app first and start it anew afterwards; the
        address stays. The clock is wound back when it can be.
        """
        await self.world.sockets.drop()
        await self.world.post.drop()
        rewind = getattr(self.clock, "rewind", None)
        if rewind is not None:
            rewind()
        self.world.clear()
        self.team = self._found()

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def api_url(self) -> str:
        """The ``base_url`` for slack_sdk."""
        return f"{self.world.url}/api/"

    def connect(self, request_url: str | None) -> None:
        """Send events and interactions to this URL; None goes back to Socket Mode."""
        self.config.request_url = request_url

    async def verify_url(self) -> bool:
        """The ``url_verification`` handshake done when a request URL is saved."""
        return await self.world.post.verify_url()

    async def quiet(self) -> None:
        """Return when no delivery is being attempted; waits for later retries do not count."""
        await self.world.post.quiet()

    async def until(self, condition: Callable[[], object], seconds: float = 3.0) -> None:
        """Return when ``condition()`` is true, without polling. Raises TimeoutError."""
        await self.world.until(condition, seconds)

    # --- people ---------------------------------------------------------------------

    def person(self, name: str, team: Team | None = None) -> Persona:
        """By key, name or user id. Raises LookupError."""
        place = team or self.team
        user = place.find_user(name)
        if user is None:
            raise LookupError(f"Nobody is called {name!r}.")
        return Persona(self.world, place, user)

    def join(
        self, name: str, tz: str | None = "Europe/London", team: Team | None = None, **flags: Any
    ) -> Persona:
        """A new member; ``flags`` are fields of User (``is_restricted=True`` …)."""
        place = team or self.team
        handle = name.split(" ")[0].lower()
        user_id = flags.pop("id", None) or self.world.ids.make("U")
        user = place.add(User(user_id, handle, handle, name, tz=tz, **flags))
        general = place.channels.get(seed.GENERAL)
        if general is not None and not user.is_bot:
            general.members.add(user.id)
            conversations.mark_read(place, general, user)
        events.joined(self.world, place, user)
        self.world.changed(user.id)
        return Persona(self.world, place, user)

    def add_channel(
        self,
        name: str,
        *people: Persona,
        private: bool = False,
        with_app: bool = True,
        team: Team | None = None,
    ) -> Channel:
        """A channel these people are in, and the app unless nobody invited it."""
        members = {one.id for one in people}
        place = team or self.team
        return channels.make(self.world, place, name, members, private=private, with_app=with_app)

    async def invite_app(self, channel: Channel) -> None:
        """Somebody types `/invite` with the app's name."""
        await _told(channels.enter(self.world, self.team, channel, self.team.bot_user_id))

    async def remove_app(self, channel: Channel) -> None:
        """Somebody takes the app out of a channel."""
        await _told(channels.leave(self.world, self.team, channel, self.team.bot_user_id))

    def archive(self, channel: Channel) -> None:
        """Somebody archives a channel."""
        channels.archive(self.world, self.team, channel)

    def add_team(
        self,
        team_id: str,
        name: str,
        domain: str | None = None,
        seed: Seed | None = None,
        *,
        installed: bool = True,
    ) -> Team:
        """Another workspace, with the app in it; ``team.installation.bot_token`` is its token."""
        place = domain or name.lower().replace(" ", "-")
        team = self.world.found(team_id, name, place, installed=installed)
        (seed or self._seed)(team)
        return team

    # --- the app's life -----------------------------------------------------------------

    async def uninstall(self, team: Team | None = None) -> None:
        """The app is removed; both events are delivered first or fail."""
        await asyncio.gather(*lifecycle.uninstall(self.world, team or self.team))

    async def revoke_tokens(self, team: Team | None = None) -> None:
        """The token is revoked by an admin."""
        told = lifecycle.revoke(self.world, team or self.team)
        if told is not None:
            await told

    def reinstall(self, team: Team | None = None, scopes: tuple[str, ...] | None = None) -> str:
        """Install again; returns the new bot token."""
        return lifecycle.reinstall(self.world, team or self.team, scopes).bot_token

    # --- deliveries -----------------------------------------------------------------

    async def redeliver(self, times: int = 1, which: int = -1) -> list[Answer]:
        """Deliver an earlier event (default: the last) again, same ``event_id``."""
        return await self.world.post.redeliver(times, which)

    async def deliver(self, event: Json, team: Team | None = None) -> None:
        """Deliver any event, subscribed to or not; returns after the first attempt."""
        task = self.world.post.event(team or self.team, event)
        if task is not None:
            await task

    def hold_events(self) -> None:
        self.world.post.hold()

    async def release_events(self, *, backwards: bool = False) -> None:
        await self.world.post.release(backwards=backwards)

    def post_scheduled(self) -> None:
        """Let chat.scheduleMessage messages that have become due appear."""
        for team in self.world.teams.values():
            post_due(self.world, team)

    # --- parts ----------------------------------------------------------------------

    @property
    def log(self) -> Journal:
        return self.world.journal

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def rates(self) -> Rates:
        return self.world.rates

    @property
    def post(self) -> PostOffice:
        return self.world.post

    @property
    def sockets(self) -> SocketHub:
        return self.world.sockets

    @property
    def stream(self) -> Stream:
        return self._control.stream

    @property
    def on_change(self) -> list[OnChange]:
        return self.world.on_change

    # --- private --------------------------------------------------------------------

    def _found(self) -> Team:
        return self.add_team(
            "T0WAYMARK", "Waymark Trial", "waymark-trial", installed=self._installed
        )


# --- private ---------------------------------------------------------------------


async def _told(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        await task
