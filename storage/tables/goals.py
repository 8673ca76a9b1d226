"""Goals."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer

from bot.domain.goal_history import GoalChange
from bot.domain.goals import Goal, GoalKind
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import ID, WORD, mapper, tenant_table, text_id

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
    Column("paused_until", UTCDateTime),
    Column("edits", Integer, nullable=False),
    Column("kind", WORD, nullable=False, server_default=GoalKind.OUTCOME.value),
    Column("what", PrivateText, nullable=False, server_default=""),
    Column("control", WORD, nullable=False, server_default=""),
    Column("done_before", WORD, nullable=False, server_default=""),
    Column("raise_by", PrivateText, nullable=False, server_default=""),
    Column("own_part", PrivateText, nullable=False, server_default=""),
    Column("milestone", PrivateText, nullable=False, server_default=""),
    Column("milestone_on", Date),
    Column("moves", Integer, nullable=False, server_default="0"),
    Column("ending", PrivateText, nullable=False, server_default=""),
    Column("step_id", WORD, nullable=False, server_default=""),
    Column("circle_id", ID, nullable=False, server_default=""),
    Index(None, "workspace_id", "owner_id", "state"),
    Index(None, "workspace_id", "pairing_id"),
)

goal_changes = tenant_table(
    "goal_changes",
    text_id("goal_id"),
    text_id("owner_id"),
    Column("at", UTCDateTime, nullable=False),
    Column("fact", WORD, nullable=False),
    Column("before", PrivateText, nullable=False),
    Column("after", PrivateText, nullable=False),
    Index(None, "workspace_id", "goal_id", "at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Goal, goals)
    mapper.map_imperatively(GoalChange, goal_changes)
