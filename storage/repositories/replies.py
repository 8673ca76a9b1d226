"""Words typed in the DM, read by nobody but their owner."""

from __future__ import annotations

from bot.domain.replies import StrayWords
from storage.repositories.base import Repository
from storage.tables.replies import stray_words


class ReplyRepository(Repository):
    """Implements ``bot.ports.repositories.Replies``."""

    async def get(self, stray_id: str, *, owner_id: str) -> StrayWords | None:
        """What was typed, to the one who typed it."""
        columns = stray_words.c
        return await self.one(
            self.rows(
                StrayWords, stray_words, columns.id == stray_id, columns.owner_id == owner_id
            )
        )
