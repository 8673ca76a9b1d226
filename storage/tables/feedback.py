"""Questions for advice, and the words that come back."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer

from bot.domain.feedback import Feedback, FeedbackAsk
from storage.database import UTCDateTime
from storage.private_text import PrivateText
from storage.tables.base import WORD, mapper, tenant_table, text_id

feedback_asks = tenant_table(
    "feedback_asks",
    text_id("receiver_id"),
    text_id("giver_id"),
    Column("focus", WORD, nullable=False),
    Column("situation", PrivateText, nullable=False),
    Column("question", PrivateText, nullable=False),
    Column("event_on", Date),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("state", WORD, nullable=False),
    Column("unasked", Boolean, nullable=False),
    text_id("form_id"),
    Column("closed_at", UTCDateTime),
    Index(None, "workspace_id", "receiver_id", "state"),
    Index(None, "workspace_id", "giver_id", "state"),
    Index(None, "workspace_id", "form_id", "giver_id", unique=True),
)

feedback = tenant_table(
    "feedback",
    text_id("ask_id"),
    text_id("giver_id"),
    text_id("receiver_id"),
    Column("focus", WORD, nullable=False),
    Column("situation", PrivateText, nullable=False),
    Column("seen", PrivateText, nullable=False),
    Column("impact", PrivateText, nullable=False),
    Column("next_time", PrivateText, nullable=False),
    Column("keep", PrivateText, nullable=False),
    Column("written_at", UTCDateTime, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    Column("holds", Integer, nullable=False),
    Column("thanked_at", UTCDateTime),
    Column("question", PrivateText, nullable=False),
    Column("question_at", UTCDateTime),
    Column("answer", PrivateText, nullable=False),
    Column("answer_at", UTCDateTime),
    Column("talk_at", UTCDateTime),
    Column("step", PrivateText, nullable=False),
    Column("step_on", Date),
    Column("kept_at", UTCDateTime),
    Column("used", WORD, nullable=False),
    Column("used_at", UTCDateTime),
    Column("told_at", UTCDateTime),
    Index(None, "workspace_id", "ask_id", unique=True),
    Index(None, "workspace_id", "receiver_id", "sent_at"),
)


def map_entities() -> None:
    """Tie the entities of this feature to their tables."""
    mapper.map_imperatively(FeedbackAsk, feedback_asks)
    mapper.map_imperatively(Feedback, feedback)
