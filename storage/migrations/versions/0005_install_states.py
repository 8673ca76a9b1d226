"""Installations begun in a browser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "install_states",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_install_states")),
    )
    op.create_index(
        op.f("ix_install_states_expires_at"), "install_states", ["expires_at"], unique=False
    )


def downgrade() -> None:
    """Take it away: whoever was on the way begins again."""
    op.drop_table("install_states")
