"""Questions without a name, and what is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; a program of the version before does not know them."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("later", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("reported_by", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_questions_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(
        op.f("ix_questions_workspace_id_token_hash"),
        "questions",
        ["workspace_id", "token_hash"],
        unique=True,
    )
    op.create_index(
        op.f("ix_questions_workspace_id_state"), "questions", ["workspace_id", "state"]
    )
    op.create_index(
        op.f("ix_questions_workspace_id_batch"), "questions", ["workspace_id", "batch"]
    )
    op.create_table(
        "question_answers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.String(length=40), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["installations.workspace_id"],
            name=op.f("fk_question_answers_workspace_id_installations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answers")),
    )
    op.create_index(
        op.f("ix_question_answers_workspace_id_question_id"),
        "question_answers",
        ["workspace_id", "question_id"],
    )
    op.create_index(
        op.f("ix_question_answers_workspace_id_form_hash"),
        "question_answers",
        ["workspace_id", "form_hash"],
        unique=True,
    )


def downgrade() -> None:
    """Take them away again."""
    for name in ("form_hash", "question_id"):
        index = op.f(f"ix_question_answers_workspace_id_{name}")
        op.drop_index(index, table_name="question_answers")
    op.drop_table("question_answers")
    for name in ("batch", "state", "token_hash"):
        op.drop_index(op.f(f"ix_questions_workspace_id_{name}"), table_name="questions")
    op.drop_table("questions")
