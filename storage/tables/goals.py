"""Goals."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer

from bot.domain.goals import Goal
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

goals = tenant_table(
    "goals",
    text_id("owner_id"),
    Column("raw_ambition", PrivateText, nullable=False),
    Column("statement", PrivateText, nullable=False),
    Column("measure", PrivateText, nullable=False),
    Column("why", PrivateText, nullable=False),
    Column("skill", WORD, nullable=False),
    Column("obstacle", PrivateText, nullable=False),
    Column("plan_then", PrivateText, nullable=False),
    Column("next_step", PrivateText, nullable=False),
    Column("next_step_on", Date),
    Column("due_on", Date),
    Column("confidence", Integer),
    Column("visibility", WORD, nullable=False),
    text_id("pairing_id"),
    Column("every_weeks", Integer, nullable=False),
    Column("state", WORD, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("closed_at", UTCDateTime),
    Column("looked_at", UTCDateTime),
    Column("edits", Integer, nullable=False),
    Index(None, "workspace_id", "owner_id", "state"),
    Index(None, "workspace_id", "pairing_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Goal, goals)
