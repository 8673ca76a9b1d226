"""Installed workspaces, installations under way, and the requests that were already applied."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.domain.installations import Installation
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import ID, mapper, metadata

installations = Table(
    "installations",
    metadata,
    Column("workspace_id", ID, primary_key=True),
    Column("enterprise_id", ID, nullable=False),
    Column("team_name", String(255), nullable=False),
    Column("bot_token", PrivateText, nullable=False),
    Column("bot_user_id", ID, nullable=False),
    Column("bot_id", ID, nullable=False),
    Column("installed_at", UTCDateTime, nullable=False),
    Column("dead_reason", String(80), nullable=False),
    Column("dead_at", UTCDateTime),
)

#: One row per request from Slack whose effect is stored; written in the same transaction.
inbox = Table(
    "inbox",
    metadata,
    Column("workspace_id", ID, primary_key=True),
    Column("request_key", String(160), primary_key=True),
    Column("handled_at", UTCDateTime, nullable=False, index=True),
)

#: Installations begun in a browser and not come back yet: a state is kept as its hash, and taken
#: out by the one request that redeems it. No workspace is known before that.
install_states = Table(
    "install_states",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(Installation, installations)
