"""Wins and praise."""

from __future__ import annotations

from sqlalchemy import Column, Index

from bot.domain.wins import Praise, Win
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import ID, WORD, mapper, tenant_table, text_id

wins = tenant_table(
    "wins",
    text_id("owner_id"),
    Column("title", PrivateText, nullable=False),
    Column("how", PrivateText, nullable=False),
    Column("impact", PrivateText, nullable=False),
    Column("proof", PrivateText, nullable=False),
    Column("skill", PrivateText, nullable=False),
    Column("helpers", PrivateText, nullable=False),
    Column("source", WORD, nullable=False),
    text_id("goal_id"),
    Column("visibility", WORD, nullable=False),
    text_id("pairing_id"),
    Column("at", UTCDateTime, nullable=False),
    Column("shared_at", UTCDateTime),
    Column("hidden_at", UTCDateTime),
    Column("shown_at", UTCDateTime),
    Column("circle_id", ID, nullable=False, server_default=""),
    Index(None, "workspace_id", "owner_id", "at"),
    Index(None, "workspace_id", "pairing_id"),
)

praises = tenant_table(
    "praises",
    text_id("win_id"),
    text_id("goal_id"),
    Column("checkin_id", ID, nullable=False, server_default=""),
    text_id("owner_id"),
    text_id("by_id"),
    Column("kind", WORD, nullable=False),
    Column("words", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("kept_at", UTCDateTime),
    Column("thanked_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Index(None, "workspace_id", "owner_id"),
    Index(None, "workspace_id", "by_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Win, wins)
    mapper.map_imperatively(Praise, praises)
