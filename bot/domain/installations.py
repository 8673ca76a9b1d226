"""Workspaces that installed Waymark. A single token from the environment is one row (D6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Installation:
    """One workspace. ``dead_reason`` is Slack's word for why the token stopped working."""

    workspace_id: str
    team_name: str
    bot_token: str
    bot_user_id: str
    installed_at: datetime
    bot_id: str = ""
    enterprise_id: str = ""
    dead_reason: str = ""
    dead_at: datetime | None = None

    @property
    def is_alive(self) -> bool:
        """Whether anything may be sent for this workspace."""
        return self.dead_at is None
