"""Praise for a check-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it. A program of the version before writes rows without it: hence the default."""
    op.add_column(
        "praises",
        sa.Column("checkin_id", sa.String(length=40), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("praises") as batch:
        batch.drop_column("checkin_id")
