"""Every method the local Slack knows: scope, tier, handler. The rest is ``unknown_method``.

Scopes and tiers: slack.md 4.1 (mark M). ``app_level``: True when only the app-level token
may call it, None when both kinds may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.web_api import (
    auth,
    blocks,
    chat,
    chat_changes,
    conversations,
    history,
    oauth,
    scheduled,
    users,
    views,
)
from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import Json
from bot.sandbox.world import World

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_WRITE = ("chat:write",)
_USERS = ("users:read",)


@dataclass(frozen=True)
class Method:
    """``scopes``: having any one of them is enough. ``tier``: a key of ``rates.TIERS``."""

    scopes: tuple[str, ...]
    tier: str
    handler: Callable[[Call], Json]
    app_level: bool | None = False


METHODS: dict[str, Method] = {
    "api.test": Method((), "4", auth.api_test, None),
    "auth.test": Method((), "special", auth.test, None),
    "auth.revoke": Method((), "3", auth.revoke),
    "apps.uninstall": Method((), "1", auth.uninstall),
    "apps.connections.open": Method((), "3", auth.open_connection, True),
    "team.info": Method(("team:read",), "3", auth.team_info),
    "bots.info": Method(_USERS, "3", auth.bots_info),
    "blocks.validate": Method((), "4", blocks.validate),
    "chat.postMessage": Method(_WRITE, "special", chat.post_message),
    "chat.postEphemeral": Method(_WRITE, "4", chat.post_ephemeral),
    "chat.update": Method(_WRITE, "3", chat_changes.update),
    "chat.delete": Method(_WRITE, "3", chat_changes.delete),
    "chat.getPermalink": Method((), "special", chat_changes.get_permalink),
    "chat.scheduleMessage": Method(_WRITE, "3", scheduled.schedule),
    "chat.scheduledMessages.list": Method((), "3", scheduled.listed),
    "chat.deleteScheduledMessage": Method(_WRITE, "3", scheduled.delete),
    "conversations.open": Method(_OPEN, "3", conversations.open_),
    "conversations.info": Method(_READ, "3", conversations.info),
    "conversations.list": Method(_READ, "2", conversations.list_),
    "conversations.members": Method(_READ, "4", conversations.members),
    "conversations.history": Method(_HISTORY, "3", history.history),
    "conversations.replies": Method(_HISTORY, "3", history.replies),
    "users.info": Method(_USERS, "4", users.info),
    "users.list": Method(_USERS, "2", users.list_),
    "users.lookupByEmail": Method(("users:read.email",), "3", users.lookup_by_email),
    "views.open": Method((), "4", views.open_),
    "views.push": Method((), "4", views.push),
    "views.update": Method((), "4", views.update),
    "views.publish": Method((), "4", views.publish),
}

#: Called with the app's client id and secret instead of a token.
CLIENT_METHODS: dict[str, Callable[[World, Json], Json]] = {"oauth.v2.access": oauth.access}
