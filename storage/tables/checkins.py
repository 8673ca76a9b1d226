"""Check-ins, the prompts that ask for them, and each person's rhythm."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, UniqueConstraint, false

from bot.domain.checkins import Checkin, Prompt
from bot.domain.nudges import CheckinSchedule
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

prompts = tenant_table(
    "prompts",
    text_id("owner_id"),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("closes_at", UTCDateTime, nullable=False),
    Column("goal_ids", JSON, nullable=False),
    Column("slot_on", Date),
    Column("state", WORD, nullable=False),
    Column("snoozes", Integer, nullable=False),
    UniqueConstraint("workspace_id", "owner_id", "slot_on"),
    Index(None, "workspace_id", "owner_id", "asked_at"),
)

checkins = tenant_table(
    "checkins",
    text_id("owner_id"),
    text_id("goal_id"),
    text_id("prompt_id"),
    Column("status", WORD, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("came_by", WORD, nullable=False),
    Column("did_step", WORD, nullable=False),
    Column("measure_value", PrivateText, nullable=False),
    Column("learned", PrivateText, nullable=False),
    Column("next_step", PrivateText, nullable=False),
    Column("next_step_on", Date),
    Column("note", PrivateText, nullable=False),
    Column("note_visibility", WORD, nullable=False),
    Column("undone_at", UTCDateTime),
    Index(None, "workspace_id", "owner_id", "at"),
    Index(None, "workspace_id", "prompt_id"),
)

schedules = tenant_table(
    "schedules",
    text_id("owner_id"),
    Column("weekday", Integer, nullable=False),
    Column("every_weeks", Integer, nullable=False),
    Column("set_on", Date, nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
    Column("last_prompt_on", Date),
    Column("resting_at", UTCDateTime),
    Column("pace_asked_at", UTCDateTime),
    Column("pace_open", Boolean, nullable=False, server_default=false()),
    Column("slowed_at", UTCDateTime),
    UniqueConstraint("workspace_id", "owner_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Prompt, prompts)
    mapper.map_imperatively(Checkin, checkins)
    mapper.map_imperatively(CheckinSchedule, schedules)
