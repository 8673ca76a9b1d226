"""Questions without a name: no column says who asked, and none is finer than a day."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, String

from bot.domain.questions import Answer, Question
from storage.private_text import DatelessText
from storage.tables.base import ID, WORD, mapper, tenant_table, text_id

questions = tenant_table(
    "questions",
    Column("text", DatelessText, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("state", WORD, nullable=False),
    Column("posted_on", Date),
    Column("detail", DatelessText, nullable=False),
    Column("later", DatelessText, nullable=False),
    Column("batch", WORD, nullable=False),
    Column("reported_by", JSON, nullable=False),
    Column("circle_id", ID, nullable=False, server_default=""),
    Index(None, "workspace_id", "token_hash", unique=True),
    Index(None, "workspace_id", "state"),
    Index(None, "workspace_id", "batch"),
)

question_answers = tenant_table(
    "question_answers",
    text_id("question_id"),
    Column("text", DatelessText, nullable=False),
    Column("on", Date, nullable=False),
    text_id("by_id"),
    Column("form_hash", String(64), nullable=False),
    Index(None, "workspace_id", "question_id"),
    Index(None, "workspace_id", "form_hash", unique=True),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Question, questions)
    mapper.map_imperatively(Answer, question_answers)
