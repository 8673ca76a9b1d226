"""Plans out of four questions, and tips for others."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index

from bot.domain.self_help import SelfPlan, Tip
from storage.database import UTCDateTime
from storage.private_text import PrivateJson, PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

roadblock_plans = tenant_table(
    "roadblock_plans",
    text_id("owner_id"),
    Column("at", UTCDateTime, nullable=False),
    Column("wanted", PrivateText, nullable=False),
    Column("facts", PrivateText, nullable=False),
    Column("options", PrivateJson, nullable=False),
    Column("cue", PrivateText, nullable=False),
    Column("step", PrivateText, nullable=False),
    Column("step_on", Date),
    Column("saved_at", UTCDateTime),
)

roadblock_tips = tenant_table(
    "roadblock_tips",
    text_id("owner_id"),
    Column("tag", WORD, nullable=False),
    Column("words", PrivateText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index(None, "workspace_id", "at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(SelfPlan, roadblock_plans)
    mapper.map_imperatively(Tip, roadblock_tips)
