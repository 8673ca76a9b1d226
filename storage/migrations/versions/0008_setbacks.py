"""Setbacks, the quiet after one, and when an old win was last brought back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes rows without the new columns."""
    op.create_table(
        "setbacks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("used", sa.String(length=40), nullable=False),
        sa.Column("plan_then", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("friend", sa.Text(), nullable=False),
        sa.Column("checkin_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_setbacks_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setbacks")),
    )
    op.create_index(
        op.f("ix_setbacks_workspace_id_owner_id_at"),
        "setbacks",
        ["workspace_id", "owner_id", "at"],
    )
    op.add_column("people", sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("wins", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("wins") as batch:
        batch.drop_column("shown_at")
    with op.batch_alter_table("people") as batch:
        batch.drop_column("quiet_until")
    op.drop_index(op.f("ix_setbacks_workspace_id_owner_id_at"), table_name="setbacks")
    op.drop_table("setbacks")
