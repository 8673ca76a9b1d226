"""Words typed in the DM, before they have a place."""

from __future__ import annotations

from sqlalchemy import Column, Index

from bot.domain.replies import StrayWords
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

stray_words = tenant_table(
    "stray_words",
    text_id("owner_id"),
    Column("words", PrivateText, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("place", WORD, nullable=False),
    text_id("place_id"),
    Column("placed_at", UTCDateTime),
    Index(None, "workspace_id", "owner_id"),
)


def map_entities() -> None:
    """Tie the entity of this feature to its table."""
    mapper.map_imperatively(StrayWords, stray_words)
