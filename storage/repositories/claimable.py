"""Questions about the outbox that several claims ask, as SQL expressions."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    update,
)
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

#: The moments the statements know, as far from the one that is asked about. They are built once:
#: building one costs more than asking it.
_OFFSETS = {
    "now": timedelta(),
    "in_order": -IN_ORDER,
    "second": -DM_PACE,
    "long_ago": -DM_PACE - LEASE,
    "urgent": WORKSPACE_PACE * BURST[Lane.URGENT],
    "normal": WORKSPACE_PACE * BURST[Lane.NORMAL],
}


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=outbox.c.next_at.type)


NOW = _moment("now")


def alive() -> ColumnElement[bool]:
    """Of a workspace that may be written to."""
    return outbox.c.workspace_id.in_(living())


def living() -> Any:
    """The workspaces whose installation is alive."""
    return select(installations.c.workspace_id).where(installations.c.dead_at.is_(None))


def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """Spelled out in the statement: a partial index is not used for a parameter."""
    return outbox.c.state == literal_column(f"'{state.value}'")


@cache
def claimable() -> Any:
    """The most important message that may go at a moment; takes the parameters of ``at``."""
    return (
        select(Delivery)
        .where(
            in_state(DeliveryState.PENDING),
            outbox.c.next_at <= NOW,
            alive(),
            ~held(POST),
            ~_spent(),
            ~_busy(),
        )
        .order_by(outbox.c.priority, outbox.c.next_at, outbox.c.id)
        .limit(1)
    )


@cache
def is_any_claimable() -> Any:
    """The id of one such message."""
    return claimable().with_only_columns(outbox.c.id)


@cache
def claim() -> Any:
    """The same, locked; who is locked already is passed over."""
    return claimable().with_for_update(of=outbox, skip_locked=True)


@cache
def take() -> Any:
    """The claim itself: of a row that still waits, as it was read, and of nobody who heard of us
    since; takes ``taken``. What stood when the row was chosen is looked at again, because another
    claimer may have sent in between."""
    return (
        update(outbox)
        .where(
            outbox.c.id == bindparam("row"),
            in_state(DeliveryState.PENDING),
            outbox.c.fence == bindparam("seen_fence"),
            ~_busy(),
        )
        .values(
            state=DeliveryState.SENDING,
            owner=bindparam("claimer"),
            lease_until=bindparam("leased_until"),
            attempt=bindparam("attempts"),
            fence=bindparam("next_fence"),
            first_start=bindparam("began"),
            last_start=bindparam("begins"),
        )
    )


def taken(row: Delivery, moment: datetime) -> dict[str, Any]:
    """What ``take`` is asked with, for a row that was changed in memory already."""
    moments = at(moment)
    return {name: moments[name] for name in ("in_order", "second", "long_ago")} | {
        "row": row.id,
        "seen_fence": row.fence - 1,
        "claimer": row.owner,
        "leased_until": row.lease_until,
        "attempts": row.attempt,
        "next_fence": row.fence,
        "began": row.first_start,
        "begins": row.last_start,
    }


def at(moment: datetime) -> dict[str, datetime]:
    """What the statements of this module are asked with."""
    return {name: moment + off for name, off in _OFFSETS.items()}


def held(method: str) -> ColumnElement[bool]:
    """Slack said 429 for this method in the row's workspace."""
    return exists().where(
        paces.c.workspace_id == outbox.c.workspace_id,
        paces.c.method == method,
        paces.c.held_until > NOW,
    )


def pace_row(workspace_id: str, method: str) -> Any:
    """An update of one row of the paces."""
    return update(paces).where(paces.c.workspace_id == workspace_id, paces.c.method == method)


# --- private -------------------------------------------------------------------------------------


def _busy() -> ColumnElement[bool]:
    """Another message of this lane is on its way to them, or one arrived this very second."""
    other = aliased(outbox)
    theirs = (
        other.c.workspace_id == outbox.c.workspace_id,
        other.c.recipient_id == outbox.c.recipient_id,
    )
    in_flight = exists().where(
        *theirs,
        other.c.lane == outbox.c.lane,
        other.c.id != outbox.c.id,
        or_(
            other.c.state == DeliveryState.SENDING,
            (other.c.state == DeliveryState.UNKNOWN) & (other.c.last_start > _moment("in_order")),
        ),
    )
    just_now = exists().where(
        *theirs,
        other.c.last_start > _moment("long_ago"),
        or_(other.c.last_start > _moment("second"), other.c.sent_at > _moment("second")),
    )
    return or_(in_flight, just_now)


def _spent() -> ColumnElement[bool]:
    """The workspace's posts of this minute are used up for the row's lane."""
    ahead = case((outbox.c.lane == Lane.URGENT, _moment("urgent")), else_=_moment("normal"))
    return exists().where(
        paces.c.workspace_id == outbox.c.workspace_id,
        paces.c.method == POST,
        paces.c.spent_until > ahead,
    )
