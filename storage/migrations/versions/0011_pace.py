"""How often check-ins come: when that was asked, and when it slowed down by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes rows without them: hence the default."""
    op.add_column("schedules", sa.Column("pace_asked_at", sa.DateTime(timezone=True)))
    op.add_column(
        "schedules",
        sa.Column("pace_open", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("schedules", sa.Column("slowed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("schedules") as batch:
        for column in ("slowed_at", "pace_open", "pace_asked_at"):
            batch.drop_column(column)
