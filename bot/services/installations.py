"""Workspaces come and go: one row each, whether from one token or through OAuth (D6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.errors import TooManyInstalling
from bot.domain.installations import STATE_LIFE, Installation, hash_of, new_state
from bot.ports import Clock, Units

#: How long an answer of ``find`` is trusted: another process may have installed again meanwhile.
TRUST = timedelta(seconds=30)
#: Installations under way at once; beyond it somebody is knocking, not installing.
MOST_UNDER_WAY = 1000


class InstallationService:
    """Installing, uninstalling, and finding the token of a workspace."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self._alive: dict[str, tuple[Installation, datetime]] = {}

    async def begin(self, browser: str) -> str:
        """A state for the way to Slack and back, good once and for ten minutes.

        Raises ``TooManyInstalling``.
        """
        state, now = new_state(browser), self.clock.now()
        until = now + STATE_LIFE
        kept = await self.units.everywhere().keep_install_state(
            hash_of(state), now, until, MOST_UNDER_WAY
        )
        if not kept:
            raise TooManyInstalling
        return state

    async def redeem(self, state: str) -> bool:
        """True for the first to bring this state back in time, and for nobody else."""
        return await self.units.everywhere().take_install_state(hash_of(state), self.clock.now())

    async def install(self, installation: Installation) -> Installation:
        """A workspace said yes; a second time replaces its token and wakes what slept."""
        async with self.units(installation.workspace_id) as work:
            known = await work.installations.get(installation.workspace_id)
            if known is None:
                work.installations.add(installation)
                known = installation
            else:
                if known.bot_token != installation.bot_token:
                    known.installed_at = installation.installed_at
                known.bot_token = installation.bot_token
                known.bot_user_id, known.bot_id = installation.bot_user_id, installation.bot_id
                known.team_name = installation.team_name
                known.enterprise_id = installation.enterprise_id
                known.dead_at, known.dead_reason = None, ""
                await work.outbox.unblock(self.clock.now())
            await work.commit()
        self._alive[known.workspace_id] = known, self.clock.now()
        return known

    async def find(self, workspace_id: str) -> Installation | None:
        """The living installation of a workspace; cached for a moment (performance.md)."""
        now = self.clock.now()
        if workspace_id in self._alive:
            known, read_at = self._alive[workspace_id]
            if now - read_at < TRUST:
                return known
        async with self.units.reading(workspace_id) as work:
            found = await work.installations.get(workspace_id)
        if found is None or not found.is_alive:
            self._alive.pop(workspace_id, None)
            return None
        self._alive[workspace_id] = found, now
        return found

    def distrust(self, workspace_id: str) -> None:
        """Something went wrong with it: another process may have put a new token in its place."""
        self._alive.pop(workspace_id, None)

    async def ended(self, workspace_id: str, reason: str, at: datetime | None = None) -> None:
        """Uninstalled or revoked: nothing more is sent; the words stay for a return.

        The two events come in any order, and both may come (slack.md 4.7). ``at`` is when it
        happened: news from before the present installation is old news (reliability.md T22).
        """
        self._alive.pop(workspace_id, None)
        async with self.units(workspace_id) as work:
            found = await work.installations.get(workspace_id)
            if found is not None and found.is_alive and not _is_old(at, found):
                found.dead_at, found.dead_reason = self.clock.now(), reason
            await work.commit()


# --- private -------------------------------------------------------------------------------------


def _is_old(at: datetime | None, installation: Installation) -> bool:
    """Slack's moments are whole seconds."""
    return at is not None and at < installation.installed_at.replace(microsecond=0)
