"""Questions for advice, and the words that come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("ask_id", sa.String(length=40), nullable=False),
        sa.Column("giver_id", sa.String(length=40), nullable=False),
        sa.Column("receiver_id", sa.String(length=40), nullable=False),
        sa.Column("focus", sa.String(length=40), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("keep", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("step_on", sa.Date(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_feedback_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(
        op.f("ix_feedback_workspace_id_ask_id"),
        "feedback",
        ["workspace_id", "ask_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_feedback_workspace_id_receiver_id_sent_at"),
        "feedback",
        ["workspace_id", "receiver_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "feedback_asks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("receiver_id", sa.String(length=40), nullable=False),
        sa.Column("giver_id", sa.String(length=40), nullable=False),
        sa.Column("focus", sa.String(length=40), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("unasked", sa.Boolean(), nullable=False),
        sa.Column("form_id", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_feedback_asks_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_asks")),
    )
    op.create_index(
        op.f("ix_feedback_asks_workspace_id_form_id_giver_id"),
        "feedback_asks",
        ["workspace_id", "form_id", "giver_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_feedback_asks_workspace_id_giver_id_state"),
        "feedback_asks",
        ["workspace_id", "giver_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_feedback_asks_workspace_id_receiver_id_state"),
        "feedback_asks",
        ["workspace_id", "receiver_id", "state"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away again, with their indexes."""
    op.drop_table("feedback_asks")
    op.drop_table("feedback")
