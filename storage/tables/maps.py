"""Career maps: where to, the routes there, and the stories of mentors."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer

from bot.domain.map_asks import MapAsk
from bot.domain.map_comments import MapComment
from bot.domain.map_history import MapChange
from bot.domain.maps import CareerMap, MapPath, MapStep
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

career_maps = tenant_table(
    "career_maps",
    text_id("owner_id"),
    Column("vision", PrivateText, nullable=False),
    Column("role", PrivateText, nullable=False),
    Column("strengths", PrivateText, nullable=False),
    Column("limits", PrivateText, nullable=False),
    Index(None, "workspace_id", "owner_id", unique=True),
)

map_paths = tenant_table(
    "map_paths",
    text_id("owner_id"),
    text_id("by_id"),
    Column("kind", WORD, nullable=False),
    Column("name", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("gain", PrivateText, nullable=False),
    Column("cost", PrivateText, nullable=False),
    Column("first_test", PrivateText, nullable=False),
    Column("serves", PrivateText, nullable=False),
    Column("strains", PrivateText, nullable=False),
    Column("visibility", WORD, nullable=False),
    text_id("pairing_id"),
    Column("archived_at", UTCDateTime),
    Column("taken_at", UTCDateTime),
    Index(None, "workspace_id", "owner_id", "kind"),
)

map_steps = tenant_table(
    "map_steps",
    text_id("path_id"),
    Column("position", Integer, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("text", PrivateText, nullable=False),
    Column("why", PrivateText, nullable=False),
    Column("taught", PrivateText, nullable=False),
    Column("reached_at", UTCDateTime),
    text_id("goal_id"),
    Index(None, "workspace_id", "path_id", "position"),
)

map_asks = tenant_table(
    "map_asks",
    text_id("owner_id"),
    text_id("pairing_id"),
    Column("wanted", WORD, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("vision", PrivateText, nullable=False),
    Column("route_label", PrivateText, nullable=False),
    Column("closed_at", UTCDateTime),
    Column("answered", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index(None, "workspace_id", "owner_id"),
    Index(None, "workspace_id", "pairing_id"),
)

map_comments = tenant_table(
    "map_comments",
    text_id("owner_id"),
    text_id("by_id"),
    text_id("path_id"),
    text_id("step_id"),
    Column("about", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("words", PrivateText, nullable=False),
    Column("mark", WORD, nullable=False),
    Index(None, "workspace_id", "path_id"),
    Index(None, "workspace_id", "step_id", "by_id", unique=True),
)

map_changes = tenant_table(
    "map_changes",
    text_id("owner_id"),
    text_id("path_id"),
    text_id("by_id"),
    Column("at", UTCDateTime, nullable=False),
    Column("fact", WORD, nullable=False),
    Column("before", PrivateText, nullable=False),
    Column("after", PrivateText, nullable=False),
    Index(None, "workspace_id", "owner_id", "at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(CareerMap, career_maps)
    mapper.map_imperatively(MapPath, map_paths)
    mapper.map_imperatively(MapStep, map_steps)
    mapper.map_imperatively(MapAsk, map_asks)
    mapper.map_imperatively(MapComment, map_comments)
    mapper.map_imperatively(MapChange, map_changes)
