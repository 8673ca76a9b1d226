"""The one rule of who may read what (design D8, content.md 0.2), as SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, or_, select

from bot.domain.pairings import PairingState
from bot.domain.visibility import Visibility
from storage.tables.pairings import pairings


def may_see(table: Table, workspace_id: str, viewer: str) -> ColumnElement[bool]:
    """The owner sees a row; so does the mentor of the active pairing it was shared with.

    Works for every table with ``owner_id``, ``visibility`` and ``pairing_id``.
    """
    theirs = select(pairings.c.id).where(
        pairings.c.workspace_id == workspace_id,
        pairings.c.mentor_id == viewer,
        pairings.c.state == PairingState.ACTIVE,
    )
    shared = and_(table.c.visibility != Visibility.PRIVATE, table.c.pairing_id.in_(theirs))
    return or_(table.c.owner_id == viewer, shared)
