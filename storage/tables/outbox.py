"""Messages as promises (reliability.md e.3)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, UniqueConstraint

from bot.domain.outbox import Delivery
from storage.database import UTCDateTime
from storage.private_text import PrivateJson
from storage.tables.base import ID, WORD, mapper, tenant_table, text_id

outbox = tenant_table(
    "outbox",
    text_id("recipient_id"),
    text_id("subject_id"),
    Column("kind", WORD, nullable=False),
    Column("key", WORD, nullable=False, unique=True),
    Column("dedupe_key", String(200), nullable=False),
    Column("payload", PrivateJson, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", WORD, nullable=False),
    Column("reason", String(80), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("next_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime),
    Column("attempt", Integer, nullable=False),
    Column("owner", ID, nullable=False),
    Column("lease_until", UTCDateTime),
    Column("first_start", UTCDateTime),
    Column("last_start", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("channel", ID, nullable=False),
    Column("message_ts", ID, nullable=False),
    Column("misses", Integer, nullable=False),
    Column("resent", Integer, nullable=False),
    text_id("merged_into"),
    UniqueConstraint("workspace_id", "dedupe_key"),
    Index(None, "state", "next_at"),
    Index(None, "workspace_id", "recipient_id", "state"),
    Index(None, "workspace_id", "subject_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Delivery, outbox)
