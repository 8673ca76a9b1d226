"""Who is who, asked of Slack (slack.md 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.people import Profile
from bot.services.installations import InstallationService
from bot.slack.clients import Clients
from bot.slack.refusals import refused


class SlackDirectory:
    """Implements ``bot.ports.Directory`` with ``users.info``."""

    def __init__(self, installations: InstallationService, clients: Clients) -> None:
        self._installations = installations
        self._clients = clients

    async def profile(self, workspace_id: str, user_id: str) -> Profile | None:
        """What Slack says of this person now; None when there is nobody we may see."""
        installation = await self._installations.find(workspace_id)
        if installation is None:
            return None
        client = self._clients.with_token(installation.bot_token)
        try:
            answer = await client.users_info(user=user_id, include_locale=True)
        except SlackApiError as problem:
            if refused(problem).code in ("user_not_found", "user_not_visible"):
                return None
            raise
        return profile_of(answer["user"], workspace_id)


def profile_of(user: Mapping[str, Any], workspace_id: str) -> Profile:
    """Slack's user object, as a value. A missing zone stays empty: ask, never assume."""
    told = user.get("profile") or {}
    name = told.get("display_name") or user.get("real_name") or user.get("name") or user["id"]
    foreign = bool(user.get("is_stranger")) or user.get("team_id", workspace_id) != workspace_id
    grid = workspace_id in ((user.get("enterprise_user") or {}).get("teams") or ())
    return Profile(
        user_id=str(user["id"]),
        name=str(name),
        time_zone=str(user.get("tz") or ""),
        locale=str(user.get("locale") or "en"),
        is_gone=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=foreign and not grid,
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
    )
