"""What mentees ask mentors for on their career maps, what mentors write to a step, when
a way of theirs was taken over, and what changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes none."""
    op.add_column("map_paths", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "map_asks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("pairing_id", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("route_label", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_map_asks_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_asks")),
    )
    op.create_index(
        op.f("ix_map_asks_workspace_id_owner_id"), "map_asks", ["workspace_id", "owner_id"]
    )
    op.create_index(
        op.f("ix_map_asks_workspace_id_pairing_id"), "map_asks", ["workspace_id", "pairing_id"]
    )
    op.create_table(
        "map_comments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.String(length=40), nullable=False),
        sa.Column("path_id", sa.String(length=40), nullable=False),
        sa.Column("step_id", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_map_comments_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_comments")),
    )
    op.create_index(
        op.f("ix_map_comments_workspace_id_path_id"), "map_comments", ["workspace_id", "path_id"]
    )
    op.create_index(
        op.f("ix_map_comments_workspace_id_step_id_by_id"),
        "map_comments",
        ["workspace_id", "step_id", "by_id"],
        unique=True,
    )
    op.create_table(
        "map_changes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("path_id", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_map_changes_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_changes")),
    )
    op.create_index(
        op.f("ix_map_changes_workspace_id_owner_id_at"),
        "map_changes",
        ["workspace_id", "owner_id", "at"],
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(op.f("ix_map_changes_workspace_id_owner_id_at"), table_name="map_changes")
    op.drop_table("map_changes")
    op.drop_index(op.f("ix_map_comments_workspace_id_step_id_by_id"), table_name="map_comments")
    op.drop_index(op.f("ix_map_comments_workspace_id_path_id"), table_name="map_comments")
    op.drop_table("map_comments")
    op.drop_index(op.f("ix_map_asks_workspace_id_pairing_id"), table_name="map_asks")
    op.drop_index(op.f("ix_map_asks_workspace_id_owner_id"), table_name="map_asks")
    op.drop_table("map_asks")
    with op.batch_alter_table("map_paths") as batch:
        batch.drop_column("taken_at")
