"""Circles: channels an admin named, who is in them, and what is set to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SET_TO_A_CIRCLE = ("goals", "wins", "questions")


def upgrade() -> None:
    """Add the tables; a program of the version before does not know them."""
    op.create_table(
        "circles",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_circles_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
    )
    op.create_index(
        op.f("ix_circles_workspace_id_channel_id"),
        "circles",
        ["workspace_id", "channel_id"],
        unique=True,
    )
    op.create_table(
        "circle_members",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("circle_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_circle_members_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_members")),
    )
    op.create_index(
        op.f("ix_circle_members_workspace_id_circle_id_user_id"),
        "circle_members",
        ["workspace_id", "circle_id", "user_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_circle_members_workspace_id_user_id"),
        "circle_members",
        ["workspace_id", "user_id"],
    )
    op.create_table(
        "circle_posts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("circle_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("helper_id", sa.String(length=40), nullable=False),
        sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_circle_posts_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_posts")),
    )
    op.create_index(
        op.f("ix_circle_posts_workspace_id_circle_id_subject_id"),
        "circle_posts",
        ["workspace_id", "circle_id", "subject_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_circle_posts_workspace_id_owner_id"),
        "circle_posts",
        ["workspace_id", "owner_id"],
    )
    for table in SET_TO_A_CIRCLE:
        op.add_column(
            table,
            sa.Column("circle_id", sa.String(length=40), nullable=False, server_default=""),
        )


def downgrade() -> None:
    """Take them away again."""
    for table in SET_TO_A_CIRCLE:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("circle_id")
    for name in ("owner_id", "circle_id_subject_id"):
        index = op.f(f"ix_circle_posts_workspace_id_{name}")
        op.drop_index(index, table_name="circle_posts")
    op.drop_table("circle_posts")
    for name in ("user_id", "circle_id_user_id"):
        index = op.f(f"ix_circle_members_workspace_id_{name}")
        op.drop_index(index, table_name="circle_members")
    op.drop_table("circle_members")
    op.drop_index(op.f("ix_circles_workspace_id_channel_id"), table_name="circles")
    op.drop_table("circles")
