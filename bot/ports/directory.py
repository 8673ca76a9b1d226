"""Who is who, according to Slack."""

from __future__ import annotations

from typing import Protocol

from bot.domain.people import Profile


class Directory(Protocol):
    """Looks members up, one at a time (``users.info``, slack.md 4.6)."""

    async def profile(self, workspace_id: str, user_id: str) -> Profile | None:
        """What Slack says of this person now; None when there is nobody we may see."""
        ...
