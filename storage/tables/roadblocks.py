"""Roadblocks, who was asked, and the mentor's replies."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer

from bot.domain.roadblocks import Ask, HelpReply, Roadblock
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

roadblocks = tenant_table(
    "roadblocks",
    text_id("owner_id"),
    Column("what", PrivateText, nullable=False),
    Column("severity", WORD, nullable=False),
    Column("deadline_on", Date),
    Column("tried", JSON, nullable=False),
    Column("tried_words", PrivateText, nullable=False),
    Column("help_wanted", WORD, nullable=False),
    Column("visibility", WORD, nullable=False),
    text_id("pairing_id"),
    text_id("goal_id"),
    Column("state", WORD, nullable=False),
    Column("raised_at", UTCDateTime, nullable=False),
    Column("reply_due_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Column("follow_ups", Integer, nullable=False),
    Column("asks", Integer, nullable=False),
    Column("asked_at", UTCDateTime),
    Column("next_step", PrivateText, nullable=False),
    Column("next_step_on", Date),
    Column("closed_at", UTCDateTime),
    Column("helped_by", JSON, nullable=False),
    Column("helped_words", PrivateText, nullable=False),
    Column("tip", PrivateText, nullable=False),
    Index(None, "workspace_id", "owner_id", "state"),
    Index(None, "workspace_id", "pairing_id", "state"),
)

roadblock_asks = tenant_table(
    "roadblock_asks",
    text_id("roadblock_id"),
    text_id("owner_id"),
    text_id("mentor_id"),
    Column("at", UTCDateTime, nullable=False),
    Index(None, "workspace_id", "owner_id", "at"),
    Index(None, "workspace_id", "roadblock_id"),
)

help_replies = tenant_table(
    "help_replies",
    text_id("roadblock_id"),
    text_id("mentor_id"),
    Column("kind", WORD, nullable=False),
    Column("words", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("thanked_at", UTCDateTime),
    Column("doing_at", UTCDateTime),
    Column("back_at", UTCDateTime),
    Column("back_words", PrivateText, nullable=False),
    Index(None, "workspace_id", "roadblock_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Roadblock, roadblocks)
    mapper.map_imperatively(Ask, roadblock_asks)
    mapper.map_imperatively(HelpReply, help_replies)
