"""Everything one sandbox knows, in one place, and the few changes made from many places."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.sandbox.app_config import AppConfig
from bot.sandbox.clock import RealClock, SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.grants import Grant
from bot.sandbox.ids import Ids
from bot.sandbox.journal import Journal
from bot.sandbox.rates import Rates
from bot.sandbox.surfaces import View
from bot.sandbox.text import visible_strings
from bot.sandbox.triggers import Hooks, Triggers
from bot.sandbox.workspace import Channel, Installation, Message, Team, next_ts

if TYPE_CHECKING:
    from bot.sandbox.deliveries import PostOffice
    from bot.sandbox.sockets import SocketHub

OnChange = Callable[[list[str]], None]


class World:
    """The shared state. ``url`` is known once the server listens."""

    post: PostOffice
    sockets: SocketHub

    def __init__(
        self,
        config: AppConfig,
        clock: SandboxClock,
        seed: int,
        signing_clock: SandboxClock | None = None,
    ) -> None:
        self.config = config
        self.clock = clock
        self.signing_clock: SandboxClock = signing_clock or RealClock()
        self.on_change: list[OnChange] = []
        self.on_traffic: list[Callable[[], None]] = []
        self.url = ""
        self._seed = seed
        self._stirred = asyncio.Event()
        self.clear()

    def clear(self) -> None:
        """Forget everything that happened: nobody is there, and ids begin anew."""
        self.ids = Ids(self._seed)
        self.journal = Journal(self.clock.now)
        self.journal.on_change.append(self._grown)
        self.rates = Rates(self.clock)
        self.faults = Faults()
        self.triggers = Triggers(self.clock, self.ids)
        self.hooks = Hooks(self.clock, self.ids)
        self.teams: dict[str, Team] = {}
        self.tokens: dict[str, Installation] = {}
        self.grants: dict[str, Grant] = {}

    # --- time ---------------------------------------------------------------------

    def seconds(self) -> int:
        """The clock as Unix seconds."""
        return int(self.clock.now().timestamp())

    def signing_seconds(self) -> int:
        """The Unix seconds a request to the app is signed with."""
        return int(self.signing_clock.now().timestamp())

    def stamp(self) -> str:
        """A fresh view hash."""
        return f"{self.seconds()}.{self.ids.short(8)}"

    # --- workspaces -----------------------------------------------------------------

    def found(self, team_id: str, name: str, domain: str, *, installed: bool = True) -> Team:
        """A new workspace, with the app installed in it unless told otherwise.

        The first one uses the tokens and bot ids of the configuration.
        """
        config, first = self.config, not self.teams
        installation = Installation(
            team_id=team_id,
            bot_token=config.bot_token if first else self.new_token(),
            bot_user_id=config.bot_user_id if first else self.ids.make("U"),
            bot_id=config.bot_id if first else self.ids.make("B"),
            scopes=config.scopes,
            state="active" if installed else "uninstalled",
        )
        team = Team(team_id, name, domain, installation)
        self.teams[team_id] = team
        self.tokens[installation.bot_token] = installation
        return team

    def new_token(self) -> str:
        return f"xoxb-sandbox-{self.ids.short(16)}"

    # --- conversations --------------------------------------------------------------

    def open_dm(self, team: Team, user: str, other: str | None = None) -> Channel:
        """The direct message between a person and the app (or ``other``), made on first use."""
        end = other or team.bot_user_id
        channel = team.dm_between(user, end)
        if channel is None:
            channel = Channel(self.ids.make("D"), "directmessage", "im", {user, end})
            team.channels[channel.id] = channel
        return channel

    def ts(self, channel: Channel) -> str:
        return next_ts(channel, self.clock.now())

    def store(self, team: Team, channel: Channel, message: Message) -> Message:
        """Keep a message and put it before everyone who may see it."""
        channel.messages.append(message)
        self.show_message(team, channel, message)
        return message

    def show_message(self, team: Team, channel: Channel, message: Message) -> None:
        viewers = [message.ephemeral_to] if message.ephemeral_to else sorted(channel.members)
        for viewer in viewers:
            team.show(viewer, message.text, *visible_strings(message.blocks))
        self.changed(*viewers)

    def show_view(self, team: Team, view: View) -> None:
        parts = [view.source.get(key) or {} for key in ("title", "submit", "close")]
        team.show(view.user, *visible_strings(parts), *visible_strings(view.blocks))
        self.changed(view.user)

    def changed(self, *users: str) -> None:
        """Tell listeners (the page's stream) whose screen is different now."""
        self.stir()
        for listener in list(self.on_change):
            listener(list(users))

    # --- waiting --------------------------------------------------------------------

    def stir(self) -> None:
        """Wake whoever waits in ``until``."""
        self._stirred.set()

    async def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Return when ``condition()`` is true; looked at again after everything that happens.

        Raises TimeoutError after ``seconds`` of real time.
        """
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._stirred.clear()
                    await self._stirred.wait()
        except TimeoutError:
            recent = "; ".join(f"{e.path} {e.status} {e.note}" for e in self.journal.entries[-8:])
            words = f"Still not so after {seconds} s. Last in the log: {recent or 'nothing'}."
            raise TimeoutError(words) from None

    # --- private ------------------------------------------------------------------

    def _grown(self) -> None:
        """The journal has one more entry, or one that is finished."""
        self.stir()
        for listener in list(self.on_traffic):
            listener()
