"""Requests, pairings and agreements."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String

from bot.domain.pairings import Agreement, Pairing, Request
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

requests = tenant_table(
    "requests",
    text_id("mentee_id"),
    text_id("mentor_id"),
    Column("topic", PrivateText, nullable=False),
    Column("reason", PrivateText, nullable=False),
    Column("note", PrivateText, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("rhythm", String(80), nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("state", WORD, nullable=False),
    Column("sent_at", UTCDateTime, nullable=False),
    Column("answered_at", UTCDateTime),
    Index(None, "workspace_id", "mentee_id"),
    Index(None, "workspace_id", "mentor_id"),
)

pairings = tenant_table(
    "pairings",
    text_id("mentee_id"),
    text_id("mentor_id"),
    Column("topic", PrivateText, nullable=False),
    Column("state", WORD, nullable=False),
    Column("formed_at", UTCDateTime, nullable=False),
    Column("started_at", UTCDateTime),
    Column("ended_at", UTCDateTime),
    Column("reply_working_days", Integer, nullable=False),
    Column("checkins_shared", Boolean, nullable=False),
    Column("may_tell_quiet", Boolean, nullable=False),
    Column("mentee_paused_until", UTCDateTime),
    Column("mentor_paused_until", UTCDateTime),
    Index(None, "workspace_id", "mentee_id"),
    Index(None, "workspace_id", "mentor_id"),
)

agreements = tenant_table(
    "agreements",
    text_id("pairing_id"),
    text_id("proposed_by"),
    Column("proposed_at", UTCDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("rhythm", String(80), nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("reply_working_days", Integer, nullable=False),
    Column("between_sessions", PrivateText, nullable=False),
    Column("topics", PrivateText, nullable=False),
    Column("confidentiality", PrivateText, nullable=False),
    Column("limits", PrivateText, nullable=False),
    Column("checkins_shared", Boolean, nullable=False),
    Column("may_tell_quiet", Boolean, nullable=False),
    Column("mentee_agreed_at", UTCDateTime),
    Column("mentor_agreed_at", UTCDateTime),
    Index(None, "workspace_id", "pairing_id"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Request, requests)
    mapper.map_imperatively(Pairing, pairings)
    mapper.map_imperatively(Agreement, agreements)
