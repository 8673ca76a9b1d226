"""What is due when: narrow, because the sweep changes it all the time (performance.md P4)."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, UniqueConstraint

from bot.domain.nudges import DueNudge, NudgeRecord
from storage.database import UTCDateTime
from storage.tables.base import WORD, mapper, tenant_table, text_id

due_nudges = tenant_table(
    "due_nudges",
    Column("kind", WORD, nullable=False),
    text_id("subject_id"),
    text_id("person_id"),
    Column("due_at", UTCDateTime, nullable=False, index=True),
    UniqueConstraint("workspace_id", "kind", "subject_id"),
)

nudge_records = tenant_table(
    "nudge_records",
    Column("kind", WORD, nullable=False),
    text_id("subject_id"),
    text_id("person_id"),
    Column("occurrence", String(80), nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("outcome", WORD, nullable=False),
    UniqueConstraint("workspace_id", "kind", "subject_id", "occurrence"),
    Index(None, "workspace_id", "person_id", "at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(DueNudge, due_nudges)
    mapper.map_imperatively(NudgeRecord, nudge_records)
