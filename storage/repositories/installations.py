"""Installed workspaces."""

from __future__ import annotations

from bot.domain.installations import Installation
from storage.repositories.base import Repository
from storage.tables.installations import installations


class InstallationRepository(Repository):
    """Implements ``bot.ports.repositories.Installations``."""

    async def get(self, workspace_id: str) -> Installation | None:
        """The installation, dead or alive."""
        own = installations.c.workspace_id == workspace_id
        return await self.one(self.rows(Installation, installations, own))
