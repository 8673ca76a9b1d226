"""Circles, and who is in them as Slack told it last."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String

from bot.domain.circles import Circle, CircleMember, CirclePost
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

circles = tenant_table(
    "circles",
    text_id("channel_id"),
    Column("name", String(100), nullable=False),
    text_id("made_by"),
    Column("made_at", UTCDateTime, nullable=False),
    Column("looked_at", UTCDateTime, nullable=False),
    Column("people", Integer, nullable=False),
    Column("trouble", WORD, nullable=False),
    Column("ended_at", UTCDateTime),
    Index(None, "workspace_id", "channel_id", unique=True),
)

circle_members = tenant_table(
    "circle_members",
    text_id("circle_id"),
    text_id("user_id"),
    Column("kind", WORD, nullable=False),
    Index(None, "workspace_id", "circle_id", "user_id", unique=True),
    Index(None, "workspace_id", "user_id"),
)

circle_posts = tenant_table(
    "circle_posts",
    text_id("circle_id"),
    text_id("owner_id"),
    Column("about", WORD, nullable=False),
    text_id("subject_id"),
    Column("text", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("visibility", WORD, nullable=False),
    Column("outcome", WORD, nullable=False),
    text_id("helper_id"),
    Column("helped_at", UTCDateTime),
    Column("edits", Integer, nullable=False),
    Index(None, "workspace_id", "circle_id", "subject_id", unique=True),
    Index(None, "workspace_id", "owner_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Circle, circles)
    mapper.map_imperatively(CircleMember, circle_members)
    mapper.map_imperatively(CirclePost, circle_posts)
