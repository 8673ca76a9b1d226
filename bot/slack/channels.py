"""Channels and who is in them, asked of Slack (slack.md 4.1)."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.circles import ChannelSeen, Trouble
from bot.ports import ChannelBusy, ChannelHidden
from bot.services.installations import InstallationService
from bot.slack.clients import Clients
from bot.slack.refusals import refused

#: Members on a page, and pages: a circle is a group of people who know each other.
PAGE = 200
PAGES = 5
_TROUBLES = {
    "missing_scope": Trouble.SCOPE,
    "channel_not_found": Trouble.UNKNOWN,
    "is_archived": Trouble.ARCHIVED,
    "not_in_channel": Trouble.NOT_IN,
}


class SlackChannels:
    """Implements ``bot.ports.Channels`` with ``conversations.info`` and ``.members``."""

    def __init__(self, installations: InstallationService, clients: Clients) -> None:
        self._installations = installations
        self._clients = clients

    async def look(self, workspace_id: str, channel_id: str) -> ChannelSeen:
        """The channel and everybody in it, ourselves left out. Raises ``ChannelHidden``, and
        ``ChannelBusy`` when Slack does not answer."""
        installation = await self._installations.find(workspace_id)
        if installation is None:
            raise ChannelHidden(Trouble.UNKNOWN)
        client = self._clients.with_token(installation.bot_token)
        try:
            answer = await client.conversations_info(channel=channel_id)
            channel = answer["channel"]
            if not channel.get("is_channel") or channel.get("is_private"):
                raise ChannelHidden(Trouble.PRIVATE)
            members = await _members(client, channel_id)
        except SlackApiError as problem:
            trouble = _trouble(problem)
            if trouble is None:
                raise ChannelBusy from None
            raise ChannelHidden(trouble) from None
        except (aiohttp.ClientError, TimeoutError):
            raise ChannelBusy from None
        return ChannelSeen(
            id=str(channel["id"]),
            name=str(channel.get("name") or channel["id"]),
            is_archived=bool(channel.get("is_archived")),
            has_us=installation.bot_user_id in members,
            members=tuple(one for one in members if one != installation.bot_user_id),
        )


# --- private -------------------------------------------------------------------------------------


async def _members(client: AsyncWebClient, channel_id: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    for _ in range(PAGES):
        answer = await client.conversations_members(
            channel=channel_id, limit=PAGE, cursor=cursor or None
        )
        found += [str(one) for one in answer["members"]]
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return found


def _trouble(problem: SlackApiError) -> Trouble | None:
    """What a refusal means for a circle; None: a passing trouble of Slack's or of ours.

    A private channel we are in is a matter of another scope, which Waymark never asks for.
    """
    response: Any = problem.response
    needed = str(response.get("needed") or "") if refused(problem).status == 200 else ""
    if needed.startswith("groups:"):
        return Trouble.PRIVATE
    return _TROUBLES.get(refused(problem).code)
