"""Praise for a check-in; breaks of one goal or one pairing; of a first meeting only the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes rows without them: hence the default."""
    op.add_column(
        "praises",
        sa.Column("checkin_id", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column("goals", sa.Column("paused_until", sa.DateTime(timezone=True)))
    for column in ("mentee_paused_until", "mentor_paused_until"):
        op.add_column("pairings", sa.Column(column, sa.DateTime(timezone=True)))
    op.execute(f"UPDATE people SET created_at = {_DAY[op.get_bind().dialect.name]}")


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("pairings") as batch:
        for column in ("mentor_paused_until", "mentee_paused_until"):
            batch.drop_column(column)
    with op.batch_alter_table("goals") as batch:
        batch.drop_column("paused_until")
    with op.batch_alter_table("praises") as batch:
        batch.drop_column("checkin_id")


_DAY = {
    "sqlite": "strftime('%Y-%m-%d 00:00:00.000000', created_at)",
    "postgresql": "date_trunc('day', created_at, 'UTC')",
}
