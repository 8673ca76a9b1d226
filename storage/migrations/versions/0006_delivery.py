"""Lanes, fences, healing and pace of what is sent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SENDING = sa.text("state = 'sending'")
_PENDING = sa.text("state = 'pending'")
_HEALING = sa.text("heal_at IS NOT NULL")


def upgrade() -> None:
    """Add them. A program of the version before writes rows without them: hence the defaults.

    Of several messages of one lane on their way to one person, which the version before allowed
    across restarts, all but one become unknown; the history tells of them.
    """
    for column in _new_columns():
        op.add_column("outbox", column)
    op.execute("UPDATE outbox SET lane = 'urgent' WHERE priority <= 1")
    op.execute(
        "UPDATE outbox SET state = 'unknown', owner = '', lease_until = NULL "
        "WHERE state = 'sending' AND EXISTS (SELECT 1 FROM outbox AS other "
        "WHERE other.state = 'sending' AND other.workspace_id = outbox.workspace_id "
        "AND other.recipient_id = outbox.recipient_id AND other.lane = outbox.lane "
        "AND other.id < outbox.id)"
    )
    op.create_index(
        "uq_outbox_in_flight",
        "outbox",
        ["workspace_id", "recipient_id", "lane"],
        unique=True,
        sqlite_where=_SENDING,
        postgresql_where=_SENDING,
    )
    op.create_index(
        "ix_outbox_claim",
        "outbox",
        ["priority", "next_at", "id"],
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )
    op.create_index(
        "ix_outbox_heal_at",
        "outbox",
        ["heal_at"],
        sqlite_where=_HEALING,
        postgresql_where=_HEALING,
    )
    op.create_index(
        op.f("ix_outbox_workspace_id_recipient_id_last_start"),
        "outbox",
        ["workspace_id", "recipient_id", "last_start"],
    )
    op.create_table(
        "paces",
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_paces_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "method", name=op.f("pk_paces")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("paces")
    for name in (
        "ix_outbox_workspace_id_recipient_id_last_start",
        "ix_outbox_heal_at",
        "ix_outbox_claim",
        "uq_outbox_in_flight",
    ):
        op.drop_index(name, table_name="outbox")
    with op.batch_alter_table("outbox") as batch:
        for column in reversed(_new_columns()):
            batch.drop_column(column.name)


# --- private -------------------------------------------------------------------------------------


def _new_columns() -> tuple[sa.Column[Any], ...]:
    moment = sa.DateTime(timezone=True)
    return (
        sa.Column("lane", sa.String(length=40), nullable=False, server_default="normal"),
        sa.Column("fence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unknown_at", moment, nullable=True),
        sa.Column("missed_at", moment, nullable=True),
        sa.Column("heal_state", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("heal_at", moment, nullable=True),
    )
