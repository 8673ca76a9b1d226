"""Setbacks: no audience, so no column for one."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index

from bot.domain.setbacks import Setback
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

setbacks = tenant_table(
    "setbacks",
    text_id("owner_id"),
    Column("at", UTCDateTime, nullable=False),
    Column("words", PrivateText, nullable=False),
    text_id("goal_id"),
    Column("source", WORD, nullable=False),
    Column("choice", WORD, nullable=False),
    Column("shown", JSON, nullable=False),
    text_id("used"),
    Column("plan_then", PrivateText, nullable=False),
    Column("next_step", PrivateText, nullable=False),
    Column("next_step_on", Date),
    Column("friend", PrivateText, nullable=False),
    Column("checkin_at", UTCDateTime),
    Index(None, "workspace_id", "owner_id", "at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Setback, setbacks)
