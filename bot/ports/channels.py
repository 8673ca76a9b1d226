"""What Slack says of a channel."""

from __future__ import annotations

from typing import Protocol

from bot.domain.circles import ChannelSeen, Trouble


class ChannelHidden(Exception):
    """Slack shows nothing of this channel, and why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(str(trouble))


class ChannelBusy(Exception):
    """Slack did not answer, or not now: nothing is known, and asking again is fine."""


class Channels(Protocol):
    """Looks at one channel (``conversations.info``, ``conversations.members``)."""

    async def look(self, workspace_id: str, channel_id: str) -> ChannelSeen:
        """The channel and everybody in it. Raises ``ChannelHidden`` and ``ChannelBusy``."""
        ...
