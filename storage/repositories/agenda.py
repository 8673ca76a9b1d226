"""Lines for the next conversation: the owner's, and what the other side of the pair showed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.domain.agenda import AgendaItem
from bot.domain.pairings import PairingState
from bot.domain.visibility import Visibility
from storage.repositories.base import Repository
from storage.tables.agenda import agenda_items
from storage.tables.pairings import pairings


class AgendaRepository(Repository):
    """Implements ``bot.ports.agenda.Agenda``."""

    async def waiting(self, viewer: str) -> list[AgendaItem]:
        """What this person may see of the active pairings they are in, oldest first."""
        columns = agenda_items.c
        query = self.rows(
            AgendaItem,
            agenda_items,
            columns.done_at.is_(None),
            columns.pairing_id.in_(self._active_of(viewer)),
            self._may_see(viewer),
        )
        return await self.all(query.order_by(columns.at, columns.id))

    async def get(self, item_id: str, *, visible_to: str) -> AgendaItem | None:
        """The line, to who may see it; to anybody else there is none."""
        here = agenda_items.c.id == item_id
        return await self.one(self.rows(AgendaItem, agenda_items, here, self._may_see(visible_to)))

    async def waiting_about(
        self, pairing_id: str, about_id: str, *, owner_id: str
    ) -> AgendaItem | None:
        """The owner's line about one record that still waits in this pairing."""
        columns = agenda_items.c
        return await self.one(
            self.rows(
                AgendaItem,
                agenda_items,
                columns.pairing_id == pairing_id,
                columns.about_id == about_id,
                columns.owner_id == owner_id,
                columns.done_at.is_(None),
            )
        )

    # --- private ---------------------------------------------------------------------------------

    def _may_see(self, viewer: str) -> ColumnElement[bool]:
        """A line may be the mentor's own, too: both sides of a pair show theirs."""
        columns = agenda_items.c
        shown = and_(
            columns.visibility != Visibility.PRIVATE,
            columns.pairing_id.in_(self._active_of(viewer)),
        )
        return or_(columns.owner_id == viewer, shown)

    def _active_of(self, viewer: str) -> Select[tuple[str]]:
        return select(pairings.c.id).where(
            pairings.c.workspace_id == self.workspace_id,
            pairings.c.state == PairingState.ACTIVE,
            or_(pairings.c.mentee_id == viewer, pairings.c.mentor_id == viewer),
        )
