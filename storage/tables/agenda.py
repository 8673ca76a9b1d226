"""Lines for a pair's next conversation."""

from __future__ import annotations

from sqlalchemy import Column, Index

from bot.domain.agenda import AgendaItem
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

agenda_items = tenant_table(
    "agenda_items",
    text_id("owner_id"),
    text_id("pairing_id"),
    Column("text", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("source", WORD, nullable=False),
    text_id("about_id"),
    Column("visibility", WORD, nullable=False),
    Column("done_at", UTCDateTime),
    Index(None, "workspace_id", "pairing_id", "done_at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(AgendaItem, agenda_items)
