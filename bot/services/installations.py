"""Workspaces come and go: one row each, whether from one token or through OAuth (D6)."""

from __future__ import annotations

from bot.domain.installations import Installation
from bot.ports import Clock, Units


class InstallationService:
    """Installing, uninstalling, and finding the token of a workspace."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self._alive: dict[str, Installation] = {}

    async def install(self, installation: Installation) -> Installation:
        """A workspace said yes; a second time replaces its token and wakes what slept."""
        async with self.units(installation.workspace_id) as work:
            known = await work.installations.get(installation.workspace_id)
            if known is None:
                work.installations.add(installation)
                known = installation
            else:
                known.bot_token = installation.bot_token
                known.bot_user_id, known.bot_id = installation.bot_user_id, installation.bot_id
                known.team_name = installation.team_name
                known.enterprise_id = installation.enterprise_id
                known.dead_at, known.dead_reason = None, ""
            await work.commit()
        self._alive[known.workspace_id] = known
        return known

    async def find(self, workspace_id: str) -> Installation | None:
        """The living installation of a workspace; cached until it ends (performance.md)."""
        if workspace_id in self._alive:
            return self._alive[workspace_id]
        async with self.units.reading(workspace_id) as work:
            found = await work.installations.get(workspace_id)
        if found is None or not found.is_alive:
            return None
        self._alive[workspace_id] = found
        return found

    async def ended(self, workspace_id: str, reason: str) -> None:
        """Uninstalled or revoked: nothing more is sent; the words stay for a return.

        The two events come in any order, and both may come (slack.md 4.7).
        """
        self._alive.pop(workspace_id, None)
        async with self.units(workspace_id) as work:
            found = await work.installations.get(workspace_id)
            if found is not None and found.is_alive:
                found.dead_at, found.dead_reason = self.clock.now(), reason
            await work.commit()
