"""People and what they asked to hear less of."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Time

from bot.domain.nudges import LessOf, WordingCount
from bot.domain.people import Person
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import ID, WORD, mapper, metadata, workspace

people = Table(
    "people",
    metadata,
    workspace(primary_key=True),
    Column("user_id", ID, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("locale", WORD, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("tone", WORD, nullable=False),
    Column("emoji", Boolean, nullable=False),
    Column("checkin_weekday", Integer, nullable=False),
    Column("slot", Time, nullable=False),
    Column("window_start", Time, nullable=False),
    Column("window_end", Time, nullable=False),
    Column("working_days", String(7), nullable=False),
    Column("zone_confirmed", Boolean, nullable=False),
    Column("slack_zone", String(64), nullable=False),
    Column("seeks_mentor", Boolean, nullable=False),
    Column("offers_mentoring", Boolean, nullable=False),
    Column("mentor_type", WORD, nullable=False),
    Column("mentor_topics", PrivateText, nullable=False),
    Column("mentor_capacity", Integer, nullable=False),
    Column("helps_me", PrivateText, nullable=False),
    Column("feedback_welcome", Boolean, nullable=False),
    Column("set_up_at", UTCDateTime),
    Column("seen_home_at", UTCDateTime),
    Column("paused_until", UTCDateTime),
    Column("quiet_until", UTCDateTime),
    Column("pause_shared", Boolean, nullable=False),
    Column("gone_at", UTCDateTime),
    Column("dm_channel", ID, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("is_stranger", Boolean, nullable=False),
)

less_of = Table(
    "less_of",
    metadata,
    workspace(primary_key=True),
    Column("person_id", ID, primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_key", WORD, nullable=False),
)

wording_counts = Table(
    "wording_counts",
    metadata,
    workspace(primary_key=True),
    Column("person_id", ID, primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("count", Integer, nullable=False),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Person, people)
    mapper.map_imperatively(LessOf, less_of)
    mapper.map_imperatively(WordingCount, wording_counts)
