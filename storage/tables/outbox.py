"""Messages as promises (reliability.md e.3), and how fast they may go."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint, text

from bot.domain.outbox import Delivery
from storage.database import UTCDateTime
from storage.private_text import PrivateJson
from storage.tables.base import ID, WORD, mapper, metadata, tenant_table, text_id, workspace

outbox = tenant_table(
    "outbox",
    text_id("recipient_id"),
    text_id("subject_id"),
    Column("kind", WORD, nullable=False),
    Column("key", WORD, nullable=False, unique=True),
    Column("dedupe_key", String(200), nullable=False),
    Column("payload", PrivateJson, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("lane", WORD, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", WORD, nullable=False),
    Column("reason", String(80), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("next_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime),
    Column("attempt", Integer, nullable=False),
    Column("owner", ID, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_until", UTCDateTime),
    Column("first_start", UTCDateTime),
    Column("last_start", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("channel", ID, nullable=False),
    Column("message_ts", ID, nullable=False),
    Column("unknown_at", UTCDateTime),
    Column("missed_at", UTCDateTime),
    Column("misses", Integer, nullable=False),
    Column("resent", Integer, nullable=False),
    Column("heal_state", WORD, nullable=False),
    Column("heal_at", UTCDateTime),
    text_id("merged_into"),
    UniqueConstraint("workspace_id", "dedupe_key"),
    Index(None, "state", "next_at"),
    Index(None, "workspace_id", "recipient_id", "state"),
    Index(None, "workspace_id", "recipient_id", "last_start"),
    Index(None, "workspace_id", "subject_id"),
)

#: One message of each lane on its way to a person, whoever claims (reliability.md e.8: without it
#: 46 sends overlapped).
Index(
    "uq_outbox_in_flight",
    outbox.c.workspace_id,
    outbox.c.recipient_id,
    outbox.c.lane,
    unique=True,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)
#: The next to claim is found without sorting what waits.
Index(
    "ix_outbox_claim",
    outbox.c.priority,
    outbox.c.next_at,
    outbox.c.id,
    sqlite_where=text("state = 'pending'"),
    postgresql_where=text("state = 'pending'"),
)
Index(
    "ix_outbox_heal_at",
    outbox.c.heal_at,
    sqlite_where=text("heal_at IS NOT NULL"),
    postgresql_where=text("heal_at IS NOT NULL"),
)

#: One row for a workspace and a Slack method. ``held_until``: Slack said 429. ``spent_until``: the
#: posts of the future that were made already.
paces = Table(
    "paces",
    metadata,
    workspace(primary_key=True),
    Column("method", String(80), primary_key=True),
    Column("held_until", UTCDateTime),
    Column("spent_until", UTCDateTime),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Delivery, outbox)
