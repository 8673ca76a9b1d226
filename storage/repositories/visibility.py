"""The one rule of who may read what (design D8, content.md 0.2), as SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select

from bot.domain.circles import Trouble
from bot.domain.pairings import PairingState
from bot.domain.visibility import Visibility
from storage.tables.circles import circle_members, circles
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


def circles_of(workspace_id: str, viewer: str) -> Select[tuple[str]]:
    """The ids of the circles this viewer is in, as Slack told it last: named, not left off, and
    with a channel Slack shows us."""
    return (
        select(circles.c.id)
        .join(circle_members, circle_members.c.circle_id == circles.c.id)
        .where(
            circles.c.workspace_id == workspace_id,
            circle_members.c.workspace_id == workspace_id,
            circle_members.c.user_id == viewer,
            circles.c.ended_at.is_(None),
            circles.c.trouble == Trouble.NONE,
        )
    )


def asked_of(table: Table, workspace_id: str, viewer: str) -> ColumnElement[bool]:
    """What was asked of everybody here, or of a circle this viewer is in (content.md F16)."""
    theirs = circles_of(workspace_id, viewer)
    return or_(table.c.circle_id == "", table.c.circle_id.in_(theirs))


def in_circle(table: Table, workspace_id: str, viewer: str) -> ColumnElement[bool]:
    """What was set to a circle this viewer is in, by somebody who is in it still; nothing else of
    its owner's.

    Works for every table with ``owner_id``, ``visibility`` and ``circle_id``.
    """
    theirs = circles_of(workspace_id, viewer)
    inside = select(circle_members.c.user_id).where(
        circle_members.c.workspace_id == workspace_id,
        circle_members.c.circle_id == table.c.circle_id,
    )
    return and_(
        table.c.visibility == Visibility.GROUP,
        table.c.circle_id.in_(theirs),
        table.c.owner_id.in_(inside),
    )
