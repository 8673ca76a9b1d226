"""Career maps, their routes and stories, and the step a goal comes from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. A program of the version before writes goals without the new column."""
    op.create_table(
        "career_maps",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_career_maps_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_maps")),
    )
    op.create_index(
        op.f("ix_career_maps_workspace_id_owner_id"),
        "career_maps",
        ["workspace_id", "owner_id"],
        unique=True,
    )
    op.create_table(
        "map_paths",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gain", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("first_test", sa.Text(), nullable=False),
        sa.Column("serves", sa.Text(), nullable=False),
        sa.Column("strains", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("pairing_id", sa.String(length=40), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_map_paths_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_paths")),
    )
    op.create_index(
        op.f("ix_map_paths_workspace_id_owner_id_kind"),
        "map_paths",
        ["workspace_id", "owner_id", "kind"],
    )
    op.create_table(
        "map_steps",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("path_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("taught", sa.Text(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goal_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_map_steps_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_steps")),
    )
    op.create_index(
        op.f("ix_map_steps_workspace_id_path_id_position"),
        "map_steps",
        ["workspace_id", "path_id", "position"],
    )
    op.add_column(
        "goals", sa.Column("step_id", sa.String(length=40), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("goals") as batch:
        batch.drop_column("step_id")
    op.drop_index(op.f("ix_map_steps_workspace_id_path_id_position"), table_name="map_steps")
    op.drop_table("map_steps")
    op.drop_index(op.f("ix_map_paths_workspace_id_owner_id_kind"), table_name="map_paths")
    op.drop_table("map_paths")
    op.drop_index(op.f("ix_career_maps_workspace_id_owner_id"), table_name="career_maps")
    op.drop_table("career_maps")
