"""What goals are asked about: fit, kind, milestones, moves, and their history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes rows without them: hence the defaults."""
    for column in _new_columns():
        op.add_column("goals", column)
    op.create_table(
        "goal_changes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("goal_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_goal_changes_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_changes")),
    )
    op.create_index(
        op.f("ix_goal_changes_workspace_id_goal_id_at"),
        "goal_changes",
        ["workspace_id", "goal_id", "at"],
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(op.f("ix_goal_changes_workspace_id_goal_id_at"), table_name="goal_changes")
    op.drop_table("goal_changes")
    with op.batch_alter_table("goals") as batch:
        for column in reversed(_new_columns()):
            batch.drop_column(column.name)


# --- private -------------------------------------------------------------------------------------


def _new_columns() -> tuple[sa.Column[Any], ...]:
    word = sa.String(length=40)
    return (
        sa.Column("kind", word, nullable=False, server_default="outcome"),
        sa.Column("what", sa.Text(), nullable=False, server_default=""),
        sa.Column("control", word, nullable=False, server_default=""),
        sa.Column("done_before", word, nullable=False, server_default=""),
        sa.Column("raise_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("own_part", sa.Text(), nullable=False, server_default=""),
        sa.Column("milestone", sa.Text(), nullable=False, server_default=""),
        sa.Column("milestone_on", sa.Date(), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ending", sa.Text(), nullable=False, server_default=""),
    )
