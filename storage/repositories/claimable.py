"""Questions about the outbox that several claims ask, as SQL expressions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.outbox import (
    BURST,
    DM_PACE,
    IN_ORDER,
    LEASE,
    WORKSPACE_PACE,
    Delivery,
    DeliveryState,
    Lane,
)
from storage.tables.installations import installations
from storage.tables.outbox import outbox, paces

POST = "chat.postMessage"
HISTORY = "conversations.history"


def alive() -> ColumnElement[bool]:
    """Of a workspace that may be written to."""
    return outbox.c.workspace_id.in_(living())


def living() -> Any:
    """The workspaces whose installation is alive."""
    return select(installations.c.workspace_id).where(installations.c.dead_at.is_(None))


def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """Spelled out in the statement: a partial index is not used for a parameter."""
    return outbox.c.state == literal_column(f"'{state.value}'")


def claimable(moment: datetime) -> Any:
    """The most important message that may go at a moment."""
    return (
        select(Delivery)
        .where(
            in_state(DeliveryState.PENDING),
            outbox.c.next_at <= moment,
            alive(),
            ~held(POST, moment),
            ~spent(moment),
            ~busy(moment),
        )
        .order_by(outbox.c.priority, outbox.c.next_at, outbox.c.id)
        .limit(1)
    )


def busy(moment: datetime) -> ColumnElement[bool]:
    """Another message of this lane is on its way to them, or one arrived this very second."""
    other = aliased(outbox)
    theirs = (
        other.c.workspace_id == outbox.c.workspace_id,
        other.c.recipient_id == outbox.c.recipient_id,
    )
    recent = other.c.last_start > moment - IN_ORDER
    in_flight = exists().where(
        *theirs,
        other.c.lane == outbox.c.lane,
        other.c.id != outbox.c.id,
        or_(
            other.c.state == DeliveryState.SENDING,
            (other.c.state == DeliveryState.UNKNOWN) & recent,
        ),
    )
    just_now = exists().where(
        *theirs,
        other.c.last_start > moment - DM_PACE - LEASE,
        or_(other.c.last_start > moment - DM_PACE, other.c.sent_at > moment - DM_PACE),
    )
    return or_(in_flight, just_now)


def held(method: str, moment: datetime) -> ColumnElement[bool]:
    """Slack said 429 for this method in the row's workspace."""
    return exists().where(
        paces.c.workspace_id == outbox.c.workspace_id,
        paces.c.method == method,
        paces.c.held_until > moment,
    )


def spent(moment: datetime) -> ColumnElement[bool]:
    """The workspace's posts of this minute are used up for the row's lane."""
    urgent, normal = (moment + WORKSPACE_PACE * BURST[lane] for lane in (Lane.URGENT, Lane.NORMAL))
    return exists().where(
        paces.c.workspace_id == outbox.c.workspace_id,
        paces.c.method == POST,
        paces.c.spent_until > case((outbox.c.lane == Lane.URGENT, urgent), else_=normal),
    )


def pace_row(workspace_id: str, method: str) -> Any:
    """An update of one row of the paces."""
    return update(paces).where(paces.c.workspace_id == workspace_id, paces.c.method == method)
