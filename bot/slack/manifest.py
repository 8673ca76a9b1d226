"""The app as Slack's "create from a manifest" page wants it (slack.md 4.8, README.md D11).

`waymark manifest` prints it, and the local Slack of the demo and the tests is configured from it,
so that the two cannot differ. Scopes and events stand here once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.slack import ids

Mode = Literal["http", "socket"]

SCOPES = ("channels:read", "chat:write", "commands", "im:history", "im:write", "users:read")
#: What stays off without a scope; everything else needs the rest.
ONLY_FOR = {"channels:read": "circles"}
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
    "user_change",
)

NAME = "Waymark"
DESCRIPTION = "The memory of a mentoring pair: goals, check-ins, roadblocks and wins."
LONG_DESCRIPTION = (
    "Waymark sits between a mentee and a mentor and remembers what they agreed on. It asks the "
    "mentee how the week's goal went, tells the mentor at once when a roadblock is in the way, "
    "keeps track of promises on both sides and says so when something was achieved. It asks, "
    "reminds, records and relays; it never grades anybody and never speaks to a manager. What is "
    "shared with whom is chosen by the person who writes it, and everything a person wrote can be "
    "exported or erased by that person. It runs on your own server and sends nothing elsewhere."
)


@dataclass(frozen=True)
class SlashCommand:
    """One command of the app; `usage_hint` is what Slack shows behind it while typing."""

    name: str
    description: str
    usage_hint: str


MENTOR = SlashCommand(
    "/mentor",
    "Check in, raise a roadblock, share a win, or see what is next.",
    "checkin · roadblock · win · goal · pair @person · help",
)


@dataclass(frozen=True)
class Shortcut:
    """A form one click away: beside the composer (`global`), or in a `message`'s menu."""

    type: Literal["global", "message"]
    name: str
    callback_id: str
    description: str


SHORTCUTS = (
    Shortcut("global", "Check in", ids.CHECKIN_SHORTCUT, "Say how your goals are going."),
    Shortcut(
        "global",
        "Record a roadblock",
        ids.ROADBLOCK_SHORTCUT,
        "Say what is in the way, and ask your mentor if you like.",
    ),
    Shortcut("global", "Keep a win", ids.WIN_SHORTCUT, "Save something that went well."),
    Shortcut("global", "Set a goal", ids.GOAL_SHORTCUT, "Put a goal into your own words."),
    Shortcut(
        "message",
        "Keep as a win",
        ids.WIN_FROM_MESSAGE,
        "Start a win with the words of this message. Only you see it.",
    ),
    Shortcut(
        "message",
        "Mark as helpful",
        ids.CIRCLE_HELPED,
        "Say that this answer to your roadblock in a circle helped.",
    ),
)


def manifest(
    mode: Mode,
    request_url: str | None = None,
    *,
    commands: Sequence[SlashCommand] = (MENTOR,),
    redirect_url: str | None = None,
) -> dict[str, Any]:
    """The manifest for one way of receiving: over `request_url`, or through Socket Mode.

    `redirect_url` is where OAuth returns to when many workspaces may install the app. Raises
    ValueError unless HTTP mode has a request URL and Socket Mode has none, and unless both URLs
    are https: Slack's own schema would let http pass.
    """
    if (mode == "http") != (request_url is not None):
        raise ValueError("HTTP mode needs a request URL, Socket Mode has none.")
    for url in (request_url, redirect_url):
        if url is not None and not _is_https(url):
            raise ValueError(f"Slack only calls https addresses: {url}")
    received_at = {} if request_url is None else {"request_url": request_url}
    commands_at = {} if request_url is None else {"url": request_url}
    returns_to = {} if redirect_url is None else {"redirect_urls": [redirect_url]}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                # Read-only, nobody could answer a prompt.
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [
                {
                    "command": command.name,
                    **commands_at,
                    "description": command.description,
                    "usage_hint": command.usage_hint,
                    "should_escape": True,  # "@theo" arrives as <@U…>, not as letters
                }
                for command in commands
            ],
            "shortcuts": [vars(shortcut) for shortcut in SHORTCUTS],
        },
        "oauth_config": {**returns_to, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**received_at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **received_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


# --- checks --------------------------------------------------------------------------------------


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
